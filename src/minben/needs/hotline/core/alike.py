"""How alike two texts are: the cosine of their weighted grams of two and three characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.features import Hashing, character_counts

BANDS = 6
FIRST = 400
"""How much of each text counts; later sentences repeat, plead and greet [characters]."""
GRAMS = Hashing(bits=18, words=0, head=0, longest=FIRST)
DENSE = 128
MARGIN = 0.3
PRIOR = 50
"""With how many imagined texts the rarity of grams begins, so that it means something in small batches."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """Texts as weights: exact (sparse), rough (dense, shape (n, DENSE)) and sketched (shape (n, bands))."""

    exact: sparse.csr_matrix
    rough: NDArray[np.float32]
    sketch: NDArray[np.uint32]


def weigh(texts: Sequence[str]) -> Words:
    """Weigh the grams of each text by their rarity among the texts, rows of length one."""
    # Forms repeat themselves ("Street light out"): each text is read once, and counted as often as it stands.
    numbers: dict[str, int] = {}
    row = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)
    times = np.bincount(row, minlength=len(numbers))
    counts = character_counts(list(numbers), GRAMS, shortest=2)
    place, places = _places(counts)
    seen = np.bincount(place, weights=times[_rows(counts)], minlength=places)
    rarity = np.log((PRIOR + len(row)) / (1.0 + seen)).astype(np.float32)
    counts.data = np.sqrt(counts.data) * rarity[place]
    exact = _unit(counts)
    if len(numbers) == len(row):
        return Words(exact=exact, rough=_rough(exact), sketch=_sketch(exact))
    return Words(exact=exact[row], rough=_rough(exact)[row], sketch=_sketch(exact)[row])


def unweighed(texts: Sequence[str]) -> sparse.csr_matrix:
    """Take the grams of each text as they are, rows of length one: what a crowd repeats is not made light of.

    Examples
    --------
    >>> rows = unweighed(["路灯坏了没人修", "路灯坏了没人管", "公交太少"])
    >>> (rows @ rows.T).toarray().astype(float).round(1)[0].tolist()
    [1.0, 0.6, 0.0]
    """
    counts = character_counts(list(texts), GRAMS, shortest=2)
    counts.data = np.sqrt(counts.data)
    return _unit(counts)


def _places(counts: sparse.csr_matrix) -> tuple[Ints, int]:
    """Give each gram a place among all there could be, or, where there are few, among those that occur."""
    if len(counts.indices) > counts.shape[1] // 16:
        return counts.indices, counts.shape[1]
    grams, place = np.unique(counts.indices, return_inverse=True)
    return place, len(grams)


def cosines(
    words: Words, later: Ints, earlier: Ints, wanted: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Ints]:
    """Find the pairs that are at least as alike as wanted.

    A rough cosine sorts out most pairs before the exact one is computed.

    Returns
    -------
    likeness : float array, shape (k,) [1]
        Of the pairs that are kept.
    kept : int array, shape (k,)
        Their positions among the pairs given.
    """
    rough = np.einsum("ij,ij->i", words.rough[later], words.rough[earlier])
    near = np.flatnonzero(rough >= wanted - MARGIN)
    exact = np.asarray(words.exact[later[near]].multiply(words.exact[earlier[near]]).sum(axis=1)).ravel()
    good = exact >= wanted[near]
    return exact[good].astype(np.float64), near[good]


def _unit(grams: sparse.csr_matrix) -> sparse.csr_matrix:
    norms = np.sqrt(
        np.bincount(_rows(grams), weights=grams.data.astype(np.float64) ** 2, minlength=grams.shape[0])
    )
    grams.data = (grams.data / np.repeat(np.maximum(norms, 1e-12), np.diff(grams.indptr))).astype(np.float32)
    return grams


def _rough(exact: sparse.csr_matrix) -> NDArray[np.float32]:
    """Fold the columns into few with random signs: inner products stay nearly the same (count sketch)."""
    signs = np.where((exact.indices // DENSE) & 1, -exact.data, exact.data)
    cells = _rows(exact) * DENSE + exact.indices % DENSE
    folded = np.bincount(cells, weights=signs, minlength=exact.shape[0] * DENSE)
    return folded.reshape(exact.shape[0], DENSE).astype(np.float32)


def _sketch(exact: sparse.csr_matrix) -> NDArray[np.uint32]:
    """Take the smallest hash of each text's heavier grams, once per band (MinHash)."""
    sketch = np.zeros((exact.shape[0], BANDS), dtype=np.uint32)
    filled = np.flatnonzero(np.diff(exact.indptr))
    columns = exact.indices.astype(np.uint32)
    for band in range(BANDS if len(filled) else 0):
        mixed = (columns ^ np.uint32(0x9E3779B1 * (band + 1) & 0xFFFFFFFF)) * np.uint32(0x85EBCA6B)
        mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        sketch[filled, band] = np.minimum.reduceat(mixed, exact.indptr[:-1][filled])
    return sketch


def _rows(grams: sparse.csr_matrix) -> Ints:
    return np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
