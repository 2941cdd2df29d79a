"""The one table of moves a question may make; each is a person's act.

>>> allowed(State.ASKING, State.CLOSED), allowed(State.WORKING, State.CLOSED)
(True, False)
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a question stands; ``closed`` means that those who had asked confirmed it."""

    CHOSEN = "chosen"
    WORKING = "working"
    ASKING = "asking"
    CLOSED = "closed"


MOVES: Mapping[State, frozenset[State]] = {
    State.CHOSEN: frozenset({State.WORKING}),
    State.WORKING: frozenset({State.ASKING}),
    # Not confirmed: the work goes on.
    State.ASKING: frozenset({State.CLOSED, State.WORKING}),
    # What comes back is taken up again.
    State.CLOSED: frozenset({State.WORKING}),
}


def allowed(old: str, new: str) -> bool:
    """Tell whether a question may move from one state to another."""
    return State(new) in MOVES[State(old)]
