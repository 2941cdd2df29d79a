"""A block as data: buildings, windows, where on Earth they stand; read from JSON and checked first.

A scene is ``{"origin": {"lat", "lon"}, "timezone", "north", "buildings": […], "windows": […]}``: lengths in metres of
a local grid, heights above one common zero, ``north`` in degrees clockwise of the grid's +y, ``sill`` the height of the
window's point above that same zero, ``azimuth`` the way a window faces in degrees clockwise from true north. What is
wrong is told all at once, each fault with the id of the thing and what to do.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray
from shapely import LinearRing, Point, Polygon, STRtree, constrained_delaunay_triangles
from shapely.ops import nearest_points

from minben.participation.twin.core.light import Points, Walls

__all__ = ["Building", "Fault", "Scene", "SceneRefused", "Window", "read_scene"]

Array = NDArray[np.float64]

# Farther from the origin than this nobody sets up a block: the figures are raw map coordinates.
LARGEST_M = 20_000.0
# So far before a window there must be air: a digitised window may stand that far inside its own wall, no deeper.
OUTSIDE_M = 0.05


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: a code, the kind and id of the thing, and its facts."""

    code: str
    thing: str
    id: str
    facts: Mapping[str, object]


class SceneRefused(ValueError):
    """The scene cannot be computed; ``faults`` says all that is wrong."""

    code = "scene_refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(self.code)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Building:
    """A prism: an outer ring, rings of courtyards [m], its foot and its height [m]."""

    id: str
    shape: Polygon
    base: float
    height: float


@dataclass(frozen=True, slots=True)
class Window:
    """A point of a window [m], the way it faces [°], and whose dwelling it belongs to."""

    id: str
    building: str
    dwelling: str
    x: float
    y: float
    sill: float
    azimuth: float
    width: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A checked scene; ``set_aside`` names windows that cannot be computed, with the reason."""

    lat: float
    lon: float
    timezone: str
    north: float
    buildings: tuple[Building, ...]
    windows: tuple[Window, ...]
    set_aside: tuple[Fault, ...]
    digest: str

    def walls(self) -> Walls:
        """Every wall of every building, in metres true east and north."""
        begins, ends, owners = [], [], []
        for number, building in enumerate(self.buildings):
            for ring in (building.shape.exterior, *building.shape.interiors):
                corners = _distinct(np.asarray(ring.coords)[:, :2])
                begins.append(corners)
                ends.append(np.roll(corners, -1, axis=0))
                owners.append(np.full(len(corners), number))
        owner = np.concatenate(owners) if owners else np.empty(0, dtype=int)
        slabs, above = self._floors()
        foot = np.array([one.base for one in self.buildings], dtype=float)
        top = foot + np.array([one.height for one in self.buildings], dtype=float)
        return Walls(
            begin=self._true(np.concatenate(begins or [np.empty((0, 2))])),
            end=self._true(np.concatenate(ends or [np.empty((0, 2))])),
            foot=foot[owner],
            top=top[owner],
            building=owner.astype(np.int64),
            triangles=slabs,
            triangle_building=above,
        )

    def _floors(self) -> tuple[Array, NDArray[np.int64]]:
        """The undersides of what stands on pillars, as triangles; below all others there is ground."""
        ground = min((one.base for one in self.buildings), default=0.0)
        corners, owners = [], []
        for number, building in enumerate(self.buildings):
            if building.base > ground:
                for piece in constrained_delaunay_triangles(building.shape).geoms:
                    flat = self._true(np.asarray(piece.exterior.coords)[:3, :2])
                    corners.append(np.column_stack([flat, np.full(3, building.base)]))
                    owners.append(number)
        return np.array(corners).reshape(-1, 3, 3), np.array(owners, dtype=np.int64)

    def points(self) -> Points:
        """One point for each window, in metres true east and north."""
        place = np.array([(one.x, one.y) for one in self.windows], dtype=float).reshape(-1, 2)
        sill = np.array([one.sill for one in self.windows], dtype=float)
        facing = np.radians([one.azimuth for one in self.windows])
        return Points(
            place=np.column_stack([self._true(place), sill]),
            facing=np.column_stack([np.sin(facing), np.cos(facing)]),
        )

    def _true(self, grid: Array) -> Array:
        """Turn grid coordinates so that +y points to true north."""
        angle = math.radians(self.north)
        # A direction at azimuth ``north`` in the grid is north: it must come to lie on +y.
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        turned: Array = grid @ turn.T
        return turned


def read_scene(text: str | bytes) -> Scene:
    """Read and check a scene.

    Parameters
    ----------
    text : str or bytes
        JSON.

    Returns
    -------
    Scene

    Raises
    ------
    SceneRefused
        When it is no scene, or a building cannot be used. Windows that cannot be used are set aside instead.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise SceneRefused([Fault("not_json", "scene", "", {"detail": str(error)})]) from error
    if not isinstance(raw, dict):
        raise SceneRefused([Fault("not_an_object", "scene", "", {})])
    faults = [*_frame_faults(raw)]
    buildings = tuple(_buildings(raw.get("buildings"), faults))
    if faults:
        raise SceneRefused(faults)
    aside: list[Fault] = []
    windows = tuple(_windows(raw.get("windows", []), buildings, aside, float(raw.get("north", 0.0))))
    canonical = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Scene(
        lat=float(raw["origin"]["lat"]),
        lon=float(raw["origin"]["lon"]),
        timezone=raw["timezone"],
        north=float(raw.get("north", 0.0)),
        buildings=buildings,
        windows=windows,
        set_aside=tuple(aside),
        digest=f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}",
    )


