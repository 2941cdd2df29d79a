"""What stands in a block: houses with upright walls, shapes of roofs as triangles, and solids that hang from a house.

A house is a prism up to its eaves; what is more than that (a pitched roof, a gable) is told by triangles. A balcony or
any other overhang is a prism of its own that begins in the air. A ray that rises enters a solid through a wall, through
an underside or through a triangle, so that is what is kept of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon, constrained_delaunay_triangles

from minben.participation.twin.core.light import Walls

__all__ = ["Building", "Solid", "walls_of"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Building:
    """A house: an outer ring, rings of courtyards [m], its foot and its height [m].

    Attributes
    ----------
    eaves : float or None
        Height of its upright walls above its foot where a roof is told by triangles [m].
    roof : ndarray, shape (k, 3, 3)
        Corners (x, y, height above the scene's zero) of triangles [m].
    """

    id: str
    shape: Polygon
    base: float
    height: float
    eaves: float | None = None
    roof: Array = field(default_factory=lambda: np.empty((0, 3, 3)))

    @property
    def wall_m(self) -> float:
        """Height of the upright walls above the foot [m]."""
        return self.height if self.eaves is None else self.eaves


@dataclass(frozen=True, slots=True)
class Solid:
    """A prism that hangs from a house: what kind of thing it is, its outline, its underside and its height [m]."""

    id: str
    kind: str
    building: str
    shape: Polygon
    base: float
    height: float

    @property
    def wall_m(self) -> float:
        """Height of its upright sides [m]."""
        return self.height


def walls_of(buildings: Sequence[Building], solids: Sequence[Solid], true: Callable[[Array], Array]) -> Walls:
    """Return all that can hide the sun.

    Parameters
    ----------
    buildings, solids
        Numbered one after the other, the houses first.
    true : callable
        Turns grid coordinates, shape (n, 2), so that +y points to true north.
    """
    ground = min((one.base for one in buildings), default=0.0)
    things: list[Building | Solid] = [*buildings, *solids]
    rings = [row for number, one in enumerate(things) for row in _rings(number, one.shape)]
    owner = np.array([number for number, corners in rings for _ in corners], dtype=np.int64)
    foot = np.array([one.base for one in things], dtype=np.float64)
    top = foot + np.array([one.wall_m for one in things], dtype=np.float64)
    none = [np.empty((0, 2))]
    triangles, above = _triangles(things, ground)
    flat = true(triangles[:, :, :2].reshape(-1, 2)).reshape(-1, 3, 2)
    return Walls(
        begin=true(np.concatenate([corners for _number, corners in rings] or none)),
        end=true(np.concatenate([np.roll(corners, -1, axis=0) for _number, corners in rings] or none)),
        foot=foot[owner],
        top=top[owner],
        building=owner,
        triangles=np.concatenate([flat, triangles[:, :, 2:]], axis=2),
        triangle_building=above,
    )


def _rings(number: int, shape: Polygon) -> Iterator[tuple[int, Array]]:
    for ring in (shape.exterior, *shape.interiors):
        yield number, _distinct(np.asarray(ring.coords)[:, :2])


def _triangles(things: Sequence[Building | Solid], ground: float) -> tuple[Array, NDArray[np.int64]]:
    """Roofs, and the undersides of what stands on pillars or hangs; below all other houses there is ground."""
    found: list[tuple[int, Array]] = []
    for number, one in enumerate(things):
        if isinstance(one, Solid) or one.base > ground:
            found += [(number, piece) for piece in _underside(one.shape, one.base)]
        if isinstance(one, Building):
            found += [(number, piece) for piece in one.roof]
    return (
        np.array([piece for _number, piece in found]).reshape(-1, 3, 3),
        np.array([number for number, _piece in found], dtype=np.int64),
    )


def _underside(shape: Polygon, base: float) -> Iterator[Array]:
    for piece in constrained_delaunay_triangles(shape).geoms:
        yield np.column_stack([np.asarray(piece.exterior.coords)[:3, :2], np.full(3, base)])


def _distinct(corners: Array) -> Array:
    """The corners of a ring without the repeated last one, and without steps of no length."""
    corners = corners[:-1] if np.allclose(corners[0], corners[-1]) else corners
    moved = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T) > 1e-9
    kept: Array = corners[moved]
    return kept
