"""Evidence and counter-evidence for a candidate: who says much about it, who little, and whose silence says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.timezone import localdate

from minben.commons.statistics import SMALLEST_SHOWN
from minben.evaluation.agenda import setting
from minben.evaluation.agenda.core.hearing import Group, HeardGroup, Standing, hidden_within, listen
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

_DIMENSIONS = ("district", "age", "condition", "income")
_TELLING = (Standing.MORE, Standing.LESS, Standing.SILENT)
_A_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class HeardTable:
    """The groups of one dimension; ``hides`` tells of which no count may be shown."""

    dimension: str
    groups: tuple[HeardGroup, ...]
    hides: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was looked at: how many people, over which days, and the tables."""

    people: int
    since: datetime
    until: datetime
    tables: tuple[HeardTable, ...]


def evidence_for(*, requests: Sequence[int], at: datetime) -> Evidence:
    """Set those who made some requests against everybody who asked for anything in the same days."""
    rule = setting.hearing(localdate(at))
    since = at - timedelta(days=rule.days)
    facts = hotline.facts_of(request_ids=requests)
    about = _counts_of(facts, since, at)
    voices, residents = _everybody(since, at), registers.population(at=at)
    counted = {
        name: _groups(residents[name], voices[name], about[name]) for name in (*_DIMENSIONS, "community")
    }
    district, *others = (_table(name, counted[name], rule.silent_below) for name in _DIMENSIONS)
    near = _communities(counted["community"], rule.silent_below, district)
    return Evidence(sum(about["income"].values()), since, at, (district, near, *others))


def _everybody(since: datetime, at: datetime) -> dict[str, dict[str, int]]:
    """Return how many people of each group asked for anything; kept for a day, for it takes long in a large city."""
    # “near”: what an earlier version kept knows no communities.
    key = f"agenda:everybody:near:{localdate(since).isoformat()}:{localdate(at).isoformat()}"
    found: dict[str, dict[str, int]] | None = cache.get(key)
    if found is None:
        found = registers.fold_groups(hotline.voices_by(since=since, until=at), at=at)
        cache.set(key, found, timeout=_A_DAY_S)
    return found


def _counts_of(facts: dict[str, hotline.Column], since: datetime, at: datetime) -> dict[str, dict[str, int]]:
    """Count the different people of some requests by group."""
    fresh = (facts["received_at"] >= since.timestamp()) & (facts["received_at"] <= at.timestamp())
    person, request = facts["person_id"][fresh], facts["request_id"][fresh]
    groups = registers.groups(person, at=at)
    places = facts["place_id"][fresh].tolist()
    there = registers.districts_of(places)
    near = registers.areas_of(places, kind=registers.PlaceKind.COMMUNITY)
    found: dict[str, dict[str, set[int]]] = {name: {} for name in (*_DIMENSIONS, "community")}
    for one, key, age, income, condition, district, community in zip(
        person.tolist(),
        request.tolist(),
        groups.age,
        groups.income,
        groups.condition,
        there,
        near,
        strict=True,
    ):
        labels = {"age": age, "income": income, "condition": condition if one >= 0 else "unknown"}
        for name, group in {**labels, "district": district, "community": community}.items():
            found[name].setdefault(str(group), set()).add(one if one >= 0 else -key)
    return {name: {group: len(who) for group, who in rows.items()} for name, rows in found.items()}


def _table(name: str, groups: list[Group], silent_below: float) -> HeardTable:
    heard = listen(groups, silent_below=silent_below)
    return HeardTable(name, heard, tuple(hidden_within([one.matter for one in groups], [0] * len(groups))))


def _communities(everywhere: list[Group], silent_below: float, districts: HeardTable) -> HeardTable:
    """Return the communities where ten spoke of it or that stand out; of a large city nobody reads all of them."""
    groups = [one for one in everywhere if one.judged]
    heard = listen(groups, silent_below=silent_below)
    # What its district is seen to have beside must tell of no community.
    within = registers.districts_of([int(one.name) for one in groups])
    closed = {one.name for one, hide in zip(districts.groups, districts.hides, strict=True) if hide}
    hides = hidden_within([one.matter for one in groups], within, closed=closed)
    rows = [
        (one, hide)
        for one, hide in zip(heard, hides, strict=True)
        if one.standing in _TELLING or (one.matter >= SMALLEST_SHOWN and not hide)
    ]
    return HeardTable("community", tuple(one for one, _hide in rows), tuple(hide for _one, hide in rows))


def _groups(residents: dict[str, int], voices: dict[str, int], about: dict[str, int]) -> list[Group]:
    names = sorted(residents.keys() | voices.keys() | about.keys())
    return [
        Group(one, residents.get(one, 0), voices.get(one, 0), about.get(one, 0), judged=one != "unknown")
        for one in names
    ]
