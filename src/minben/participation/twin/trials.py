"""How the engine of sunlight is tried before a person may clear it: on an invented block whose heights are known."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import numpy as np
from django.utils.timezone import localdate
from numpy.typing import NDArray

from minben.commons.statistics import share
from minben.institutions.sandbox import actions as sandbox
from minben.participation.twin.core.facade import scene_of
from minben.participation.twin.core.rules import Errors, Rule, Verdict
from minben.participation.twin.core.scene import Scene, read_scene
from minben.participation.twin.core.study import Sunlight, deciding_days, study
from minben.participation.twin.invented import HOUSE, site
from minben.participation.twin.law import rule_of

VERSION = "2"
RULE = "cn-gb50180-great-cold-2h"
# So many worlds, each with other heights, sills and north within the stated errors.
WORLDS = 12
_EXACT = Errors(0.0, 0.0, 0.0)
# A card tells whole minutes: what rounds into the band lies in the band that people read [min].
_TOLD_MIN = 0.5


@dataclass(frozen=True, slots=True)
class _Tried:
    """One window in one world: was the truth in the band, was it called a pass that was none, could it tell."""

    window: str
    outside: bool
    false_pass: bool
    unsure: bool


def try_sunlight(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try how often the truth lies outside of the stated band, by floor and by the side a window is on."""
    rng = Random(context.seed)
    told = rule_of(RULE, localdate(context.at))
    scene = read_scene(json.dumps(scene_of(site(), HOUSE)))
    day = _deciding(scene, told, localdate(context.at).year)
    stated = {key: days[day] for key, days in study(scene, told, {day: told.day}, errors=Errors()).items()}
    rows = [row for _world in range(WORLDS) for row in _world_of(rng, scene, told, day, stated)]
    measures = [one for name, which in _groups(rows).items() for one in _measures(rows, which, name)]
    return sandbox.TrialResult(
        version=VERSION,
        rows=len(rows),
        data_digest=scene.digest,
        measures=tuple(measures),
        data_source=f"invented, seed {context.seed} / 按种子生成的样例",
    )


def _deciding(scene: Scene, told: Rule, year: int) -> date:
    return next(day for day, term in deciding_days(year, scene.timezone).items() if term is told.day)


def _world_of(
    rng: Random, scene: Scene, told: Rule, day: date, stated: Mapping[str, Sunlight]
) -> Iterator[_Tried]:
    """A world as it may truly be: each height, each sill and north within what is stated of them."""
    most, turn = Errors(), rng.uniform(-1, 1) * Errors().north_deg
    world = replace(
        scene,
        north=scene.north + turn,
        buildings=tuple(
            replace(one, height=one.height + rng.uniform(-1, 1) * most.height_m) for one in scene.buildings
        ),
        windows=tuple(
            replace(one, sill=one.sill + rng.uniform(-1, 1) * most.sill_m, azimuth=one.azimuth - turn)
            for one in scene.windows
        ),
    )
    for key, days in study(world, told, {day: told.day}, errors=_EXACT).items():
        truth, said = days[day].minutes, stated[key]
        yield _Tried(
            window=key,
            outside=not said.band[0] - _TOLD_MIN <= truth <= said.band[1] + _TOLD_MIN,
            false_pass=said.verdict is Verdict.PASS and truth < told.minutes,
            unsure=said.verdict is Verdict.CANNOT_TELL,
        )


def _groups(rows: list[_Tried]) -> dict[str, NDArray[np.bool_]]:
    floors = np.array([int(row.window[0]) for row in rows])
    front = np.array(["-f" in row.window for row in rows])
    return {
        "all": np.ones(len(rows), dtype=bool),
        "floor:low": floors <= 2,
        "floor:middle": (floors > 2) & (floors <= 4),
        "floor:high": floors > 4,
        "side:front": front,
        "side:back": ~front,
    }


def _measures(rows: list[_Tried], which: NDArray[np.bool_], name: str) -> Iterator[sandbox.Measure]:
    some = [row for row, kept in zip(rows, which, strict=True) if kept]
    figures = {
        "outside_band": sum(row.outside for row in some),
        "false_pass": sum(row.false_pass for row in some),
        "cannot_tell": sum(row.unsure for row in some),
    }
    for metric, count in figures.items():
        yield sandbox.Measure(metric, share(count, len(some)), name)
