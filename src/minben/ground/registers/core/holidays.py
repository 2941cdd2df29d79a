"""The calendar of working days: the state's years, and a city's own years in their place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from minben.commons.parameters import Entry, load
from minben.commons.workdays import Calendar


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day that is not what its weekday says: off (``works`` false), or worked though a weekend."""

    day: date
    works: bool
    name: str = ""
    source: str = ""
    verified: bool = False


@cache
def state_days() -> tuple[NewDay, ...]:
    """Public holidays and make-up working days from ``parameters/calendar.yaml``, in order.

    Examples
    --------
    >>> next(day for day in state_days() if day.day == date(2026, 2, 14)).works
    True
    """
    entries = load("minben.ground.registers", "calendar").entries("public_holidays")
    return tuple(sorted((day for entry in entries for day in _days(entry)), key=lambda day: day.day))


def calendar_of(own: Iterable[NewDay]) -> Calendar:
    """Working days from the state's years and the city's own.

    Parameters
    ----------
    own : iterable of NewDay
        The city's days; a year in which there is one takes nothing from the state's list.

    Returns
    -------
    Calendar
        Of the years from the first to the last one known without a gap.
    """
    own = tuple(own)
    own_years = {day.day.year for day in own}
    days = [*own, *(day for day in state_days() if day.day.year not in own_years)]
    years = _unbroken({day.day.year for day in days})
    days = [day for day in days if day.day.year in years]
    return Calendar(
        years=years,
        holidays=frozenset(day.day for day in days if not day.works),
        makeup_days=frozenset(day.day for day in days if day.works),
        unverified_years=frozenset(day.day.year for day in days if not day.verified),
        source="; ".join(dict.fromkeys(day.source for day in days if day.source)),
    )


def _days(entry: Entry) -> Iterator[NewDay]:
    for span in entry.value["days_off"]:
        for step in range((span["last"] - span["first"]).days + 1):
            yield NewDay(span["first"] + timedelta(step), False, span["zh"], entry.source, entry.verified)
    for day in entry.value["worked"]:
        yield NewDay(day, True, "调休上班", entry.source, entry.verified)


def _unbroken(years: set[int]) -> tuple[int, ...]:
    """The longest run of years up to the last one known; a calendar with a hole would count wrongly."""
    last = first = max(years)
    while first - 1 in years:
        first -= 1
    return tuple(range(first, last + 1))
