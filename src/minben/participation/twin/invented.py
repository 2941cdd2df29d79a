"""An invented old block: six storeys, four dwellings on each floor, neighbours, a tower to the south-east."""

import math
from typing import Any

from minben.participation.twin.core.facade import House

__all__ = ["HOUSE", "site"]

# Of the long axis: the house looks a little to the south-south-west, as many do.
_TURNED = 14.0
_SOLIDS = (
    ("7", -24.0, 0.0, 48.0, 11.0, 18.5),
    ("5", -24.0, -32.0, 48.0, 11.0, 18.5),
    ("9", -24.0, 31.0, 48.0, 11.0, 18.5),
    ("6", -80.0, -4.0, 48.0, 11.0, 18.5),
    ("8", 32.0, -2.0, 48.0, 11.0, 18.5),
    ("12", 32.0, -64.0, 22.0, 22.0, 54.0),
    ("15", -60.0, -54.0, 30.0, 12.0, 6.0),
)
HOUSE = House(building="7", storeys=6, stairwells=1, per_floor=4)


def site(*, lat: float = 31.3, lon: float = 121.4, timezone: str = "Asia/Shanghai") -> dict[str, Any]:
    """Return the buildings as a scene without windows."""
    return {
        "origin": {"lat": lat, "lon": lon},
        "timezone": timezone,
        "north": 0.0,
        "buildings": [
            {"id": key, "footprint": _turned(x, y, wide, deep), "base": 0.0, "height": height}
            for key, x, y, wide, deep, height in _SOLIDS
        ],
        "windows": [],
    }


def _turned(x: float, y: float, wide: float, deep: float) -> list[list[float]]:
    angle = math.radians(_TURNED)
    cos, sin = math.cos(angle), math.sin(angle)
    corners = ((x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep))
    return [[round(a * cos - b * sin, 3), round(a * sin + b * cos, 3)] for a, b in corners]
