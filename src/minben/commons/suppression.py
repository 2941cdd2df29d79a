"""Hides small groups, and enough of their neighbours that nobody finds them by subtraction."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.commons.statistics import SMALLEST_SHOWN

__all__ = ["hidden"]


def hidden(counts: ArrayLike, *, smallest: int = SMALLEST_SHOWN) -> NDArray[np.bool_]:
    """Tell which groups of a table may not be shown beside their total.

    Hidden are groups under ``smallest`` and then, smallest first, as many others as it takes until whoever
    subtracts the shown groups from the total still cannot tell any hidden one to within ``smallest`` people.
    When all are hidden, show no table at all, nor the names of its groups.

    Parameters
    ----------
    counts : int array, shape (n,)
        People per group, each at least 1; groups without people are not in the table.
    smallest : int
        The smallest group that may be shown.

    Returns
    -------
    shape (n,)

    Examples
    --------
    >>> hidden([4, 30, 200]).tolist()
    [True, True, False]
    >>> hidden([12, 30, 200]).any()
    np.False_
    """
    people = np.asarray(counts, dtype=np.int64)
    mask = people < smallest
    if not mask.any():
        return mask
    for row in np.argsort(people, kind="stable"):
        groups, total = int(mask.sum()), int(people[mask].sum())
        # Each hidden group holds at least one person, so its count can be any of 1 … total - groups + 1.
        if groups > 1 and total - groups >= smallest:
            break
        mask[row] = True
    return mask
