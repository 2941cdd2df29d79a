"""The sun look by look: whether each window is lit in the middle of each minute, for many windows and many days.

The exact engine (``light.py``) finds the moments; this one only answers for a list of moments, and answers the same.
Seen from a window a wall rises to a slope that is linear in the sun's bearing: with the wall's line ``cross(u, E)`` and
its distance, ``slope = (top - z) · cross(u, E) / cross(A, E)``. So the skyline of a window is a maximum over walls of
two products per look, and the sun is up where it is steeper. Numba makes this a loop over numbers when it is installed;
NumPy does the same in arrays otherwise.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.light import AHEAD_M, TOUCH_M, Points, Sky, Walls
from minben.participation.twin.core.pieces import hidden, pieces_of

njit: Any = None
prange: Any = range
with suppress(ImportError):  # the extra ``speed`` may not be installed
    from numba import njit, prange
COMPILED = njit is not None

__all__ = ["COMPILED", "looks_of", "seen", "seen_along", "with_added"]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Seen = NDArray[np.bool_]
Loose = tuple[Walls, Walls] | None

# Side of the squares in which walls are looked up [m].
_CELL_M = 32.0
_NEVER = -1e300


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
        lit &= ~hidden(points, pieces_of(walls, hangs, loose), way, compiled=compiled)
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
    east, north, steep, graze, reach = sun
    up = steep[steep > _NEVER]
    grid = np.array([index.west, index.south, min(reach, 1e9), _CELL_M, up.min() if len(up) else 0.0])
    shape = np.array([index.across, index.along])
    tops = np.full(len(index.starts) - 1, -np.inf)
    np.maximum.at(tops, np.repeat(np.arange(len(tops)), np.diff(index.starts)), parts[index.rows, 4])
    turned = np.unwrap(np.arctan2(east, north))
    # Where the bearing goes back on its way, as in the tropics, every look is tried.
    turned = turned if (np.diff(turned) > 0).all() else np.empty(0)
    rows = _rows_together if len(place) >= _MANY else _rows_alone
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


def _inline(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile into whoever calls it."""
    made: Callable[..., Any] = njit(inline="always")(function) if COMPILED else function
    return made


@_inline
def _raise(  # noqa: PLR0917  # as above
    skyline: Array, ax: float, ay: float, bx: float, by: float, rise: float,
    east: Array, north: Array, turned: Array,
) -> None:  # fmt: skip
    """Raise a skyline to a wall, between the bearings of its two ends."""
    ex, ey = bx - ax, by - ay
    across = ax * ey - ay * ex
    if abs(across) <= 1e-3 * np.hypot(ex, ey):
        return
    if across < 0:
        ax, ay, bx, by, ex, ey, across = bx, by, ax, ay, -ex, -ey, -across
    slope = rise / across
    first, last, again = 0, len(east), -1
    if len(turned):
        # Clockwise from b to a; one look more on either side, so that rounding decides nothing here.
        start = turned[0] + (np.arctan2(bx, by) - turned[0]) % (2 * np.pi)
        width = (np.arctan2(ax, ay) - np.arctan2(bx, by)) % (2 * np.pi)
        first = max(0, np.searchsorted(turned, start) - 1)
        last = min(len(turned), np.searchsorted(turned, start + width) + 1)
        again = np.searchsorted(turned, start + width - 2 * np.pi) + 1
    for t in range(first, last):
        height = slope * (east[t] * ey - north[t] * ex)
        inside = ax * north[t] - ay * east[t] >= 0 and east[t] * by - north[t] * bx >= 0
        if inside and height > skyline[t]:
            skyline[t] = height
    for t in range(min(again, first)):
        height = slope * (east[t] * ey - north[t] * ex)
        inside = ax * north[t] - ay * east[t] >= 0 and east[t] * by - north[t] * bx >= 0
        if inside and height > skyline[t]:
            skyline[t] = height


@_inline
def _counts(  # noqa: PLR0917  # as above
    ax: float, ay: float, bx: float, by: float, rise: float, fx: float, fy: float, lowest: float, edges: Array,
) -> bool:  # fmt: skip
    """Whether a wall can hide any look: in front of the window, high enough for where it stands, towards the sun."""
    return (
        rise > 0
        and (ax * fx + ay * fy > 1e-9 or bx * fx + by * fy > 1e-9)
        and abs(ax * by - ay * bx) * lowest <= rise * np.hypot(bx - ax, by - ay)
        and max(edges[0, 0] * ax + edges[0, 1] * ay, edges[0, 0] * bx + edges[0, 1] * by) >= 0
        and max(edges[1, 0] * ax + edges[1, 1] * ay, edges[1, 0] * bx + edges[1, 1] * by) >= 0
    )


@_inline
def _away(at: float, low: float, size: float) -> float:
    """How far a place is from a square along one axis [m]."""
    return max(low - at, at - low - size, 0.0)


def _rows(  # noqa: PLR0917  # numba takes numbers and arrays, no objects
    place: Array, facing: Array, parts: Array, starts: Whole, rows: Whole, tops: Array, grid: Array, shape: Whole,
    edges: Array, east: Array, north: Array, steep: Array, turned: Array, graze: float,
) -> Seen:  # fmt: skip
    """For each point the skyline at each look, wall by wall; a wall in two squares is met twice, to no harm."""
    points, looks = len(place), len(east)
    lit = np.zeros((points, looks), dtype=np.bool_)
    for n in prange(points):
        x, y, z = place[n, 0], place[n, 1], place[n, 2]
        fx, fy = facing[n, 0], facing[n, 1]
        skyline = np.full(looks, -1e300)
        x0 = max(0, int(np.floor((x - grid[0] - grid[2]) / grid[3])))
        x1 = min(shape[0] - 1, int(np.floor((x - grid[0] + grid[2]) / grid[3])))
        y0 = max(0, int(np.floor((y - grid[1] - grid[2]) / grid[3])))
        y1 = min(shape[1] - 1, int(np.floor((y - grid[1] + grid[2]) / grid[3])))
        for cell in range(max(0, x1 - x0 + 1) * max(0, y1 - y0 + 1)):
            cx, cy = x0 + cell % (x1 - x0 + 1), y0 + cell // (x1 - x0 + 1)
            here = cy * shape[0] + cx
            far = np.hypot(
                _away(x, grid[0] + cx * grid[3], grid[3]), _away(y, grid[1] + cy * grid[3], grid[3])
            )
            # Even the tallest wall of a square is too low for where the square lies.
            if tops[here] - z <= far * grid[4]:
                continue
            for k in range(starts[here], starts[here + 1]):
                wall = rows[k]
                ax, ay = parts[wall, 0] - x, parts[wall, 1] - y
                bx, by = parts[wall, 2] - x, parts[wall, 3] - y
                rise = parts[wall, 4] - z
                if _counts(ax, ay, bx, by, rise, fx, fy, grid[4], edges):
                    _raise(skyline, ax, ay, bx, by, rise, east, north, turned)
        for t in range(looks):
            front = fx * east[t] + fy * north[t] >= graze
            lit[n, t] = front and steep[t] > -1e300 and steep[t] > skyline[t]
    return lit


# Threads that wait for one another cost more than they bring where there is little to do.
_MANY = 64
_rows_alone = njit(cache=True)(_rows) if COMPILED else _rows
_rows_together = njit(cache=True, parallel=True)(_rows) if COMPILED else _rows
