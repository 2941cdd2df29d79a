"""Between the tables and the exact count: dwellings and ballots as the core counts them, and as they are published."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.timezone import localtime

from minben.ground.registers.core.masks import masked_name
from minben.participation.ballots.core.secrecy import Place
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling
from minben.participation.ballots.models import SEALED, Cast, Decision, Ownership
from minben.participation.ballots.models import Dwelling as DwellingRow

__all__ = [
    "Counted",
    "ballots_of",
    "casts_of",
    "counted_of",
    "dwellings_told",
    "key_of",
    "place_of",
    "published",
    "secret_of",
    "stamp",
]


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


def place_of(row: DwellingRow) -> Place:
    """Return a dwelling as the openings of a secret vote call it."""
    return Place(row.alias, str(row.area_m2), row.head)


def secret_of(row: Cast) -> tuple[str, str]:
    """Open a secret ballot: its choice and its nonce. Only for the count, once the vote is closed."""
    told = json.loads(row.secret)
    return told["choice"], told["nonce"]


def counted_of(decision: Decision, *, opened: bool = False) -> Counted:
    """Gather what is counted; three queries. A secret ballot that is not ``opened`` only says that one takes part."""
    owners = _owner_numbers(decision)
    dwellings = tuple(
        Dwelling(row.label, Fraction(row.area_m2), tuple(key_of(n) for n in owners.get(row.pk, ())))
        for row in DwellingRow.objects.filter(decision=decision).order_by("pk")
    )
    return Counted(dwellings, tuple(ballots_of(casts_of(decision), opened=opened)))


def ballots_of(casts: Iterable[Cast], *, opened: bool = False) -> Iterable[Ballot]:
    """Return ballots as they are counted."""
    for row in casts:
        choice = _choice(row, opened=opened)
        yield Ballot(
            dwelling=row.dwelling.label,
            choice=choice,
            at=row.at,
            by=who(row),
            paper=row.paper,
            entered=_entered(row, choice),
        )


def _choice(row: Cast, *, opened: bool) -> Choice:
    if row.choice != SEALED:
        return Choice(row.choice)
    return Choice(secret_of(row)[0]) if opened else Choice.ABSTAIN


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
        "dwellings": dwellings_told(decision),
        "ballots": [_ballot_told(row) for row in casts_of(decision)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def dwellings_told(decision: Decision) -> list[dict[str, Any]]:
    """Return who has a say, with covered names."""
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
    if entered := _entered(row, row.choice):
        told["entered"] = list(entered)
    return told


def _entered(row: Cast, choice: str) -> tuple[str, ...]:
    """What each of two people read, for a ballot on paper: it was cast when they had read alike."""
    return (str(choice), str(choice)) if row.sheet_id else ()


def casts_of(decision: Decision) -> Sequence[Cast]:
    """Return every ballot of a decision in the order in which it was cast."""
    return list(
        Cast.objects.filter(decision=decision).select_related("dwelling", "owner").order_by("at", "pk")
    )


def _owner_numbers(decision: Decision) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    owned = Ownership.objects.filter(dwelling__decision=decision).order_by("pk")
    for dwelling, number in owned.values_list("dwelling_id", "owner__number"):
        found.setdefault(dwelling, []).append(number)
    return found
