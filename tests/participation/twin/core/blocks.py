"""Small blocks to compute by hand, and a referee that walks through the day in steps."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import SunDay, sun_day
from minben.participation.twin.core.light import Light, Points, Sky, Walls

# 20 January 2026, noon in China; a block in Suzhou.
NOON = 1_768_881_600.0
LAT, LON = 31.3, 120.6
BAND = (-4 * 3600.0, 4 * 3600.0)


def day(lat: float = LAT, lon: float = LON, noon: float = NOON) -> SunDay:
    return sun_day(noon, lat=lat, lon=lon)


def sky(lat: float = LAT, within: tuple[float, float] = BAND) -> Sky:
    return Sky(day(lat), within)


def box(x: float, y: float, wide: float, deep: float) -> list[tuple[float, float]]:
    """The corners of a rectangle with its south-western corner at x, y [m]."""
    return [(x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep)]


def walls(*solids: tuple[list[tuple[float, float]], float, float]) -> Walls:
    """Walls of prisms, each a ring, a foot and a height [m]."""
    begin, end, foot, top, owner = [], [], [], [], []
    for number, (ring, base, height) in enumerate(solids):
        begin += ring
        end += [*ring[1:], ring[0]]
        foot += [base] * len(ring)
        top += [base + height] * len(ring)
        owner += [number] * len(ring)
    return Walls(
        np.array(begin, dtype=float).reshape(-1, 2),
        np.array(end, dtype=float).reshape(-1, 2),
        np.array(foot, dtype=float),
        np.array(top, dtype=float),
        np.array(owner, dtype=np.int64),
    )


def south(*places: tuple[float, float, float]) -> Points:
    """Windows that look south."""
    return Points(np.array(places, dtype=float), np.tile((0.0, -1.0), (len(places), 1)))


def minutes(light: Light, point: int = 0) -> float:
    spans = light.lit[1][light.lit[0] == point]
    return float((spans[:, 1] - spans[:, 0]).sum()) / 60


def steps(sky: Sky, step_s: float) -> NDArray[np.float64]:
    """The middle of each step of the band."""
    return np.arange(sky.within[0], sky.within[1], step_s) + step_s / 2


def seen_at(points: Points, built: Walls, sky: Sky, times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point is lit at each time: a ray against every wall, nothing else."""
    way = sky.day.directions(times)
    lit = np.empty((len(points.place), len(times)), dtype=bool)
    for n, (place, facing) in enumerate(zip(points.place, points.facing, strict=True)):
        seen = (way[:, :2] @ facing >= 0) & (way[:, 2] >= 0)
        for a, b, foot, top in zip(
            built.begin - place[:2],
            built.end - place[:2],
            built.foot - place[2],
            built.top - place[2],
            strict=True,
        ):
            along = b - a
            across = a[0] * along[1] - a[1] * along[0]
            # A wall behind the window, or below it, meets no ray that counts.
            if abs(across) <= 1e-3 * np.hypot(*along) or top <= 0 or max(a @ facing, b @ facing) <= 0:
                continue
            turning = way[:, 0] * along[1] - way[:, 1] * along[0]
            with np.errstate(divide="ignore", invalid="ignore"):
                far = across / turning
                part = (a[0] * way[:, 1] - a[1] * way[:, 0]) / turning
            high = far * way[:, 2]
            seen &= ~((far > 0) & (part >= 0) & (part <= 1) & (high <= top) & (high >= foot))
        lit[n] = seen
    return lit


def by_steps(points: Points, built: Walls, sky: Sky, step_s: float) -> NDArray[np.bool_]:
    """Whether each point is lit in the middle of each step."""
    return seen_at(points, built, sky, steps(sky, step_s))


def lit_at(spans: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether exact spans cover each time."""
    lit = np.zeros(len(times), dtype=bool)
    for begin, end in spans:
        lit |= (times >= begin) & (times <= end)
    return lit


def at_steps(light: Light, n: int, sky: Sky, step_s: float) -> NDArray[np.bool_]:
    """The exact spans, looked at in the middle of each step."""
    return np.array([lit_at(light.lit[1][light.lit[0] == point], steps(sky, step_s)) for point in range(n)])


def scene_text(**changes: Any) -> str:
    """A scene of two houses, the southern one 9 m tall, and a window of the northern one."""
    told: dict[str, Any] = {
        "origin": {"lat": LAT, "lon": LON},
        "timezone": "Asia/Shanghai",
        "north": 0.0,
        "buildings": [
            {"id": "south", "footprint": [[-20, -22], [20, -22], [20, -12], [-20, -12]], "base": 0, "height": 9},
            {"id": "north", "footprint": [[-20, 0], [20, 0], [20, 10], [-20, 10]], "base": 0, "height": 18},
        ],
        "windows": [
            {"id": "w1", "building": "north", "dwelling": "101", "x": 0, "y": 0, "sill": 0.9, "azimuth": 180,
             "width": 1.5},
        ],
    }  # fmt: skip
    return json.dumps({**told, **changes})
