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
from shapely import Point, STRtree
from shapely.ops import nearest_points

from minben.participation.twin.core.built import Building, Solid, walls_of
from minben.participation.twin.core.light import Points, Walls
from minben.participation.twin.core.reading import (
    LARGEST_M,
    Fault,
    SceneRefused,
    buildings_of,
    is_number,
    solids_of,
)

__all__ = ["Fault", "Scene", "SceneRefused", "Window", "is_number", "read_scene", "zone_faults"]

Array = NDArray[np.float64]

# So far before a window there must be air: a digitised window may stand that far inside its own wall, no deeper.
OUTSIDE_M = 0.05


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
    solids: tuple[Solid, ...] = ()

    def walls(self) -> Walls:
        """All that can hide the sun, in metres true east and north; solids are numbered after the buildings."""
        return walls_of(self.buildings, self.solids, self._true)

    def blocker(self, number: int) -> str:
        """Name what hides the sun: a building by its id, a solid by what kind of thing it is."""
        houses = len(self.buildings)
        return self.buildings[number].id if number < houses else self.solids[number - houses].kind

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
    except (ValueError, RecursionError) as error:
        raise SceneRefused([Fault("not_json", "scene", "", {"detail": str(error)})]) from error
    if not isinstance(raw, dict):
        raise SceneRefused([Fault("not_an_object", "scene", "", {})])
    faults = [*_frame_faults(raw)]
    buildings = tuple(buildings_of(raw.get("buildings"), faults))
    solids = tuple(solids_of(raw.get("solids"), {one.id for one in buildings}, faults))
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
        solids=solids,
    )


def _frame_faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    origin = raw.get("origin")
    place = origin if isinstance(origin, dict) else {}
    if not (is_number(place.get("lat"), -90, 90) and is_number(place.get("lon"), -180, 180)):
        yield Fault("no_origin", "scene", "", {})
    yield from zone_faults(raw.get("timezone"))
    if not is_number(raw.get("north", 0.0), -360, 360):
        yield Fault("north_wrong", "scene", "", {"value": raw.get("north")})
    for name in ("buildings", "solids", "windows"):
        if not isinstance(raw.get(name, []), list):
            yield Fault("not_a_list", "scene", "", {"name": name})


def zone_faults(zone: Any) -> Iterator[Fault]:
    """Say whether a time zone is known by this name."""
    try:
        ZoneInfo(zone or "")
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        yield Fault("no_timezone", "scene", "", {"value": zone})


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
        if not is_number(value, -math.inf, math.inf):
            return Fault("no_number", "window", key, {"name": name, "value": value})
        if abs(value) > limit:  # type: ignore[arg-type]  # a number, as was just checked
            return Fault("raw_coordinates", "window", key, {"limit_m": int(limit)})
    if not is_number(row.get("width", 0.0), 0.0, 100.0):
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
