"""Drawings as numbers for templates: the block from above, the sun of a day, the months of a year.

Coordinates are text, so that no language's commas can spoil them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Polygon

__all__ = ["PlanRow", "day_bars", "month_bars", "plan"]

_SIZE, _EDGE = 600.0, 24.0
_FROM_S, _UNTIL_S, _WIDE = 6 * 3600.0, 18 * 3600.0, 600.0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A building in drawing and table: corners and label, height [m], ground [m²], distance [m], bearing [°]."""

    id: str
    corners: str
    x: str
    y: str
    height: float
    area: float
    distance: float
    bearing: float
    mine: bool


def plan(scene: Mapping[str, Any], house: str, lifts: Mapping[str, Any], proposed: str) -> dict[str, Any]:
    """Return what the drawing of a block from above needs; true north is up."""
    north = math.radians(float(scene.get("north", 0.0)))
    turn = (math.cos(north), math.sin(north))
    rings = {one["id"]: [_turned(c, turn) for c in one["footprint"]] for one in scene["buildings"]}
    corners = [corner for ring in rings.values() for corner in ring]
    west, south = min(x for x, _y in corners), min(y for _x, y in corners)
    across = max(max(x for x, _y in corners) - west, max(y for _x, y in corners) - south, 1.0)
    per_m = (_SIZE - 2 * _EDGE) / across
    top = (max(y for _x, y in corners) - south) * per_m + 2 * _EDGE

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - west) * per_m + _EDGE, top - (y - south) * per_m - _EDGE

    middle = Polygon(rings[house]).centroid if house in rings else Polygon(corners[:3]).centroid
    shown = [_row(one, rings[one["id"]], at, middle, house) for one in scene["buildings"]]
    places = [
        {
            "key": key,
            "corners": _points([at(*_turned(corner, turn)) for corner in lift["footprint"]]),
            "lift": lift,
            "proposed": key == proposed,
        }
        for key, lift in lifts.items()
    ]
    return {
        "rows": sorted(shown, key=lambda row: (not row.mine, row.distance)),
        "mine": next((row for row in shown if row.mine), None),
        "lifts": [one for one in places if one["proposed"]],
        "width": f"{_SIZE:.0f}",
        "height": f"{top:.0f}",
        "scale": f"{10 * per_m:.1f}",
    }


def _turned(corner: Sequence[float], turn: tuple[float, float]) -> tuple[float, float]:
    x, y = corner[:2]
    return turn[0] * x - turn[1] * y, turn[1] * x + turn[0] * y


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _row(
    one: Mapping[str, Any], ring: Sequence[tuple[float, float]], at: Any, middle: Any, house: str
) -> PlanRow:
    shape = Polygon(ring)
    x, y = at(shape.centroid.x, shape.centroid.y)
    east, north = shape.centroid.x - middle.x, shape.centroid.y - middle.y
    return PlanRow(
        id=one["id"],
        corners=_points([at(*corner) for corner in ring]),
        x=f"{x:.1f}",
        y=f"{y + 6:.1f}",
        height=float(one["height"]),
        area=shape.area,
        distance=math.hypot(east, north),
        bearing=math.degrees(math.atan2(east, north)) % 360.0,
        mine=one["id"] == house,
    )


def day_bars(room: Any) -> dict[str, Any]:
    """Return the bars of a day from six to six: what stays and what the lift takes."""
    return {
        "kept": [_bar(span) for span in room.sun],
        "lost": [_bar(span) for span in room.lost],
        "ticks": [
            (f"{(hour * 3600 - _FROM_S) / (_UNTIL_S - _FROM_S) * _WIDE:.1f}", hour)
            for hour in range(8, 18, 2)
        ],
    }


def _bar(span: Sequence[float]) -> tuple[str, str]:
    begin, end = (min(max(one, _FROM_S), _UNTIL_S) for one in span)
    scale = _WIDE / (_UNTIL_S - _FROM_S)
    return f"{(begin - _FROM_S) * scale:.1f}", f"{max(end - begin, 60.0) * scale:.1f}"


def month_bars(before: Sequence[float], after: Sequence[float]) -> dict[str, Any]:
    """Return for each month two bars, and the row of the table."""
    most = max([*before, 1.0])
    rows = [
        {
            "month": number + 1,
            "before": old,
            "after": new,
            "lost": old - new,
            "x": f"{number * 50 + 8}",
            "tall": f"{old / most * 100:.1f}",
            "short": f"{new / most * 100:.1f}",
            "top": f"{110 - old / most * 100:.1f}",
            "low": f"{110 - new / most * 100:.1f}",
        }
        for number, (old, new) in enumerate(zip(before, after, strict=True))
    ]
    return {"months": rows}
