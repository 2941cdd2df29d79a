"""A year of sun: the hours of each month in which a window, or any window of a dwelling, is lit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from minben.participation.twin.core.day import HALF_DAY_S, sun_day
from minben.participation.twin.core.light import Sky
from minben.participation.twin.core.looks import seen
from minben.participation.twin.core.scene import Scene

__all__ = ["Year", "year_of"]


@dataclass(frozen=True, slots=True)
class Year:
    """Hours of sun by month [h]: of each window, and of each dwelling, which is lit while any of its windows is."""

    windows: Mapping[str, NDArray[np.float64]]
    dwellings: Mapping[str, NDArray[np.float64]]


def year_of(scene: Scene, year: int, *, step_s: float = 300.0) -> Year:
    """Return the year of every window and dwelling.

    Parameters
    ----------
    scene : Scene
    year : int
    step_s : float
        How far two looks are apart [s]; the error of a day is about one step for each change between sun and shade.
    """
    points, walls = scene.points(), scene.walls()
    names = sorted({window.dwelling for window in scene.windows})
    number = {name: n for n, name in enumerate(names)}
    dwelling = np.array([number[window.dwelling] for window in scene.windows], dtype=np.int64)
    order = np.argsort(dwelling, kind="stable")
    first = np.searchsorted(dwelling[order], np.arange(len(names)))
    hours = np.zeros((len(scene.windows), 12))
    together = np.zeros((len(names), 12))
    zone = ZoneInfo(scene.timezone)
    day = date(year, 1, 1)
    while day.year == year:
        noon = datetime.combine(day, time(12), zone).timestamp()
        sky = Sky(sun_day(noon, lat=scene.lat, lon=scene.lon), (-HALF_DAY_S, HALF_DAY_S))
        looks = _daylight(sky, step_s)
        lit = seen(points, walls, sky, looks)
        hours[:, day.month - 1] += lit.sum(axis=1) * step_s / 3600
        if names:
            together[:, day.month - 1] += (
                np.logical_or.reduceat(lit[order], first).sum(axis=1) * step_s / 3600
            )
        day += timedelta(days=1)
    return Year(
        {window.id: row for window, row in zip(scene.windows, hours, strict=True)},
        dict(zip(names, together, strict=True)),
    )


def _daylight(sky: Sky, step_s: float) -> NDArray[np.float64]:
    """The looks of a day at which the sun is up."""
    looks = np.arange(-HALF_DAY_S + step_s / 2, HALF_DAY_S, step_s)
    kept: NDArray[np.float64] = looks[sky.day.directions(looks)[:, 2] > 0]
    return kept
