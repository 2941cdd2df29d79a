"""Houses typed line by line: ``number; height; corners``, in metres from a point that whoever types chose."""

import re
from collections.abc import Iterator
from typing import Any

from minben.participation.twin.core.scene import Fault, SceneRefused

__all__ = ["site_from"]

_STOREYS = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:[Ff]|层|楼)")
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,，]\s*(-?\d+(?:\.\d+)?)\s*")


def site_from(
    text: str, *, lat: float, lon: float, north: float, timezone: str, storey_m: float
) -> tuple[dict[str, Any], list[Fault]]:
    """Return a scene without windows, and what cannot be read with the number of its line.

    Raises
    ------
    SceneRefused
        When no line can be read.

    Examples
    --------
    >>> place = {"lat": 31.3, "lon": 121.4, "north": 0.0, "timezone": "Asia/Shanghai", "storey_m": 3.0}
    >>> site, faults = site_from("7; 6F; 0,0 48,0 48,11 0,11", **place)
    >>> site["buildings"][0]["height"], len(site["buildings"][0]["footprint"]), faults
    (18.0, 4, [])
    """
    faults: list[Fault] = []
    buildings = list(_read(text, storey_m, faults))
    if not buildings:
        raise SceneRefused([*faults, Fault("no_buildings", "file", "", {})])
    site = {
        "origin": {"lat": lat, "lon": lon},
        "timezone": timezone,
        "north": north,
        "buildings": buildings,
        "windows": [],
    }
    return site, faults


def _read(text: str, storey_m: float, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in re.split(r"[;；]", line)]
        if not any(parts):
            continue
        if len(parts) != 3 or not parts[0]:
            faults.append(Fault("line_unreadable", "line", str(number), {"line": line[:60]}))
            continue
        key, height, corners = parts
        ring = [_PAIR.fullmatch(pair) for pair in re.findall(r"[^\s,，]+\s*[,，]\s*[^\s,，]+", corners)]
        if len(ring) < 3 or not all(ring):
            faults.append(Fault("no_footprint", "building", key, {}))
            continue
        metres = _height(height, storey_m)
        if metres is None:
            faults.append(Fault("no_height", "building", key, {"value": height}))
            continue
        footprint = [[float(one[1]), float(one[2])] for one in ring if one]
        yield {"id": key, "footprint": footprint, "base": 0.0, "height": metres}


def _height(text: str, storey_m: float) -> float | None:
    storeys = _STOREYS.fullmatch(text)
    if storeys:
        return round(float(storeys[1]) * storey_m, 3)
    try:
        value = float(text.removesuffix("m").removesuffix("米"))
    except ValueError:
        return None
    return value if 0 < value < 1000 else None
