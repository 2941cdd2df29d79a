"""A time limit means the same to the resident, the clerk and the department."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.workdays import Calendar, Span, SpanUnit, deadline, deadlines, working_days_between

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOLIDAYS = frozenset(date(2026, 2, day) for day in range(16, 24))
MAKEUP = frozenset({date(2026, 2, 14), date(2026, 2, 28)})
CALENDAR = Calendar(
    years=(2025, 2026),
    holidays=HOLIDAYS,
    makeup_days=MAKEUP,
    unverified_years=frozenset({2026}),
    source="made for this test",
)
SECONDS = st.integers(0, 577 * 86_400)
MOMENTS = SECONDS.map(lambda late: datetime(2025, 1, 2, tzinfo=SHANGHAI) + timedelta(seconds=late))


def due(start: datetime, amount: int, unit: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    found = deadline(start, Span(amount, SpanUnit(unit)), calendar=CALENDAR, zone=zone)
    return found.astimezone(zone)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-03-05T09:00", 2, "hours", "2026-03-05T11:00"),
        ("2026-03-05T23:30:00.000007", 1, "days", "2026-03-06T23:30:00.000007"),
        ("2026-03-05T09:00", 1, "working_days", "2026-03-06T18:00"),
        ("2026-03-06T21:00", 1, "working_days", "2026-03-09T18:00"),
        ("2026-03-07T10:00", 1, "working_days", "2026-03-09T18:00"),
        ("2026-02-13T10:00", 1, "working_days", "2026-02-14T18:00"),
        ("2026-02-14T10:00", 2, "working_days", "2026-02-25T18:00"),
        ("2025-12-31T10:00", 1, "working_days", "2026-01-01T18:00"),
    ],
)
def test_grandma_chen_is_told_a_moment_that_she_can_reckon_herself(
    start: str, amount: int, unit: str, expected: str
) -> None:
    assert due(at(start), amount, unit) == at(expected)


def test_a_day_keeps_its_clock_time_when_summer_time_begins() -> None:
    found = due(at("2026-03-28T12:00", BERLIN), 1, "days", BERLIN)
    assert found == at("2026-03-29T12:00", BERLIN)
    assert found - at("2026-03-28T12:00", BERLIN).astimezone(UTC) == timedelta(hours=23)


def by_hand(start: datetime, amount: int) -> datetime:
    day = start.date()
    while amount:
        day += timedelta(days=1)
        amount -= CALENDAR.is_working(day)
    return datetime(day.year, day.month, day.day, 18, tzinfo=SHANGHAI)


@given(MOMENTS, st.integers(1, 30))
def test_working_days_are_those_a_person_counts_on_the_wall_calendar(start: datetime, amount: int) -> None:
    assert due(start, amount, "working_days") == by_hand(start, amount)


@given(MOMENTS, st.integers(1, 30))
def test_the_days_between_a_start_and_its_deadline_are_the_days_allowed(start: datetime, amount: int) -> None:
    last = due(start, amount, "working_days")
    assert working_days_between(start.date(), last.date(), calendar=CALENDAR) == amount


@given(st.lists(st.tuples(MOMENTS, st.integers(1, 20), st.sampled_from(SpanUnit)), max_size=20))
@settings(deadline=None)
def test_a_batch_gives_what_each_would_give_alone(rows: list[tuple[datetime, int, SpanUnit]]) -> None:
    spans = [Span(amount, unit) for _start, amount, unit in rows]
    starts = [start for start, _amount, _unit in rows]
    alone = [
        deadline(s, span, calendar=CALENDAR, zone=SHANGHAI) for s, span in zip(starts, spans, strict=True)
    ]
    assert deadlines(starts, spans, calendar=CALENDAR, zone=SHANGHAI) == alone


@given(MOMENTS, st.integers(1, 20), st.sampled_from(SpanUnit), st.integers(0, 10**6))
def test_who_comes_later_is_never_due_earlier(
    start: datetime, amount: int, unit: SpanUnit, later_s: int
) -> None:
    later = start + timedelta(seconds=later_s)
    assert due(start, amount, unit) <= due(later, amount, unit)
    assert due(start, amount, unit) > start


@pytest.mark.parametrize("start", ["2024-12-30T10:00", "2026-12-31T10:00", "2027-06-01T10:00"])
def test_a_year_without_calendar_is_named_with_what_to_do(start: str) -> None:
    with pytest.raises(TeachingError, match="Add the year's public holidays") as caught:
        due(at(start), 1, "working_days")
    assert caught.value.params["year"] in {2024, 2027}
    assert due(at(start), 1, "days") > at(start)


def test_a_calendar_says_what_is_wrong_with_it_and_what_nobody_checked() -> None:
    with pytest.raises(TeachingError) as twice:
        Calendar(years=(2026,), holidays=MAKEUP, makeup_days=MAKEUP)
    assert twice.value.params == {"day": date(2026, 2, 14)}
    with pytest.raises(TeachingError) as gap:
        Calendar(years=(2024, 2026))
    assert gap.value.params == {"year": 2025}
    assert not CALENDAR.verified
    assert CALENDAR.is_verified(date(2025, 1, 1), date(2025, 12, 31))
    assert not CALENDAR.is_verified(date(2025, 12, 31), date(2026, 1, 1))


def test_a_limit_of_nothing_and_a_moment_without_zone_are_refused() -> None:
    with pytest.raises(TeachingError, match="at least 1"):
        Span(0, SpanUnit.HOURS)
    with pytest.raises(TeachingError, match="zone"):
        deadline(datetime(2026, 3, 5), Span(1, SpanUnit.HOURS), calendar=CALENDAR, zone=SHANGHAI)  # noqa: DTZ001


def test_many_days_are_counted_at_once() -> None:
    first = np.array(["2026-02-13", "2026-03-06"], dtype="datetime64[D]")
    last = np.array(["2026-02-24", "2026-03-05"], dtype="datetime64[D]")
    assert working_days_between(first, last, calendar=CALENDAR).tolist() == [2, -1]
