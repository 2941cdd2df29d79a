"""Opening who the owners are, for the one purpose there is: to organise the vote."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minben.institutions.rights import actions as rights
from minben.participation.ballots.actions.preparing import PURPOSE, record_key
from minben.participation.ballots.models import Objection, Owner

_NAMES, _LETTERS = ("name",), ("name", "address")


@dataclass(frozen=True, slots=True)
class OpenedOwner:
    """An owner with their name; the code only where letters are printed."""

    key: int
    number: int
    name: str
    dwellings: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class OpenedDecision:
    """Who has a say, and what was objected in whose own words, by the key of the objection."""

    owners: list[OpenedOwner]
    objections: dict[int, str]


def open_owners(
    *, decision_id: int, reader: rights.Reader, at: datetime, letters: bool = False
) -> list[OpenedOwner]:
    """Show the owners of a decision to whoever organises it; the reading is written down for each of them.

    Parameters
    ----------
    letters : bool
        With the codes, to print the letters.

    Raises
    ------
    rights.Refused
        The reader's unit does not organise this decision, or no longer does.
    """
    with transaction.atomic():
        rows = _owners(decision_id)
        records = [_record(row, letters) for row in rows]
        rights.open_for(reader=reader, records=records, purpose=PURPOSE, at=at)
    return [_opened(row, letters) for row in rows]


def open_decision(*, decision_id: int, reader: rights.Reader, at: datetime) -> OpenedDecision:
    """Show owners and the words of objections to whoever organises the decision: one page, written down once.

    Raises
    ------
    rights.Refused
        As in :func:`open_owners`.
    """
    with transaction.atomic():
        rows = _owners(decision_id)
        objections = list(Objection.objects.filter(decision_id=decision_id).order_by("pk"))
        records = [_record(row, letters=False) for row in rows]
        if objections:
            records.append(rights.Record(record=record_key(decision_id), fields=("text",)))
        rights.open_for(reader=reader, records=records, purpose=PURPOSE, at=at)
    return OpenedDecision(
        [_opened(row, letters=False) for row in rows], {row.pk: row.words for row in objections}
    )


def _owners(decision_id: int) -> list[Owner]:
    found = Owner.objects.filter(decision_id=decision_id).order_by("number")
    return list(found.prefetch_related("ownerships__dwelling"))


def _opened(row: Owner, letters: bool) -> OpenedOwner:
    dwellings = tuple(one.dwelling.label for one in row.ownerships.all())
    return OpenedOwner(row.pk, row.number, row.name, dwellings, row.code if letters else "")


def _record(row: Owner, letters: bool) -> rights.Record:
    person = f"person:{row.person_id}" if row.person_id else f"ballots.owner:{row.pk}"
    return rights.Record(
        record=record_key(row.decision_id), person=person, fields=_LETTERS if letters else _NAMES
    )
