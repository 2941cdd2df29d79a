"""The study of a block: every dwelling without a lift and with one at each place, and which place takes least."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from shapely import Point

from minben.participation.twin.core.facade import LIVED_IN, House, facades
from minben.participation.twin.core.lifts import Lift, with_lift
from minben.participation.twin.core.outlook import BEFORE, Outlook, outlooks
from minben.participation.twin.core.results import document
from minben.participation.twin.core.rules import Errors, Rule
from minben.participation.twin.core.scene import Scene, read_scene
from minben.participation.twin.core.study import deciding_days, study

__all__ = ["study_block", "suggested"]

JSON = Any


def study_block(
    scene: Mapping[str, JSON],
    house: House,
    lifts: Sequence[Lift],
    rule: Rule,
    year: int,
    *,
    errors: Errors,
    exactly: Sequence[str] = (),
) -> dict[str, JSON]:
    """Return the study of a block as plain JSON.

    Parameters
    ----------
    scene : mapping
        With the windows of the house.
    lifts : sequence of Lift
        The places to compare.
    exactly : sequence of str
        Keys of the places, besides the suggested one, whose cards the exact engine computes.

    Raises
    ------
    SceneRefused
        A building cannot be used.
    """
    before = _read(scene)
    after = {one.key: _read(with_lift(scene, house, one)) for one in lifts}
    days = deciding_days(year, before.timezone)
    rooms = {window["id"]: window["room"] for window in scene["windows"]}
    lived_in = frozenset(key for key, room in rooms.items() if room in LIVED_IN)
    seen = outlooks(before, after, lived_in, rule, year, errors=errors)
    best, reason = suggested(seen, rule.minutes)
    told = document(before, rule, study(before, rule, days, errors=errors))
    return {
        **{key: told[key] for key in ("scene", "rules", "rule", "set_aside")},
        "year": year,
        "days": {day.isoformat(): str(term) for day, term in days.items()},
        "errors": asdict(errors),
        "floors": _floors(house),
        "rooms": rooms,
        "dwellings": told["dwellings"],
        "outlooks": {key: asdict(one) for key, one in seen.items()},
        "lifts": {one.key: _lift(scene, house, one, before, after[one.key]) for one in lifts},
        "suggested": best,
        "reason": reason,
        "windows": told["windows"],
        "after": {
            key: document(after[key], rule, study(after[key], rule, days, errors=errors))["windows"]
            for key in dict.fromkeys((best, *exactly))
            if key in after
        },
    }


def _read(scene: Mapping[str, JSON]) -> Scene:
    return read_scene(json.dumps(scene))


def _floors(house: House) -> dict[str, int]:
    doors = range(1, house.stairwells * house.per_floor + 1)
    return {house.label(floor, door): floor for floor in range(1, house.storeys + 1) for door in doors}


def _lift(
    scene: Mapping[str, JSON], house: House, lift: Lift, before: Scene, after: Scene
) -> dict[str, JSON]:
    mine = next(one for one in scene["buildings"] if one["id"] == house.building)
    wall = facades(mine["footprint"], north=float(scene.get("north", 0.0)))[lift.side]
    kept = {window.id for window in after.windows}
    shaft = after.buildings[-1].shape
    return {
        "side": lift.side,
        "stairwell": lift.stairwell,
        "azimuth": round(wall.azimuth, 1),
        "shaft": asdict(lift.shaft),
        "footprint": [list(corner[:2]) for corner in shaft.exterior.coords[:-1]],
        "height": after.buildings[-1].height,
        # How far each window is from the shaft [m].
        "away": {one.id: round(shaft.distance(Point(one.x, one.y)), 1) for one in before.windows},
        # Windows before which the shaft would stand.
        "covered": [window.id for window in before.windows if window.id not in kept],
    }


def suggested(seen: Mapping[str, Outlook], least: float) -> tuple[str, dict[str, float]]:
    """Return the place whose worst loss is smallest, and the figures that decided.

    Parameters
    ----------
    seen : mapping
        As :func:`outlooks` returns it.
    least : float
        Minutes that the rule asks for on its day [min].

    Returns
    -------
    str
        Blank when no place was compared.
    dict
        ``worst_min``: most that any dwelling loses on the day that decides [min]; ``fail``: dwellings that no longer
        keep the rule; ``worst_h``: most that any loses in the year [h]; ``tied``: places that share the first of these.
    """
    figures = {key: _losses(seen[BEFORE], one, least) for key, one in seen.items() if key != BEFORE}
    if not figures:
        return "", {}
    best = min(figures, key=lambda key: (*figures[key].values(), key))
    tied = sum(one["worst_min"] == figures[best]["worst_min"] for one in figures.values())
    return best, {**figures[best], "tied": tied}


def _losses(before: Outlook, after: Outlook, least: float) -> dict[str, float]:
    return {
        "worst_min": max(before.minutes[home][1] - after.minutes[home][1] for home in before.minutes),
        "fail": sum(before.minutes[home][1] >= least > after.minutes[home][1] for home in before.minutes),
        "worst_h": round(max(before.hours[home][1] - after.hours[home][1] for home in before.hours), 1),
    }
