"""Each figure says who fares worse, and does not cry wolf."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.statistics import difference, mean, share
from minben.evaluation.outcomes.core.gaps import figure, table
from minben.evaluation.outcomes.core.measures import Kind, Measure, apart


def solved(*groups: tuple[str, int, int]) -> tuple[Measure, np.ndarray]:
    """A measure and its labels from (group, solved, asked)."""
    values = np.concatenate([np.repeat([1.0, 0.0], [yes, n - yes]) for _, yes, n in groups])
    labels = np.concatenate([np.repeat(name, n) for name, _, n in groups]).astype(str)
    return Measure("solution", Kind.SHARE, "share", True, values), labels


def test_people_over_80_whose_matters_are_solved_less_often_are_named_with_the_difference() -> None:
    found = table(*reversed_args(solved(("80+", 50, 100), ("35–64", 160, 200))))
    assert found.gap is not None
    assert found.gap.group == "80+"
    assert found.gap.clear
    assert found.gap.difference.value == pytest.approx(-0.3)


def reversed_args(pair: tuple[Measure, np.ndarray]) -> tuple[Measure, str, np.ndarray]:
    return pair[0], "age", pair[1]


def test_a_difference_that_chance_could_make_is_said_to_be_so() -> None:
    found = table(*reversed_args(solved(("80+", 8, 12), ("35–64", 160, 200))))
    assert found.gap is not None
    assert not found.gap.clear


def test_people_whose_age_is_not_known_are_shown_but_never_said_to_fare_worse() -> None:
    found = table(*reversed_args(solved(("unknown", 10, 100), ("80+", 70, 100), ("35–64", 80, 100))))
    assert [cell.group for cell in found.cells] == ["35–64", "80+", "unknown"]
    assert found.gap is not None
    assert found.gap.group == "80+"


def test_a_long_wait_is_worse_where_less_is_better() -> None:
    waits = Measure("visits", Kind.MEAN, "", False, np.repeat([1.0, 3.0, 1.2, 2.8], 20))
    found = table(waits, "income", np.repeat(["low", "high"], 40))
    assert found.gap is None or found.gap.difference.value == pytest.approx(0, abs=1e-9)
    waits = Measure("visits", Kind.MEAN, "", False, np.repeat([3.0, 3.2, 1.0, 1.2], 20))
    found = table(waits, "income", np.repeat(["low", "high"], 40))
    assert found.gap is not None
    assert (found.gap.group, found.gap.clear) == ("low", True)


def test_equal_groups_have_no_gap() -> None:
    assert table(*reversed_args(solved(("a", 30, 50), ("b", 30, 50)))).gap is None


def test_one_group_alone_has_nobody_to_be_compared_with() -> None:
    assert table(*reversed_args(solved(("a", 30, 50)))).gap is None


def test_too_few_answers_show_neither_figure_nor_table() -> None:
    measure, labels = solved(("a", 3, 5), ("b", 2, 4))
    found = figure(measure, {"age": labels})
    assert found.estimate is None
    assert found.tables == ()


def test_a_hidden_group_is_never_named_as_the_one_that_fares_worst() -> None:
    found = table(*reversed_args(solved(("blind", 0, 6), ("deaf", 9, 14), ("none", 900, 1000))))
    hidden = {cell.group for cell in found.cells if cell.estimate is None}
    assert hidden == {"blind", "deaf"}
    assert found.gap is None or found.gap.group not in hidden


def test_twenty_alike_groups_seldom_make_one_that_clearly_fares_worse() -> None:
    chance = np.random.default_rng(3)
    alarms = 0
    for _ in range(200):
        values = (chance.random(2_000) < 0.8).astype(float)
        labels = np.repeat([f"g{i:02d}" for i in range(20)], 100)
        found = table(Measure("solution", Kind.SHARE, "share", True, values), "district", labels)
        alarms += bool(found.gap and found.gap.clear)
    assert alarms / 200 <= 0.08


@given(st.integers(1, 80), st.integers(1, 80), st.data())
def test_for_shares_the_gap_has_newcombes_interval(n: int, m: int, data: st.DataObject) -> None:
    yes, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    ours, theirs = apart(share(yes, n), share(other, m)), difference(yes, n, other, m)
    assert (ours.value, ours.low, ours.high) == pytest.approx((theirs.value, theirs.low, theirs.high))


def test_for_means_the_gap_has_welchs_interval() -> None:
    first, second = np.arange(30.0), np.arange(50.0) / 2
    found = apart(mean(first, unit=""), mean(second, unit=""))
    spread = 1.959964 * np.sqrt(first.var(ddof=1) / 30 + second.var(ddof=1) / 50)
    assert found.high == pytest.approx(first.mean() - second.mean() + spread, abs=1e-4)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=1, max_size=200),
)
def test_the_table_never_shows_a_small_group(people: list[tuple[str, bool]]) -> None:
    values = np.array([float(yes) for _, yes in people])
    labels = np.array([group for group, _ in people])
    found = table(Measure("solution", Kind.SHARE, "share", True, values), "x", labels)
    assert all(cell.estimate is None or cell.estimate.n >= 10 for cell in found.cells)
    if found.cells:
        assert sum(cell.estimate is None for cell in found.cells) != 1