def _frame_faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    origin = raw.get("origin")
    place = origin if isinstance(origin, dict) else {}
    if not (_number(place.get("lat"), -90, 90) and _number(place.get("lon"), -180, 180)):
        yield Fault("no_origin", "scene", "", {})
    try:
        ZoneInfo(raw.get("timezone") or "")
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        yield Fault("no_timezone", "scene", "", {"value": raw.get("timezone")})
    if not _number(raw.get("north", 0.0), -360, 360):
        yield Fault("north_wrong", "scene", "", {"value": raw.get("north")})
    for name in ("buildings", "windows"):
        if not isinstance(raw.get(name, []), list):
            yield Fault("not_a_list", "scene", "", {"name": name})


def _buildings(raw: Any, faults: list[Fault]) -> Iterator[Building]:
    seen: set[str] = set()
    for number, one in enumerate(raw if isinstance(raw, list) else []):
        row = one if isinstance(one, dict) else {}
        key = str(row.get("id", f"#{number + 1}"))
        found = _building_fault(row, key, seen)
        seen.add(key)
        if found:
            faults.append(found)
            continue
        shape = Polygon(row["footprint"], row.get("holes") or [])
        if not shape.is_valid:
            faults.append(Fault("crosses_itself", "building", key, {}))
            continue
        yield Building(key, shape, float(row.get("base", 0.0)), float(row["height"]))


def _building_fault(row: Mapping[str, Any], key: str, seen: set[str]) -> Fault | None:
    rings = [row.get("footprint"), *(row.get("holes") or [])]
    if key in seen:
        return Fault("id_twice", "building", key, {})
    if not all(_ring(ring) for ring in rings):
        return Fault("no_footprint", "building", key, {})
    if not _number(row.get("height"), 0.01, 1_000):
        return Fault("no_height", "building", key, {"value": row.get("height")})
    if not _number(row.get("base", 0.0), -1_000, 9_000):
        return Fault("base_wrong", "building", key, {"value": row.get("base")})
    if any(abs(value) > LARGEST_M for ring in rings for corner in ring or () for value in corner):
        return Fault("raw_coordinates", "building", key, {"limit_m": int(LARGEST_M)})
    return None


def _ring(ring: object) -> bool:
    if not isinstance(ring, list):
        return False
    pairs = all(
        isinstance(corner, list)
        and len(corner) >= 2
        and all(_number(v, -math.inf, math.inf) for v in corner[:2])
        for corner in ring
    )
    return pairs and len({tuple(corner[:2]) for corner in ring}) >= 3 and abs(LinearRing(ring).length) > 0


def _windows(raw: Any, buildings: Sequence[Building], aside: list[Fault], north: float) -> Iterator[Window]:
    known = {one.id: one for one in buildings}
    tree = STRtree([one.shape for one in buildings])
    seen: set[str] = set()
    for number, one in enumerate(raw):
        row = one if isinstance(one, dict) else {}
        key = str(row.get("id", f"#{number + 1}"))
        found = _window_fault(row, key, seen, known) or _inside_fault(row, key, buildings, tree, north)
        seen.add(key)
        if found:
            aside.append(found)
            continue
        place = _on_wall(Point(row["x"], row["y"]), known[str(row["building"])])
        yield Window(
            id=key,
            building=str(row["building"]),
            dwelling=str(row.get("dwelling", key)),
            x=place.x,
            y=place.y,
            sill=float(row["sill"]),
            azimuth=float(row["azimuth"]) % 360.0,
            width=float(row.get("width", 0.0)),
        )


def _window_fault(
    row: Mapping[str, Any], key: str, seen: set[str], known: Mapping[str, Building]
) -> Fault | None:
    if key in seen:
        return Fault("id_twice", "window", key, {})
    for name, limit in (("x", LARGEST_M), ("y", LARGEST_M), ("sill", 9_000.0), ("azimuth", 720.0)):
        value = row.get(name)
        if not _number(value, -math.inf, math.inf):
            return Fault("no_number", "window", key, {"name": name, "value": value})
        if abs(value) > limit:  # type: ignore[arg-type]  # a number, as was just checked
            return Fault("raw_coordinates", "window", key, {"limit_m": int(limit)})
    if not _number(row.get("width", 0.0), 0.0, 100.0):
        return Fault("no_number", "window", key, {"name": "width", "value": row.get("width")})
    if str(row.get("building")) not in known:
        return Fault("no_building", "window", key, {"value": row.get("building")})
    return None


def _inside_fault(
    row: Mapping[str, Any], key: str, buildings: Sequence[Building], tree: STRtree, north: float
) -> Fault | None:
    """A window that looks into a solid sees nothing: its own house the wrong way, or a neighbour that overlaps."""
    way = math.radians(row["azimuth"] + north)
    before = Point(row["x"] + OUTSIDE_M * math.sin(way), row["y"] + OUTSIDE_M * math.cos(way))
    for number in tree.query(before, predicate="within"):
        one = buildings[number]
        if one.base <= row["sill"] < one.base + one.height:
            return Fault("inside_walls", "window", key, {"building": one.id})
    return None


def _on_wall(place: Point, building: Building) -> Point:
    """A window drawn a little inside its own wall stands in that wall."""
    return nearest_points(building.shape.boundary, place)[0] if building.shape.contains(place) else place


def _number(value: object, low: float, high: float) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    )


def _distinct(corners: Array) -> Array:
    """The corners of a ring without the repeated last one, and without steps of no length."""
    corners = corners[:-1] if np.allclose(corners[0], corners[-1]) else corners
    moved = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T) > 1e-9
    kept: Array = corners[moved]
    return kept
