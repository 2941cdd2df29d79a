"""Months as their first days, and the spans that a question is measured over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


def first_of(day: date) -> date:
    """Return the first day of a day's month.

    Examples
    --------
    >>> first_of(date(2026, 3, 31))
    datetime.date(2026, 3, 1)
    """
    return day.replace(day=1)


def later(month: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier when ``months`` is negative.

    Examples
    --------
    >>> later(date(2026, 1, 1), -2), later(date(2026, 11, 1), 3)
    (datetime.date(2025, 11, 1), datetime.date(2027, 2, 1))
    """
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def between(since: date, until: date) -> Iterator[date]:
    """Yield the months that begin from ``since`` on and before ``until``."""
    month = since if since == first_of(since) else later(first_of(since), 1)
    while month < until:
        yield month
        month = later(month, 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The months before and after the work began, as half-open spans of days.

    Attributes
    ----------
    before_since, before_until : date
        The month that ends where the work begins is left out: a question is chosen because of a peak, and a peak falls
        by itself (Ashenfelter's dip, regression to the mean).
    after_since, after_until : date
        Whole months only; equal when none is over yet.
    """

    before_since: date
    before_until: date
    after_since: date
    after_until: date

    @property
    def begun(self) -> bool:
        """True once a whole month has passed since the work began."""
        return self.after_since < self.after_until


def frame(
    starts_on: date, today: date, *, months_before: int, left_out: int = 1, oldest: date | None = None
) -> Frame:
    """Return the months to compare, as seen on a day.

    Parameters
    ----------
    starts_on : date
        When the work began; the first whole month from then on is the first that counts as after.
    today : date
        The running month is not over and so not counted.
    months_before, left_out : int
        How many months before, and how many months before the start are left out.
    oldest : date, optional
        First day of which anything is known: months that began earlier are not whole.

    Examples
    --------
    >>> found = frame(date(2026, 6, 1), date(2026, 9, 12), months_before=4)
    >>> found.before_since, found.before_until, found.after_since, found.after_until
    (datetime.date(2026, 1, 1), datetime.date(2026, 5, 1), datetime.date(2026, 6, 1), datetime.date(2026, 9, 1))
    >>> known_since = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 8, 20)]
    >>> for oldest in known_since:
    ...     print(frame(date(2026, 6, 1), date(2026, 9, 12), months_before=4, oldest=oldest).before_since)
    2026-02-01
    2026-03-01
    2026-05-01
    """
    start = first_of(starts_on)
    after = start if starts_on == start else later(start, 1)
    until = later(start, -left_out)
    since = later(until, -months_before)
    if oldest is not None and oldest > since:
        since = min(oldest if oldest == first_of(oldest) else later(first_of(oldest), 1), until)
    return Frame(since, until, after, max(first_of(today), after))


def a_year_earlier(starts_on: date, today: date, *, left_out: int = 1) -> Frame:
    """Return the months since the work began beside the same months a year earlier, as seen on a day.

    The first year is followed, less what is left out before the start: then the one would reach into the other.

    Examples
    --------
    >>> found = a_year_earlier(date(2026, 6, 1), date(2026, 9, 12))
    >>> found.before_since, found.before_until, found.after_since, found.after_until
    (datetime.date(2025, 6, 1), datetime.date(2025, 9, 1), datetime.date(2026, 6, 1), datetime.date(2026, 9, 1))
    >>> a_year_earlier(date(2026, 6, 1), date(2030, 1, 1)).before_until
    datetime.date(2026, 5, 1)
    """
    start = first_of(starts_on)
    after = start if starts_on == start else later(start, 1)
    until = min(max(first_of(today), after), later(after, 12 - left_out))
    return Frame(later(after, -12), later(until, -12), after, until)


def weeks(since: date, until: date) -> int:
    """Return how many whole weeks lie in a span, at least one; a rest of days joins the last."""
    return max((until - since).days // 7, 1)


def week_of(day: date, since: date, until: date) -> int:
    """Return the number of a day's week in a span, counted from its first day.

    Examples
    --------
    >>> [week_of(date(2026, 3, n), date(2026, 3, 1), date(2026, 4, 1)) for n in (1, 8, 31)]
    [0, 1, 3]
    """
    return min((day - since).days // 7, weeks(since, until) - 1)


__all__ = ["Frame", "a_year_earlier", "between", "first_of", "frame", "later", "week_of", "weeks"]
