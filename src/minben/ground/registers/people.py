"""People of other systems known again, and a person opened for a purpose."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minben.commons.rows import insert_new, known_keys
from minben.ground.registers.enrolling import tell
from minben.ground.registers.models import Person
from minben.institutions.rights import actions as rights

_SHOWN = ("name", "phone", "address")


@dataclass(frozen=True, slots=True)
class OpenedPerson:
    """What a reader with a purpose is shown of a person."""

    key: int
    code: str
    name: str
    phone: str
    address: str
    born_year: int | None
    gender: str
    condition: str
    language: str


def remember_people(*, source: str, keys: Sequence[str], at: datetime) -> dict[str, int]:
    """Know again the people of another system by its own keys; who is new gets an opaque code.

    Parameters
    ----------
    source : str
        Name of the system the keys come from.
    keys : sequence of str
        One key per person, repeated as often as the rows repeat them; blanks are left out.
    at : datetime
        When they were heard of.

    Returns
    -------
    dict
        Key of the person for each distinct key given.
    """
    wanted = [key for key in dict.fromkeys(keys) if key]
    with transaction.atomic():
        found = _known(source, wanted)
        new = [key for key in wanted if key not in found]
        if new:
            # Another import may meet the same person at the same moment: the first one to arrive stands.
            insert_new(connection, Person, _strangers(source, new), size=len(new))
            found |= _known(source, new)
            tell("person", len(new), at=at, by=source)
    return found


def open_people(
    *, reader: rights.Reader, people: Sequence[int], record: str, purpose: str, at: datetime, reason: str = ""
) -> dict[int, OpenedPerson]:
    """Show people to a reader who has a purpose; the reading itself is kept, one access for all of them.

    Parameters
    ----------
    reader : rights.Reader
        Who reads, with the role and the keys that grants may name.
    people : sequence of int
        Keys of the people.
    record : str
        What the reading is about, e.g. ``request:71``.
    purpose : str
        Code of a purpose that `institutions.rights` knows.
    at : datetime
        When.
    reason : str
        In the reader's words, where the purpose asks for one.

    Returns
    -------
    dict
        The people found, by key.

    Raises
    ------
    rights.Refused
        The reader has no such purpose for this record, whether or not the people exist.
    """
    records = [rights.Record(record=record, person=f"person:{key}", fields=_SHOWN) for key in people]
    with transaction.atomic():
        # Rights answers first: a refusal must not tell whether the person exists.
        rights.open_for(reader=reader, records=records, purpose=purpose, at=at, reason=reason)
        rows = Person.objects.select_related("household").filter(pk__in=people)
        return {row.pk: _opened(row) for row in rows}


def open_person(
    *, reader: rights.Reader, person: int, record: str, purpose: str, at: datetime, reason: str = ""
) -> OpenedPerson | None:
    """Show one person to a reader who has a purpose; see `open_people`."""
    found = open_people(reader=reader, people=[person], record=record, purpose=purpose, at=at, reason=reason)
    return found.get(person)


def _opened(row: Person) -> OpenedPerson:
    address = row.household.address if row.household else ""
    return OpenedPerson(
        row.pk, row.code, row.name, row.phone, address, row.born_year, row.gender, row.condition, row.language
    )


def _strangers(source: str, keys: Sequence[str]) -> dict[str, Any]:
    """Return the columns of people of whom nothing is known but their keys."""
    unsaid = {
        field.name: field.get_default() for field in Person._meta.concrete_fields if not field.primary_key
    }
    codes = secrets.token_hex(10 * len(keys))
    return unsaid | {
        "code": [f"p-{codes[20 * n : 20 * n + 20]}" for n in range(len(keys))],
        "source": source,
        "source_key": list(keys),
    }


def _known(source: str, keys: Sequence[str]) -> dict[str, int]:
    return known_keys(connection, Person, source=source, keys=keys, filled="source_key")
