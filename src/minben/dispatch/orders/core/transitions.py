"""The one table of moves a work order may make.

>>> allowed("dispatched", "signed"), allowed("dispatched", "done")
(True, False)
"""

from collections.abc import Mapping

MOVES: Mapping[str, frozenset[str]] = {
    # Whoever has not signed has not seen it: nothing but signing or sending back can follow.
    "dispatched": frozenset({"dispatched", "signed", "sent_back", "cancelled", "closed"}),
    "sent_back": frozenset({"dispatched", "cancelled", "closed"}),
    "signed": frozenset({"dispatched", "sent_back", "paused", "done", "cancelled", "closed"}),
    "paused": frozenset({"dispatched", "signed", "done", "cancelled", "closed"}),
    "done": frozenset({"dispatched", "closed", "cancelled"}),
    "closed": frozenset({"dispatched"}),
    "cancelled": frozenset({"dispatched"}),
}


class MoveRefused(ValueError):
    """An order may not go from ``old`` to ``new``.

    Attributes
    ----------
    code : str
        ``move_refused``.
    params : dict
        ``order``, ``old`` and ``new``.
    """

    code = "move_refused"

    def __init__(self, *, order: int, old: str, new: str) -> None:
        self.params = {"order": order, "old": old, "new": new}
        super().__init__(f"{self.code}: order {order} is {old} and cannot become {new}")


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
    MoveRefused
        When the table has no such move.
    """
    if not allowed(old, new):
        raise MoveRefused(order=order, old=old, new=new)
