"""A block as it looks from above and aside: walls, roofs, shadows on the ground and the windows of one house.

A parallel projection: what is farther away is drawn higher and first. Nothing here needs more than a page can show
without scripts; the exact times are the engine's.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from shapely import MultiPoint, Polygon, constrained_delaunay_triangles, union_all
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

__all__ = ["LIFT", "Face", "box_of", "faces"]

LIFT = "lift"

Corner = tuple[float, float]
# How steeply one looks down [°], how tall a window is drawn [m], how long a shadow at most [m].
_DOWN, _TALL_M, _LONGEST_M = 32.0, 1.4, 150.0


@dataclass(frozen=True, slots=True)
class Face:
    """One polygon on the screen: what it is, and of which building or window.

    Attributes
    ----------
    kind : str
        ``shadow``, ``wall``, ``roof`` or ``window``.
    id : str
    lit : bool
        Of a wall: whether it looks towards the sun.
    before : bool
        Whether it belongs to a house that stands between the eye and the windows.
    corners : tuple of (x, y)
        To the right and down [m].
    """

    kind: str
    id: str
    lit: bool
    corners: tuple[Corner, ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Camera:
    """Where one looks from: unit vectors to the right and towards the eye, in the grid."""

    right: Corner
    near: Corner

    def at(self, x: float, y: float, z: float) -> Corner:
        away = -(x * self.near[0] + y * self.near[1])
        down = math.radians(_DOWN)
        return (
            round(x * self.right[0] + y * self.right[1], 2),
            round(-(z * math.cos(down) + away * math.sin(down)), 2),
        )

    def depth(self, x: float, y: float, z: float = 0.0) -> float:
        down = math.radians(_DOWN)
        return (x * self.near[0] + y * self.near[1]) * math.cos(down) + z * math.sin(down)


def faces(
    scene: Mapping[str, Any], sun: tuple[float, float, float] | None, *, from_azimuth: float
) -> list[Face]:
    """Return what is to be drawn, the farthest first.

    Parameters
    ----------
    scene : mapping
        With a building ``lift``, if there is one.
    sun : (east, north, up) or None
        Unit vector towards the sun; None for even light.
    from_azimuth : float
        From where one looks, clockwise from true north [°].
    """
    turned = math.radians(from_azimuth + float(scene.get("north", 0.0)))
    near = (math.sin(turned), math.cos(turned))
    camera = _Camera((-near[1], near[0]), near)
    sunward = _in_grid(sun, float(scene.get("north", 0.0))) if sun and sun[2] > 0 else None
    found = list(_shadows(camera, scene, sunward)) if sunward else []
    middle = {one["id"]: Polygon(one["footprint"]).centroid for one in scene["buildings"]}
    order = sorted(scene["buildings"], key=lambda one: camera.depth(middle[one["id"]].x, middle[one["id"]].y))
    lived_in, passed = {window["building"] for window in scene["windows"]}, False
    for one in order:
        before = passed and one["id"] not in {*lived_in, LIFT}
        found += (replace(face, before=before) for face in _solid(camera, one, sunward))
        passed |= one["id"] in lived_in
        found += [
            _window(camera, window, float(scene.get("north", 0.0)))
            for window in scene["windows"]
            if window["building"] == one["id"] and _seen(camera, window, float(scene.get("north", 0.0)))
        ]
        depth = camera.depth(middle[one["id"]].x, middle[one["id"]].y)
        for hung in scene.get("solids", ()):
            # What hangs on the far side stands behind its house.
            spot = Polygon(hung["footprint"]).centroid
            if hung["building"] == one["id"] and camera.depth(spot.x, spot.y) > depth:
                found += _solid(camera, hung, sunward)
    return found


def _in_grid(sun: tuple[float, float, float], north: float) -> tuple[float, float, float]:
    angle = math.radians(north)
    east, ahead, up = sun
    return (
        east * math.cos(angle) + ahead * math.sin(angle),
        -east * math.sin(angle) + ahead * math.cos(angle),
        up,
    )


def _ring(building: Mapping[str, Any]) -> list[Corner]:
    shape = orient(Polygon([corner[:2] for corner in building["footprint"]]))
    return [(x, y) for x, y in shape.exterior.coords[:-1]]


def _shadows(camera: _Camera, scene: Mapping[str, Any], sun: tuple[float, float, float]) -> Iterator[Face]:
    """What the houses, their roofs and what hangs from them keep from the ground."""
    ground = min(float(one.get("base", 0.0)) for one in scene["buildings"])

    def cast(x: float, y: float, z: float) -> Corner:
        level = math.hypot(sun[0], sun[1])
        part = min((z - ground) / sun[2], _LONGEST_M / level if level else 0.0)
        return x - sun[0] * part, y - sun[1] * part

    for one in (*scene["buildings"], *scene.get("solids", ())):
        shapes = [MultiPoint([cast(*corner) for corner in piece]).convex_hull for piece in _pieces(one)]
        for part in _parts(union_all([shape for shape in shapes if shape.area > 0])):
            corners = tuple(camera.at(x, y, ground) for x, y in part.exterior.coords[:-1])
            yield Face("shadow", one["id"], False, corners)


def _pieces(thing: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Flat pieces in space that together hide the sun as the whole thing does."""
    foot, top = _heights(thing)
    holes = [[corner[:2] for corner in hole] for hole in thing.get("holes") or []]
    outline = Polygon([corner[:2] for corner in thing["footprint"]], holes)
    for flat in constrained_delaunay_triangles(outline).geoms:
        yield [(x, y, top) for x, y in flat.exterior.coords[:-1]]
    for ring in (outline.exterior, *outline.interiors):
        for (x, y), (to_x, to_y) in pairwise(ring.coords):
            yield [(x, y, foot), (to_x, to_y, foot), (to_x, to_y, top), (x, y, top)]
    yield from thing.get("triangles") or ()


