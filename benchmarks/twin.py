"""The twin: how exact its engine is, and how fast beside others on a real block.

    python benchmarks/twin.py [--rounds 5] [--only speed tile lift year] [--peers FOLDER]
    python benchmarks/twin.py --referee

- ``referee``: the exact engine beside a brute-force referee that looks ten times a second, at every point of the block
  on both days. It takes minutes of CPU, so it runs alone; else the last kept figures stay.
- ``speed``: point·steps a second beside embreex, ladybug-radiance and pybdshadow, each in an environment of its own
  that this script makes in FOLDER (else in one that goes at the end), alternating rounds, medians. What cannot be
  installed is named.
- ``tile``, ``lift``, ``year``: the whole tile on both days, one lift, a year of hours for each dwelling.

Needs the shared data (MINBEN_DATA). Writes results/twin.json.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numba
import numpy as np
from twin_block import FILE, HERE, Block, block, disagreements, sky_of

from minben.participation.twin.core.light import Points, Walls, light_of
from minben.participation.twin.core.looks import COMPILED, looks_of, seen, with_added
from minben.participation.twin.core.scene import Window
from minben.participation.twin.core.sun import directions
from minben.participation.twin.core.year import year_of

RESULTS = HERE / "results" / "twin.json"
# Great Cold counts from eight to four, the winter solstice from nine to three, both in true solar time.
DAYS = {"2026-01-20": (8.0, 16.0), "2026-12-22": (9.0, 15.0)}
DAY, BUILDINGS, HZ = "2026-01-20", 50, 10
# How far apart points are, so that the block has about 3,000 of them and the tile about 89,000; for the referee closer,
# as in the tests, which ask about a tenth of these [m].
EVERY_M, TILE_M, REFEREE_M = 5.4, 8.6, 3.0
PEERS = {
    "embreex": ["embreex", "trimesh"],
    "ladybug-radiance": ["ladybug-radiance", "pyradiance"],
    # Its facades are written for the numpy and geopandas of its day.
    "pybdshadow": ["pybdshadow", "numpy<1.24", "geopandas<1", "pandas<2.1", "shapely<2.1", "setuptools<81"],
}
GOALS = {"embreex": 5, "ladybug-radiance": 40, "pybdshadow": 5_000}


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds on the wall, seconds of CPU, and the answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return time.perf_counter() - wall, time.process_time() - cpu, answer


def refereed(here: Block) -> dict[str, Any]:
    """Compare every point of the block with the referee on both days."""
    found: dict[str, Any] = {"points": len(here.points.place), "looks_per_s": HZ}
    worst, runs = 0, 0
    for day, hours in DAYS.items():
        sky = sky_of(here.scene, day, hours)
        times = np.arange(sky.within[0], sky.within[1], 1 / HZ) + 0.5 / HZ
        # The referee's sun is the series itself at each look, not the curve that the engine fits to a day.
        way = directions(sky.day.noon + times, lat=here.scene.lat, lon=here.scene.lon)
        _wall, cpu, light = timed(lambda sky=sky: light_of(here.points, here.walls, sky))
        first = np.searchsorted(light.lit[0], np.arange(len(here.points.place) + 1))
        walls = here.walls
        looked = (
            np.column_stack([walls.begin, walls.end, walls.foot, walls.top]),
            way,
            times,
            first,
            light.lit[1],
        )
        wall, referee, wrong = timed(
            lambda looked=looked: disagreements(here.points.place, here.points.facing, *looked)
        )
        found[day] = {
            "engine_cpu_s": round(cpu, 2),
            "referee_cpu_s": round(referee, 1),
            "referee_s": round(wall, 1),
            "max_difference_s": int(wrong[:, 0].max()) / HZ,
            "longest_difference_s": int(wrong[:, 1].max()) / HZ,
            "points_that_differ": int((wrong[:, 0] > 0).sum()),
            "mean_difference_s": round(float(wrong[:, 0].mean()) / HZ, 4),
        }
        worst, runs = max(worst, int(wrong[:, 0].max())), max(runs, int(wrong[:, 1].max()))
    return found | {
        "max_difference_s": worst / HZ,
        "longest_difference_s": runs / HZ,
        "goal_s": 1.0,
        "met": worst <= HZ,
    }


def environments(folder: Path) -> Iterator[tuple[str, str | None, str]]:
    """Each peer with the Python of an environment made for it, or why there is none."""
    for name, packages in PEERS.items():
        home = folder / name
        python = home / "bin" / "python"
        try:
            if not python.exists():
                venv.create(home, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            yield name, None, f"not installable here: {type(error).__name__}"
        else:
            yield name, str(python), ""


def speeds(here: Block, rounds: int, folder: Path) -> dict[str, Any]:
    """Ours and every peer's, round by round."""
    sky = sky_of(here.scene, DAY, DAYS[DAY])
    looks = looks_of(sky)
    work, out = folder / "work.npz", folder / "out.npz"
    walls = here.walls
    np.savez(
        work, place=here.points.place, facing=here.points.facing, begin=walls.begin, end=walls.end,
        top=walls.top, way=sky.day.directions(looks), features=json.dumps(here.features), day=DAY,
    )  # fmt: skip
    count = len(here.points.place)
    peers, absent = {}, {}
    for name, python, why in environments(folder):
        if python:
            peers[name] = python
        else:
            absent[name] = why
    ours: list[tuple[float, float]] = []
    theirs: dict[str, list[tuple[float, float]]] = {name: [] for name in peers}
    agree: dict[str, float] = {}
    mine = seen(here.points, walls, sky, looks)
    for _ in range(rounds):
        for name, python in list(peers.items()):
            told, lit = asked(name, python, work, out)
            if told is None:
                absent[name] = str(lit)
                del peers[name]
                continue
            cells = count * told["looks"]
            theirs[name].append((cells / told["seconds"], cells / told["cpu_s"]))
            if len(lit):
                agree[name] = round(float((lit != mine).mean()), 6)
            wall, cpu, _lit = timed(lambda: seen(here.points, walls, sky, looks))
            ours.append((mine.size / wall, mine.size / cpu))
    best = medians(ours)
    return {
        "points": count,
        "looks": len(looks),
        "rounds": rounds,
        "numba": COMPILED,
        "threads": numba.get_num_threads(),
        "ours_per_s": round(best[0]),
        "ours_per_cpu_s": round(best[1]),
        "peers": [_beside(name, theirs[name], best, agree) for name in peers],
        "absent": [{"name": name, "why": why} for name, why in absent.items()],
    }


