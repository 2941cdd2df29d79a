"""The sun look by look: whether each window is lit in the middle of each minute, for many windows and many days.

The exact engine (``light.py``) finds the moments; this one only answers for a list of moments, and answers the same.
Seen from a window a wall rises to a slope that is linear in the sun's bearing: with the wall's line ``cross(u, E)`` and
its distance, ``slope = (top - z) · cross(u, E) / cross(A, E)``. So the skyline of a window is a maximum over walls of
two products per look, and the sun is up where it is steeper. Numba makes this a loop over numbers when it is installed;
NumPy does the same in arrays otherwise.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.light import AHEAD_M, TOUCH_M, Points, Sky, Walls
from minben.participation.twin.core.pieces import hidden, pieces_of

# The extra ``speed`` may not be installed.
COMPILED = find_spec("numba") is not None

__all__ = ["COMPILED", "looks_of", "seen", "seen_along", "with_added"]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Seen = NDArray[np.bool_]
Loose = tuple[Walls, Walls] | None

# Side of the squares in which walls are looked up [m].
_CELL_M = 32.0
_NEVER = -1e300
_MANY = 64


def looks_of(sky: Sky, *, step_s: float = 60.0) -> Array:
    """Return the middle of each step of the span that counts [s after true noon].

    Examples
    --------
    >>> from minben.participation.twin.core.day import sun_day
    >>> sky = Sky(sun_day(1768881600.0, lat=31.3, lon=120.6), (-120.0, 120.0))
    >>> looks_of(sky).tolist()
    [-90.0, -30.0, 30.0, 90.0]
    """
    begin, end = sky.within
    looks: Array = np.float64(begin) + step_s * (np.arange(ceil((end - begin) / step_s)) + 0.5)
    return looks


def seen(
    points: Points,
    walls: Walls,
    sky: Sky,
    looks: Array,
    *,
    loose: Loose = None,
    compiled: bool = COMPILED,
) -> Seen:
    """Return whether each point is lit at each look.

    Parameters
    ----------
    points, walls
        In one local frame [m].
    sky : Sky
        Which sun counts.
    looks : ndarray, shape (t,)
        Seconds after true noon [s].
    loose : (Walls, Walls), optional
        The same things in two places: each hides only what it hides in both.
    compiled : bool
        Use numba; the answer is the same.

    Returns
    -------
    ndarray of bool, shape (p, t)
    """
    return seen_along(
        points,
        walls,
        sky.day.directions(looks),
        altitude=sky.altitude,
        sweep=sky.sweep,
        loose=loose,
        compiled=compiled,
    )


def seen_along(
    points: Points,
    walls: Walls,
    way: Array,
    *,
    altitude: float = 0.0,
    sweep: float = 0.0,
    loose: Loose = None,
    compiled: bool = COMPILED,
) -> Seen:
    """Return whether each point sees the sun in each direction, whatever day it stands there.

    Parameters
    ----------
    points, walls, loose, compiled
        As in :func:`seen`.
    way : ndarray, shape (t, 3)
        Unit vectors east, north, up towards the sun.
    altitude, sweep : float
        Lowest altitude, and least angle between the bearing and the wall, that count [°].

    Returns
    -------
    ndarray of bool, shape (p, t)
    """
    level = np.hypot(way[:, 0], way[:, 1])
    up = (way[:, 2] >= np.sin(np.radians(altitude))) & (way[:, 2] >= 0)
    steep = np.where(up, way[:, 2] / np.maximum(level, 1e-12), _NEVER)
    east, north = way[:, 0] / level, way[:, 1] / level
    graze = np.sin(np.radians(sweep))
    # A wall that begins above the lowest point is told as a piece; all others reach below whatever looks at them.
    hangs = walls.foot > points.place[:, 2].min(initial=np.inf)
    upright = _upright(walls, ~hangs)
    index = _index(upright)
    reach = _reach_m(points, upright, steep[up])
    row = _compiled if compiled and COMPILED else _plain
    lit = row(points.place, points.facing, _parts(upright), index, (east, north, steep, graze, reach))
    if hangs.any() or len(walls.triangles) or loose is not None:
        lit &= ~hidden(points, pieces_of(walls, hangs, loose), way, compiled=compiled and COMPILED)
    return lit


def _upright(walls: Walls, which: Seen) -> Walls:
    if which.all():
        return walls
    return Walls(
        walls.begin[which], walls.end[which], walls.foot[which], walls.top[which], walls.building[which]
    )


def with_added(before: Seen, points: Points, added: Walls, sky: Sky, looks: Array) -> Seen:
    """Return what is still lit when something is built: a lift asks only about its own walls.

    Parameters
    ----------
    before : ndarray of bool, shape (p, t)
        As :func:`seen` told for the block without it.
    points, sky, looks
        The same as then.
    added : Walls
        Of the lift alone.
    """
    place, way = points.place, sky.day.directions(looks)
    up = way[:, 2] > 1e-3
    reach = float(added.top.max(initial=0.0) - place[:, 2].min(initial=0.0)) * float(
        (np.hypot(way[up, 0], way[up, 1]) / way[up, 2]).max(initial=0.0)
    )
    low = np.minimum(added.begin, added.end).min(axis=0) - reach
    high = np.maximum(added.begin, added.end).max(axis=0) + reach
    touched = ((place[:, :2] >= low) & (place[:, :2] <= high)).all(axis=1) & (place[:, 2] < added.top.max())
    after = before.copy()
    some = Points(place[touched], points.facing[touched])
    after[touched] &= seen(some, added, sky, looks)
    return after


def _reach_m(points: Points, walls: Walls, steep: Array) -> float:
    """Farther than this no wall hides the lowest sun from the lowest point [m]."""
    if not len(steep) or not len(walls.top) or not len(points.place):
        return 0.0
    rise = float(walls.top.max() - points.place[:, 2].min())
    lowest = float(steep.min())
    return max(rise, 0.0) / lowest if lowest > 1e-3 else float("inf")


@dataclass(frozen=True, slots=True)
class _Index:
    """Walls by the squares they pass through."""

    west: float
    south: float
    across: int
    along: int
    starts: Whole
    rows: Whole


def _index(walls: Walls) -> _Index:
    if not len(walls.top):
        return _Index(0.0, 0.0, 1, 1, np.zeros(2, dtype=np.int64), np.empty(0, dtype=np.int64))
    low = np.minimum(walls.begin, walls.end)
    high = np.maximum(walls.begin, walls.end)
    west, south = low.min(axis=0)
    first = ((low - (west, south)) // _CELL_M).astype(np.int64)
    last = ((high - (west, south)) // _CELL_M).astype(np.int64)
    across, along = (last.max(axis=0) + 1).tolist()
    span = last - first + 1
    count = span[:, 0] * span[:, 1]
    wall = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(wall)) - np.repeat(np.cumsum(count) - count, count)
    x = first[wall, 0] + nth % span[wall, 0]
    y = first[wall, 1] + nth // span[wall, 0]
    cell = y * across + x
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(across * along + 1))
    return _Index(float(west), float(south), across, along, starts.astype(np.int64), wall[order])


def _parts(walls: Walls) -> Array:
    """Walls as rows of five numbers: two ends and the top, the foot being the ground."""
    return np.column_stack([walls.begin, walls.end, walls.top])


Sun = tuple[Array, Array, Array, float, float]


def _plain(place: Array, facing: Array, parts: Array, index: _Index, sun: Sun) -> Seen:
    """In arrays, a point at a time."""
    east, north, steep, graze, reach = sun
    lit = np.empty((len(place), len(east)), dtype=bool)
    for n, (x, y, z) in enumerate(place):
        near = _near(index, x, y, reach, len(parts))
        a, b = parts[near, :2] - (x, y), parts[near, 2:4] - (x, y)
        rise = parts[near, 4] - z
        line = b - a
        across = a[:, 0] * line[:, 1] - a[:, 1] * line[:, 0]
        # What lies behind the window's own wall hides nothing from it.
        ahead = np.maximum(a @ facing[n], b @ facing[n]) > AHEAD_M
        kept = ahead & (rise > 0) & (np.abs(across) > TOUCH_M * np.hypot(line[:, 0], line[:, 1]))
        a, b, line = a[kept], b[kept], line[kept]
        turned = across[kept] < 0
        a, b = np.where(turned[:, None], b, a), np.where(turned[:, None], a, b)
        line = b - a
        slope = (rise[kept] / np.abs(across[kept]))[:, None]
        left = a[:, :1] * north - a[:, 1:] * east
        right = east * b[:, 1:] - north * b[:, :1]
        height = np.where(
            (left >= 0) & (right >= 0), slope * (east * line[:, 1:] - north * line[:, :1]), _NEVER
        )
        front = facing[n, 0] * east + facing[n, 1] * north >= graze
        lit[n] = front & (steep > height.max(axis=0, initial=_NEVER)) & (steep > _NEVER)
    return lit


def _near(index: _Index, x: float, y: float, reach: float, count: int) -> Whole:
    if not np.isfinite(reach):
        return np.arange(count)
    x0, x1 = _cells(x - index.west, reach, index.across)
    y0, y1 = _cells(y - index.south, reach, index.along)
    found = [
        index.rows[index.starts[row * index.across + x0] : index.starts[row * index.across + x1 + 1]]
        for row in range(y0, y1 + 1)
        if x0 <= x1
    ]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _cells(offset: float, reach: float, count: int) -> tuple[int, int]:
    return max(0, int((offset - reach) // _CELL_M)), min(count - 1, int((offset + reach) // _CELL_M))


def _compiled(place: Array, facing: Array, parts: Array, index: _Index, sun: Sun) -> Seen:
    from minben.participation.twin.core import kernels

    east, north, steep, graze, reach = sun
    up = steep[steep > _NEVER]
    grid = np.array([index.west, index.south, min(reach, 1e9), _CELL_M, up.min() if len(up) else 0.0])
    shape = np.array([index.across, index.along])
    tops = np.full(len(index.starts) - 1, -np.inf)
    np.maximum.at(tops, np.repeat(np.arange(len(tops)), np.diff(index.starts)), parts[index.rows, 4])
    turned = np.unwrap(np.arctan2(east, north))
    # Where the bearing goes back on its way, as in the tropics, every look is tried.
    turned = turned if (np.diff(turned) > 0).all() else np.empty(0)
    # Threads that wait for one another cost more than they bring where there is little to do.
    rows = kernels.under_skylines_together if len(place) >= _MANY else kernels.under_skylines
    found: Seen = rows(
        place, facing, parts, index.starts, index.rows, tops, grid, shape, _edges(east, north, turned),
        east, north, steep, turned, graze,
    )  # fmt: skip
    return found


def _edges(east: Array, north: Array, turned: Array) -> Array:
    """Two half planes outside of which no look of a day goes; all the plane where looks go round too far."""
    if not len(turned) or turned[-1] - turned[0] >= np.pi - 0.2:
        return np.zeros((2, 2))
    low, high = turned[0] - 1e-6, turned[-1] + 1e-6
    return np.array([[np.cos(low), -np.sin(low)], [-np.cos(high), np.sin(high)]])