def _parts(shadow: BaseGeometry) -> Iterator[Polygon]:
    """A shadow in rings; one with sun in its midst, as in a courtyard, in pieces without."""
    for part in getattr(shadow, "geoms", [shadow]):
        if part.interiors:
            yield from constrained_delaunay_triangles(part).geoms
        else:
            yield part


def _heights(thing: Mapping[str, Any]) -> tuple[float, float]:
    """Foot and upper edge of the upright walls [m]."""
    foot = float(thing.get("base", 0.0))
    walls = thing.get("eaves") if thing.get("triangles") else None
    return foot, foot + float(thing["height"] if walls is None else walls)


def _solid(
    camera: _Camera, building: Mapping[str, Any], sun: tuple[float, float, float] | None
) -> Iterator[Face]:
    ring, (foot, top) = _ring(building), _heights(building)
    for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        out = (to_y - y, x - to_x)
        if out[0] * camera.near[0] + out[1] * camera.near[1] <= 0:
            continue
        quad = ((x, y, foot), (to_x, to_y, foot), (to_x, to_y, top), (x, y, top))
        lit = sun is None or out[0] * sun[0] + out[1] * sun[1] > 0
        yield Face("wall", building["id"], lit, tuple(camera.at(*corner) for corner in quad))
    yield Face("roof", building["id"], True, tuple(camera.at(x, y, top) for x, y in ring))
    slopes = sorted(
        building.get("triangles") or (), key=lambda one: sum(camera.depth(*corner) for corner in one)
    )
    for one in slopes:
        yield Face("roof", building["id"], True, tuple(camera.at(*corner) for corner in one))


def _facing(window: Mapping[str, Any], north: float) -> Corner:
    way = math.radians(window["azimuth"] + north)
    return math.sin(way), math.cos(way)


def _seen(camera: _Camera, window: Mapping[str, Any], north: float) -> bool:
    facing = _facing(window, north)
    return facing[0] * camera.near[0] + facing[1] * camera.near[1] > 0


def _window(camera: _Camera, window: Mapping[str, Any], north: float) -> Face:
    facing, half = _facing(window, north), window["width"] / 2
    along = (facing[1] * half, -facing[0] * half)
    x, y, sill = window["x"], window["y"], window["sill"]
    quad = [
        (x + side * along[0], y + side * along[1], sill + up)
        for side, up in ((-1, 0.0), (1, 0.0), (1, _TALL_M), (-1, _TALL_M))
    ]
    return Face("window", window["id"], True, tuple(camera.at(*corner) for corner in quad))


def box_of(found: Sequence[Face]) -> tuple[float, float, float, float]:
    """Return the smallest x, smallest y, width and height that hold all faces but the shadows [m]."""
    corners = [corner for face in found if face.kind != "shadow" for corner in face.corners]
    left, top = min(x for x, _y in corners), min(y for _x, y in corners)
    return left, top, max(x for x, _y in corners) - left, max(y for _x, y in corners) - top
