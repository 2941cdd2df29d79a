"""Time limits in hours, days and working days, by a dated calendar of the city.

The convention, everywhere in Minben:

- *hours* are elapsed time;
- *days* are calendar days: due at the same local clock time that many days later;
- *working days* count from the day after the start, and are due at 18:00 local time (close of business)
  on the last one. A request of Friday night with one working day is due on Monday at 18:00.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.commons.errors import TeachingError

__all__ = ["CLOSE", "Calendar", "Span", "SpanUnit", "deadline", "deadlines", "working_days_between"]

CLOSE = time(18, 0)
_DAY = 86_400
_OFFSET_STEP = 900  # no zone has changed its offset off the quarter of an hour since 1972
# So few moments are looked up one by one.
_FEW = 4


class SpanUnit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A time limit, for example two working days.

    Raises
    ------
    TeachingError
        ``span_not_positive``.

    Examples
    --------
    >>> Span(2, SpanUnit.HOURS)
    Span(amount=2, unit=<SpanUnit.HOURS: 'hours'>)
    """

    amount: int
    unit: SpanUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise TeachingError("span_not_positive", amount=self.amount, unit=str(self.unit))
        object.__setattr__(self, "unit", SpanUnit(self.unit))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of some whole years.

    Parameters
    ----------
    years : sequence of int
        The years whose holidays are known; they must follow one another.
    holidays : frozenset of date
        Days off that would be working days or weekends alike.
    makeup_days : frozenset of date
        Weekend days that are worked (调休).
    unverified_years : frozenset of int
        Years whose days nobody could check in the source.
    source : str
        The notices the days come from.

    Raises
    ------
    TeachingError
        ``calendar_day_twice``, or ``calendar_year_missing`` for a gap between the years.

    Examples
    --------
    >>> calendar = Calendar(years=(2026,), holidays=frozenset({date(2026, 1, 1)}))
    >>> calendar.is_working(date(2026, 1, 1)), calendar.is_working(date(2026, 1, 2))
    (False, True)
    """

    years: Sequence[int]
    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    unverified_years: frozenset[int] = frozenset()
    source: str = ""
    _first: int = field(init=False, repr=False, compare=False)
    _before: NDArray[np.int64] = field(init=False, repr=False, compare=False)
    _working: NDArray[np.int64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for day in sorted(self.holidays & self.makeup_days):
            raise TeachingError("calendar_day_twice", day=day)
        years = sorted(set(self.years))
        for year in range(years[0], years[-1]):
            if year not in years:
                raise TeachingError("calendar_year_missing", year=year)
        first, end = _ordinal(date(years[0], 1, 1)), _ordinal(date(years[-1] + 1, 1, 1))
        days = np.arange(first, end)
        is_working = (days + 3) % 7 < 5  # 1970-01-01 was a Thursday
        is_working[_places(self.holidays, first, end)] = False
        is_working[_places(self.makeup_days, first, end)] = True
        set_field = object.__setattr__
        set_field(self, "years", tuple(years))
        set_field(self, "_first", first)
        set_field(self, "_before", np.concatenate(([0], np.cumsum(is_working))))
        set_field(self, "_working", days[is_working])

    @property
    def verified(self) -> bool:
        """True when every year's days were checked in their source."""
        return not self.unverified_years

    def is_verified(self, first: date, last: date) -> bool:
        """Tell whether all years from ``first`` to ``last`` were checked in their source."""
        return self.unverified_years.isdisjoint(range(first.year, last.year + 1))

    def is_working(self, day: date) -> bool:
        """Tell whether people work on ``day``.

        Raises
        ------
        TeachingError
            ``calendar_year_missing``.
        """
        counts = self.worked_before(np.array([_ordinal(day), _ordinal(day) + 1]))
        return bool(counts[1] - counts[0])

    def worked_before(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count the working days of the calendar before each day.

        Parameters
        ----------
        days : int array, shape (n,) [days since 1970-01-01]

        Returns
        -------
        int array, shape (n,)

        Raises
        ------
        TeachingError
            ``calendar_year_missing``.
        """
        places = np.asarray(days, dtype=np.int64) - self._first
        outside = (places < 0) | (places >= len(self._before))
        if outside.any():
            _raise_missing(int(np.asarray(days)[outside][0]))
        return self._before[places]

    def nth_after(self, days: NDArray[np.int64], amounts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the n-th working day after each day, not counting the day itself.

        Parameters
        ----------
        days : int array, shape (n,) [days since 1970-01-01]
        amounts : int array, shape (n,)

        Raises
        ------
        TeachingError
            ``calendar_year_missing`` when a day or the result lies outside the calendar.
        """
        places = self.worked_before(np.asarray(days) + 1) + amounts - 1
        if (places >= len(self._working)).any():
            raise TeachingError("calendar_year_missing", year=max(self.years) + 1)
        found: NDArray[np.int64] = self._working[places]
        return found


def deadline(start: datetime, span: Span, *, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return when something that starts now must be done.

    Parameters
    ----------
    start : datetime
        Aware.
    span : Span
    calendar : Calendar
        Read only for working days.
    zone : ZoneInfo
        Where the city's clocks are.

    Returns
    -------
    datetime
        Aware, in UTC.

    Raises
    ------
    TeachingError
        ``time_not_aware`` or ``calendar_year_missing``.

    Examples
    --------
    >>> friday = datetime(2026, 3, 6, 21, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    >>> limit = Span(1, SpanUnit.WORKING_DAYS)
    >>> due = deadline(friday, limit, calendar=Calendar(years=(2026,)), zone=ZoneInfo("Asia/Shanghai"))
    >>> due.astimezone(ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-03-09T18:00:00+08:00'
    """
    return deadlines([start], [span], calendar=calendar, zone=zone)[0]


def deadlines(
    starts: Sequence[datetime], spans: Sequence[Span], *, calendar: Calendar, zone: ZoneInfo
) -> list[datetime]:
    """Return the deadline of each start with its span, all at once; see :func:`deadline`.

    Microseconds of a start are kept for hours and days.
    """
    if not starts:
        return []
    micros = np.array([_micros(start) for start in starts], dtype=np.int64)
    amounts = np.array([span.amount for span in spans], dtype=np.int64)
    units = np.array([span.unit.value for span in spans])
    seconds, rest = np.divmod(micros, 1_000_000)
    due = seconds + amounts * 3600
    if (by_day := units == SpanUnit.DAYS.value).any():
        due[by_day] = _utc(_local(seconds[by_day], zone) + amounts[by_day] * _DAY, zone)
    if (by_work := units == SpanUnit.WORKING_DAYS.value).any():
        days = calendar.nth_after(_local(seconds[by_work], zone) // _DAY, amounts[by_work])
        due[by_work] = _utc(days * _DAY + CLOSE.hour * 3600, zone)
        rest[by_work] = 0
    return [
        datetime.fromtimestamp(second, UTC).replace(microsecond=rest)
        for second, rest in zip(due.tolist(), rest.tolist(), strict=True)
    ]


def working_days_between(first: ArrayLike, last: ArrayLike, *, calendar: Calendar) -> NDArray[np.int64]:
    """Count working days after ``first`` up to and including ``last``.

    Parameters
    ----------
    first, last : array of date or datetime64[D], shape (n,)

    Returns
    -------
    int array, shape (n,)
        Negative when ``last`` is before ``first``.

    Raises
    ------
    TeachingError
        ``calendar_year_missing``.

    Examples
    --------
    >>> one = working_days_between(date(2026, 3, 6), date(2026, 3, 9), calendar=Calendar(years=(2026,)))
    >>> int(one)
    1
    """
    begin, end = (np.asarray(side, dtype="datetime64[D]").astype(np.int64) + 1 for side in (first, last))
    days: NDArray[np.int64] = calendar.worked_before(end) - calendar.worked_before(begin)
    return days


def _ordinal(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _places(days: frozenset[date], first: int, end: int) -> NDArray[np.int64]:
    ordinals = np.array(sorted(_ordinal(day) for day in days), dtype=np.int64)
    return ordinals[(ordinals >= first) & (ordinals < end)] - first


def _raise_missing(ordinal: int) -> None:
    year = int(np.datetime64(ordinal, "D").astype("datetime64[Y]").astype(np.int64)) + 1970
    raise TeachingError("calendar_year_missing", year=year)


def _micros(moment: datetime) -> int:
    offset = moment.utcoffset()
    if offset is None:
        raise TeachingError("time_not_aware", moment=moment.isoformat())
    whole = moment.replace(tzinfo=None) - offset - datetime(1970, 1, 1)  # noqa: DTZ001 — both sides UTC
    return (whole.days * _DAY + whole.seconds) * 1_000_000 + whole.microseconds


def _offsets(seconds: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    steps = seconds // _OFFSET_STEP
    if len(steps) <= _FEW:
        return np.array([_offset(step, zone) for step in steps.tolist()], dtype=np.int64)
    # One look-up per distinct quarter of an hour instead of one per row.
    steps, back = np.unique(steps, return_inverse=True)
    table = np.array([_offset(step, zone) for step in steps.tolist()], dtype=np.int64)
    return table[back]


@lru_cache(maxsize=4_096)
def _offset(step: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(step * _OFFSET_STEP, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _local(seconds: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    return seconds + _offsets(seconds, zone)


def _utc(local: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    # The offset belongs to the moment looked for, so the first guess is corrected once.
    guess = local - _offsets(local, zone)
    return local - _offsets(guess, zone)
