from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minben.institutions.sandbox.core.standing import Cleared, judge

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RUNNING = Cleared(1, "v1", AT, AT + timedelta(days=180), 0.8, 0.1)


def test_what_was_cleared_may_run_until_its_last_moment() -> None:
    assert judge([RUNNING], version="v1", at=RUNNING.expires - timedelta(seconds=1)).cleared
    assert judge([RUNNING], version="v1", at=RUNNING.expires).why_not == "expired"


def test_nothing_runs_before_it_was_cleared() -> None:
    assert judge([RUNNING], version="v1", at=AT - timedelta(seconds=1)).why_not == "not_cleared"


def test_another_version_than_the_one_tried_may_not_run() -> None:
    assert judge([RUNNING], version="v2", at=AT).why_not == "version_differs"


def test_after_a_trip_an_older_clearance_does_not_come_back_to_life() -> None:
    tripped = replace(RUNNING, key=2, at=AT + timedelta(days=1), ended="tripped")
    assert judge([RUNNING, tripped], version="v1", at=AT + timedelta(days=2)).why_not == "tripped"


def test_a_new_clearance_lets_it_run_again() -> None:
    revoked = replace(RUNNING, ended="revoked")
    again = replace(RUNNING, key=2, at=AT + timedelta(days=1))
    assert judge([again, revoked], version="v1", at=AT + timedelta(days=2)).cleared


def test_going_back_to_the_version_before_needs_no_new_clearance_while_its_own_lasts() -> None:
    newer = replace(RUNNING, key=2, version="v2", at=AT + timedelta(days=1))
    assert judge([RUNNING, newer], version="v1", at=AT + timedelta(days=2)).clearance == RUNNING


def test_a_retired_algorithm_stays_at_home() -> None:
    day = AT.date()
    assert judge([RUNNING], version="v1", at=AT, retires=day).cleared
    assert judge([RUNNING], version="v1", at=AT + timedelta(days=1), retires=day).why_not == "retired"


clearances = st.lists(
    st.builds(
        Cleared,
        key=st.integers(1, 9),
        version=st.sampled_from(["v1", "v2"]),
        at=st.integers(-9, 9).map(lambda days: AT + timedelta(days=days)),
        expires=st.integers(-9, 30).map(lambda days: AT + timedelta(days=days)),
        threshold=st.none(),
        error_limit=st.just(0.1),
        ended=st.sampled_from(["", "revoked", "tripped"]),
    ),
    max_size=6,
)


@given(clearances)
def test_whatever_runs_has_a_clearance_of_its_version_that_stands(rows: list[Cleared]) -> None:
    standing = judge(rows, version="v1", at=AT)
    if standing.cleared:
        found = standing.clearance
        assert found is not None
        assert (found.version, found.ended) == ("v1", "")
        assert found.at <= AT < found.expires
