"""What hangs in the air and what slopes, look by look: walls that begin above a window, undersides, roofs.

Seen from a window a flat piece with straight edges hides the sun while its direction lies on the inner side of the
planes through the window and each edge; three or four signs decide, as in the exact engine (``light.py``).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.light import TOUCH_M, Points, Walls

__all__ = ["Pieces", "hidden", "pieces_of"]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Seen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Flat pieces, thing by thing, at one place or at two.

    Attributes
    ----------
    low, high : ndarray, shape (q, 4, 3)
        Corners at the lowest and at the highest place of each piece [m]; a triangle has its last corner twice.
    first : ndarray, shape (things + 1,)
        Where the pieces of each thing begin. A thing hides what it hides at both places.
    discs : ndarray, shape (things, 4)
        Middle and radius of the circle around each thing, seen from above, and its highest point [m].
    """

    low: Array
    high: Array
    first: Whole
    discs: Array


def pieces_of(walls: Walls, hangs: Seen, loose: tuple[Walls, Walls] | None = None) -> Pieces:
    """Return the triangles of walls and those of its walls that hang; then what is loose.

    Parameters
    ----------
    walls : Walls
    hangs : ndarray of bool, shape (w,)
        Which walls are told as pieces.
    loose : (Walls, Walls), optional
        The same things at their lowest and at their highest.
    """
    plain, of = _corners(walls, hangs)
    low, high, owner = [plain], [plain], [of]
    if loose is not None:
        below, above = (_corners(one, np.ones(len(one.foot), dtype=bool)) for one in loose)
        low.append(below[0])
        high.append(above[0])
        owner.append(below[1] + (of.max(initial=0) + 1))
    down, up, thing = np.concatenate(low), np.concatenate(high), np.concatenate(owner)
    order = np.argsort(thing, kind="stable")
    down, up, thing = down[order], up[order], thing[order]
    first = np.r_[np.flatnonzero(np.r_[True, thing[1:] != thing[:-1]]), len(thing)] if len(thing) else [0]
    starts = np.asarray(first, dtype=np.int64)
    both = np.concatenate([down, up], axis=1)
    discs = [_disc(both[begin:end]) for begin, end in pairwise(starts)]
    return Pieces(down, up, starts, np.array(discs, dtype=np.float64).reshape(-1, 4))


def _corners(walls: Walls, hangs: Seen) -> tuple[Array, Whole]:
    """Four corners of each piece, and the building it belongs to."""
    begin, end, foot, top = (one[hangs] for one in (walls.begin, walls.end, walls.foot, walls.top))
    quads = np.stack(
        [np.column_stack(one) for one in ((begin, foot), (end, foot), (end, top), (begin, top))], axis=1
    )
    triangles = np.concatenate([walls.triangles, walls.triangles[:, 2:]], axis=1)
    return np.concatenate([quads, triangles]), np.r_[walls.building[hangs], walls.triangle_building]


def _disc(corners: Array) -> tuple[float, float, float, float]:
    flat = corners[:, :, :2].reshape(-1, 2)
    middle = (flat.min(axis=0) + flat.max(axis=0)) / 2
    wide = float(np.hypot(*(flat - middle).T).max())
    return float(middle[0]), float(middle[1]), wide, float(corners[:, :, 2].max())


def hidden(points: Points, pieces: Pieces, way: Array, *, compiled: bool) -> Seen:
    """Return whether pieces hide the sun from each point in each direction.

    Parameters
    ----------
    points : Points
    pieces : Pieces
    way : ndarray, shape (t, 3)
        Unit vectors towards the sun; only those that rise are asked about.
    compiled : bool
        Use numba; the answer is the same.
    """
    found = np.zeros((len(points.place), len(way)), dtype=bool)
    up = way[:, 2] > 0
    if not len(pieces.discs) or not up.any():
        return found
    rising = np.ascontiguousarray(way[up])
    lowest = float((rising[:, 2] / np.maximum(np.hypot(rising[:, 0], rising[:, 1]), 1e-12)).min())
    row = _compiled if compiled else _plain
    told = (pieces.low, pieces.high, pieces.first, pieces.discs)
    found[:, up] = row(points.place, points.facing, *told, rising, lowest)
    return found


def _compiled(place: Array, facing: Array, *told: Any) -> Seen:
    from minben.participation.twin.core.kernels import behind_pieces

    found: Seen = behind_pieces(place, facing, *told)
    return found


def _plain(  # noqa: PLR0917  # as the compiled one
    place: Array,
    facing: Array,
    low: Array,
    high: Array,
    first: Whole,
    discs: Array,
    way: Array,
    lowest: float,
) -> Seen:
    """In arrays, a point and a thing at a time."""
    found = np.zeros((len(place), len(way)), dtype=bool)
    for n, here in enumerate(place):
        off = discs[:, :2] - here[:2]
        far = np.hypot(off[:, 0], off[:, 1]) - discs[:, 2]
        rise = discs[:, 3] - here[2]
        near = (rise > 0) & (far * lowest <= rise) & (off @ facing[n] + discs[:, 2] > 0)
        for thing in np.flatnonzero(near):
            some = slice(first[thing], first[thing + 1])
            both = _covers(low[some] - here, way)
            if high is not low and not np.array_equal(high[some], low[some]):
                both &= _covers(high[some] - here, way)
            found[n] |= both
    return found


def _covers(corners: Array, way: Array) -> Seen:
    """Whether any of some pieces, seen from the point, covers each direction."""
    sides = np.cross(corners, np.roll(corners, -1, axis=1))
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    solid = (corners[:, 0] * across).sum(axis=1)
    apart = np.abs(solid) > TOUCH_M * np.linalg.norm(across, axis=1)
    signed = sides[apart] * np.sign(solid[apart])[:, None, None]
    inside = (signed @ way.T >= 0).all(axis=1)
    covered: Seen = inside.any(axis=0)
    return covered
