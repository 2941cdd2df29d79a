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


@njit(cache=True)
def _meets(wall: Array, way: Array, z: float) -> bool:  # pragma: no cover  # compiled
    """Whether a ray from a window at height ``z`` meets a wall, as seen from it: two ends, foot and top."""
    ax, ay, bx, by, foot, top = wall
    lx, ly = bx - ax, by - ay
    turning = way[0] * ly - way[1] * lx
    if turning == 0:
        return False
    far = (ax * ly - ay * lx) / turning
    part = (ax * way[1] - ay * way[0]) / turning
    high = far * way[2] + z
    return far > 0 and 0 <= part <= 1 and foot <= high <= top


@njit(cache=True)
def _free(kept: Array, way: Array, z: float) -> bool:  # pragma: no cover  # compiled
    for wall in kept:  # noqa: SIM110  # numba knows no generators here
        if _meets(wall, way, z):
            return False
    return True


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
        seen = walls.copy()
        for axis in range(4):
            seen[:, axis] -= place[n, axis % 2]
        ax, ay, bx, by = seen[:, 0], seen[:, 1], seen[:, 2], seen[:, 3]
        apart = np.abs(ax * (by - ay) - ay * (bx - ax)) > 1e-3 * np.hypot(bx - ax, by - ay)
        # What cannot meet a ray that rises before the window: walls behind it, below it, or in which it stands.
        ahead = np.maximum(ax * fx + ay * fy, bx * fx + by * fy) > 0
        kept = seen[ahead & apart & (seen[:, 5] > place[n, 2])]
        span, run = first[n], 0
        for t in range(len(times)):
            front = way[t, 0] * fx + way[t, 1] * fy >= 0 and way[t, 2] >= 0
            lit = front and _free(kept, way[t], place[n, 2])
            while span < first[n + 1] and spans[span, 1] < times[t]:
                span += 1
            told = span < first[n + 1] and spans[span, 0] <= times[t]
            run = run + 1 if told != lit else 0
            found[n, 0] += told != lit
            found[n, 1] = max(found[n, 1], run)
    return found
