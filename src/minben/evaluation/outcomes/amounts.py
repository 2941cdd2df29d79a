"""Amounts in the reader's words: per cent, points, hours, days."""

from math import floor

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.commons.statistics import Estimate


def amount(value: float, unit: str) -> str:
    """Return a value with its unit, one decimal below ten and none above."""
    number = _number(value * (100 if unit in {"share", "points"} else 1))
    one = 1 if number == "1" else 2
    words = {
        "share": "%(n)s%%",
        "points": ngettext("%(n)s percentage point", "%(n)s percentage points", one),
        "hours": ngettext("%(n)s hour", "%(n)s hours", one),
        "days": ngettext("%(n)s day", "%(n)s days", one),
    }
    return words.get(unit, "%(n)s") % {"n": number}


def interval(estimate: Estimate) -> str:
    """Return the interval with its unit, which stands once, behind; an open upper end says so."""
    if estimate.low is None:
        return ""
    low = _number(estimate.low * (100 if estimate.unit == "share" else 1))
    high = _("not yet known") if estimate.high is None else amount(estimate.high, estimate.unit)
    return f"{low}–{high}"


def whole(count: int) -> str:
    """Return a count in the reader's way of writing numbers."""
    return number_format(count, force_grouping=True)


def _number(value: float) -> str:
    if 99.5 <= value < 100:
        # What is not quite all must not read as all.
        return str(number_format(floor(value * 10) / 10, decimal_pos=1))
    places = 1 if abs(value) < 10 and round(value, 1) != round(value) else 0
    return str(number_format(round(value, places), decimal_pos=places, force_grouping=True))
