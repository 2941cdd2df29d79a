"""The clerk at the counter counts working days as the State Council's notices have them."""

from datetime import date

import pytest

from minben.commons.errors import TeachingError
from minben.commons.workdays import working_days_between
from minben.ground.registers.core.holidays import NewDay, calendar_of, state_days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 9), True),  # New Year's Eve 2024 was no public holiday
        (date(2024, 2, 10), False),
        (date(2024, 2, 18), True),
        (date(2025, 1, 28), False),
        (date(2025, 4, 27), True),
        (date(2025, 10, 8), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_a_clerk_works_on_make_up_days_and_rests_on_holidays(day: date, works: bool) -> None:
    assert calendar_of([]).is_working(day) is works


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_length_of_each_year_is_that_of_its_notice(year: int) -> None:
    # 261 weekdays − holidays on weekdays + make-up days, counted by hand from the two notices: both give 248
    counted = working_days_between(date(year - 1, 12, 31), date(year, 12, 31), calendar=calendar_of([]))
    assert int(counted) == 248


def test_the_year_nobody_could_check_says_so() -> None:
    calendar = calendar_of([])
    assert calendar.unverified_years == {2027}
    assert not calendar.verified
    assert calendar.is_verified(date(2026, 1, 1), date(2026, 12, 31))


def test_a_city_that_enters_its_own_year_replaces_the_states_list_for_that_year_only() -> None:
    own = NewDay(date(2027, 2, 5), works=False, name="春节", source="通知", verified=True)
    calendar = calendar_of([own])
    assert calendar.verified
    assert calendar.is_working(date(2027, 10, 1))  # the estimate for 2027 is gone
    assert not calendar.is_working(date(2026, 10, 1))


def test_a_deadline_beyond_the_known_years_teaches_instead_of_guessing() -> None:
    with pytest.raises(TeachingError) as caught:
        calendar_of([]).is_working(date(2031, 1, 2))
    assert caught.value.code == "calendar_year_missing"


def test_years_after_a_gap_do_not_make_a_calendar_with_a_hole() -> None:
    calendar = calendar_of([NewDay(date(2030, 5, 1), works=False, source="x")])
    assert tuple(calendar.years) == (2030,)


def test_every_make_up_day_is_a_weekend_day() -> None:
    assert {day.day.weekday() for day in state_days() if day.works} == {5, 6}
