"""The one table of moves a work order may make.

>>> allowed("dispatched", "signed"), allowed("dispatched", "done")
(True, False)
"""

from collections.abc import Mapping

from minben.dispatch.orders.core.refusals import OrderError

MOVES: Mapping[str, frozenset[str]] = {
    # Whoever has not signed has not seen it: nothing but signing or sending back can follow.
    "dispatched": frozenset({"dispatched", "signed", "sent_back", "cancelled", "closed"}),
    "sent_back": frozenset({"dispatched", "cancelled", "closed"}),
    "signed": frozenset({"dispatched", "sent_back", "paused", "done", "cancelled", "closed"}),
    "paused": frozenset({"dispatched", "signed", "cancelled", "closed"}),
    "done": frozenset({"dispatched", "closed", "cancelled"}),
    "closed": frozenset({"dispatched"}),
    "cancelled": frozenset({"dispatched"}),
}


def allowed(old: str, new: str) -> bool:
    """Tell whether an order in state ``old`` may move to state ``new``.

    Raises
    ------
    KeyError
        When ``old`` is no state of the table.
    """
    return new in MOVES[old]


def check(*, order: int, old: str, new: str) -> None:
    """Let an allowed move pass.

    Raises
    ------
    OrderError
        ``move_refused`` when the table has no such move.
    """
    if not allowed(old, new):
        raise OrderError("move_refused", order=order, old=old, new=new)
