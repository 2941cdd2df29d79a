"""Results as documents: what a study writes, and what two of them say beside each other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from minben.participation.twin.core.rules import Rule
from minben.participation.twin.core.scene import Fault, Scene
from minben.participation.twin.core.study import Sunlight
from minben.participation.twin.core.year import Year

__all__ = ["compared", "document", "year_document"]

JSON = Any


def document(scene: Scene, rule: Rule, found: Mapping[str, Mapping[date, Sunlight]]) -> dict[str, JSON]:
    """Return a study as plain JSON: times in seconds of the local clock [s], minutes and bands in minutes [min]."""
    return {
        "scene": scene.digest,
        "rules": rule.version,
        "rule": {
            "name": rule.name,
            "day": str(rule.day),
            "minutes": rule.minutes,
            "sill_m": rule.sill_m,
            "source": rule.source,
            "unverified": list(rule.unverified),
        },
        "windows": {
            key: {day.isoformat(): _sunlight(one) for day, one in days.items()} for key, days in found.items()
        },
        "dwellings": {window.id: window.dwelling for window in scene.windows},
        "set_aside": [_fault(one) for one in scene.set_aside],
    }


def year_document(scene: Scene, year: int, found: Year) -> dict[str, JSON]:
    """Return a year as plain JSON: hours of sun in each of the twelve months [h]."""
    return {
        "scene": scene.digest,
        "year": year,
        "windows": {key: [round(float(hour), 2) for hour in row] for key, row in found.windows.items()},
        "dwellings": {key: [round(float(hour), 2) for hour in row] for key, row in found.dwellings.items()},
    }


def _sunlight(one: Sunlight) -> dict[str, JSON]:
    return {
        "intervals": [list(span) for span in one.spans],
        "minutes": round(one.minutes, 4),
        "band": [round(one.band[0], 4), round(one.band[1], 4)],
        "verdict": str(one.verdict),
        "blockers": [{"building": s.building, "interval": [s.begin, s.end]} for s in one.blockers],
    }


def _fault(one: Fault) -> dict[str, JSON]:
    return {"code": one.code, "thing": one.thing, "id": one.id, **one.facts}


def compared(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return what changed for each window and day from one study to another.

    Parameters
    ----------
    before, after : mapping
        Two documents of :func:`document` by the same rule.

    Returns
    -------
    dict
        ``windows`` maps each window and day in both to minutes before, after and their difference [min], the spans lost
        and won [s of the local clock], and both verdicts; ``missing`` names windows that only one of them has.
    """
    both = [key for key in before["windows"] if key in after["windows"]]
    only = sorted(set(before["windows"]) ^ set(after["windows"]))
    return {
        "before": before["scene"],
        "after": after["scene"],
        "rules": after["rules"],
        "windows": {
            key: {
                day: _change(told, after["windows"][key][day])
                for day, told in before["windows"][key].items()
                if day in after["windows"][key]
            }
            for key in both
        },
        "missing": only,
    }


def _change(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        "before": before["minutes"],
        "after": after["minutes"],
        "change": round(after["minutes"] - before["minutes"], 4),
        "band_before": before["band"],
        "band_after": after["band"],
        "lost": _without(before["intervals"], after["intervals"]),
        "won": _without(after["intervals"], before["intervals"]),
        "verdict_before": before["verdict"],
        "verdict_after": after["verdict"],
        "blockers": after["blockers"],
    }


def _without(spans: list[list[float]], taken: list[list[float]]) -> list[list[float]]:
    """The parts of sorted spans that no other span covers.

    Examples
    --------
    >>> _without([[0.0, 10.0]], [[2.0, 3.0], [9.0, 12.0]])
    [[0.0, 2.0], [3.0, 9.0]]
    """
    left = []
    for begin, end in spans:
        at = begin
        for start, stop in taken:
            if stop <= at or start >= end:
                continue
            if start > at:
                left.append([at, start])
            at = max(at, stop)
        if at < end:
            left.append([at, end])
    return left
