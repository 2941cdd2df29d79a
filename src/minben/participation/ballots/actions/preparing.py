"""Preparing a decision: the question, who has a say, and a code for each owner's letter."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from minben.commons.digests import JSON
from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.hotline.core.codes import LETTERS, tracking_code
from minben.participation.ballots.core.secrecy import places_of
from minben.participation.ballots.law import procedure_of, scheme_of, secrecy_of
from minben.participation.ballots.lists import counted_of
from minben.participation.ballots.models import Decision, Dwelling, Owner, Ownership
from minben.participation.ballots.refusals import DecisionError

PURPOSE = "vote.organise"


@dataclass(frozen=True, slots=True)
class NewDwelling:
    """A dwelling with the names of its owners; one name in two dwellings is one person."""

    label: str
    floor: int
    area_m2: Decimal
    owners: tuple[str, ...]
    exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What is to be decided, by whom, under which procedure; and what it costs, if anything.

    Attributes
    ----------
    unit_id, place_id : int
        Who organises it, and where.
    procedure, scheme : str
        Keys of ``procedures.yaml`` and ``cost_shares.yaml``.
    secret : bool
        Whether ballots are secret; otherwise they are by name.
    persons : mapping
        Name of an owner → key of the person in the registers, where it is known.
    """

    title: str
    question: str
    unit_id: int
    procedure: str
    dwellings: Sequence[NewDwelling]
    title_en: str = ""
    question_en: str = ""
    place_id: int | None = None
    scheme: str = ""
    cost_cents: int | None = None
    subsidy_cents: int = 0
    instalments: int = 1
    secret: bool = False
    persons: Mapping[str, int] = field(default_factory=dict)


def record_key(decision_id: int) -> str:
    """The key of a decision for rights and the ledger."""
    return f"ballots.decision:{decision_id}"


@transaction.atomic
def prepare(*, new: NewDecision, by: int | None, at: datetime) -> int:
    """Write a decision down with everybody who has a say; return its key. The unit may read the owners' names.

    Raises
    ------
    DecisionError
        ``nobody_has_a_say``, ``dwelling_twice``, ``no_owner``, or ``subsidy_too_large``.
    TeachingError
        When no such procedure or table is in force.
    """
    _refuse_what_cannot_be(new)
    decision = Decision(
        title=new.title, title_en=new.title_en, question=new.question, question_en=new.question_en,
        unit_id=new.unit_id, place_id=new.place_id, procedure=new.procedure, law_of=localdate(at),
        secret=new.secret, scheme=new.scheme, cost_cents=new.cost_cents, subsidy_cents=new.subsidy_cents,
        instalments=new.instalments, made_at=at, made_by_id=by,
    )  # fmt: skip
    procedure_of(decision)
    if new.scheme:
        scheme_of(decision)
    if new.secret:
        secrecy_of(decision)
    decision.save()
    owners = _enrol(decision, new)
    if new.secret:
        _name_at_random(decision)
    grant = rights.NewGrant(
        subject=record_key(decision.pk), holder=f"unit:{new.unit_id}", purpose=PURPOSE, reason="organises it"
    )
    rights.grant(grants=[grant], at=at)
    detail: dict[str, JSON] = {"dwellings": len(new.dwellings), "owners": owners, "procedure": new.procedure}
    if new.secret:
        detail["secret"] = True
    who = f"user:{by}" if by else "sample"
    ledger.write([ledger.Act("ballots.prepared", who, record_key(decision.pk), at, detail=detail)])
    return decision.pk


def _refuse_what_cannot_be(new: NewDecision) -> None:
    if not new.dwellings:
        raise DecisionError("nobody_has_a_say")
    labels = [one.label for one in new.dwellings]
    if len(set(labels)) < len(labels):
        raise DecisionError("dwelling_twice")
    if not all(one.owners for one in new.dwellings):
        raise DecisionError("no_owner")
    if new.cost_cents is not None and new.subsidy_cents > new.cost_cents:
        raise DecisionError("subsidy_too_large")


def _enrol(decision: Decision, new: NewDecision) -> int:
    names = list(dict.fromkeys(name for one in new.dwellings for name in one.owners))
    # One by one: a mark is made from the code as its row is saved.
    owners = {
        name: Owner.objects.create(
            decision=decision,
            number=number,
            name=name,
            code=tracking_code(secrets.token_bytes(LETTERS)),
            person_id=new.persons.get(name),
        )
        for number, name in enumerate(names, 1)
    }
    for one in new.dwellings:
        row = Dwelling.objects.create(
            decision=decision, label=one.label, floor=one.floor, area_m2=one.area_m2, exempt=one.exempt
        )
        Ownership.objects.bulk_create(
            Ownership(dwelling=row, owner=owners[name]) for name in dict.fromkeys(one.owners)
        )
    return len(owners)


def _name_at_random(decision: Decision) -> None:
    """Give dwellings and heads the names under which a secret vote is opened: nobody can compute them from a number."""
    rows = list(Dwelling.objects.filter(decision=decision).order_by("pk"))
    names = [secrets.token_hex(8) for _row in rows]
    places = places_of(counted_of(decision).dwellings, names, [str(row.area_m2) for row in rows])
    for row, place in zip(rows, places, strict=True):
        row.alias, row.head = place.place, place.head
    Dwelling.objects.bulk_update(rows, ["alias", "head"])
