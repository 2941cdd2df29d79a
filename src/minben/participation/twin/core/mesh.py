"""A block as triangles for a picture that turns: houses, what hangs from them, a lift, and the windows of one house."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from shapely import Polygon, constrained_delaunay_triangles
from shapely.geometry.polygon import orient

__all__ = ["Mesh", "houses", "panes"]

Corner = tuple[float, float, float]
# How far before its wall a window is drawn, and how tall [m].
_PROUD_M, _TALL_M = 0.08, 1.4


@dataclass(slots=True)
class Mesh:
    """Corners [m] and, for each triangle, the numbers of its three corners and of the thing it belongs to."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    z: list[float] = field(default_factory=list)
    i: list[int] = field(default_factory=list)
    j: list[int] = field(default_factory=list)
    k: list[int] = field(default_factory=list)
    of: list[int] = field(default_factory=list)

    def add(self, corners: Sequence[Corner], of: int) -> None:
        """Add a flat piece with three or four corners in order."""
        first = len(self.x)
        for x, y, z in corners:
            self.x.append(round(x, 2))
            self.y.append(round(y, 2))
            self.z.append(round(z, 2))
        for last in range(2, len(corners)):
            self.i.append(first)
            self.j.append(first + last - 1)
            self.k.append(first + last)
            self.of.append(of)


def houses(scene: Mapping[str, Any]) -> tuple[Mesh, list[str]]:
    """Return all that is built, and the id of each thing.

    Examples
    --------
    >>> told = {"buildings": [{"id": "7", "footprint": [[0, 0], [9, 0], [9, 6], [0, 6]], "height": 3.0}]}
    >>> mesh, ids = houses(told)
    >>> ids, len(mesh.x), len(mesh.i)  # four walls of two triangles, a roof of two
    (['7'], 22, 10)
    """
    mesh = Mesh()
    things = [*scene["buildings"], *scene.get("solids", ())]
    for number, one in enumerate(things):
        for piece in _pieces(one):
            mesh.add([_true(corner, float(scene.get("north", 0.0))) for corner in piece], number)
    return mesh, [str(one.get("kind", one["id"])) for one in things]


def _pieces(one: Mapping[str, Any]) -> Iterator[list[Corner]]:
    shape = orient(Polygon(one["footprint"], one.get("holes") or []))
    foot = float(one.get("base", 0.0))
    top = foot + float(one["eaves"] if one.get("triangles") and "eaves" in one else one["height"])
    for ring in (shape.exterior, *shape.interiors):
        corners = list(ring.coords)
        for (x, y), (to_x, to_y) in pairwise(corners):
            yield [(x, y, foot), (to_x, to_y, foot), (to_x, to_y, top), (x, y, top)]
    for piece in constrained_delaunay_triangles(shape).geoms:
        flat = list(piece.exterior.coords)[:3]
        yield [(x, y, top) for x, y in flat]
        if foot > 0:
            yield [(x, y, foot) for x, y in flat]
    for x, y, z in one.get("triangles") or ():
        yield [tuple(x), tuple(y), tuple(z)]


def panes(scene: Mapping[str, Any]) -> Mesh:
    """Return the windows, each of two triangles, numbered in the order of the scene."""
    mesh, north = Mesh(), float(scene.get("north", 0.0))
    for number, one in enumerate(scene["windows"]):
        way = math.radians(one["azimuth"] + north)
        out, half = (math.sin(way), math.cos(way)), one["width"] / 2
        x, y = one["x"] + out[0] * _PROUD_M, one["y"] + out[1] * _PROUD_M
        pane = [
            (x - side * half * out[1], y + side * half * out[0], one["sill"] + up)
            for side, up in ((-1, 0.0), (1, 0.0), (1, _TALL_M), (-1, _TALL_M))
        ]
        mesh.add([_true(corner, north) for corner in pane], number)
    return mesh


def _true(corner: Corner, north: float) -> Corner:
    """Turn a corner of the grid so that +y points to true north."""
    angle = math.radians(north)
    x, y, z = corner
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle), z
