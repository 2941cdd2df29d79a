"""Words for the rows of an import that could not go in: what is wrong, and what to do."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Promise] = {
    "text_empty": _("The row has no words of the person."),
    "when_empty": _("The row does not say when it was received."),
    "when_ahead": _("The day received, {value}, lies in the future."),
    "closed_ahead": _("The day it was closed, {value}, lies in the future."),
    "closed_before_when": _("It was closed on {value}, before it was received."),
    "time_unreadable": _("“{value}” cannot be read as a date and time."),
    "time_two_ways": _(
        "“{value}” is {day_first} with the day first and {month_first} with the month first;"
        " its column does not tell which."
    ),
    "time_contradicted": _(
        "“{value}” and other days of its column contradict each other in what stands first."
    ),
    "time_not_day_first": _("“{value}” is no day when the day stands first, as in the rest of its column."),
    "time_not_month_first": _(
        "“{value}” is no day when the month stands first, as in the rest of its column."
    ),
    "degrees_out_of_range": _("“{value}” is no latitude or longitude in degrees."),
    "key_used_twice": _("Another row with the key “{value}” says something else."),
    "unreadable": _("The row cannot be read."),
    "row_unreadable": _("The row itself cannot be read."),
    "row_too_long": _("The row has more cells than the header."),
}
REMEDIES: Mapping[str, Promise] = {
    "give_text": _("Fill in what the person said, or name the right column as the text."),
    "give_when": _("Fill in when it was received."),
    "check_when": _("Check the date, and the clock of the system it came from."),
    "check_closed": _("Check the two dates; perhaps the columns are swapped."),
    "write_time": _("Write it like 2026-03-01 09:00."),
    "write_year_first": _(
        "Write it with the year first, such as 2026-04-03. Where the whole file has one order, bring it again with"
        " dates=day_first or dates=month_first in --map."
    ),
    "give_own_key": _("Give each row a key of its own, or name the column that has one."),
    "mend_row": _(
        "Open the file at this row, mend it and bring the file again; what is in already stays as it is."
    ),
    "check_degrees": _("Write degrees, for example 30.25 and 120.15, or leave both empty."),
}


class Faulty(Protocol):
    """A row that was set aside."""

    @property
    def reason(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    @property
    def facts(self) -> dict[str, Any]: ...


def reason_in_words(row: Faulty) -> str:
    """Say what is wrong with a row."""
    return _filled(REASONS, row.reason, row.facts)


def remedy_in_words(row: Faulty) -> str:
    """Say what to do about it."""
    return _filled(REMEDIES, row.remedy, row.facts)


def _filled(words: Mapping[str, Promise], code: str, facts: Mapping[str, Any]) -> str:
    known = words.get(code)
    # A fact that is missing leaves its gap visible instead of hiding the whole sentence.
    return str(known).format_map(_Gaps(facts)) if known else code


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"[{key}]"
