"""By when: the time limits of signing and of answering, for a whole batch at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from minben.commons.errors import TeachingError
from minben.commons.workdays import Calendar, Span, SpanUnit, deadlines

Spans = Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Limits:
    """The city's defaults on a day.

    Attributes
    ----------
    answer : mapping of kind of need to mapping of urgency to Span
        The kind ``any`` holds what no other kind says.
    sign : mapping of urgency to Span
    verified : bool
        False when a figure could not be checked in its source.
    source : str
    since : date
        First day in force of the limits of answering.
    """

    answer: Mapping[str, Spans]
    sign: Spans
    verified: bool
    source: str
    since: date


def span_of(text: str) -> Span:
    """Read a span such as "24 hours", "7 days" or "5 working_days".

    Raises
    ------
    TeachingError
        ``span_unreadable`` or ``span_not_positive``.

    Examples
    --------
    >>> span_of("5 working_days")
    Span(amount=5, unit=<SpanUnit.WORKING_DAYS: 'working_days'>)
    """
    amount, _, unit = text.strip().partition(" ")
    if not amount.isdigit() or unit not in set(SpanUnit):
        raise TeachingError("span_unreadable", text=text)
    return Span(int(amount), SpanUnit(unit))


def answer_span(limits: Limits, *, kind: str, urgency: str, own: Spans) -> Span:
    """Return the rule's own limit, else that of the kind of need, else the city's for the urgency."""
    if urgency in own:
        return own[urgency]
    kinds = limits.answer.get(kind, {})
    return kinds.get(urgency) or limits.answer["any"][urgency]


def all_due(
    starts: Sequence[datetime], spans: Sequence[Span], *, calendar: Calendar, zone: ZoneInfo
) -> tuple[list[datetime], Calendar]:
    """Return the deadlines, and the calendar they were counted by.

    A year without a published calendar must not keep a request from being dispatched: it is counted by its
    weekends alone, and stands among the calendar's unverified years.
    """
    try:
        return deadlines(starts, spans, calendar=calendar, zone=zone), calendar
    except TeachingError as error:
        if error.code != "calendar_year_missing":
            raise
    wider = widened(calendar, (start.astimezone(zone).year for start in starts))
    return deadlines(starts, spans, calendar=wider, zone=zone), wider


def widened(calendar: Calendar, years: Iterable[int]) -> Calendar:
    """Return a calendar that covers these years and the one after, new years by their weekends alone.

    >>> widened(Calendar(years=(2026,)), [2024]).unverified_years == frozenset({2024, 2025})
    True
    """
    wanted = {*years, *calendar.years}
    wanted |= {max(wanted) + 1} if max(wanted) > max(calendar.years) else set()
    span = range(min(wanted), max(wanted) + 1)
    new = frozenset(span) - frozenset(calendar.years)
    return Calendar(
        years=tuple(span),
        holidays=calendar.holidays,
        makeup_days=calendar.makeup_days,
        unverified_years=calendar.unverified_years | new,
        source=calendar.source,
    )
