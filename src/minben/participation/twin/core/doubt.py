"""The two ends of a band: a block as dark and as bright as the errors of its figures allow.

To raise every house and lower every window never adds a minute. What hangs in the air is another matter: a balcony
that hangs lower hides more of a high sun and less of a low one. Its shift against a window lies within some centimetres
either way. A ray meets an upright prism for one range of shifts, so whatever the shift, the prism hides no more than
one thickened by the doubt on both sides, and no less than what it hides both at the lowest and at the highest.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.light import Points, Walls
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.core.scene import Scene

__all__ = ["Scenery", "as_told", "brightest", "darkest"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scenery:
    """What windows look at.

    Attributes
    ----------
    points : Points
    walls : Walls
    loose : (Walls, Walls) or None
        What hangs, at its lowest and at its highest; each hides only what it hides in both.
    """

    points: Points
    walls: Walls
    loose: tuple[Walls, Walls] | None = None


def as_told(scene: Scene) -> Scenery:
    """Return a scene as its figures have it."""
    return Scenery(scene.points(), scene.walls())


def darkest(scene: Scene, errors: Errors) -> Scenery:
    """Return a scene in which no window has more sun than within the errors it can have."""
    walls, room = scene.walls(), _room(scene, errors)
    wall, piece = room[walls.building], room[walls.triangle_building]
    hangs = ~np.isnan(wall)
    low, high = np.where(np.isnan(piece), errors.height_m, -piece), np.where(np.isnan(piece), 0.0, piece)
    # The windows go down by the error of their sills, so what hangs is told from there.
    down = np.where(np.isnan(piece), 0.0, errors.sill_m)
    darker = replace(
        walls,
        foot=np.where(hangs, walls.foot - wall - errors.sill_m, walls.foot),
        top=np.where(hangs, walls.top + wall - errors.sill_m, walls.top + errors.height_m),
        triangles=np.concatenate(
            [_raised(walls.triangles, low - down), _raised(walls.triangles, high - down)]
        ),
        triangle_building=np.tile(walls.triangle_building, 2),
    )
    return Scenery(_moved(scene.points(), -errors.sill_m), darker)


def brightest(scene: Scene, errors: Errors) -> Scenery:
    """Return a scene in which no window has less sun than within the errors it can have."""
    walls, room = scene.walls(), _room(scene, errors)
    stands = walls.kept(np.isnan(room))
    lower = replace(
        stands,
        top=np.maximum(stands.top - errors.height_m, stands.foot),
        triangles=_raised(stands.triangles, np.full(len(stands.triangles), -errors.height_m)),
    )
    hung = walls.kept(~np.isnan(room))
    loose = None
    if len(hung.foot) or len(hung.triangles):
        loose = _shifted(hung, errors.sill_m - room), _shifted(hung, errors.sill_m + room)
    return Scenery(_moved(scene.points(), errors.sill_m), lower, loose)


def _room(scene: Scene, errors: Errors) -> Array:
    """How far each thing that hangs may be shifted against a window [m]; not a number for what stands on the ground."""
    ground = min((one.base for one in scene.buildings), default=0.0)
    stands = [np.nan if one.base <= ground else errors.height_m + errors.sill_m for one in scene.buildings]
    # A balcony is measured from the same floor as the sill, and as well.
    return np.array([*stands, *(2 * errors.sill_m for _ in scene.solids)], dtype=float)


def _shifted(walls: Walls, up: Array) -> Walls:
    wall, piece = up[walls.building], up[walls.triangle_building]
    return replace(
        walls, foot=walls.foot + wall, top=walls.top + wall, triangles=_raised(walls.triangles, piece)
    )


def _raised(triangles: Array, up: Array) -> Array:
    raised: Array = triangles + up[:, None, None] * np.array([0.0, 0.0, 1.0])
    return raised


def _moved(points: Points, up: float) -> Points:
    return replace(points, place=points.place + np.array([0.0, 0.0, up]))
