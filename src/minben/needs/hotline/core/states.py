"""The one table of moves a request may make. Closed is a state; solved is not: only the person says that.

>>> allowed("received", "routed"), allowed("closed", "received")
(True, False)

Whatever is open can still be ended.

>>> all(_ENDS <= MOVES[state] for state in OPEN)
True
"""

from collections.abc import Mapping

OPEN = frozenset(
    {"received", "with_clerk", "set_apart", "routed", "signed", "asked", "done", "suspended", "passed_on"}
)

_ENDS = frozenset({"withdrawn", "declined", "unreasonable", "suspended", "excluded"})
_LEAVES = frozenset({"passed_on", *_ENDS})

MOVES: Mapping[str, frozenset[str]] = {
    "received": frozenset({"with_clerk", "set_apart", "routed", "answered", "closed"}) | _LEAVES,
    "with_clerk": frozenset({"set_apart", "routed", "answered", "closed"}) | _LEAVES,
    "set_apart": frozenset({"with_clerk", "closed"}) | _ENDS,
    "routed": frozenset({"set_apart", "routed", "signed", "with_clerk", "asked", "done", "closed"}) | _LEAVES,
    "signed": frozenset({"set_apart", "routed", "with_clerk", "asked", "done", "closed"}) | _LEAVES,
    "asked": frozenset({"set_apart", "routed", "signed", "with_clerk", "done", "closed"}) | _ENDS,
    "done": frozenset({"set_apart", "routed", "signed", "closed"}) | _ENDS,
    "answered": frozenset({"with_clerk", "set_apart", "routed", "closed", "withdrawn"}),
    # "Not solved" reopens what was closed, however long ago.
    "closed": frozenset({"routed", "with_clerk", "set_apart"}),
    "withdrawn": frozenset({"with_clerk"}),
    "declined": frozenset({"with_clerk"}),
    "unreasonable": frozenset({"with_clerk", "routed"}),
    "suspended": frozenset({"with_clerk", "routed", "closed"}) | _ENDS,
    "excluded": frozenset({"with_clerk", "routed"}),
    # To be sent to a unit here it is taken back first, so that two cities never work on it at once.
    "passed_on": frozenset({"with_clerk", "set_apart", "answered", "closed"}) | _ENDS,
}


def allowed(old: str, new: str) -> bool:
    """Tell whether a request in state ``old`` may move to state ``new``.

    Raises
    ------
    KeyError
        When ``old`` is no state of the table.
    """
    return new in MOVES[old]


def is_report(kind: str, state: str) -> bool:
    """Tell whether a request reports wrongdoing, so that the reporting desk alone may read it.

    Examples
    --------
    >>> is_report("whistle", "closed"), is_report("complaint", "set_apart"), is_report("complaint", "routed")
    (True, True, False)
    """
    return kind == "whistle" or state == "set_apart"
