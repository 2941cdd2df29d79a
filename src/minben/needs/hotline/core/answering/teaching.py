"""How the space, its turns and the looks of replies are learned from pairs of a message and its reply."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.answering.fields import Fields
from minben.needs.hotline.core.answering.meaning import Bridge, Looks, Part, Space
from minben.needs.hotline.core.answering.weighing import picked, unit, weighed

Floats = NDArray[np.float32]
READ = ("words", "pairs", "singles")
DIMENSIONS = 256
RIDGE = 0.5
"""How much the covariances are pulled towards a ball, in shares of their mean variance [1]."""
SHAPES = 120
POWERS = 3
SEEN = 2
"""Columns that fewer texts have say nothing about others."""


def learn_looks(messages: Floats, replies: Fields) -> Looks:
    """Learn shapes from pairs, row by row (ridge regression)."""
    counted = replies.shapes
    seen = np.bincount(counted.indices, minlength=counted.shape[1])
    columns = np.sort(np.argsort(-seen, kind="stable")[:SHAPES])
    held = (picked(counted, columns).toarray() > 0).astype(np.float64)
    usual = held.mean(axis=0)
    places = messages.astype(np.float64)
    spread = places.T @ places + len(places) * 0.002 * np.eye(places.shape[1])
    turn = np.linalg.solve(spread, places.T @ (held - usual))
    return Looks(columns, usual.astype(np.float32), turn.astype(np.float32))


def learn_space(sides: Sequence[Fields], *, seed: int, dimensions: int = DIMENSIONS) -> Space:
    """Find the axes along which texts of several sides differ most (latent semantic analysis).

    Messages and replies share one space, so that what both say lies near before anything else is learned.
    """
    columns, rare, blocks = {}, {}, []
    for name in READ:
        counted = sparse.vstack([getattr(side, name) for side in sides], format="csr")
        seen = np.bincount(counted.indices, minlength=counted.shape[1])
        columns[name] = np.flatnonzero(seen >= SEEN)
        rare[name] = np.log((counted.shape[0] + 1.0) / (1.0 + seen[columns[name]])).astype(np.float32)
        blocks.append(unit(weighed(picked(counted, columns[name]), rare[name])))
    joined = sparse.hstack(blocks, format="csr")
    wanted = max(1, min(dimensions, *(size - 1 for size in joined.shape)))
    axes = _axes(joined, wanted, seed)
    edges = np.cumsum([len(columns[name]) for name in READ])[:-1]
    cut = np.split(np.ascontiguousarray(axes, dtype=np.float32), edges)
    return Space({name: Part(columns[name], rare[name], part) for name, part in zip(READ, cut, strict=True)})


def learn_bridge(messages: Floats, replies: Floats) -> Bridge:
    """Join the two spaces from pairs, row by row (canonical ridge)."""
    m, r = messages.astype(np.float64), replies.astype(np.float64)
    m_mean, r_mean = m.mean(axis=0), r.mean(axis=0)
    m, r = m - m_mean, r - r_mean
    m_white, r_white = _whitened(m), _whitened(r)
    left, strength, right = np.linalg.svd(m_white @ (m.T @ r) @ r_white, full_matrices=False)
    turns = (m_white @ left * np.sqrt(strength), r_white @ right.T * np.sqrt(strength))
    found = (m_mean, turns[0], r_mean, turns[1])
    return Bridge(*(np.ascontiguousarray(one, dtype=np.float32) for one in found))


def _whitened(centred: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the turn after which rows scatter alike in all directions, but for the pull towards a ball.

    Examples
    --------
    >>> rows = np.array([[2.0, 0.0], [-2.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    >>> white = _whitened(rows)
    >>> (1 / (white @ white)).diagonal().round(6).tolist()  # 8 and 2, each with half of their mean
    [10.5, 4.5]
    """
    spread = centred.T @ centred
    spread += np.eye(len(spread)) * (RIDGE * np.trace(spread) / len(spread) + 1e-9)
    values, vectors = np.linalg.eigh(spread)
    white: NDArray[np.float64] = (vectors / np.sqrt(values)) @ vectors.T
    return white


def _axes(rows: sparse.csr_matrix, wanted: int, seed: int) -> NDArray[np.float64]:
    """Return the first right singular vectors, shape (columns, wanted), by random projection.

    Halko, N., Martinsson, P. G. and Tropp, J. A. (2011). Finding structure with randomness. SIAM Review 53.
    """
    more = min(wanted + 10, *rows.shape)
    near, _ = np.linalg.qr(rows @ np.random.default_rng(seed).standard_normal((rows.shape[1], more)))
    for _ in range(POWERS):
        # There are many more columns than rows: only what stands by row is made orthogonal, once a power.
        near, _ = np.linalg.qr(rows @ (rows.T @ near))
    seen = rows.T @ near
    squares, turns = np.linalg.eigh(seen.T @ seen)
    first = np.argsort(-squares)[:wanted]
    axes: NDArray[np.float64] = seen @ (turns[:, first] / np.sqrt(np.maximum(squares[first], 1e-12)))
    return axes