def asked(name: str, python: str, work: Path, out: Path) -> tuple[dict[str, float] | None, Any]:
    """Let a peer answer in its own process."""
    run = subprocess.run(
        [python, str(HERE / "twin_peers.py"), name, str(work), str(out)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""}, check=False,
    )  # fmt: skip
    if run.returncode:
        return None, (run.stderr.strip().splitlines() or ["failed"])[-1][:200]
    return json.loads(run.stdout.strip().splitlines()[-1]), np.load(out)["lit"]


def medians(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    """Point·steps a second and a second of CPU."""
    return statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds)


def _beside(
    name: str, rounds: list[tuple[float, float]], best: tuple[float, float], agree: dict[str, float]
) -> dict[str, Any]:
    theirs = medians(rounds)
    return {
        "name": name,
        "per_s": round(theirs[0]),
        "per_cpu_s": round(theirs[1]),
        "ratio": round(best[0] / theirs[0], 1),
        "cpu_ratio": round(best[1] / theirs[1], 1),
        "goal": GOALS[name],
        "met": best[0] / theirs[0] >= GOALS[name],
        "share_of_cells_that_differ": agree.get(name),
    }


def tile(rounds: int) -> dict[str, Any]:
    """The whole tile by the minute on both days, walls and index included; reading the file is not."""
    here = block(None, TILE_M)

    def both() -> int:
        walls, lit = here.scene.walls(), 0
        for day, hours in DAYS.items():
            sky = sky_of(here.scene, day, hours)
            lit += int(seen(here.points, walls, sky, looks_of(sky)).sum())
        return lit

    told = [timed(both)[:2] for _ in range(rounds)]
    return {
        "buildings": len(here.scene.buildings),
        "points": len(here.points.place),
        "seconds": round(statistics.median(one[0] for one in told), 2),
        "cpu_s": round(statistics.median(one[1] for one in told), 2),
        "goal_s": 10,
        "met": statistics.median(one[0] for one in told) <= 10,
    }


