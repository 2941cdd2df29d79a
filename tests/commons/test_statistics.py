"""No figure without its interval, and none about a handful of people."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.statistics import (
    Estimate,
    calibration_error,
    difference,
    mean,
    median,
    share,
    suppress,
    wilson,
)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_within_its_interval_and_the_interval_within_0_and_1(hits: int, misses: int) -> None:
    found = share(hits, hits + misses)
    if found.value is None:
        assert hits + misses == 0
        return
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Exactly, from the binomial distribution: 40 people, of whom 84 % are content in truth."""
    n, truth = 40, Fraction(84, 100)
    low, high = wilson(np.arange(n + 1), n)
    inside = [k for k in range(n + 1) if low[k] <= truth <= high[k]]
    covered = float(sum(comb(n, k) * truth**k * (1 - truth) ** (n - k) for k in inside))
    assert 0.93 < covered < 0.98


@pytest.mark.parametrize(
    ("groups", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_the_gap_between_two_groups_has_the_published_interval(
    groups: tuple[int, int, int, int], low: float, high: float
) -> None:
    """The examples of Newcombe (1998), table II, method 10."""
    found = difference(*groups)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_the_gap_turned_round_is_the_same_gap(hits: int, extra: int, other: int, other_extra: int) -> None:
    there = difference(hits, hits + extra, other, other + other_extra)
    back = difference(other, other + other_extra, hits, hits + extra)
    assert (there.value, there.low) == (pytest.approx(-(back.value or 0)), pytest.approx(-(back.high or 0)))
    assert there.n == min(hits + extra, other + other_extra)


def test_a_median_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(300):
        found = median(rng.exponential(size=60), rng, unit="hours")
        covered += (found.low or 0) <= np.log(2) <= (found.high or 0)
    assert 0.90 <= covered / 300 <= 0.99


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.arange(100.0)
    one, other = (median(values, np.random.default_rng(3), unit="hours") for _ in range(2))
    assert one == other


def test_nobody_gives_no_figure_and_one_person_no_interval() -> None:
    rng = np.random.default_rng(1)
    assert median([], rng, unit="hours") == Estimate(None, None, None, 0, "hours")
    assert difference(0, 0, 3, 4).value is None
    assert mean([], unit="points").value is None
    assert mean([4.0], unit="points") == Estimate(4.0, None, None, 1, "points")
    assert mean([1.0, np.nan, 3.0], unit="points").n == 2


def test_nine_people_are_never_shown_and_ten_are() -> None:
    assert [suppress(count) for count in (0, 9, 10)] == [None, None, 10]
    assert not share(4, 9).shown
    assert share(4, 10).shown


def test_a_confidence_that_keeps_its_word_has_no_error() -> None:
    rng = np.random.default_rng(5)
    sure = rng.uniform(size=200_000)
    assert calibration_error(sure, rng.uniform(size=200_000) < sure) < 0.01
    assert calibration_error(sure, rng.uniform(size=200_000) < sure**3) > 0.1
    assert calibration_error([1.0, 1.0], [True, False]) == pytest.approx(0.5)
    assert np.isnan(calibration_error([], []))
