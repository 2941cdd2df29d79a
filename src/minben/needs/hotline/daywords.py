"""Words for how a file was found to write its days."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from minben.commons.days import Order
from minben.commons.tables import Shown


def days_in_words(shown: Iterable[Shown]) -> list[str]:
    """Say of each column how its days were read, and which cell told it."""
    return [_sentence(*cells) for _column, cells in groupby(shown, key=lambda one: one.column)]


def _sentence(one: Shown, other: Shown | None = None) -> str:
    facts = {"column": one.column, "cell": one.cell, "row": one.row}
    if other is not None:
        more = {"other": other.cell, "other_row": other.row}
        words = _(
            "The days in column “%(column)s” contradict each other: “%(cell)s” in row %(row)s and “%(other)s” in row "
            "%(other_row)s. Rows with such days were set aside."
        )
        return words % {**facts, **more}
    if one.order == Order.DAY_FIRST:
        words = _(
            "The days in column “%(column)s” were read with the day first, as “%(cell)s” in row %(row)s shows."
        )
    else:
        words = _(
            "The days in column “%(column)s” were read with the month first, as “%(cell)s” in row %(row)s shows."
        )
    return words % facts
