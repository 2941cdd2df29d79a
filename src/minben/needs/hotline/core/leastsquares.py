"""Least squares for every label and every fold at once: one pass over the texts serves them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse

Floats = NDArray[np.float32]
MOST = 12_000_000
"""Unknowns that are solved together: 48 MB for each of the four arrays of the method."""


def solve(
    columns: sparse.csr_matrix, targets: Floats, learnt: Floats, *, penalty: float, steps: int
) -> Floats:
    """Find the weights with the least squared error, each target on the rows it may learn from.

    Parameters
    ----------
    columns
        What stands in each text, by column, shape (n_columns, n_rows).
    targets
        What the weights should give, shape (n_rows, n_targets).
    learnt
        1 where a target may learn from a row, else 0, shape (n_rows, n_targets).
    penalty
        What large weights cost, beside the mean squared length of a row [1].
    steps
        Steps of the method. Few are enough, and more would fit errors in the labels.

    Returns
    -------
    array
        Weights, shape (n_columns, n_targets).

    References
    ----------
    Hestenes, Stiefel (1952), Methods of conjugate gradients for solving linear systems; Hoerl, Kennard (1970),
    Ridge regression.

    Examples
    --------
    >>> rows = sparse.csr_matrix(np.eye(2, dtype=np.float32))
    >>> both = np.ones((2, 1), dtype=np.float32)
    >>> solve(rows, np.float32([[1], [-1]]), both, penalty=0.0, steps=2).tolist()
    [[1.0], [-1.0]]
    """
    cost = np.float32(penalty * (columns.data**2).sum() / max(1, columns.shape[1]))
    together = max(1, MOST // max(1, columns.shape[0]))
    blocks = [slice(start, start + together) for start in range(0, targets.shape[1], together)]
    return np.hstack([_solve(columns, targets[:, some], learnt[:, some], cost, steps) for some in blocks])


def _solve(
    columns: sparse.csr_matrix, targets: Floats, learnt: Floats, cost: np.float32, steps: int
) -> Floats:
    # The transpose of rows stored by column reads the weights in their order, several times as fast as by row.
    rows = columns.T
    left = columns @ (learnt * targets)
    weights: Floats = np.zeros_like(left)
    step = left.copy()
    before = _squares(left)
    for _ in range(steps):
        curved = columns @ (learnt * (rows @ step))
        curved += cost * step
        share = _ratio(before, np.einsum("ij,ij->j", step, curved))
        weights += share * step
        curved *= share
        left -= curved
        after = _squares(left)
        step *= _ratio(after, before)
        step += left
        before = after
    return weights


def _squares(values: Floats) -> Floats:
    squares: Floats = np.einsum("ij,ij->j", values, values)
    return squares


def _ratio(above: Floats, below: Floats) -> Floats:
    # Nothing is left to learn for a target that every row fulfils: its steps are nought.
    ratio: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return ratio
