"""Real blocks for the twin's benchmarks, and the referee that looks ten times a second, in 64 bits, wall by wall."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from shapely import STRtree, points

from minben.participation.twin.core.day import sun_day
from minben.participation.twin.core.importing import scene_from
from minben.participation.twin.core.light import Points, Sky, Walls
from minben.participation.twin.core.scene import Scene, read_scene

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("MINBEN_DATA", HERE.parents[1] / "shared" / "data"))
FILE = FOLDER / "buildings" / "suzhou_footprints.geojson"
ZONE = "Asia/Shanghai"
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """A scene without windows, its walls, and points all over its facades."""

    scene: Scene
    walls: Walls
    points: Points
    features: list[dict[str, Any]]


def block(buildings: int | None, every_m: float) -> Block:
    """Read so many buildings of the tile, or all, with a point every few metres of wall and three metres of height."""
    told = json.loads(FILE.read_bytes())
    told["features"] = told["features"][:buildings]
    plain, _faults = scene_from(json.dumps(told).encode(), timezone=ZONE)
    scene = read_scene(json.dumps(plain))
    walls = scene.walls()
    return Block(scene, walls, _outside(scene, facades(walls, every_m)), told["features"])


def facades(walls: Walls, every_m: float) -> Points:
    """Points of all facades."""
    along = walls.end - walls.begin
    long = np.hypot(along[:, 0], along[:, 1])
    places: list[Array] = []
    facing: list[Array] = []
    for begin, step, length, top in zip(walls.begin, along, long, walls.top, strict=True):
        share = np.arange(every_m / 2, length, every_m) / length
        high = np.arange(0.9, top, 3.0)
        flat = np.repeat(begin + share[:, None] * step, len(high), axis=0)
        places.append(np.column_stack([flat, np.tile(high, len(share))]))
        facing.append(np.tile((step[1] / length, -step[0] / length), (len(flat), 1)))
    return Points(np.concatenate(places), np.concatenate(facing))


def _outside(scene: Scene, found: Points) -> Points:
    """Leave out points that look into another house; footprints touch and overlap."""
    before = points(found.place[:, :2] + 0.05 * found.facing)
    tree = STRtree([one.shape for one in scene.buildings])
    point, building = tree.query(before, predicate="within")
    height = np.array([one.height for one in scene.buildings])
    inside = np.zeros(len(before), dtype=bool)
    inside[point[found.place[point, 2] < height[building]]] = True
    return Points(found.place[~inside], found.facing[~inside])


def noon_of(day: str) -> float:
    """Twelve by the clock in China [s]."""
    return float((np.datetime64(f"{day}T04:00:00") - np.datetime64(0, "s")) / np.timedelta64(1, "s"))


def sky_of(scene: Scene, day: str, hours: Sequence[float]) -> Sky:
    """The sun of a day within hours of true solar time."""
    sun = sun_day(noon_of(day), lat=scene.lat, lon=scene.lon)
    return Sky(sun, ((hours[0] - 12) * 3600, (hours[1] - 12) * 3600))


@njit(cache=True, inline="always")
def _meets(kept: Array, w: int, x: float, y: float, rise: float, z: float) -> bool:  # pragma: no cover  # noqa: PLR0917
    """Whether a ray from a window at height ``z`` meets a wall: two ends, cross, edges."""
    turning = x * kept[w, 3] - y * kept[w, 2]
    if turning * kept[w, 4] <= 0:
        return False
    part = kept[w, 0] * y - kept[w, 1] * x
    if turning < 0:
        part = -part
    if part < 0 or part > abs(turning):
        return False
    high = kept[w, 4] / turning * rise + z
    return kept[w, 5] <= high <= kept[w, 6]


@njit(cache=True, inline="always")
def _met(kept: Array, x: float, y: float, rise: float, z: float, last: int) -> int:  # pragma: no cover  # noqa: PLR0917
    """Which wall a ray meets; -1 when it meets none of them all. Whatever it met a moment ago is asked first."""
    if last >= 0 and _meets(kept, last, x, y, rise, z):
        return last
    for number in range(len(kept)):
        if _meets(kept, number, x, y, rise, z):
            return number
    return -1


@njit(parallel=True, cache=True)
def disagreements(  # noqa: PLR0917  # numba takes arrays, no objects
    place: Array, facing: Array, walls: Array, way: Array, times: Array,
    first: NDArray[np.int64], spans: Array,
) -> NDArray[np.int64]:  # fmt: skip  # pragma: no cover  # compiled
    """For each point: at how many looks the spans say otherwise than a ray against every wall; the longest such run.

    ``walls`` are rows of two ends, foot and top [m]; ``first`` tells where in ``spans`` those of a point begin [s].
    """
    found = np.zeros((len(place), 2), dtype=np.int64)
    for n in prange(len(place)):
        fx, fy = facing[n]
        ax, ay = walls[:, 0] - place[n, 0], walls[:, 1] - place[n, 1]
        bx, by = walls[:, 2] - place[n, 0], walls[:, 3] - place[n, 1]
        across = ax * (by - ay) - ay * (bx - ax)
        apart = np.abs(across) > 1e-3 * np.hypot(bx - ax, by - ay)
        # What cannot meet a ray that rises before the window: walls behind it, below it, or in which it stands.
        ahead = np.maximum(ax * fx + ay * fy, bx * fx + by * fy) > 0
        told = np.column_stack((ax, ay, bx - ax, by - ay, across, walls[:, 4], walls[:, 5]))
        kept = told[ahead & apart & (walls[:, 5] > place[n, 2])]
        span, run, last = first[n], 0, -1
        for t in range(len(times)):
            front = way[t, 0] * fx + way[t, 1] * fy >= 0 and way[t, 2] >= 0
            if front:
                last = _met(kept, way[t, 0], way[t, 1], way[t, 2], place[n, 2], last)
            lit = front and last < 0
            while span < first[n + 1] and spans[span, 1] < times[t]:
                span += 1
            within = span < first[n + 1] and spans[span, 0] <= times[t]
            run = run + 1 if within != lit else 0
            found[n, 0] += within != lit
            found[n, 1] = max(found[n, 1], run)
    return found
