"""Counts turned into weights: what is rare among the replies tells more, what repeats tells less each time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse

Floats = NDArray[np.float32]
K1, B = 1.2, 0.75
"""BM25: how fast repetition saturates, and how much length counts against a reply [1]."""


def rarity(counted: sparse.csr_matrix) -> Floats:
    """Return the inverse document frequency of each column, shape (columns,)."""
    size, seen = counted.shape[0], np.bincount(counted.indices, minlength=counted.shape[1])
    return np.asarray(np.log1p((size - seen + 0.5) / (seen + 0.5)), dtype=np.float32)


def weighed(counted: sparse.csr_matrix, rare: Floats, *, once: bool = False) -> sparse.csr_matrix:
    """Weigh counts by rarity; repetition saturates, or counts once."""
    data = np.ones_like(counted.data) if once else 2.0 * counted.data / (counted.data + 1.0)
    return _with(counted, data * rare[counted.indices])


def unit(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    """Scale each row to length one; an empty row stays empty."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    sizes = np.sqrt(
        np.bincount(rows, weights=weights.data.astype(np.float64) ** 2, minlength=weights.shape[0])
    )
    return _with(weights, weights.data / np.maximum(sizes, 1e-9)[rows])


def bm25(counted: sparse.csr_matrix, rare: Floats) -> sparse.csr_matrix:
    """Weigh replies as BM25 does, so that the product with a saturated query is its score."""
    rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
    length = np.bincount(rows, weights=counted.data, minlength=counted.shape[0])
    slow = K1 * (1.0 - B + B * length / max(float(length.mean()), 1e-9))
    return _with(counted, rare[counted.indices] * counted.data * (K1 + 1.0) / (counted.data + slow[rows]))


def saturated(counted: sparse.csr_matrix) -> sparse.csr_matrix:
    """Let repetition in a query saturate."""
    return _with(counted, 2.0 * counted.data / (counted.data + 1.0))


def totals(weights: sparse.csr_matrix) -> Floats:
    """Sum each row."""
    return np.asarray(weights.sum(axis=1), dtype=np.float32).ravel()


def picked(counted: sparse.csr_matrix, columns: NDArray[np.int64]) -> sparse.csr_matrix:
    """Keep some columns, ascending, and number them anew; scipy's own way costs as much as all columns there are."""
    at = np.minimum(np.searchsorted(columns, counted.indices), max(0, len(columns) - 1))
    kept = columns[at] == counted.indices if len(columns) else np.zeros(len(at), dtype=np.bool_)
    ends = np.concatenate([[0], np.cumsum(kept)])[counted.indptr]
    return sparse.csr_matrix((counted.data[kept], at[kept], ends), shape=(counted.shape[0], len(columns)))


def _with(pattern: sparse.csr_matrix, data: NDArray[np.floating]) -> sparse.csr_matrix:
    return sparse.csr_matrix((data.astype(np.float32), pattern.indices, pattern.indptr), shape=pattern.shape)
