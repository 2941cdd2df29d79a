"""Before and after: the interval holds what it promises, and what moves both alike is no change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.agenda.core.change import Weeks, alike_before, change

BEFORE, AFTER = 26, 20
counts = st.lists(st.integers(0, 60), min_size=8, max_size=8)


def world(
    rng: np.random.Generator, ratio: float, scatter: float, *, neighbours: float = 0.0
) -> tuple[Weeks, Weeks]:
    """A year of weeks: a season that both share, a scatter of the matter's own that may carry over."""
    n = BEFORE + AFTER
    season = 1 + 0.5 * np.sin(np.arange(n) / 8) + 0.3 * (rng.random(n) < 0.1)
    noise, last = np.empty(n), 0.0
    for week in range(n):
        last = neighbours * last + rng.normal(0, scatter)
        noise[week] = np.exp(last)
    helped = np.where(np.arange(n) >= BEFORE, ratio, 1.0)
    matter, others = rng.poisson(12 * season * noise * helped), rng.poisson(90 * season)
    return Weeks.of(matter[:BEFORE], others[:BEFORE]), Weeks.of(matter[BEFORE:], others[BEFORE:])


@pytest.mark.parametrize(
    ("ratio", "scatter", "neighbours"),
    [(0.5, 0.0, 0.0), (1.0, 0.3, 0.0), (1.4, 0.2, 0.4), (0.5, 0.2, 0.5), (1.0, 0.2, 0.8), (0.6, 0.3, 0.8)],
)
def test_nineteen_of_twenty_intervals_hold_the_truth(ratio: float, scatter: float, neighbours: float) -> None:
    rng = np.random.default_rng(20260311)
    held = 0
    for _year in range(400):
        found = change(*world(rng, ratio, scatter, neighbours=neighbours)).estimate
        assert found.low is not None
        assert found.high is not None
        held += found.low <= ratio - 1 <= found.high
    # 400 draws: 0.95 ± 0.022.
    assert held / 400 >= 0.925


@pytest.mark.parametrize(("ratio", "seen"), [(0.6, 0.7), (1.0, 0.0)])
def test_a_winter_beside_the_winter_before_holds_the_truth_and_sees_a_help(ratio: float, seen: float) -> None:
    rng, held, fewer = np.random.default_rng(20260311), 0, 0
    for _year in range(400):
        week = np.arange(52 + AFTER)
        own = 1 + 0.5 * np.sin(2 * np.pi * week / 52 + rng.random() * 6.28) + rng.normal(0, 0.1, len(week))
        matter = rng.poisson(14 * own.clip(0.05) * np.where(week >= 52, ratio, 1.0))
        others = rng.poisson(90 * (1 + 0.3 * np.sin(week / 8)))
        now = Weeks.of(matter[52:], others[52:])
        found = change(Weeks.of(matter[:AFTER], others[:AFTER]), now, matched=True).estimate
        assert found.low is not None
        assert found.high is not None
        held += found.low <= ratio - 1 <= found.high
        fewer += found.high < 0
    assert held / 400 >= 0.925
    assert fewer / 400 >= seen
    assert ratio < 1 or fewer / 400 <= 0.05


def test_a_winter_beside_the_winter_before_holds_it_also_where_much_carries_over() -> None:
    rng, held = np.random.default_rng(20260311), 0
    for _year in range(400):
        matter, others = rng.poisson(90, 40), rng.poisson(90, 40)
        last = rng.normal(0, 0.33, 2)
        for week in range(AFTER):
            last = 0.8 * last + rng.normal(0, 0.2, 2)
            matter[[week, AFTER + week]] = rng.poisson(14 * np.exp(last) * (1, 0.6))
        spans = (Weeks.of(matter[part], others[part]) for part in (slice(AFTER), slice(AFTER, None)))
        found = change(*spans, matched=True).estimate
        assert found.low is not None
        assert found.high is not None
        held += found.low <= -0.4 <= found.high
    # Where it was thought possible that weeks do not know one another, 361 held it.
    assert held / 400 >= 0.92


def test_half_the_cold_flats_are_seen_as_half() -> None:
    rng = np.random.default_rng(3)
    found = [change(*world(rng, 0.5, 0.2)).estimate.value for _year in range(200)]
    assert abs(float(np.mean([one for one in found if one is not None])) + 0.5) < 0.02


@given(counts, counts, counts, counts, st.integers(1, 5))
def test_what_doubles_everywhere_changes_nothing(
    before: list[int], others: list[int], after: list[int], others_after: list[int], times: int
) -> None:
    plain = change(Weeks.of(before, others), Weeks.of(after, others_after)).estimate
    louder = change(
        Weeks.of(before, others), Weeks.of([times * n for n in after], [times * n for n in others_after])
    ).estimate
    if plain.value is not None and louder.value is not None and sum(after) >= 10:
        assert louder.value == pytest.approx(plain.value)


@given(counts, counts, counts, counts)
def test_the_value_lies_in_its_interval_and_nothing_breaks(
    before: list[int], others: list[int], after: list[int], others_after: list[int]
) -> None:
    found = change(Weeks.of(before, others), Weeks.of(after, others_after))
    if found.estimate.value is None:
        assert min(sum(before), sum(others), sum(others_after)) < 10
    else:
        assert found.estimate.low is not None
        assert found.estimate.high is not None
        assert -1 < found.estimate.low <= found.estimate.value <= found.estimate.high
    assert found.dispersion >= 1


@given(st.lists(st.integers(0, 1), min_size=8, max_size=8))
def test_from_few_who_ask_since_nobody_can_count_them(after: list[int]) -> None:
    seen = change(Weeks.of([20] * 8, [50] * 8), Weeks.of(after, [50] * 8))
    nine = change(Weeks.of([20] * 8, [50] * 8), Weeks.of([2, 1, 1, 1, 1, 1, 1, 1], [50] * 8))
    assert seen.at_least
    assert seen.estimate.value == nine.estimate.value


def test_few_weeks_or_few_people_say_nothing() -> None:
    assert change(Weeks.of([20], [50]), Weeks.of([20], [50])).estimate.value is None
    assert change(Weeks.of([1] * 8, [50] * 8), Weeks.of([1] * 8, [50] * 8)).estimate.value is None
    assert change(Weeks.of([], []), Weeks.of([], [])).estimate.value is None
    assert change(Weeks.of([], []), Weeks.of([], []), matched=True).estimate.value is None
    # One pair of weeks tells nothing of the scatter: what is likely of any matter stands in for it.
    assert change(Weeks.of([20] * 3, [0, 0, 90]), Weeks.of([20] * 4, [50] * 4), matched=True).dispersion > 2


def test_a_matter_that_rose_by_itself_before_is_found() -> None:
    rising = alike_before(Weeks.of([10] * 8 + [30] * 8, [50] * 16))
    assert rising.low is not None
    assert rising.low > 0
