"""A month's requests as keys, coarsened in every way that a row may tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils.timezone import get_current_timezone, make_aware
from numpy.typing import NDArray

from minben.ground.registers import queries as registers
from minben.ground.registers.core.trees import ancestors
from minben.needs.hotline import queries as hotline
from minben.needs.opendata.core.classes import ANY, Facts
from minben.needs.opendata.rules import LeftOut

PLACES = (registers.PlaceKind.COMMUNITY, registers.PlaceKind.STREET, registers.PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts, and what their keys for channels and kinds stand for."""

    facts: Facts
    channels: tuple[str, ...]
    kinds: tuple[str, ...]


def month_after(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def gather(month: date, left_out: LeftOut) -> Gathered:
    """Read a month's requests that may be published."""
    since, until = (make_aware(datetime.combine(day, time.min)) for day in (month, month_after(month)))
    told = hotline.openable(since=since, until=until, kinds=left_out.kinds)
    rows = hotline.categories(ended=True)
    chains = ancestors({row.key: row.parent for row in rows})
    closed = {row.key for row in rows if row.code in left_out.categories}
    kept = ~np.isin(told["category"], [key for key, chain in chains.items() if closed & set(chain)])
    told = {name: column[kept] for name, column in told.items()}
    channels, channel = _coded(told["channel"])
    kinds, kind = _coded(told["kind"])
    columns = {
        "week": _weeks(told["received_at"]),
        "category": told["category"],
        "heading": _mapped(told["category"], {key: chain[-1] for key, chain in chains.items()}),
        **{place.value: _mapped(told["place"], _within(place)) for place in PLACES},
        "channel": channel,
        "kind": kind,
    }
    return Gathered(Facts(columns, told["who"]), channels, kinds)


def _coded(words: NDArray[np.object_]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    known, codes = np.unique(words.astype(str), return_inverse=True)
    return tuple(str(word) for word in known), codes.astype(np.int64)


def _weeks(seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the Monday of each moment's week in the city's own time, as a day's ordinal."""
    hours, which = np.unique(seconds // 3600, return_inverse=True)
    zone = get_current_timezone()
    # Hour by hour, so that a city whose clocks change within a month has its days right.
    days = [datetime.fromtimestamp(float(hour) * 3600, zone).toordinal() for hour in hours]
    ordinals = np.array(days, dtype=np.int64)[which]
    return ordinals - (ordinals - 1) % 7


def _within(kind: registers.PlaceKind) -> dict[int, int]:
    """Each place with the place of one kind that it lies in."""
    wanted = {row.key for row in registers.places_of(kind=kind)}
    chains = registers.areas().items()
    return {key: next((one for one in chain if one in wanted), ANY) for key, chain in chains}


def _mapped(keys: NDArray[np.int64], mapping: Mapping[int, int]) -> NDArray[np.int64]:
    known, places = np.unique(keys, return_inverse=True)
    return np.array([mapping.get(int(key), ANY) for key in known], dtype=np.int64)[places]
