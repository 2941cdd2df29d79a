"""Spans of time as arrays: met, joined, taken away; many windows at once.

A span is ``[begin, end]`` in seconds; an empty one is ``[inf, -inf]``. Rows carry the number of what they belong to.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["Owned", "joined", "met", "rest"]

Array = NDArray[np.float64]
Owned = tuple[NDArray[np.int64], Array]


def met(*sets: Array) -> Array:
    """Return the spans that lie in every one of the sets.

    Parameters
    ----------
    *sets : ndarray, shape (n, k, 2)
        At most ``k`` spans for each of ``n`` things.

    Returns
    -------
    ndarray, shape (n, k1 · k2 · …, 2)
        Every choice of one span of each set, as far as they overlap; the others are empty.
    """
    chosen = []
    for choice in product(*(range(one.shape[1]) for one in sets)):
        begin = np.maximum.reduce([one[:, k, 0] for one, k in zip(sets, choice, strict=True)])
        end = np.minimum.reduce([one[:, k, 1] for one, k in zip(sets, choice, strict=True)])
        empty = ~(begin < end)
        chosen.append(np.stack([np.where(empty, np.inf, begin), np.where(empty, -np.inf, end)], axis=-1))
    return np.stack(chosen, axis=1)


def joined(owners: NDArray[np.int64], spans: Array) -> Owned:
    """Join the spans of each owner that touch or overlap.

    Parameters
    ----------
    owners : ndarray, shape (m,)
    spans : ndarray, shape (m, 2)
        None empty.

    Returns
    -------
    owners, spans
        Sorted by owner and begin; no two of one owner touch.

    Examples
    --------
    >>> owners, spans = joined(np.array([7, 7, 8]), np.array([[5.0, 9.0], [1.0, 6.0], [2.0, 3.0]]))
    >>> owners.tolist(), spans.tolist()
    ([7, 8], [[1.0, 9.0], [2.0, 3.0]])
    """
    if not len(owners):
        return owners, spans
    order = np.lexsort((spans[:, 0], owners))
    owners, spans = owners[order], spans[order]
    # One running maximum serves all: each owner is lifted above the one before.
    low, high = spans.min(), spans.max()
    lift = (np.searchsorted(np.unique(owners), owners)) * (high - low + 1.0)
    reached = np.maximum.accumulate(spans[:, 1] - low + lift)
    fresh = np.r_[True, (spans[1:, 0] - low + lift[1:] > reached[:-1]) | (owners[1:] != owners[:-1])]
    first = np.flatnonzero(fresh)
    ends = np.maximum.reduceat(spans[:, 1], first)
    return owners[first], np.stack([spans[first, 0], ends], axis=-1)


def rest(whole: Owned, taken: Owned) -> Owned:
    """Take the joined spans ``taken`` away from the joined spans ``whole``, owner by owner."""
    owners = np.concatenate([np.repeat(whole[0], 2), np.repeat(taken[0], 2)])
    moments = np.concatenate([whole[1].ravel(), taken[1].ravel()])
    opens = np.concatenate([np.tile([1, -1], len(whole[0])), np.zeros(2 * len(taken[0]), dtype=int)])
    shuts = np.concatenate([np.zeros(2 * len(whole[0]), dtype=int), np.tile([1, -1], len(taken[0]))])
    # At one moment what ends goes first, so that spans which touch leave no gap of nothing between them.
    order = np.lexsort((opens + shuts, moments, owners))
    owners, moments = owners[order], moments[order]
    lit = (np.cumsum(opens[order]) > 0) & (np.cumsum(shuts[order]) == 0)
    keep = lit[:-1] & (moments[1:] > moments[:-1]) & (owners[1:] == owners[:-1])
    at = np.flatnonzero(keep)
    return joined(owners[at], np.stack([moments[at], moments[at + 1]], axis=-1))
