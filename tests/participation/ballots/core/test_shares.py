"""What each household pays adds up to the last cent, and nobody below the lift pays for it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.parameters import load
from minben.participation.ballots.core.shares import Household, instalments, scheme_at, shared

TABLES = load("minben.participation.ballots", "cost_shares")
BY_FLOOR = scheme_at(TABLES, "guangzhou-reference", date(2026, 3, 1))
BY_AREA = scheme_at(TABLES, "guangzhou-reference-by-area", date(2026, 3, 1))


def stair(*floors: int, area: int = 60, exempt: tuple[int, ...] = ()) -> list[Household]:
    return [Household(f"{n}01", n, Fraction(area), n in exempt) for n in floors]


def test_seven_floors_pay_by_the_table() -> None:
    paid = [part.cents for part in shared(stair(1, 2, 3, 4, 5, 6, 7), BY_FLOOR, cost_cents=85_000_00)]
    # Weights 0, 0.5, 1, 1.3, 1.6, 1.9, 2.2 of 8.5 together.
    assert paid == [0, 5_000_00, 10_000_00, 13_000_00, 16_000_00, 19_000_00, 22_000_00]


def test_a_household_that_is_exempt_pays_nothing_and_the_others_pay_for_it() -> None:
    parts = shared(stair(3, 4, 5, exempt=(4,)), BY_FLOOR, cost_cents=26_000_00)
    assert [part.cents for part in parts] == [10_000_00, 0, 16_000_00]


def test_a_flat_twice_as_large_pays_twice_as_much_where_area_weighs() -> None:
    homes = [Household("401", 4, Fraction("60.5")), Household("402", 4, Fraction("121"))]
    assert [part.cents for part in shared(homes, BY_AREA, cost_cents=300)] == [100, 200]
    assert [part.cents for part in shared(homes, BY_FLOOR, cost_cents=300)] == [150, 150]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 50_000)), min_size=1, max_size=40),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)
def test_parts_add_up_exactly_and_none_is_a_cent_off(
    rows: list[tuple[int, int]], cost: int, subsidy: int
) -> None:
    homes = [Household(str(n), floor, Fraction(area, 100)) for n, (floor, area) in enumerate(rows)]
    cost += subsidy
    if all(floor == 1 for floor, _ in rows):
        with pytest.raises(TeachingError):
            shared(homes, BY_AREA, cost_cents=cost, subsidy_cents=subsidy)
        return
    parts = shared(homes, BY_AREA, cost_cents=cost, subsidy_cents=subsidy)
    assert sum(part.cents for part in parts) == cost - subsidy
    total = sum(part.weight for part in parts)
    for part in parts:
        assert abs(part.cents - (cost - subsidy) * part.weight / total) < 1


def test_a_subsidy_larger_than_the_cost_is_refused() -> None:
    with pytest.raises(TeachingError) as refused:
        shared(stair(3), BY_FLOOR, cost_cents=1, subsidy_cents=2)
    assert refused.value.code == "subsidy_too_large"


@given(st.integers(0, 10**9), st.integers(1, 120))
def test_instalments_add_up_and_differ_by_a_cent_at_most(cents: int, times: int) -> None:
    paid = instalments(cents, times=times)
    assert sum(paid) == cents
    assert len(paid) == times
    assert max(paid) - min(paid) <= 1
