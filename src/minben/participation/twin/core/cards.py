"""The card of one dwelling, and the sums of many: what a place for a lift wins and takes, told from a study."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minben.participation.twin.core.facade import LIVED_IN
from minben.participation.twin.core.outlook import BEFORE
from minben.participation.twin.core.results import compared
from minben.participation.twin.core.rules import Verdict

__all__ = ["Card", "Day", "Group", "Room", "Shadow", "card", "groups", "homes"]

JSON = Any
Spans = tuple[tuple[float, float], ...]
# Fewer dwellings than this are never told of together.
K = 5


@dataclass(frozen=True, slots=True)
class Shadow:
    """What stands before the sun: a building, from when to when in seconds of the clock [s]."""

    building: str
    spans: Spans

    @property
    def seconds(self) -> float:
        """How long in all [s]."""
        return sum(end - begin for begin, end in self.spans)


@dataclass(frozen=True, slots=True)
class Room:
    """A window of a room on one day: minutes and bands [min], clock times [s]."""

    window: str
    room: str
    before: float
    after: float
    band_before: tuple[float, float]
    band_after: tuple[float, float]
    sun: Spans
    lost: Spans
    shadows: tuple[Shadow, ...]
    covered: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One of the two days: the rooms, and of the rooms people live in the one with most sun.

    Attributes
    ----------
    decides : bool
        Whether the rule looks at this day.
    before, after : float
        Of the best room [min].
    verdict_before, verdict_after : str
        ``pass``, ``fail``, ``cannot_tell``; ``information`` on the day that does not decide.
    """

    day: str
    term: str
    decides: bool
    rooms: tuple[Room, ...]
    before: float
    after: float
    band_before: tuple[float, float]
    band_after: tuple[float, float]
    verdict_before: str
    verdict_after: str


@dataclass(frozen=True, slots=True)
class Card:
    """One dwelling and one place for the lift; hours of the year as fewest, middle and most [h].

    Attributes
    ----------
    transmits : float
        Share of the beam that passes the glass of the shaft.
    noise_db : float
        Sound before the shaft at night, as its maker states [dB(A)].
    nearest : (str, float)
        The room whose window is nearest to the shaft, and how far that is [m].
    """

    dwelling: str
    floor: int
    lift: str
    glass: bool
    transmits: float
    noise_db: float
    nearest: tuple[str, float]
    days: tuple[Day, ...]
    hours_before: tuple[float, float, float]
    hours_after: tuple[float, float, float]
    months_before: tuple[float, ...]
    months_after: tuple[float, ...]


def card(study: Mapping[str, JSON], lift: str, dwelling: str) -> Card:
    """Return the card of a dwelling.

    Parameters
    ----------
    study : mapping
        As :func:`study_block` returns it.
    lift : str
        One of the places that the exact engine computed.

    Raises
    ------
    KeyError
        There is no such place or dwelling in this study.
    """
    told, outlook = study["lifts"][lift], study["outlooks"]
    windows = [key for key, home in study["dwellings"].items() if home == dwelling]
    changed = compared(study, {**study, "windows": study["after"][lift]})["windows"]
    days = [
        _day(study, day, [_room(study, changed, lift, key, day) for key in windows])
        for day in sorted(study["days"], key=lambda one: study["days"][one] != study["rule"]["day"])
    ]
    return Card(
        dwelling=dwelling,
        floor=study["floors"][dwelling],
        lift=lift,
        glass=told["shaft"]["glass"],
        transmits=told["shaft"]["transmits"],
        noise_db=told["shaft"]["noise_db"],
        nearest=_nearest(study, told["away"], windows),
        days=tuple(days),
        hours_before=tuple(outlook[BEFORE]["hours"][dwelling]),
        hours_after=tuple(outlook[lift]["hours"][dwelling]),
        months_before=tuple(outlook[BEFORE]["months"][dwelling]),
        months_after=tuple(outlook[lift]["months"][dwelling]),
    )


def _nearest(
    study: Mapping[str, JSON], away: Mapping[str, float], windows: Sequence[str]
) -> tuple[str, float]:
    key = min(windows, key=lambda one: away[one])
    return study["rooms"][key], away[key]


def _room(study: Mapping[str, JSON], changed: Mapping[str, JSON], lift: str, key: str, day: str) -> Room:
    old = study["windows"][key][day]
    new = changed[key][day] if key in changed else None
    glass = study["lifts"][lift]["shaft"]["glass"]
    low, high = tuple(new["band_after"]) if new else (0.0, 0.0)
    return Room(
        window=key,
        room=study["rooms"][key],
        before=old["minutes"],
        after=new["after"] if new else 0.0,
        band_before=tuple(old["band"]),
        # No rule says whether sun through two panes counts: at most, all of it does.
        band_after=(low, old["band"][1] if glass else high),
        sun=_spans(study["after"][lift][key][day]["intervals"] if new else []),
        lost=_spans(new["lost"] if new else old["intervals"]),
        shadows=_shadows(new["blockers"], lost=bool(new["lost"])) if new else (),
        covered=new is None,
    )


