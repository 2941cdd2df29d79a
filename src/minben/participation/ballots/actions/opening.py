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
        rows = list(
            Owner.objects.filter(decision_id=decision_id)
            .order_by("number")
            .prefetch_related("ownerships__dwelling")
        )
        rights.open_for(
            reader=reader, records=[_record(row, letters) for row in rows], purpose=PURPOSE, at=at
        )
    return [
        OpenedOwner(
            row.pk, row.number, row.name, tuple(one.dwelling.label for one in row.ownerships.all()),
            row.code if letters else "",
        )
        for row in rows
    ]  # fmt: skip


def open_objections(*, decision_id: int, reader: rights.Reader, at: datetime) -> dict[int, str]:
    """Show the words of objections to whoever organises the decision, by key.

    Raises
    ------
    rights.Refused
        As in :func:`open_owners`.
    """
    with transaction.atomic():
        rows = list(Objection.objects.filter(decision_id=decision_id).order_by("pk"))
        if rows:
            record = rights.Record(record=record_key(decision_id), fields=("text",))
            rights.open_for(reader=reader, records=record, purpose=PURPOSE, at=at)
    return {row.pk: row.words for row in rows}


def _record(row: Owner, letters: bool) -> rights.Record:
    person = f"person:{row.person_id}" if row.person_id else f"ballots.owner:{row.pk}"
    return rights.Record(
        record=record_key(row.decision_id), person=person, fields=_LETTERS if letters else _NAMES
    )