def lift(here: Block, rounds: int) -> dict[str, Any]:
    """One shaft before the longest south front of the block, on both days, after the first study."""
    before = []
    for day, hours in DAYS.items():
        sky = sky_of(here.scene, day, hours)
        before.append((sky, looks_of(sky), seen(here.points, here.walls, sky, looks_of(sky))))
    shaft = _shaft(here.walls)

    def what_if() -> int:
        return sum(
            int(lit.sum() - with_added(lit, here.points, shaft, sky, looks).sum())
            for sky, looks, lit in before
        )

    what_if()
    told = [timed(what_if) for _ in range(max(rounds, 5))]
    wall = statistics.median(one[0] for one in told)
    return {
        "points": len(here.points.place),
        "minutes_taken": told[0][2],
        "seconds": round(wall, 4),
        "cpu_s": round(statistics.median(one[1] for one in told), 4),
        "goal_s": 0.1,
        "met": wall <= 0.1,
    }


def _shaft(walls: Walls) -> Walls:
    along = walls.end - walls.begin
    long = np.hypot(along[:, 0], along[:, 1])
    south = along[:, 0] / long > 0.9
    wall = int(np.argmax(np.where(south, long, 0.0)))
    step = along[wall] / long[wall]
    out = np.array([step[1], -step[0]])
    foot = walls.begin[wall] + step * (long[wall] / 2 - 1.0)
    ring = np.array([foot, foot + 2.5 * out, foot + 2.5 * out + 2.0 * step, foot + 2.0 * step])
    four = np.zeros(4)
    return Walls(ring, np.roll(ring, -1, axis=0), four, four + walls.top[wall] + 1.2, four.astype(np.int64))


def year(here: Block) -> dict[str, Any]:
    """Hours of every month for every dwelling of the block, looked at every five minutes of every day."""
    facing = np.degrees(np.arctan2(here.points.facing[:, 0], here.points.facing[:, 1]))
    windows = tuple(
        Window(str(n), "0", str(n // 4), float(x), float(y), float(z), float(a), 1.5)
        for n, ((x, y, z), a) in enumerate(zip(here.points.place, facing, strict=True))
    )
    scene = replace(here.scene, windows=windows)
    wall, cpu, found = timed(lambda: year_of(scene, 2026))
    return {
        "windows": len(windows),
        "dwellings": len(found.dwellings),
        "step_s": 300,
        "seconds": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "goal_s": 60,
        "met": wall <= 60,
    }


def main() -> None:
    """Measure, print and keep the figures, part by part."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--referee", action="store_true")
    options.add_argument("--only", nargs="+", choices=("speed", "tile", "lift", "year"))
    options.add_argument("--peers", type=Path)
    chosen = options.parse_args()
    if not FILE.exists():
        sys.exit(
            f"twin: skipped, {FILE.name} is absent; put the shared data beside the repository or set MINBEN_DATA"
        )
    here = block(BUILDINGS, EVERY_M)
    some = Points(here.points.place[:80], here.points.facing[:80])
    # Once beforehand, so that no figure holds the compiling.
    seen(some, here.walls, sky_of(here.scene, DAY, (11, 12)), np.zeros(1))
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "speed": lambda: speeds(here, chosen.rounds, chosen.peers or Path(folder)),
            "tile": lambda: tile(chosen.rounds),
            "lift": lambda: lift(here, chosen.rounds),
            "year": lambda: year(here),
        }
        for name in chosen.only or ([] if chosen.referee else parts):
            keep(name, parts[name]())
        if chosen.referee:
            keep("referee", refereed(block(BUILDINGS, REFEREE_M)))


def keep(name: str, found: dict[str, Any]) -> None:
    """Put one part among the results; the others stay as they were."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    kept[name] = {**found, "load_average": round(os.getloadavg()[0], 1)}
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps({name: kept[name]}, indent=1) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
