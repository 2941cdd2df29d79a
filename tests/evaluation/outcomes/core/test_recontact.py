"""Settled at once means: the person did not have to come back."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.outcomes.core.facts import DAY_S, Facts
from minben.evaluation.outcomes.core.recontact import (
    countable,
    left_out,
    own_claim,
    repeated,
    settled_at_once,
)
from tests.evaluation.outcomes.core.made import NAN, facts

YEAR_END_S = 365 * DAY_S


def settled(made: Facts, days: int) -> list[float]:
    return settled_at_once(made, days=days, until_s=YEAR_END_S).values.tolist()


def test_grandma_chen_who_never_called_again_was_helped_at_once() -> None:
    assert settled(facts([1], [3], person=[5]), 7) == [1.0]


def test_li_wei_who_called_again_after_four_days_was_not() -> None:
    made = facts([1, 7], [3, 9], person=[5, 5])
    assert settled(made, 7) == [0.0, 1.0]


def test_a_call_after_twenty_days_counts_in_the_month_but_not_in_the_week() -> None:
    made = facts([1, 23], [3, 25], person=[5, 5])
    assert settled(made, 7)[0] == 1.0
    assert settled(made, 30)[0] == 0.0


def test_a_call_on_the_last_second_of_the_window_still_counts() -> None:
    made = facts([1, 10], [3, 12], person=[5, 5])
    assert settled(made, 7)[0] == 0.0


def test_another_matter_is_no_repeat() -> None:
    made = facts([1, 7], [3, 9], person=[5, 5], category=[1, 2])
    assert settled(made, 7)[0] == 1.0


def test_another_category_about_the_same_event_is_a_repeat() -> None:
    made = facts([1, 7], [3, 9], person=[5, 5], category=[1, 2], event=[4, 4])
    assert settled(made, 7)[0] == 0.0


def test_a_neighbour_calling_about_the_same_is_no_repeat() -> None:
    assert settled(facts([1, 7], [3, 9], person=[5, 6]), 7)[0] == 1.0


def test_asking_before_it_is_finished_is_no_repeat() -> None:
    assert settled(facts([1, 2], [3, 9], person=[5, 5]), 7)[0] == 1.0


def test_a_chaser_neither_counts_nor_makes_another_count() -> None:
    made = facts([1, 5], [3, 9], person=[5, 5], chaser=[False, True])
    assert settled(made, 7)[0] == 1.0
    assert np.isnan(settled(made, 7)[1])


def test_unfinished_orders_unknown_people_and_the_last_week_are_left_out() -> None:
    made = facts([1, 1, 1, 360], [NAN, 3, 3, 363], person=[5, -1, 6, 7])
    assert countable(made, days=7, until_s=YEAR_END_S).tolist() == [False, False, True, False]
    counts = left_out(made, days=7, until_s=YEAR_END_S, rows=np.ones(4, dtype=bool))
    assert (counts.chasers, counts.unfinished, counts.unknown_person, counts.too_recent) == (0, 1, 1, 1)


def test_the_units_claim_stands_beside_and_is_not_touched_by_repeats() -> None:
    made = facts([1, 7], [3, 9], person=[5, 5], own_claim=[1.0, 1.0])
    assert own_claim(made).values.tolist() == [1.0, 1.0]


def referee(made: Facts, days: int) -> list[bool]:
    """The same by looking at every pair."""
    found = []
    for i in range(len(made.request)):
        again = False
        for j in range(len(made.request)):
            same = made.person[i] == made.person[j] >= 0 and (
                (made.category[i] == made.category[j] >= 0) or (made.event[i] == made.event[j] >= 0)
            )
            later = made.finished[i] < made.received[j] <= made.finished[i] + days * DAY_S
            again = again or bool(same and later and not made.chaser[j])
        found.append(again)
    return found


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    n = draw(st.integers(0, 25))

    def column(values: st.SearchStrategy[float]) -> list[float]:
        return draw(st.lists(values, min_size=n, max_size=n))

    received = column(st.integers(0, 60))
    waits = column(st.one_of(st.integers(0, 20), st.just(NAN)))
    return facts(
        received,
        [a + b for a, b in zip(received, waits, strict=True)],
        person=[int(key) for key in column(st.integers(-1, 3))],
        category=[int(key) for key in column(st.integers(-1, 2))],
        event=np.array(column(st.integers(-1, 2)), dtype=np.int64),
        chaser=np.array(column(st.booleans()), dtype=bool),
    )


@given(histories(), st.sampled_from([7, 30]))
def test_the_quick_way_finds_what_looking_at_every_pair_finds(made: Facts, days: int) -> None:
    assert repeated(made, days=days).tolist() == referee(made, days)


@pytest.mark.parametrize("rows", [200_000])
def test_a_large_citys_year_is_no_matter_of_minutes(rows: int) -> None:
    chance = np.random.default_rng(1)
    received = chance.uniform(0, 365, rows)
    made = facts(
        received.tolist(),
        (received + chance.exponential(3, rows)).tolist(),
        person=chance.integers(0, rows // 4, rows).tolist(),
        category=chance.integers(0, 30, rows).tolist(),
    )
    before = time.process_time()
    share = repeated(made, days=30).mean()
    assert 0 < share < 0.2
    # Looking at every pair would take hours; the bound only tells the two apart.
    assert time.process_time() - before < 30
