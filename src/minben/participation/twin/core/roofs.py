"""Houses of city models (CityJSON): an outline, upright walls up to the eaves, triangles for what rises above."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, constrained_delaunay_triangles, union_all

__all__ = ["Model", "models"]

Array = NDArray[np.float64]
Face = list[Array]
# What is flatter than this is a roof or a floor, steeper a wall; a floor lies so near to the lowest point [m].
_UPRIGHT, _FLOOR_M, _STEP_M = 0.1, 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Model:
    """One house, or one part of it that stands apart.

    Attributes
    ----------
    foot, top, eaves : float
        Heights of the file [m]; below the lowest roof, its eaves, all walls are upright.
    roof : list of ndarray, shape (3, 3)
        Triangles in coordinates of the file [m]; none where all is flat at one height.
    """

    key: str
    outline: Polygon | None
    foot: float
    top: float
    eaves: float
    roof: list[Array]


def models(told: Mapping[str, Any]) -> Iterator[Model]:
    """Read every building of a CityJSON file."""
    step = told.get("transform") or {"scale": [1, 1, 1], "translate": [0, 0, 0]}
    corners = np.asarray(told.get("vertices") or np.empty((0, 3)), dtype=float)
    corners = corners * step["scale"] + step["translate"]
    for key, one in (told.get("CityObjects") or {}).items():
        if one.get("type") in ("Building", "BuildingPart") and one.get("geometry"):
            best = max(one["geometry"], key=lambda geometry: str(geometry.get("lod", "")))
            faces = [[corners[ring] for ring in rings] for rings in _faces(best.get("boundaries"))]
            yield from _house(key, [face for face in faces if face and len(face[0]) >= 3])


def _faces(boundaries: Any) -> Iterator[list[list[int]]]:
    """Faces as lists of rings, the outer one first, at whatever depth they stand."""
    if not isinstance(boundaries, list) or not boundaries or not isinstance(boundaries[0], list):
        return
    if boundaries[0] and isinstance(boundaries[0][0], int):
        yield boundaries
    else:
        for inner in boundaries:
            yield from _faces(inner)


def _house(key: str, faces: Sequence[Face]) -> Iterator[Model]:
    heights = np.concatenate([face[0][:, 2] for face in faces] or [np.zeros(1)])
    foot, top = float(heights.min()), float(heights.max())
    roofs = [face for face in faces if _slope(face) > _UPRIGHT and face[0][:, 2].min() > foot + _FLOOR_M]
    eaves = min((float(face[0][:, 2].min()) for face in roofs), default=top)
    outline = _outline(faces, foot)
    parts = outline.geoms if isinstance(outline, MultiPolygon) else [outline]
    above = [face for face in faces if face[0][:, 2].max() > eaves + _STEP_M]
    roof = [piece for face in above for piece in _triangles(face)] if top > eaves + _STEP_M else []
    for number, part in enumerate(parts):
        name = key if number == 0 else f"{key}.{number + 1}"
        shape = part if isinstance(part, Polygon) and not part.is_empty else None
        # The triangles hide what they hide wherever they are listed: the first part has them all.
        yield Model(name, shape, foot, top, eaves if roof else top, roof if number == 0 else [])


def _slope(face: Face) -> float:
    """How level a face is: 1 for a flat roof, 0 for a wall."""
    normal = _normal(face[0])
    return float(abs(normal[2]) / max(np.linalg.norm(normal), 1e-12))


def _normal(ring: Array) -> Array:
    """Of a ring in the plane, by Newell's sum over its edges; any length."""
    after = np.roll(ring, -1, axis=0)
    normal: Array = np.cross(ring, after).sum(axis=0)
    return normal


def _outline(faces: Sequence[Face], foot: float) -> Any:
    """The floor where there is one, so that eaves do not widen the house; else all that it covers."""
    flat = [(Polygon(face[0][:, :2]).buffer(0), face[0][:, 2].max()) for face in faces]
    whole = union_all([piece for piece, _high in flat if piece.area > 1e-6])
    floor = union_all([piece for piece, high in flat if piece.area > 1e-6 and high < foot + _FLOOR_M])
    return floor if floor.area > 0.5 * whole.area else whole


def _triangles(face: Face) -> Iterator[Array]:
    """Cut a face into triangles, seen along the axis from which it looks largest."""
    corners = np.concatenate(face)
    middle = corners.mean(axis=0)
    kept = np.delete(np.arange(3), int(np.argmax(np.abs(_normal(face[0] - middle)))))
    flat = Polygon(face[0][:, kept], [ring[:, kept] for ring in face[1:]])
    if not flat.is_valid or flat.area <= 1e-6:
        return
    known = {tuple(corner[kept]): corner for corner in corners}
    for piece in constrained_delaunay_triangles(flat).geoms:
        yield np.array([known[corner] for corner in list(piece.exterior.coords)[:3]])
