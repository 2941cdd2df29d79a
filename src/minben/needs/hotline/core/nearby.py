"""Which requests are worth comparing: those that share a block of place, never all with all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 111_195.0
"""Length of one degree of latitude on the mean sphere [m °⁻¹]."""
LOOK_BACK = 32
"""With how many predecessors of its block an item is compared: in a burst the newest ones stand for all."""

UNNAMED = -1
"""Stands for the building of a text that names none."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Where:
    """Items as arrays, shape (n,).

    Category number, community (-1 if none), place [°] (NaN if none), time [s], building (UNNAMED if none).
    """

    category: Ints
    place: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    at: NDArray[np.float64]
    building: Ints


def pairs_to_compare(
    where: Where, sketch: NDArray[np.uint32], metres: float, settled: int
) -> tuple[Ints, Ints]:
    """List the pairs of an item and an earlier one that share a block.

    Blocks are: the category in a community; the category in a square of four overlapping grids, so that any
    two points within `metres` share one; and, for items without a place, the category and a part of the
    text's sketch.

    Parameters
    ----------
    where
        The items, those that are settled first.
    sketch
        A few numbers for each text, equal with the probability that two texts are alike, shape (n, bands).
    settled
        How many of the first items need no partner.

    Returns
    -------
    later, earlier : int arrays, shape (k,)
        Positions, each pair once.
    """
    size = len(where.category)
    blocks = [_of_place(where), *_of_grid(where, metres), *_of_sketch(where, sketch)]
    items = np.concatenate([numbers for numbers, _ in blocks])
    keys = np.concatenate([keys for _, keys in blocks])
    order = np.lexsort((items, keys))
    items, keys = items[order], keys[order]
    pairs = [np.zeros(0, dtype=np.int64)]
    near = np.arange(len(items))
    for back in range(1, LOOK_BACK + 1):
        # Blocks lie one after the other: who has nobody in it this far back has nobody further back.
        near = near[near >= back]
        near = near.take(np.flatnonzero(keys.take(near) == keys.take(near - back)))
        if not len(near):
            break
        later, earlier = items.take(near), items.take(near - back)
        fresh = np.flatnonzero((later >= settled) & (later != earlier))
        pairs.append(later.take(fresh) * size + earlier.take(fresh))
    once = _distinct(np.concatenate(pairs), size * size)
    return once // max(size, 1), once % max(size, 1)


def _distinct(numbers: Ints, below: int) -> Ints:
    # Half as wide is sorted in half the time, and sorting takes a quarter of what `np.unique` does here.
    ordered = np.sort(numbers.astype(np.uint32) if below < 1 << 32 else numbers)
    first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
    return ordered.take(first).astype(np.int64)


def _key(kind: int, category: Ints, *parts: Ints) -> Ints:
    key = category * 0x1000003 + kind
    for part in parts:
        key = (key ^ part) * 0x5851F42D4C957F2D
        key ^= key >> 29
    return key


def _of_place(where: Where) -> tuple[Ints, Ints]:
    named = np.flatnonzero(where.place >= 0)
    return named, _key(0, where.category[named], where.place[named])


def _of_grid(where: Where, metres: float) -> list[tuple[Ints, Ints]]:
    located = np.flatnonzero(np.isfinite(where.lat + where.lon))
    lat, lon, category = where.lat[located], where.lon[located], where.category[located]
    # Rows of the grid are 2 × metres high; a row's own latitude sets how wide its squares are.
    north = lat * METRES_PER_DEGREE / (2 * metres)
    blocks = []
    for shift_north in (0.0, 0.5):
        row = np.floor(north + shift_north)
        middle = np.radians(row * 2 * metres / METRES_PER_DEGREE)
        east = lon * METRES_PER_DEGREE * np.maximum(np.cos(middle), 0.01) / (2 * metres)
        for shift_east in (0.0, 0.5):
            column = np.floor(east + shift_east).astype(np.int64)
            grid = 1 + int(4 * shift_north + 2 * shift_east)
            blocks.append((located, _key(grid, category, row.astype(np.int64), column)))
    return blocks


def _of_sketch(where: Where, sketch: NDArray[np.uint32]) -> list[tuple[Ints, Ints]]:
    items = np.arange(len(where.category), dtype=np.int64)
    return [
        (items, _key(10 + band, where.category, sketch[:, band].astype(np.int64)))
        for band in range(sketch.shape[1])
    ]