def _spans(told: Sequence[Sequence[float]]) -> Spans:
    """Spans of at least a minute: nobody sees less on a clock."""
    return tuple((begin, end) for begin, end in told if end - begin >= 60.0)


def _shadows(blockers: Sequence[Mapping[str, JSON]], *, lost: bool) -> tuple[Shadow, ...]:
    """What stands before the sun, the longest first; a lift behind what stands there already is not told of."""
    by: dict[str, list[tuple[float, float]]] = {}
    for one in blockers:
        if lost or one["building"] != "lift":
            by.setdefault(one["building"], []).append(tuple(one["interval"]))
    found = [Shadow(building, _spans(spans)) for building, spans in by.items()]
    return tuple(sorted((one for one in found if one.spans), key=lambda one: -one.seconds))


def _day(study: Mapping[str, JSON], day: str, rooms: Sequence[Room]) -> Day:
    lived_in = [one for one in rooms if one.room in LIVED_IN] or list(rooms)
    decides = study["days"][day] == study["rule"]["day"]
    least = study["rule"]["minutes"]
    # The best room's minutes lie between the best of all lower and the best of all upper ends.
    before = (max(one.band_before[0] for one in lived_in), max(one.band_before[1] for one in lived_in))
    after = (max(one.band_after[0] for one in lived_in), max(one.band_after[1] for one in lived_in))
    return Day(
        day=day,
        term=study["days"][day],
        decides=decides,
        rooms=tuple(rooms),
        before=max(one.before for one in lived_in),
        after=max(one.after for one in lived_in),
        band_before=before,
        band_after=after,
        verdict_before=_verdict(before, least) if decides else Verdict.INFORMATION.value,
        verdict_after=_verdict(after, least) if decides else Verdict.INFORMATION.value,
    )


def _verdict(band: tuple[float, float], least: float) -> str:
    if band[0] >= least:
        return Verdict.PASS.value
    return Verdict.FAIL.value if band[1] < least else Verdict.CANNOT_TELL.value


@dataclass(frozen=True, slots=True)
class Home:
    """One dwelling at one place, from the comparison: minutes on the day that decides [min], hours of the year [h]."""

    dwelling: str
    floor: int
    before: float
    after: float
    hours_before: float
    hours_after: float

    @property
    def lost(self) -> float:
        """[min]."""
        return self.before - self.after

    @property
    def hours_lost(self) -> float:
        """[h]."""
        return round(self.hours_before - self.hours_after, 1)


def homes(study: Mapping[str, JSON], lift: str) -> list[Home]:
    """Return every dwelling at a place, by floor and door."""
    old, new = study["outlooks"][BEFORE], study["outlooks"][lift]
    return [
        Home(
            home,
            floor,
            old["minutes"][home][1],
            new["minutes"][home][1],
            old["hours"][home][1],
            new["hours"][home][1],
        )
        for home, floor in study["floors"].items()
        if home in old["minutes"]
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """Dwellings of neighbouring floors, told of together: sums and the largest loss, never whose it is."""

    floors: tuple[int, int]
    count: int
    before: float
    after: float
    worst: float
    losers: int
    hours_lost: float


def groups(rows: Sequence[Home], *, k: int = K) -> list[Group]:
    """Return dwellings by floor, floors joined until each group has ``k``; none when there are fewer in all.

    Examples
    --------
    >>> rows = [Home(f"{n}01", n, 100.0, 90.0, 9.0, 8.0) for n in range(1, 13)]
    >>> [(one.floors, one.count) for one in groups(rows)]
    [((1, 5), 5), ((6, 12), 7)]
    """
    return [_group(part) for part in _parts(rows, k)]


def _parts(rows: Sequence[Home], k: int) -> Iterator[list[Home]]:
    floors = sorted({one.floor for one in rows})
    part: list[Home] = []
    for number, floor in enumerate(floors):
        part += [one for one in rows if one.floor == floor]
        left = sum(one.floor in floors[number + 1 :] for one in rows)
        # What remains above must be enough for a group of its own.
        if len(part) >= k and (left == 0 or left >= k):
            yield part
            part = []


def _group(rows: Sequence[Home]) -> Group:
    count = len(rows)
    return Group(
        floors=(min(one.floor for one in rows), max(one.floor for one in rows)),
        count=count,
        before=sum(one.before for one in rows) / count,
        after=sum(one.after for one in rows) / count,
        worst=max(one.lost for one in rows),
        losers=sum(one.lost > 0 for one in rows),
        hours_lost=round(sum(one.hours_lost for one in rows) / count, 1),
    )
