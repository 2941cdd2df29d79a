"""What the picture that turns is made of, as plain data for the page's own script: told by floors together."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from minben.participation.twin import wording
from minben.participation.twin.core.mesh import houses, panes

__all__ = ["YEAR", "turning"]

YEAR = "year"
_HOURS = [hour / 2 for hour in range(12, 37)]
Row = dict[str, Any]
Rows = Callable[[str, float], list[Row]]
Sun = Callable[[str, float], tuple[float, float, float] | None]


def turning(
    scene: Mapping[str, Any], result: Mapping[str, Any], house: str, rows: Rows, sun: Sun
) -> dict[str, Any]:
    """Return corners and triangles, and for each half hour of each day and for the year the shades of the windows.

    Parameters
    ----------
    scene, result : mapping
        The block with the lift that is looked at, and its study.
    house : str
        Id of the house whose windows are shown.
    rows : callable
        Sums by floors and sides for a day and an hour.
    sun : callable
        Where the sun stands then.
    """
    built, ids = houses(scene)
    marks = ["lift" if one == "lift" else "mine" if one in (house, "balcony") else "house" for one in ids]
    days = [
        {
            "key": day,
            "name": wording.word("term", term),
            "steps": [_step(rows, sun, day, hour) for hour in _HOURS],
        }
        for day, term in result["days"].items()
    ]
    whole = rows(YEAR, 12.0)
    return {
        "built": asdict(built),
        "marks": marks,
        "panes": asdict(panes(scene)),
        "rows": {
            "day": _rows_of(scene, result, rows(next(iter(result["days"])), 12.0)),
            YEAR: _rows_of(scene, result, whole),
        },
        "days": [
            *days,
            {
                "key": YEAR,
                "name": _("the whole year"),
                "steps": [{"shades": _shades(whole), "say": "", "sun": None}],
            },
        ],
    }


def _step(rows: Rows, sun: Sun, day: str, hour: float) -> Row:
    told = rows(day, hour)
    words = _("%(clock)s: of %(count)s windows %(lit)s have sun") % {
        "clock": f"{int(hour):02}:{int(hour % 1 * 60):02}",
        "count": sum(one["count"] for one in told),
        "lit": sum(one["after"] for one in told),
    }
    way = sun(day, hour)
    return {
        "shades": _shades(told),
        "say": words,
        "sun": [round(one, 4) for one in way] if way and way[2] > 0 else None,
    }


def _shades(rows: list[Row]) -> list[int]:
    return [one["shade"] for one in rows]


def _rows_of(scene: Mapping[str, Any], result: Mapping[str, Any], rows: list[Row]) -> list[int]:
    """For each window the number of the sum it is told in; -1 for one that is told in none."""
    return [row_of(one["id"], result, rows) for one in scene["windows"]]


def row_of(window: str, result: Mapping[str, Any], rows: list[Row]) -> int:
    """Return in which of the sums a window is told; -1 in none."""
    home = result["dwellings"].get(window)
    if home is None:
        return -1
    side, floor = "front" if "-f" in window else "back", result["floors"][home]
    fits = (
        number
        for number, row in enumerate(rows)
        if row["side"] in ("", side) and row["floors"][0] <= floor <= row["floors"][1]
    )
    return next(fits, -1)
