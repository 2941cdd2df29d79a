"""What others may do with the registers: enrol, remember, and open a person for a purpose."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from minben.commons.errors import TeachingError
from minben.ground.registers.core.holidays import NewDay
from minben.ground.registers.core.kinds import Condition, Duty, Gender, Income, PlaceKind, UnitKind
from minben.ground.registers.core.rows import NewHousehold, NewMembership, NewPerson, NewPlace, NewUnit
from minben.ground.registers.core.trees import levels
from minben.ground.registers.models import Household, Membership, Person, Place, SpecialDay, Unit
from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger

__all__ = [
    "Condition",
    "Duty",
    "Gender",
    "Income",
    "NewDay",
    "NewHousehold",
    "NewMembership",
    "NewPerson",
    "NewPlace",
    "NewUnit",
    "OpenedPerson",
    "PlaceKind",
    "UnitKind",
    "enrol_days",
    "enrol_households",
    "enrol_memberships",
    "enrol_people",
    "enrol_places",
    "enrol_units",
    "open_person",
    "remember_people",
]

# SQLite refuses a statement with more than 32,766 values.
_PER_QUERY = 10_000
_PER_INSERT = 1_000


# Makes a row of a table from a row given and the keys of the parents known so far.
Build = Callable[[Any, Mapping[str, int]], models.Model]


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


def enrol_places(*, rows: Sequence[NewPlace], at: datetime, by: str = "registers") -> dict[str, int]:
    """Put places into the register, or bring those with the same code up to date.

    Returns
    -------
    dict
        Key of each code enrolled.

    Raises
    ------
    TeachingError
        ``unknown_code``: a parent is neither enrolled nor among the rows;
        ``circular_parents``: places are parts of one another.
    """
    return _enrol_tree(Place, rows, _place, at=at, by=by)


def enrol_units(*, rows: Sequence[NewUnit], at: datetime, by: str = "registers") -> dict[str, int]:
    """Put units into the register, or bring those with the same code up to date.

    Returns
    -------
    dict
        Key of each code enrolled.

    Raises
    ------
    TeachingError
        ``unknown_code``: a place, or a parent neither enrolled nor among the rows, is not known;
        ``circular_parents``.
    """
    areas = _keys(Place, "place", (row.place for row in rows))

    def build(row: NewUnit, parents: Mapping[str, int]) -> Unit:
        return Unit(
            code=row.code, kind=row.kind.value, name=row.name, name_en=row.name_en,
            parent_id=parents.get(row.parent), place_id=areas.get(row.place), phone=row.phone,
            address=row.address, address_en=row.address_en, opens=row.opens, opens_en=row.opens_en,
        )  # fmt: skip

    return _enrol_tree(Unit, rows, build, at=at, by=by)


def enrol_households(*, rows: Sequence[NewHousehold], at: datetime, by: str = "registers") -> dict[str, int]:
    """Put households into the register, or bring those with the same code up to date."""
    places = _keys(Place, "place", (row.place for row in rows))
    made = [
        Household(code=row.code, place_id=places[row.place], address=row.address, low_income=row.low_income)
        for row in rows
    ]
    return _enrol(Household, made, at=at, by=by)


def enrol_people(*, rows: Sequence[NewPerson], at: datetime, by: str = "registers") -> dict[str, int]:
    """Put people into the register, or bring those with the same code up to date."""
    households = _keys(Household, "household", (row.household for row in rows))
    made = [
        Person(
            code=row.code, source=row.source, source_key=row.source_key, name=row.name, phone=row.phone,
            born_year=row.born_year, gender=row.gender.value if row.gender else "",
            condition=row.condition.value, income=row.income.value,
            household_id=households.get(row.household), user_id=row.user, language=row.language,
        )
        for row in rows
    ]  # fmt: skip
    return _enrol(Person, made, at=at, by=by)


def enrol_memberships(*, rows: Sequence[NewMembership], at: datetime, by: str = "registers") -> int:
    """Write who works where; the same spell twice is one spell. Returns how many rows were given.

    Raises
    ------
    TeachingError
        ``unknown_code``: a unit is not known.
    """
    keys = _keys(Unit, "unit", (row.unit for row in rows))
    spells = {(row.user, row.unit, row.since): row for row in rows}
    made = [
        Membership(user_id=r.user, unit_id=keys[r.unit], duty=r.duty.value, since=r.since, until=r.until)
        for r in spells.values()
    ]
    with transaction.atomic():
        Membership.objects.bulk_create(
            made,
            batch_size=_PER_INSERT,
            update_conflicts=True,
            unique_fields=["user", "unit", "since"],
            update_fields=["duty", "until"],
        )
        _tell("membership", len(made), at=at, by=by)
    return len(rows)


def enrol_days(*, rows: Sequence[NewDay], at: datetime, by: str = "registers") -> int:
    """Write the city's own special days; a year with one of them takes nothing from the state's list."""
    days = {row.day: row for row in rows}
    made = [
        SpecialDay(day=r.day, works=r.works, name=r.name, source=r.source, verified=r.verified)
        for r in days.values()
    ]
    with transaction.atomic():
        SpecialDay.objects.bulk_create(
            made,
            batch_size=_PER_INSERT,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["works", "name", "source", "verified"],
        )
        _tell("day", len(made), at=at, by=by)
    return len(made)


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
        found = _remembered(source, wanted)
        new = [key for key in wanted if key not in found]
        if new:
            # Another import may meet the same person at the same moment: the first one to arrive stands.
            Person.objects.bulk_create(
                [Person(code=f"p-{secrets.token_hex(10)}", source=source, source_key=key) for key in new],
                batch_size=_PER_INSERT,
                ignore_conflicts=True,
            )
            found |= _remembered(source, new)
            _tell("person", len(new), at=at, by=source)
    return found


def open_person(
    *, reader: str, person: str, record: str, purpose: str, at: datetime, fields: Sequence[str] = ()
) -> OpenedPerson:
    """Show one person to a reader who has a purpose; the reading itself is kept.

    Parameters
    ----------
    reader : str
        Who reads.
    person : str
        Code of the person.
    record : str
        What the reading is about, e.g. a request's code.
    purpose : str
        Code of a purpose that `institutions.rights` knows.
    at : datetime
        When.
    fields : sequence of str
        What is read; kept with the reading.

    Raises
    ------
    rights.Refused
        When the reader has no such purpose for this record.
    TeachingError
        ``unknown_code``: no such person is enrolled.
    """
    # Rights answers first: a refusal must not tell whether the person exists.
    read = fields or ("name", "phone", "address")
    rights.open_for(reader=reader, person=person, record=record, purpose=purpose, at=at, fields=read)
    row = Person.objects.select_related("household").filter(code=person).first()
    if row is None:
        raise _unknown("person", [person])
    address = row.household.address if row.household else ""
    return OpenedPerson(
        row.pk, row.code, row.name, row.phone, address, row.born_year, row.gender, row.condition, row.language
    )


def _place(row: NewPlace, parents: Mapping[str, int]) -> Place:
    return Place(
        code=row.code, kind=row.kind.value, name=row.name, name_en=row.name_en,
        parent_id=parents.get(row.parent), lat=row.lat, lon=row.lon, aliases=list(row.aliases),
    )  # fmt: skip


def _keys(table: type[models.Model], what: str, codes: Iterable[str]) -> dict[str, int]:
    """Keys of the codes named; teaches which are not known."""
    wanted = list({code for code in codes if code})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _PER_QUERY):
        rows = table._default_manager.filter(code__in=wanted[start : start + _PER_QUERY])
        found.update(rows.values_list("code", "id"))
    if missing := set(wanted) - found.keys():
        raise _unknown(what, missing)
    return found


def _unknown(what: str, codes: Iterable[str]) -> TeachingError:
    return TeachingError("unknown_code", what=what, codes=", ".join(sorted(codes)[:5]))


def _upsert(table: type[models.Model], rows: Sequence[models.Model]) -> None:
    columns = [f.name for f in table._meta.concrete_fields if f.name not in ("id", "code")]
    table._default_manager.bulk_create(
        rows, batch_size=_PER_INSERT, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )


def _enrol(table: type[models.Model], rows: Sequence[Any], *, at: datetime, by: str) -> dict[str, int]:
    # One statement may not touch a row twice on PostgreSQL: the last row of a code counts.
    distinct = {row.code: row for row in rows}
    with transaction.atomic():
        _upsert(table, list(distinct.values()))
        _tell(table._meta.model_name or "", len(distinct), at=at, by=by)
        return _keys(table, table._meta.model_name or "", distinct)


def _enrol_tree(
    table: type[models.Model], rows: Sequence[Any], build: Build, *, at: datetime, by: str
) -> dict[str, int]:
    """Enrol parents before children, so that each child finds the key of its parent."""
    by_code = {row.code: row for row in rows}
    what = table._meta.model_name or ""
    known = _keys(table, what, (row.parent for row in rows if row.parent not in by_code))
    with transaction.atomic():
        for batch in levels({code: row.parent for code, row in by_code.items()}):
            _upsert(table, [build(by_code[code], known) for code in batch])
            known |= _keys(table, what, batch)
        _tell(what, len(by_code), at=at, by=by)
    return {code: known[code] for code in by_code}


def _remembered(source: str, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), _PER_QUERY):
        rows = Person.objects.filter(source=source, source_key__in=keys[start : start + _PER_QUERY])
        found.update(rows.values_list("source_key", "id"))
    return found


def _tell(what: str, count: int, *, at: datetime, by: str) -> None:
    if count:
        subject = f"registers.{what}"
        ledger.write([ledger.Act(f"{subject}.enrolled", by, subject, at, detail={"count": count})])
