"""The table of moves, and limits read from it."""

import pytest

from minben.commons.errors import TeachingError
from minben.dispatch.orders.core.limits import span_of
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.core.transitions import MOVES, allowed, check
from minben.dispatch.orders.words import State


def test_the_table_knows_every_state_and_no_other() -> None:
    assert set(MOVES) == {state.value for state in State}
    assert {new for news in MOVES.values() for new in news} <= set(MOVES)


@pytest.mark.parametrize("old", ["dispatched", "sent_back", "closed", "cancelled", "paused"])
def test_nothing_is_done_that_nobody_signed_for(old: str) -> None:
    assert not allowed(old, "done")


def test_every_state_can_be_left_so_that_no_order_is_lost() -> None:
    assert all(MOVES.values())


def test_a_refused_move_says_from_where_to_where() -> None:
    with pytest.raises(OrderError) as error:
        check(order=7, old="closed", new="signed")
    assert error.value.params == {"order": 7, "old": "closed", "new": "signed"}


@pytest.mark.parametrize("text", ["", "soon", "5 weeks", "-1 days", "5working_days"])
def test_a_limit_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(TeachingError):
        span_of(text)
