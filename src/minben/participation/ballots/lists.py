"""Between the tables and the exact count: dwellings and ballots as the core counts them, and as they are published."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.timezone import localtime

from minben.ground.registers.core.masks import masked_name
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling
from minben.participation.ballots.models import Cast, Decision, Ownership
from minben.participation.ballots.models import Dwelling as DwellingRow

__all__ = ["Counted", "ballots_of", "counted_of", "key_of", "published", "stamp"]


@dataclass(frozen=True, slots=True)
class Counted:
    """Everybody who has a say, and every ballot that was cast."""

    dwellings: tuple[Dwelling, ...]
    ballots: tuple[Ballot, ...]


def key_of(number: int) -> str:
    """How the published list calls an owner."""
    return f"owner {number}"


def stamp(moment: datetime) -> str:
    """Write a moment as the list and the receipts do: local, to the microsecond, with its zone."""
    return localtime(moment).isoformat(timespec="microseconds")


def counted_of(decision: Decision) -> Counted:
    """Gather what is counted; three queries."""
    owners = _owner_numbers(decision)
    dwellings = tuple(
        Dwelling(row.label, Fraction(row.area_m2), tuple(key_of(n) for n in owners.get(row.pk, ())))
        for row in DwellingRow.objects.filter(decision=decision).order_by("pk")
    )
    return Counted(dwellings, tuple(ballots_of(_casts(decision))))


def ballots_of(casts: Iterable[Cast]) -> Iterable[Ballot]:
    """Return ballots as they are counted."""
    for row in casts:
        yield Ballot(
            dwelling=row.dwelling.label,
            choice=Choice(row.choice),
            at=row.at,
            by=who(row),
            paper=row.paper,
            entered=_entered(row),
        )


def who(row: Cast) -> str:
    """Return who cast a ballot, as the list calls them: the owner, or a proxy with a paper."""
    return f"proxy of {key_of(row.owner.number)}" if row.paper else key_of(row.owner.number)


def published(decision: Decision, *, at: datetime) -> str:
    """Write the list that anybody can count again.

    Parameters
    ----------
    decision : Decision
    at : datetime
        Aware; when it is published.
    """
    told = {
        "decision": decision.pk,
        "title": decision.title,
        "title_en": decision.title_en,
        "published": stamp(at),
        "procedure": decision.procedure,
        "law_of": decision.law_of.isoformat(),
        "closes": stamp(decision.closes_at) if decision.closes_at else "",
        "dwellings": _dwellings_told(decision),
        "ballots": [_ballot_told(row) for row in _casts(decision)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _dwellings_told(decision: Decision) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {
        row.pk: {"id": row.label, "area_m2": str(row.area_m2), "owners": [], "names": []}
        for row in DwellingRow.objects.filter(decision=decision).order_by("pk")
    }
    owned = Ownership.objects.filter(dwelling__decision=decision).select_related("owner").order_by("pk")
    for one in owned:
        told = found[one.dwelling_id]
        told["owners"].append(key_of(one.owner.number))
        told["names"].append(masked_name(one.owner.name))
    return list(found.values())


def _ballot_told(row: Cast) -> dict[str, Any]:
    told: dict[str, Any] = {
        "dwelling": row.dwelling.label,
        "choice": row.choice,
        "by": who(row),
        "at": stamp(row.at),
        "nonce": row.nonce,
        "entry": row.entry,
    }
    if row.paper:
        told["paper"] = row.paper
    if entered := _entered(row):
        told["entered"] = list(entered)
    return told


def _entered(row: Cast) -> tuple[str, ...]:
    """What each of two people read, for a ballot on paper: it was cast when they had read alike."""
    return (row.choice, row.choice) if row.sheet_id else ()


def _casts(decision: Decision) -> Sequence[Cast]:
    return list(
        Cast.objects.filter(decision=decision).select_related("dwelling", "owner").order_by("at", "pk")
    )


def _owner_numbers(decision: Decision) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    owned = Ownership.objects.filter(dwelling__decision=decision).order_by("pk")
    for dwelling, number in owned.values_list("dwelling_id", "owner__number"):
        found.setdefault(dwelling, []).append(number)
    return found
