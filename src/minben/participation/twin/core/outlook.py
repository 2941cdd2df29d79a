"""What each place for a lift would take from each dwelling: to the minute on the day that decides, and over the year.

Made for comparing many places at once, look by look; what a household reads of the chosen place comes from the exact
engine. A lift never adds sun, so each place asks only about its own walls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import sun_day
from minben.participation.twin.core.light import Points, Sky, Walls
from minben.participation.twin.core.looks import COMPILED, looks_of, seen, seen_along
from minben.participation.twin.core.rules import Counting, Errors, Rule
from minben.participation.twin.core.scene import Scene
from minben.participation.twin.core.study import deciding_days
from minben.participation.twin.core.sun import directions

__all__ = ["BEFORE", "Band", "Outlook", "outlooks"]

Array = NDArray[np.float64]
Seen = NDArray[np.bool_]
Band = tuple[float, float, float]

BEFORE = ""
# Of the year every fifth day is looked at, every twenty minutes: a month is right to half an hour or so.
_DAYS, _STEP_S = 5, 1200.0
_LARGE = 1_500


@dataclass(frozen=True, slots=True)
class Outlook:
    """By dwelling: minutes on the day that decides [min] and hours of the year [h], as fewest, middle and most."""

    minutes: Mapping[str, Band]
    hours: Mapping[str, Band]
    months: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The windows three times over, low to high, and to which dwelling each belongs."""

    points: Points
    homes: list[str]
    home: NDArray[np.int64]
    lived_in: Seen


def outlooks(
    scene: Scene,
    lifts: Mapping[str, Scene],
    lived_in: frozenset[str],
    rule: Rule,
    year: int,
    *,
    errors: Errors,
) -> dict[str, Outlook]:
    """Return the outlook without a lift, under ``BEFORE``, and with each of several.

    Parameters
    ----------
    scene : Scene
        Without storeys on pillars; those are the exact engine's.
    lifts : mapping of str to Scene
        The same scene with one building more, which comes last.
    lived_in : frozenset of str
        Windows of rooms in which people live: the best of a dwelling's counts on the day that decides.
    rule, year, errors
        Spans shorter than the rule's shortest are not left out here; the error of north is not in these bands.
    """
    asked = _asked(scene, lived_in, errors)
    walls = scene.walls()
    day, looks = _deciding(scene, rule, year)
    way, month = _year(scene, year)
    # To compile takes seconds, which only a large block wins back.
    fast = COMPILED and len(asked.points.place) >= _LARGE
    on_day = seen(asked.points, walls, day, looks, compiled=fast)
    in_year = seen_along(asked.points, walls, way, compiled=fast)
    found = {BEFORE: _outlook(asked, rule, on_day, in_year, month)}
    for key, one in lifts.items():
        lift = _only(one.walls(), len(scene.buildings))
        lit = on_day & seen(asked.points, lift, day, looks, compiled=fast)
        through = in_year & seen_along(asked.points, lift, way, compiled=fast)
        found[key] = _outlook(asked, rule, lit, through, month)
    return found


def _asked(scene: Scene, lived_in: frozenset[str], errors: Errors) -> _Asked:
    homes = sorted({window.dwelling for window in scene.windows})
    number = {home: n for n, home in enumerate(homes)}
    points = scene.points()
    # Buildings higher and sills lower: for walls that stand on the ground that is the same as a window farther down.
    off = errors.height_m + errors.sill_m
    place = np.concatenate([points.place + np.array((0.0, 0.0, up)) for up in (-off, 0.0, off)])
    return _Asked(
        points=Points(place, np.tile(points.facing, (3, 1))),
        homes=homes,
        home=np.array([number[window.dwelling] for window in scene.windows], dtype=np.int64),
        lived_in=np.array([window.id in lived_in for window in scene.windows], dtype=bool),
    )


def _only(walls: Walls, building: int) -> Walls:
    mine = walls.building >= building
    return replace(
        walls,
        begin=walls.begin[mine],
        end=walls.end[mine],
        foot=walls.foot[mine],
        top=walls.top[mine],
        building=walls.building[mine],
    )


def _deciding(scene: Scene, rule: Rule, year: int) -> tuple[Sky, Array]:
    on = next(day for day, term in deciding_days(year, scene.timezone).items() if term is rule.day)
    noon = datetime.combine(on, time(12), ZoneInfo(scene.timezone)).timestamp()
    begin, end = rule.hours[rule.day]
    sky = Sky(
        day=sun_day(noon, lat=scene.lat, lon=scene.lon),
        within=((begin - 12) * 3600, (end - 12) * 3600),
        altitude=rule.altitude_deg,
        sweep=rule.sweep_deg,
    )
    return sky, looks_of(sky)


def _year(scene: Scene, year: int) -> tuple[Array, NDArray[np.int64]]:
    """Directions towards the sun through a year while it is up, and the month of each."""
    zone, at, month = ZoneInfo(scene.timezone), [], []
    day = date(year, 1, 1) + timedelta(days=_DAYS // 2)
    while day.year == year:
        midnight = datetime.combine(day, time(0), zone).timestamp()
        looks = midnight + np.arange(_STEP_S / 2, 86400.0, _STEP_S)
        at.append(looks)
        month.append(np.full(len(looks), day.month - 1))
        day += timedelta(days=_DAYS)
    way = directions(np.concatenate(at), lat=scene.lat, lon=scene.lon)
    up = way[:, 2] > 0
    return way[up], np.concatenate(month)[up].astype(np.int64)


def _outlook(asked: _Asked, rule: Rule, on_day: Seen, in_year: Seen, month: NDArray[np.int64]) -> Outlook:
    count = len(asked.home)
    minutes = np.zeros((3, len(asked.homes)))
    hours = np.zeros((3, len(asked.homes)))
    months: Array = np.zeros((len(asked.homes), 12))
    for n in range(3):
        best = np.where(asked.lived_in, _minutes(rule, on_day[n * count : (n + 1) * count]), 0.0)
        np.maximum.at(minutes[n], asked.home, best)
        lit = np.zeros((len(asked.homes), in_year.shape[1]), dtype=bool)
        np.logical_or.at(lit, asked.home, in_year[n * count : (n + 1) * count])
        hours[n] = lit.sum(axis=1) * _HOURS
        if n == 1:
            months = np.array([np.bincount(month[row], minlength=12) for row in lit], dtype=float) * _HOURS
    return Outlook(
        minutes=dict(zip(asked.homes, map(_band, minutes.T), strict=True)),
        hours=dict(zip(asked.homes, map(_band, hours.T), strict=True)),
        months={home: tuple(row.round(1).tolist()) for home, row in zip(asked.homes, months, strict=True)},
    )


# What one look stands for [h].
_HOURS = _DAYS * _STEP_S / 3600


def _band(three: Array) -> Band:
    low, middle, high = three.round(1).tolist()
    return (low, middle, high)


def _minutes(rule: Rule, lit: Seen) -> Array:
    """Minutes of each window, looks being a minute apart."""
    if rule.counting is Counting.TOTAL:
        total: Array = lit.sum(axis=1).astype(float)
        return total
    passed = np.cumsum(lit, axis=1)
    since = np.maximum.accumulate(np.where(lit, 0, passed), axis=1)
    longest: Array = (passed - since).max(axis=1, initial=0).astype(float)
    return longest
