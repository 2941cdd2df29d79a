"""Houses and solids read from plain data, and what is wrong with them."""

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely import Polygon

from minben.participation.twin.core.built import Building, Solid

__all__ = ["LARGEST_M", "Fault", "SceneRefused", "buildings_of", "is_number", "solids_of"]

# Farther from the origin than this nobody sets up a block: the figures are raw map coordinates.
LARGEST_M = 20_000.0


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


def buildings_of(raw: Any, faults: list[Fault]) -> Iterator[Building]:
    """Read houses; what is wrong with any goes to ``faults``."""
    for key, row, shape in _prisms("building", raw, faults):
        roof = row.get("triangles") or []
        found = _roof_fault(row, roof, key)
        if found:
            faults.append(found)
            continue
        yield Building(
            id=key,
            shape=shape,
            base=float(row.get("base", 0.0)),
            height=float(row["height"]),
            eaves=float(row["eaves"]) if roof and row.get("eaves") is not None else None,
            roof=np.array(roof, dtype=float).reshape(-1, 3, 3),
        )


def solids_of(raw: Any, buildings: set[str], faults: list[Fault]) -> Iterator[Solid]:
    """Read what hangs from houses; what is wrong with any goes to ``faults``."""
    for key, row, shape in _prisms("solid", raw, faults):
        if str(row.get("building")) not in buildings:
            faults.append(Fault("solid_of_no_building", "solid", key, {"value": row.get("building")}))
            continue
        kind, house = str(row.get("kind", "solid")), str(row["building"])
        yield Solid(key, kind, house, shape, float(row.get("base", 0.0)), float(row["height"]))


def _prisms(thing: str, raw: Any, faults: list[Fault]) -> Iterator[tuple[str, Mapping[str, Any], Polygon]]:
    seen: set[str] = set()
    for number, one in enumerate(raw if isinstance(raw, list) else []):
        row = one if isinstance(one, dict) else {}
        key = str(row.get("id", f"#{number + 1}"))
        found = _prism_fault(thing, row, key, seen)
        seen.add(key)
        if found:
            faults.append(found)
            continue
        shape = Polygon(_level(row["footprint"]), [_level(hole) for hole in row.get("holes") or []])
        if shape.is_valid:
            yield key, row, shape
        else:
            faults.append(Fault("crosses_itself", thing, key, {}))


def _prism_fault(thing: str, row: Mapping[str, Any], key: str, seen: set[str]) -> Fault | None:
    holes = row.get("holes") or []
    rings = [row.get("footprint"), *(holes if isinstance(holes, list) else [None])]
    if key in seen:
        return Fault("id_twice", thing, key, {})
    if not all(_ring(ring) for ring in rings):
        return Fault("no_footprint", thing, key, {})
    if not is_number(row.get("height"), 0.01, 1_000):
        return Fault("no_height", thing, key, {"value": row.get("height")})
    if not is_number(row.get("base", 0.0), -1_000, 9_000):
        return Fault("base_wrong", thing, key, {"value": row.get("base")})
    if any(abs(value) > LARGEST_M for ring in rings for corner in ring or () for value in corner[:2]):
        return Fault("raw_coordinates", thing, key, {"limit_m": int(LARGEST_M)})
    return None


def _roof_fault(row: Mapping[str, Any], roof: Any, key: str) -> Fault | None:
    """A roof is a list of triangles, and no part of it is far away."""
    if not isinstance(roof, list) or not all(_triangle(one) for one in roof):
        return Fault("roof_wrong", "building", key, {})
    if row.get("eaves") is not None and not is_number(row["eaves"], 0.0, float(row["height"])):
        return Fault("eaves_wrong", "building", key, {"value": row["eaves"]})
    return None


def _triangle(told: Any) -> bool:
    return (
        isinstance(told, list)
        and len(told) == 3
        and all(isinstance(corner, list) and len(corner) == 3 for corner in told)
        and all(is_number(value, -LARGEST_M, LARGEST_M) for corner in told for value in corner)
    )


def _ring(ring: object) -> bool:
    if not isinstance(ring, list):
        return False
    pairs = all(
        isinstance(corner, list)
        and len(corner) >= 2
        and all(is_number(v, -math.inf, math.inf) for v in corner[:2])
        for corner in ring
    )
    return pairs and len({tuple(corner[:2]) for corner in ring}) >= 3


def _level(ring: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """Corners without the heights that some programs write beside them."""
    return [corner[:2] for corner in ring]


def is_number(value: object, low: float, high: float) -> bool:
    """Whether a value is a finite number within limits; a whole number can be too large for a float."""
    most = sys.float_info.max
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and max(low, -most) <= value <= min(high, most)
    )
