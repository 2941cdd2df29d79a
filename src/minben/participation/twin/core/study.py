"""The study of a scene by a rule: for each window and day the sunlit spans, the minutes as a band, the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import SunDay, sun_day
from minben.participation.twin.core.doubt import Scenery, as_told, brightest, darkest
from minben.participation.twin.core.light import Light, Points, Sky, light_of
from minben.participation.twin.core.rules import Counting, Errors, Rule, Verdict, counted_span, verdict
from minben.participation.twin.core.scene import Scene
from minben.participation.twin.core.spans import Owned, joined, rest
from minben.participation.twin.core.terms import Term, day_of

__all__ = ["Shade", "Sunlight", "deciding_days", "study"]

Array = NDArray[np.float64]
_NOON_S = 43200.0


@dataclass(frozen=True, slots=True)
class Shade:
    """What one building hides: its id and the span, in seconds of the local clock [s]."""

    building: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Sunlight:
    """One window on one day; spans in seconds of the local clock [s], minutes with their band [min]."""

    spans: tuple[tuple[float, float], ...]
    minutes: float
    band: tuple[float, float]
    verdict: Verdict
    blockers: tuple[Shade, ...]


def deciding_days(year: int, zone: str) -> dict[date, Term]:
    """Return the two days of a year for which rules are made."""
    return {day_of(term, year, zone): term for term in Term}


def study(
    scene: Scene, rule: Rule, days: Mapping[date, Term | None], *, errors: Errors
) -> dict[str, dict[date, Sunlight]]:
    """Compute every window of a scene.

    Parameters
    ----------
    scene : Scene
    rule : Rule
        Its day alone gets a verdict; the others are for information.
    days : mapping of date to Term or None
        A day that is no solar term uses the hours of the rule's own day.
    errors : Errors
        How well heights, sills and north are known.

    Notes
    -----
    To raise every building and lower every sill never adds a minute, and the other way round never takes one: these two
    are the band's ends in heights. North is taken at both ends and in the middle, and the widest counts.
    """
    found: dict[str, dict[date, Sunlight]] = {window.id: {} for window in scene.windows}
    for day, term in days.items():
        for key, one in zip(found, _day(scene, rule, day, term, errors), strict=True):
            found[key][day] = one
    return found


def _day(scene: Scene, rule: Rule, day: date, term: Term | None, errors: Errors) -> Iterator[Sunlight]:
    zone = ZoneInfo(scene.timezone)
    noon = datetime.combine(day, time(12), zone).timestamp()
    midnight = datetime.combine(day, time(0), zone)
    sun = sun_day(noon, lat=scene.lat, lon=scene.lon)
    sky = Sky(
        day=sun,
        within=counted_span(rule, term or rule.day, noon=sun.noon, midnight=midnight.timestamp()),
        altitude=rule.altitude_deg,
        sweep=rule.sweep_deg,
    )
    light = _light(scene, rule, sky, as_told(scene))
    minutes = _minutes(rule, light.lit, len(scene.windows))
    low, high = _band(scene, rule, sky, errors)
    for number in range(len(scene.windows)):
        middle = float(minutes[number])
        band = (min(float(low[number]), middle), max(float(high[number]), middle))
        yield Sunlight(
            spans=tuple(_clock(light.lit, number, sky.day, midnight)),
            minutes=middle,
            band=band,
            verdict=verdict(rule, band) if term is rule.day else Verdict.INFORMATION,
            blockers=tuple(_shades(scene, light, number, sky.day, midnight)),
        )


def _band(scene: Scene, rule: Rule, sky: Sky, errors: Errors) -> tuple[Array, Array]:
    n = len(scene.windows)
    fewest, most = np.full(n, np.inf), np.full(n, -np.inf)
    for turn in {-errors.north_deg, 0.0, errors.north_deg}:
        turned = _turned(scene, turn)
        fewest = np.minimum(fewest, _minutes(rule, _light(turned, rule, sky, darkest(turned, errors)).lit, n))
        most = np.maximum(most, _minutes(rule, _light(turned, rule, sky, brightest(turned, errors)).lit, n))
    return fewest, most


def _turned(scene: Scene, degrees: float) -> Scene:
    """The scene with north elsewhere: houses and windows turn together."""
    windows = tuple(replace(one, azimuth=one.azimuth - degrees) for one in scene.windows)
    return replace(scene, north=scene.north + degrees, windows=windows)


def _light(scene: Scene, rule: Rule, sky: Sky, seen: Scenery) -> Light:
    """The light of each window, of its two lower corners where a rule asks for the whole of it."""
    if not rule.whole_window:
        return light_of(seen.points, seen.walls, sky, loose=seen.loose)
    points = seen.points
    half = np.array([one.width for one in scene.windows])[:, None] / 2
    along = np.column_stack([points.facing[:, 1], -points.facing[:, 0], np.zeros(len(half))])
    corners = Points(
        place=np.concatenate([points.place - half * along, points.place + half * along]),
        facing=np.tile(points.facing, (2, 1)),
    )
    return _together(light_of(corners, seen.walls, sky, loose=seen.loose), len(half))


def _together(light: Light, n: int) -> Light:
    """A window is dark while one of its two corners is."""
    dark = joined(light.dark[0] % n, light.dark[1])
    sky = joined(
        np.concatenate([light.lit[0] % n, light.dark[0] % n]), np.concatenate([light.lit[1], light.dark[1]])
    )
    owner = light.hidden[0] % n
    order = np.lexsort((light.hidden[1][:, 0], owner))
    return Light(rest(sky, dark), dark, (owner[order], light.hidden[1][order]), light.blockers[order])


def _minutes(rule: Rule, lit: Owned, n: int) -> Array:
    long = lit[1][:, 1] - lit[1][:, 0]
    long = np.where(long >= rule.least_span_min * 60, long, 0.0)
    if rule.counting is Counting.TOTAL:
        return np.bincount(lit[0], weights=long, minlength=n) / 60
    longest = np.zeros(n)
    np.maximum.at(longest, lit[0], long)
    return longest / 60


def _clock(spans: Owned, number: int, sun: SunDay, midnight: datetime) -> Iterator[tuple[float, float]]:
    first, last = np.searchsorted(spans[0], [number, number + 1])
    for begin, end in spans[1][first:last]:
        yield _clock_s(sun.noon + begin, midnight), _clock_s(sun.noon + end, midnight)


def _clock_s(unix_s: float, midnight: datetime) -> float:
    """What the clock on the wall shows, in seconds since the day began [s]; a change to summer time shows too."""
    shown = datetime.fromtimestamp(unix_s, midnight.tzinfo).replace(tzinfo=None)
    return round((shown - midnight.replace(tzinfo=None)) / timedelta(seconds=1), 3)


def _shades(scene: Scene, light: Light, number: int, sun: SunDay, midnight: datetime) -> Iterator[Shade]:
    """What hides the sun and when, in the order in which it begins; all balconies together are one thing."""
    first, last = np.searchsorted(light.hidden[0], [number, number + 1])
    open_ends: dict[str, float] = {}
    found: list[tuple[float, float, str]] = []
    for (begin, end), building in zip(light.hidden[1][first:last], light.blockers[first:last], strict=True):
        name = scene.blocker(int(building))
        if begin <= open_ends.get(name, -np.inf):
            nth = max(n for n, one in enumerate(found) if one[2] == name)
            found[nth] = (found[nth][0], max(found[nth][1], end), name)
        else:
            found.append((begin, end, name))
        open_ends[name] = max(open_ends.get(name, -np.inf), end)
    for begin, end, name in found:
        yield Shade(name, _clock_s(sun.noon + begin, midnight), _clock_s(sun.noon + end, midnight))
