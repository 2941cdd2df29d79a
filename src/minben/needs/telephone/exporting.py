"""The telephone's figures as rows and as a document: every share with its interval and what it is a share of."""

from collections.abc import Iterator
from typing import Any

from minben.commons.statistics import Estimate
from minben.needs.telephone.queries import FiguresOf

COLUMNS = ("figure", "hour", "value", "low", "high", "n", "unit", "since", "until")
_SHARES = ("within", "connected", "abandoned", "lowest_day")
_TIMES = ("waited_median", "waited_p90", "talk_median", "talk_p90")
_COUNTS = ("rings", "counted", "no_ring", "too_short", "going_on", "late", "silent_hours")


def as_rows(found: FiguresOf) -> Iterator[tuple[Any, ...]]:
    """Return the header, then a row per figure and hour; what too few calls stand behind is empty."""
    yield COLUMNS
    period = (found.since.isoformat(timespec="minutes"), found.until.isoformat(timespec="minutes"))
    figures = found.figures
    for name in _COUNTS:
        yield (name, "", getattr(figures, name), "", "", "", "calls", *period)
    yield ("on_paper", "", found.on_paper, "", "", "", "calls", *period)
    for name in (*_SHARES, *_TIMES):
        yield (name, "", *_numbers(getattr(figures, name)), *period)
    for hour in figures.hours:
        yield ("within", hour.hour, *_numbers(hour.within), *period)
        yield ("connected", hour.hour, *_numbers(hour.connected), *period)


def as_document(found: FiguresOf) -> dict[str, Any]:
    """Return the figures as plain JSON, with the limits they stand beside and whether these were verified."""
    figures = found.figures
    limits = ("answered_within", "connected_least", "hung_up_within")
    return {
        "since": found.since.isoformat(timespec="minutes"),
        "until": found.until.isoformat(timespec="minutes"),
        **{name: getattr(figures, name) for name in _COUNTS},
        "on_paper": found.on_paper,
        **{name: _document(getattr(figures, name)) for name in (*_SHARES, *_TIMES)},
        "hours": [
            {
                "hour": hour.hour,
                "calls": hour.calls,
                "within": _document(hour.within),
                "connected": _document(hour.connected),
            }
            for hour in figures.hours
        ],
        "limits": {
            name: {"value": limit.value, "source": limit.source, "verified": limit.verified}
            for name in limits
            for limit in [getattr(found, name)]
        },
    }


def _numbers(found: Estimate) -> tuple[Any, ...]:
    if not found.shown:
        return ("", "", "", found.n, found.unit)
    return (
        *("" if x is None else round(x, 4) for x in (found.value, found.low, found.high)),
        found.n,
        found.unit,
    )


def _document(found: Estimate) -> dict[str, Any]:
    value, low, high, n, unit = _numbers(found)
    told = {"value": value, "low": low, "high": high}
    return {**{name: None if x == "" else x for name, x in told.items()}, "n": n, "unit": unit}
