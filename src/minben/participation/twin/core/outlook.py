"""What each place for a lift would take from each dwelling: to the minute on the day that decides, and over the year.

Made for comparing many places at once, look by look; what a household reads of the chosen place comes from the exact
engine. A lift never adds sun, so each place asks only about its own walls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import sun_day
from minben.participation.twin.core.doubt import Scenery, as_told, brightest, darkest
from minben.participation.twin.core.light import Sky, Walls
from minben.participation.twin.core.looks import COMPILED, looks_of, seen_along
from minben.participation.twin.core.rules import Counting, Errors, Rule, counted_span
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
    """To which dwelling each window belongs."""

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
    lifts : mapping of str to Scene
        The same scene with one building more, which comes last.
    lived_in : frozenset of str
        Windows of rooms in which people live: the best of a dwelling's counts on the day that decides.
    rule, year, errors
        Spans shorter than the rule's shortest are not left out here.
    """
    asked = _asked(scene, lived_in)
    day, looks = _deciding(scene, rule, year)
    way, month = _year(scene, year)
    # To compile takes seconds, which only a large block wins back.
    fast = COMPILED and 3 * len(scene.windows) >= _LARGE
    moments = _Moments(day, day.day.directions(looks), way, fast)
    before = [_looked(one, moments) for one in _ends(scene, errors)]
    found = {BEFORE: _outlook(asked, rule, before, month)}
    for key, one in lifts.items():
        added = one.walls().kept(np.arange(len(one.buildings) + len(one.solids)) == len(scene.buildings))
        after = [
            _both(old, _looked(_with(end, added, errors), moments))
            for old, end in zip(before, _ends(scene, errors), strict=True)
        ]
        found[key] = _outlook(asked, rule, after, month)
    return found


def _asked(scene: Scene, lived_in: frozenset[str]) -> _Asked:
    homes = sorted({window.dwelling for window in scene.windows})
    number = {home: n for n, home in enumerate(homes)}
    return _Asked(
        homes=homes,
        home=np.array([number[window.dwelling] for window in scene.windows], dtype=np.int64),
        lived_in=np.array([window.id in lived_in for window in scene.windows], dtype=bool),
    )


@dataclass(frozen=True, slots=True)
class _End:
    """One way in which the truth may lie: which of the three figures it is for, how north is turned, what is seen."""

    which: int
    turn: float
    seen: Scenery


def _ends(scene: Scene, errors: Errors) -> list[_End]:
    """The figures as told, and both ends of the band with north at both of its ends and in the middle."""
    turns = sorted({-errors.north_deg, 0.0, errors.north_deg})
    low, high = darkest(scene, errors), brightest(scene, errors)
    return [
        _End(1, 0.0, as_told(scene)),
        *(_End(0, turn, low) for turn in turns),
        *(_End(2, turn, high) for turn in turns),
    ]


def _with(end: _End, lift: Walls, errors: Errors) -> _End:
    """The same windows with nothing before them but a lift, as high as the errors have it."""
    off = {0: errors.height_m, 1: 0.0, 2: -errors.height_m}[end.which]
    alone = replace(lift, top=np.maximum(lift.top + off, lift.foot))
    return replace(end, seen=Scenery(end.seen.points, alone))


@dataclass(frozen=True, slots=True)
class _Moments:
    """The looks of the day that decides and of the year, as directions to the sun."""

    day: Sky
    on_day: Array
    in_year: Array
    fast: bool


@dataclass(frozen=True, slots=True)
class _Looked:
    which: int
    on_day: Seen
    in_year: Seen


def _looked(end: _End, moments: _Moments) -> _Looked:
    # To turn the block against north is to turn the sun the other way; the block keeps its place.
    points, walls, loose = end.seen.points, end.seen.walls, end.seen.loose
    on_day = seen_along(
        points, walls, _turned(moments.on_day, end.turn), altitude=moments.day.altitude,
        sweep=moments.day.sweep, loose=loose, compiled=moments.fast,
    )  # fmt: skip
    in_year = seen_along(
        points, walls, _turned(moments.in_year, end.turn), loose=loose, compiled=moments.fast
    )
    return _Looked(end.which, on_day, in_year)


def _turned(way: Array, degrees: float) -> Array:
    angle = np.radians(degrees)
    east, north, up = way.T
    turned: Array = np.column_stack(
        [
            east * np.cos(angle) + north * np.sin(angle),
            north * np.cos(angle) - east * np.sin(angle),
            up,
        ]
    )
    return turned


def _both(old: _Looked, new: _Looked) -> _Looked:
    return _Looked(old.which, old.on_day & new.on_day, old.in_year & new.in_year)


def _deciding(scene: Scene, rule: Rule, year: int) -> tuple[Sky, Array]:
    on = next(day for day, term in deciding_days(year, scene.timezone).items() if term is rule.day)
    noon = datetime.combine(on, time(12), ZoneInfo(scene.timezone)).timestamp()
    midnight = datetime.combine(on, time(0), ZoneInfo(scene.timezone)).timestamp()
    sun = sun_day(noon, lat=scene.lat, lon=scene.lon)
    sky = Sky(
        day=sun,
        within=counted_span(rule, rule.day, noon=sun.noon, midnight=midnight),
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


def _outlook(asked: _Asked, rule: Rule, looked: Sequence[_Looked], month: NDArray[np.int64]) -> Outlook:
    summed = [(one.which, *_summed(asked, rule, one)) for one in looked]
    minutes = _three([(which, told) for which, told, _lit in summed])
    hours = _three([(which, lit.sum(axis=1) * _HOURS) for which, _told, lit in summed])
    plain = summed[0][2]
    months = np.array([np.bincount(month[row], minlength=12) for row in plain], dtype=float) * _HOURS
    return Outlook(
        minutes=dict(zip(asked.homes, map(_band, minutes.T), strict=True)),
        hours=dict(zip(asked.homes, map(_band, hours.T), strict=True)),
        months={home: tuple(row.round(1).tolist()) for home, row in zip(asked.homes, months, strict=True)},
    )


def _summed(asked: _Asked, rule: Rule, one: _Looked) -> tuple[Array, Seen]:
    """Minutes of each dwelling's best room, and at which looks of the year any of its windows is lit."""
    minutes = np.zeros(len(asked.homes))
    np.maximum.at(minutes, asked.home, np.where(asked.lived_in, _minutes(rule, one.on_day), 0.0))
    lit = np.zeros((len(asked.homes), one.in_year.shape[1]), dtype=bool)
    np.logical_or.at(lit, asked.home, one.in_year)
    return minutes, lit


def _three(rows: Sequence[tuple[int, Array]]) -> Array:
    """Fewest, as told, and most; what is told, which comes first, lies between."""
    middle = rows[0][1]
    fewest = [told for which, told in rows if which == 0]
    most = [told for which, told in rows if which == 2]
    return np.array([np.minimum.reduce([middle, *fewest]), middle, np.maximum.reduce([middle, *most])])


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
