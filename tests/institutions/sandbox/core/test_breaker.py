import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minben.institutions.sandbox.core.breaker import LEAST_CHECKS, fails_too_often, past_limit


def test_twenty_nine_checks_are_too_few_to_stop_anything() -> None:
    assert not past_limit(29, 29, 0.1)
    assert past_limit(30, 30, 0.1)


def test_being_wrong_as_often_as_allowed_stops_nothing() -> None:
    assert not past_limit(10, 100, 0.1)
    assert not past_limit(100, 1000, 0.1)


def test_being_wrong_twice_as_often_as_allowed_stops_it() -> None:
    assert past_limit(40, 200, 0.1)


@given(checked=st.integers(LEAST_CHECKS, 5000), limit=st.floats(0.01, 0.5), data=st.data())
def test_more_errors_never_save_it(checked: int, limit: float, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, checked - 1))
    assert past_limit(wrong + 1, checked, limit) >= past_limit(wrong, checked, limit)


def test_an_algorithm_within_its_limit_is_rarely_stopped_by_chance() -> None:
    """At the limit itself, over 500 checks looked at one by one, at most one in ten is stopped."""
    rng = np.random.default_rng(7)
    errors = np.cumsum(rng.random((200, 500)) < 0.1, axis=1)
    stopped = sum(any(past_limit(int(row[n - 1]), n, 0.1) for n in range(30, 501, 10)) for row in errors)
    assert stopped <= 20


def test_five_runs_in_a_row_that_break_off_are_enough() -> None:
    assert not fails_too_often(4, 4, 0.1)
    assert fails_too_often(5, 5, 0.1)
    assert not fails_too_often(5, 1000, 0.1)
