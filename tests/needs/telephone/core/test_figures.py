"""How the telephone was answered: what counts, out of how many, how sure."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.telephone.core.figures import Calls, Rule, quantile, reckon

RULE = Rule(answered_within_s=15, connected_least=0.95, hung_up_within_s=5)
NAN = float("nan")


def calls(*rows: tuple[float, float, float]) -> Calls:
    """Calls as first ring, answer and end [s]; an hour by the ring."""
    rang, answered, ended = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    talk = np.where(np.isnan(answered), 0.0, ended - answered)
    hour = (np.nan_to_num(rang) // 3600 % 24).astype(np.int64)
    return Calls(rang, answered, ended, talk, hour, np.zeros(len(rows), dtype=np.bool_))


def test_the_shares_of_a_small_morning_worked_out_by_hand() -> None:
    found = reckon(
        calls(
            (0, 9, 99), (100, 115, 200), (200, 216, 300), (300, NAN, 340), (400, NAN, 403), (500, NAN, NAN)
        ),
        RULE,
    )
    assert (found.rings, found.counted, found.too_short, found.going_on) == (6, 4, 1, 1)
    assert found.within.value == 2 / 4, "fifteen seconds sharp are in time, sixteen are not"
    assert (found.connected.value, found.abandoned.value) == (3 / 4, 1 / 4)
    assert found.waited_median.value == 15
    assert found.hours[0].calls == 4


def test_who_hangs_up_at_once_is_left_out_but_five_seconds_of_waiting_count() -> None:
    found = reckon(calls((0, NAN, 4.9), (100, NAN, 105)), RULE)
    assert (found.too_short, found.counted, found.connected.value) == (1, 1, 0)


def test_a_call_whose_ring_was_never_told_is_in_no_share() -> None:
    found = reckon(calls((NAN, 50, 60), (0, 9, 60)), RULE)
    assert (found.no_ring, found.counted, found.connected.value) == (1, 1, 1)


def test_no_calls_give_no_figures_and_no_error() -> None:
    empty = np.empty(0)
    found = reckon(Calls(empty, empty, empty, empty, empty.astype(int), empty.astype(bool)), RULE)
    assert (found.counted, found.within.value, found.lowest_day.value, found.silent_hours) == (
        0,
        None,
        None,
        0,
    )
    assert found.talk_median.value is None


def test_the_worst_day_is_found_though_the_whole_period_looks_well() -> None:
    day = 86_400
    good = [(n * 600.0, n * 600.0 + 5, n * 600.0 + 60) for n in range(3 * 144)]
    bad = [(3 * day + n * 3600.0, NAN, 3 * day + n * 3600.0 + 60) for n in range(24)]
    after = [(4 * day + n * 600.0, 4 * day + n * 600.0 + 5, 4 * day + n * 600.0 + 60) for n in range(145)]
    found = reckon(calls(*good, *bad, *after), RULE)
    assert found.connected.value is not None
    assert found.connected.value > 0.95
    assert found.lowest_day.value == 0
    assert found.silent_hours == 24


ROWS = st.lists(
    st.tuples(
        st.floats(0, 1e6), st.none() | st.floats(0, 300), st.none() | st.floats(0, 600), st.booleans()
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@given(ROWS)
def test_every_call_is_counted_or_left_out_for_one_reason(rows: list[Any]) -> None:
    made = [
        (
            rang if known else NAN,
            NAN if wait is None else rang + wait,
            NAN if end is None else rang + (wait or 0) + end,
        )
        for rang, wait, end, known in rows
    ]
    found = reckon(calls(*made), RULE)
    assert found.rings == found.counted + found.no_ring + found.too_short + found.going_on
    assert sum(hour.calls for hour in found.hours) == found.counted
    if found.counted:
        within, connected, lost = (e.value for e in (found.within, found.connected, found.abandoned))
        assert within is not None and connected is not None and lost is not None  # noqa: PT018
        assert 0 <= within <= connected <= 1
        assert connected + lost == pytest.approx(1)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=200), st.sampled_from([0.5, 0.9]))
def test_a_quantile_lies_in_its_interval_and_in_the_data(values: list[float], q: float) -> None:
    found = quantile(np.array(values), q)
    assert found.value is not None and found.low is not None and found.high is not None  # noqa: PT018
    assert min(values) <= found.low <= found.high <= max(values)
    assert found.low <= found.value <= found.high or len(values) < 5


def test_the_interval_of_a_median_covers_the_true_one_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    draws = rng.exponential(100, size=(1000, 60))
    true = 100 * np.log(2)
    covered = [found.low <= true <= found.high for found in (quantile(row, 0.5) for row in draws)]
    assert 0.93 <= float(np.mean(covered)) <= 0.99
