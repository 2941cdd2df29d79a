"""What first: the order of a unit's queue, with the reason on each row.

One documented function, :func:`queue_order`: danger, then vulnerable people, then the deadline, then age.
People decide what to do next; this only sorts, and says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.dispatch.orders.core.reasons import WhyFirst

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as columns, each of shape (n,).

    Attributes
    ----------
    keys : int
        Of the orders; break the last ties, so that the order is total.
    danger, vulnerable : bool
    due_s, received_s : float [s since 1970-01-01 UTC]
        ``due_s`` is NaN where an order has no deadline; it then comes after all that have one.
    rounds : int
        1, or more when a person said that it was not solved.
    people : int
        Requests that tell of the same event.
    """

    keys: ArrayLike
    danger: ArrayLike
    vulnerable: ArrayLike
    due_s: ArrayLike
    received_s: ArrayLike
    rounds: ArrayLike
    people: ArrayLike


@dataclass(frozen=True, slots=True)
class Ranked:
    """``order``: positions in the input, the first to be done first; ``why``: the reasons, in that order."""

    order: NDArray[np.int64]
    why: list[tuple[str, ...]]


def queue_order(waiting: Waiting, *, now_s: float, weights: Mapping[str, float]) -> Ranked:
    """Order a queue and say why each row stands where it stands.

    Parameters
    ----------
    waiting : Waiting
    now_s : float [s since 1970-01-01 UTC]
    weights : mapping
        ``not_solved_h`` [h]: how much earlier than its deadline an order counts for each "not solved";
        ``person_h`` [h]: likewise for each further person with the same event, at most ``people_max`` of
        them; ``soon_h`` [h]: what counts as due soon.

    Returns
    -------
    Ranked
        Danger goes first; then vulnerable people; then the deadline less the hours above; then age; then the
        key. Total: the same queue gives the same order, whatever order it came in.

    Examples
    --------
    >>> two = Waiting([1, 2], [False, True], [False, False], [10.0, 9e9], [0.0, 0.0], [1, 1], [1, 1])
    >>> ranked = queue_order(two, now_s=0.0, weights=WEIGHTLESS)
    >>> ranked.order.tolist(), ranked.why[0][0]
    ([1, 0], 'danger')
    """
    columns = _columns(waiting)
    effective = columns.due - 3600 * (
        weights["not_solved_h"] * (columns.rounds - 1)
        + weights["person_h"] * np.minimum(columns.people - 1, weights["people_max"])
    )
    # lexsort sorts by its last key first; NaN sorts last, as an order without a deadline should.
    order = np.lexsort((columns.keys, columns.received, effective, ~columns.vulnerable, ~columns.danger))
    soon = now_s + 3600 * weights["soon_h"]
    return Ranked(order.astype(np.int64), _reasons(columns, order, now_s, soon))


def deadline_order(waiting: Waiting) -> NDArray[np.int64]:
    """Order a queue by danger and deadline alone: what runs while no queue order is cleared.

    >>> no, nil, one = [False] * 2, [0.0] * 2, [1] * 2
    >>> deadline_order(Waiting([1, 2], no, no, [20.0, 10.0], nil, one, one)).tolist()
    [1, 0]
    """
    columns = _columns(waiting)
    return np.lexsort((columns.keys, columns.due, ~columns.danger)).astype(np.int64)


WEIGHTLESS: Mapping[str, float] = {
    "not_solved_h": 0.0,
    "person_h": 0.0,
    "people_max": 0.0,
    "soon_h": 0.0,
}


@dataclass(frozen=True, slots=True)
class _Columns:
    keys: NDArray[np.int64]
    danger: NDArray[np.bool_]
    vulnerable: NDArray[np.bool_]
    due: NDArray[np.float64]
    received: NDArray[np.float64]
    rounds: NDArray[np.int64]
    people: NDArray[np.int64]


def _columns(waiting: Waiting) -> _Columns:
    return _Columns(
        np.asarray(waiting.keys, dtype=np.int64),
        np.asarray(waiting.danger, dtype=bool),
        np.asarray(waiting.vulnerable, dtype=bool),
        np.asarray(waiting.due_s, dtype=np.float64),
        np.asarray(waiting.received_s, dtype=np.float64),
        np.asarray(waiting.rounds, dtype=np.int64),
        np.asarray(waiting.people, dtype=np.int64),
    )


def _reasons(
    columns: _Columns, order: NDArray[np.int64], now_s: float, soon_s: float
) -> list[tuple[str, ...]]:
    tests = (
        (WhyFirst.DANGER, columns.danger),
        (WhyFirst.VULNERABLE, columns.vulnerable),
        (WhyFirst.OVERDUE, columns.due < now_s),
        (WhyFirst.NOT_SOLVED, columns.rounds > 1),
        (WhyFirst.DUE_SOON, (columns.due >= now_s) & (columns.due <= soon_s)),
        (WhyFirst.MANY, columns.people > 1),
    )
    marks = [(why.value, test[order].tolist()) for why, test in tests]
    rest = np.where(np.isnan(columns.due[order]), WhyFirst.AGE.value, WhyFirst.DUE.value).tolist()
    return [tuple(why for why, hit in marks if hit[row]) or (rest[row],) for row in range(len(order))]
