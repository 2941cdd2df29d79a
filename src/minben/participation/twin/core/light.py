"""When the sun reaches a window: the exact times, and what stands in the way of the rest.

Buildings are prisms with upright walls, and triangles where a shape is more than that: the floor of a storey on
pillars, a pitched roof, a balcony. A ray that rises from a window outside of all of them enters one through a wall or a
triangle. Seen from the window a wall covers the sun while the sun stands between its two
ends, below its upper and above its lower edge: four linear functionals of the direction (``day.py``), whose signs
change at times that are found exactly. The dark time is the union over all walls.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import SunDay
from minben.participation.twin.core.spans import Owned, joined, met, rest

__all__ = ["Light", "Points", "Sky", "Walls", "light_of"]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

# A wall within a millimetre of the window is the one in which it stands, or one that it touches.
TOUCH_M = 1e-3
# What reaches less far before a window's own wall is behind it, whatever rounding says.
AHEAD_M = 1e-9
_PAIRS = 400_000


@dataclass(frozen=True, slots=True)
class Walls:
    """Upright walls in metres east and north of the origin.

    Attributes
    ----------
    begin, end : ndarray, shape (w, 2)
        The two lower corners [m].
    foot, top : ndarray, shape (w,)
        Heights of the lower and the upper edge [m].
    building : ndarray, shape (w,)
        Number of the building.
    triangles : ndarray, shape (t, 3, 3)
        Corners (east, north, height) of what is no upright wall [m].
    triangle_building : ndarray, shape (t,)
    """

    begin: Array
    end: Array
    foot: Array
    top: Array
    building: Whole
    triangles: Array = field(default_factory=lambda: np.empty((0, 3, 3)))
    triangle_building: Whole = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def kept(self, which: NDArray[np.bool_]) -> "Walls":
        """Return only what belongs to some of the buildings, told by their numbers."""
        wall, piece = which[self.building], which[self.triangle_building]
        return Walls(
            self.begin[wall],
            self.end[wall],
            self.foot[wall],
            self.top[wall],
            self.building[wall],
            self.triangles[piece],
            self.triangle_building[piece],
        )


@dataclass(frozen=True, slots=True)
class Points:
    """Points of windows.

    Attributes
    ----------
    place : ndarray, shape (p, 3)
        East, north, height [m].
    facing : ndarray, shape (p, 2)
        Unit vector out of the wall.
    """

    place: Array
    facing: Array


@dataclass(frozen=True, slots=True)
class Sky:
    """Which sun counts.

    Attributes
    ----------
    day : SunDay
    within : (float, float)
        The span of the day [s after true noon].
    altitude : float
        Lowest altitude [°].
    sweep : float
        Least angle between the sun's bearing and the wall (扫掠角) [°].
    """

    day: SunDay
    within: tuple[float, float]
    altitude: float = 0.0
    sweep: float = 0.0


@dataclass(frozen=True, slots=True)
class Light:
    """The day of all points, in seconds after true noon [s].

    Attributes
    ----------
    lit : (owners, spans)
        Sunlit spans of each point.
    dark : (owners, spans)
        Spans in which the sun is above the floor and in front of the window, and yet a building hides it.
    blockers : ndarray
        For each span of ``hidden`` the building.
    hidden : (owners, spans)
        What each single building hides; those of several buildings may overlap.
    """

    lit: Owned
    dark: Owned
    hidden: Owned
    blockers: Whole


def light_of(points: Points, walls: Walls, sky: Sky, *, loose: tuple[Walls, Walls] | None = None) -> Light:
    """Return when each point is sunlit.

    Parameters
    ----------
    points, walls
        In one local frame; keep the numbers small (metres from a near origin).
    sky : Sky
        Which sun counts.
    loose : (Walls, Walls), optional
        The same things in two places: each hides only what it hides in both.
    """
    open_sky = _open_sky(points, sky)
    hidden_of, hidden, blockers = _clipped(open_sky, *_shades(points, walls, sky, loose))
    dark = joined(hidden_of, hidden)
    return Light(rest(open_sky, dark), dark, (hidden_of, hidden), blockers)


def _open_sky(points: Points, sky: Sky) -> Owned:
    """When the sun would shine on each point if nothing else were built."""
    n = len(points.place)
    # A bearing at least so far from the wall lies between two upright planes, each turned inward by the sweep.
    cos, sin = np.cos(np.radians(sky.sweep)), np.sin(np.radians(sky.sweep))
    east, north = points.facing.T
    fronts = [
        sky.day.arcs(_plane(cos * east + turn * sin * north, cos * north - turn * sin * east))
        for turn in (-1, 1)
    ]
    up = np.broadcast_to((0.0, 0.0, 1.0), (1, 3))
    high = np.repeat(sky.day.arcs(up, float(np.sin(np.radians(sky.altitude)))), n, axis=0)
    found = met(*fronts, high, np.broadcast_to(np.array(sky.within), (n, 1, 2)))
    owners, which = np.nonzero(found[:, :, 0] < found[:, :, 1])
    return joined(owners, found[owners, which])


def _shades(
    points: Points, walls: Walls, sky: Sky, loose: tuple[Walls, Walls] | None
) -> tuple[Whole, Array, Whole]:
    """Owners, spans and buildings of all that hides the sun for certain."""
    owner, spans, building = _shade(points, walls, sky)
    if loose is None:
        return owner, spans, building
    count = 1 + max(int(one.max(initial=0)) for two in loose for one in (two.building, two.triangle_building))
    low, high = ((told[0] * count + told[2], told[1]) for told in (_shade(points, one, sky) for one in loose))
    pair, both = rest(low, rest(low, high))
    return (
        np.concatenate([owner, pair // count]),
        np.concatenate([spans, both]),
        np.concatenate([building, pair % count]),
    )


def _shade(points: Points, walls: Walls, sky: Sky) -> tuple[Whole, Array, Whole]:
    """Owners, spans and buildings of all that hides the sun, joined for each pair of point and building."""
    found_of, found, by = [np.empty(0, dtype=np.int64)], [np.empty((0, 2))], [np.empty(0, dtype=np.int64)]
    reach = _reach(sky.day, sky.within)
    for point, wall in _pairs(points, walls, reach):
        which, spans = _covered(points, walls, sky.day, point, wall)
        found_of.append(point[which])
        found.append(spans)
        by.append(walls.building[wall[which]])
    for point, triangle in _triangle_pairs(points, walls, reach):
        which, spans = _behind(points.place[point], walls.triangles[triangle], sky.day)
        found_of.append(point[which])
        found.append(spans)
        by.append(walls.triangle_building[triangle[which]])
    owners, spans, building = np.concatenate(found_of), np.concatenate(found), np.concatenate(by)
    count = int(max(walls.building.max(initial=0), walls.triangle_building.max(initial=0))) + 1
    pair, spans = joined(owners * count + building, spans)
    return pair // count, spans, pair % count


def _pairs(points: Points, walls: Walls, reach: "_Reach") -> Iterator[tuple[Whole, Whole]]:
    """Pairs in which a wall can hide the sun at all: in front, between first and last sun, and high enough."""
    step = max(1, _PAIRS // max(1, len(walls.foot)))
    along = walls.end - walls.begin
    normal = np.stack([along[:, 1], -along[:, 0]]) / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    offset = np.einsum("kw,wk->w", normal, walls.begin)
    for first in range(0, len(points.place), step):
        place = points.place[first : first + step]
        rise = walls.top - place[:, 2, None]
        far = np.abs(offset - place[:, :2] @ normal)
        kept = (rise > 0) & (far * reach.slope <= rise)
        point, wall = np.nonzero(kept)
        begin, end = walls.begin[wall] - place[point, :2], walls.end[wall] - place[point, :2]
        facing = points.facing[first + point]
        inside = _any_beyond(facing, begin, end, AHEAD_M)
        for edge in reach.edges:
            inside &= _any_beyond(edge[None, :], begin, end, 0.0)
        yield point[inside] + first, wall[inside]


def _any_beyond(way: Array, begin: Array, end: Array, least: float) -> NDArray[np.bool_]:
    beyond: NDArray[np.bool_] = np.maximum((way * begin).sum(axis=1), (way * end).sum(axis=1)) > least
    return beyond


@dataclass(frozen=True, slots=True)
class _Reach:
    """How steep the lowest sun is, and half planes outside of which no sun stands."""

    slope: float
    edges: tuple[Array, ...]


def _reach(day: SunDay, within: tuple[float, float]) -> _Reach:
    """Bound the sun of a span; outside of the tropics it goes round the sky in one sense."""
    way = day.directions(np.linspace(*within, 97))
    level = np.hypot(way[:, 0], way[:, 1])
    # Between two of the looks the sun moves by less than this.
    slack = np.radians(15.0) * (within[1] - within[0]) / 96 / 3600
    lowest = float(np.arctan2(way[:, 2], level).min()) - slack
    turned = np.unwrap(np.arctan2(way[:, 0], way[:, 1]))
    span = float(np.ptp(turned))
    steep = float(np.tan(lowest)) if lowest > 0 else 0.0
    if abs(day.lat) < 24.0 or abs(day.lat) > 66.0 or span >= np.pi - 0.2:
        return _Reach(steep, ())
    low, high = turned.min() - 0.02, turned.max() + 0.02
    edges = (
        np.array([np.cos(low), -np.sin(low)]),
        np.array([-np.cos(high), np.sin(high)]),
    )
    return _Reach(steep, edges)


def _covered(points: Points, walls: Walls, day: SunDay, point: Whole, wall: Whole) -> tuple[Whole, Array]:
    """For each pair the spans in which the sun stands behind the wall."""
    place = points.place[point]
    begin, end = walls.begin[wall] - place[:, :2], walls.end[wall] - place[:, :2]
    across = _cross(begin, end - begin)
    turned = across < 0
    begin, end = np.where(turned[:, None], end, begin), np.where(turned[:, None], begin, end)
    distance, along = np.abs(across), end - begin
    apart = distance > TOUCH_M * np.hypot(along[:, 0], along[:, 1])
    left = _plane(-begin[:, 1], begin[:, 0])
    right = _plane(end[:, 1], -end[:, 0])
    side = _plane(along[:, 1], -along[:, 0])
    lid = (walls.top[wall] - place[:, 2])[:, None] * side - distance[:, None] * (0.0, 0.0, 1.0)
    sets = [day.arcs(left), day.arcs(right), day.arcs(lid)]
    sill = (walls.foot[wall] - place[:, 2])[:, None] * side - distance[:, None] * (0.0, 0.0, 1.0)
    hangs = walls.foot[wall] > place[:, 2]
    under = day.arcs(-sill)
    under[~hangs] = [(-np.inf, np.inf), (np.inf, -np.inf)]
    found = met(*sets, under)
    which, k = np.nonzero((found[:, :, 0] < found[:, :, 1]) & apart[:, None])
    return which, found[which, k]


def _triangle_pairs(points: Points, walls: Walls, reach: "_Reach") -> Iterator[tuple[Whole, Whole]]:
    """The same for triangles, each taken as a disc around its middle."""
    step = max(1, _PAIRS // max(1, len(walls.triangles)))
    highest = walls.triangles[:, :, 2].max(axis=1, initial=-np.inf)
    flat = walls.triangles[:, :, :2]
    middle = flat.mean(axis=1)
    wide = np.hypot(*np.moveaxis(flat - middle[:, None], 2, 0)).max(axis=1, initial=0.0)
    for first in range(0, len(points.place), step):
        place = points.place[first : first + step]
        rise = highest - place[:, 2, None]
        off = middle - place[:, None, :2]
        far = np.hypot(off[:, :, 0], off[:, :, 1]) - wide
        ways = [points.facing[first : first + step, None], *(edge[None, None] for edge in reach.edges)]
        kept = (rise > 0) & (far * reach.slope <= rise)
        for way in ways:
            kept &= (off * way).sum(axis=2) + wide > 0
        point, triangle = np.nonzero(kept)
        yield point + first, triangle


def _behind(place: Array, triangles: Array, day: SunDay) -> tuple[Whole, Array]:
    """For each pair the spans in which the sun stands behind the triangle: inside the planes through its edges."""
    a, b, c = (triangles[:, corner] - place for corner in range(3))
    sides = np.stack([np.cross(a, b), np.cross(b, c), np.cross(c, a)])
    solid = np.einsum("nk,nk->n", a, sides[1])
    size = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    sides = sides * np.sign(solid)[None, :, None]
    found = met(*(day.arcs(side) for side in sides))
    # A window in the triangle's own plane, within a millimetre, sees it edge on.
    apart = np.abs(solid) > TOUCH_M * size
    which, k = np.nonzero((found[:, :, 0] < found[:, :, 1]) & apart[:, None])
    return which, found[which, k]


def _cross(a: Array, b: Array) -> Array:
    crossed: Array = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return crossed


def _plane(east: Array, north: Array) -> Array:
    return np.column_stack([east, north, np.zeros(len(east))])


def _clipped(sky: Owned, owners: Whole, spans: Array, building: Whole) -> tuple[Whole, Array, Whole]:
    """What of each shade falls into the time in which its point would see the sun."""
    first = np.searchsorted(sky[0], owners, side="left")
    count = np.searchsorted(sky[0], owners, side="right") - first
    row = np.repeat(np.arange(len(owners)), count)
    piece = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    begin = np.maximum(spans[row, 0], sky[1][piece, 0])
    end = np.minimum(spans[row, 1], sky[1][piece, 1])
    kept = np.flatnonzero(begin < end)
    order = kept[np.lexsort((begin[kept], owners[row[kept]]))]
    return owners[row[order]], np.stack([begin[order], end[order]], axis=-1), building[row[order]]
