"""Those who still wait are not forgotten when a median is taken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.outcomes.core.survival import median_time, survival

ALL = np.ones


def test_the_median_of_finished_waits_is_the_ordinary_one() -> None:
    times = np.array([5.0, 1.0, 3.0])
    assert median_time(times, ALL(3, dtype=bool), unit="days").value == 3.0


def test_leaving_out_those_who_still_wait_would_flatter_the_unit() -> None:
    times = np.array([1.0, 2.0, 3.0, 9.0, 9.0, 9.0])
    seen = np.array([True, True, True, False, False, False])
    honest = median_time(times, seen, unit="days")
    assert honest.value == 3.0
    assert median_time(times[seen], seen[seen], unit="days").value == 2.0


def test_when_most_still_wait_there_is_no_middle_yet() -> None:
    seen = np.array([True, False, False, False])
    found = median_time(np.arange(1.0, 5.0), seen, unit="days")
    assert (found.value, found.n) == (None, 4)


def test_nobody_waited() -> None:
    assert median_time(np.array([]), np.array([], dtype=bool), unit="days").n == 0


def test_the_worked_example_of_the_textbooks() -> None:
    # Freireich et al. (1963), remission of leukaemia under 6-MP [weeks]; the median is 23.
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    seen = np.array([True] * 9 + [False] * 12)
    found = median_time(np.array(weeks, dtype=float), seen, unit="weeks")
    assert found.value == 23
    assert found.low == 13
    assert found.high is None
    at, waiting, _ = survival(np.array(weeks, dtype=float), seen)
    assert waiting[at == 6] == pytest.approx(18 / 21)
    assert waiting[at == 22] == pytest.approx(0.5378, abs=1e-4)


def test_the_interval_holds_the_true_median_about_as_often_as_it_says() -> None:
    chance = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        waits, patience = chance.exponential(1.0, 120), chance.exponential(2.5, 120)
        found = median_time(np.minimum(waits, patience), waits <= patience, unit="days")
        held += (found.low or 0) <= np.log(2) <= (found.high or np.inf)
    assert 0.91 <= held / 300 <= 0.99


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40))
def test_the_share_still_waiting_only_falls_and_stays_a_share(cases: list[tuple[int, bool]]) -> None:
    times = np.array([float(t) for t, _ in cases])
    seen = np.array([s for _, s in cases], dtype=bool)
    _, waiting, variance = survival(times, seen)
    assert ((waiting >= -1e-12) & (waiting <= 1)).all()
    assert (np.diff(waiting) <= 1e-12).all()
    assert np.isfinite(variance).all()
