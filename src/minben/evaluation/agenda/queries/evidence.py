"""Evidence and counter-evidence for a candidate: who says much about it, who little, and whose silence says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.timezone import localdate

from minben.commons.suppression import hidden
from minben.evaluation.agenda import setting
from minben.evaluation.agenda.core.hearing import Group, HeardGroup, listen
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

_DIMENSIONS = ("district", "age", "condition", "income")
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
    tables = tuple(
        _table(name, residents[name], voices[name], about[name], rule.silent_below) for name in _DIMENSIONS
    )
    return Evidence(sum(about["income"].values()), since, at, tables)


def _everybody(since: datetime, at: datetime) -> dict[str, dict[str, int]]:
    """Return how many people of each group asked for anything; kept for a day, for it takes long in a large city."""
    key = f"agenda:everybody:{localdate(since).isoformat()}:{localdate(at).isoformat()}"
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
    there = registers.districts_of(facts["place_id"][fresh].tolist())
    found: dict[str, dict[str, set[int]]] = {name: {} for name in _DIMENSIONS}
    for one, key, age, income, condition, district in zip(
        person.tolist(), request.tolist(), groups.age, groups.income, groups.condition, there, strict=True
    ):
        labels = {"age": age, "income": income, "condition": condition if one >= 0 else "unknown"}
        for name, group in {**labels, "district": district}.items():
            found[name].setdefault(str(group), set()).add(one if one >= 0 else -key)
    return {name: {group: len(who) for group, who in rows.items()} for name, rows in found.items()}


def _table(
    name: str, residents: dict[str, int], voices: dict[str, int], about: dict[str, int], silent_below: float
) -> HeardTable:
    names = sorted(residents.keys() | voices.keys() | about.keys())
    groups = [
        Group(one, residents.get(one, 0), voices.get(one, 0), about.get(one, 0), judged=one != "unknown")
        for one in names
    ]
    heard = listen(groups, silent_below=silent_below)
    return HeardTable(name, heard, _hides([one.matter for one in groups]))


def _hides(counts: list[int]) -> tuple[bool, ...]:
    present = [n for n in counts if n]
    mask = iter(hidden(present).tolist()) if present else iter(())
    return tuple(bool(next(mask)) if n else False for n in counts)
