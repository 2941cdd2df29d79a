"""Putting rows into the registers: many at once, known again by their codes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from minben.commons import kept
from minben.commons.errors import TeachingError
from minben.ground.registers.core.holidays import NewDay
from minben.ground.registers.core.rows import NewHousehold, NewMembership, NewPerson, NewPlace, NewUnit
from minben.ground.registers.core.trees import levels
from minben.ground.registers.models import Household, Membership, Person, Place, SpecialDay, Unit
from minben.ledger import actions as ledger

# SQLite refuses a statement with more than 32,766 values.
PER_QUERY = 10_000
PER_INSERT = 1_000

# Makes a row of a table from a row given and the keys of the parents known so far.
Build = Callable[[Any, Mapping[str, int]], models.Model]


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
            batch_size=PER_INSERT,
            update_conflicts=True,
            unique_fields=["user", "unit", "since"],
            update_fields=["duty", "until"],
        )
        tell("membership", len(made), at=at, by=by)
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
            batch_size=PER_INSERT,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["works", "name", "source", "verified"],
        )
        tell("day", len(made), at=at, by=by)
    return len(made)


def _place(row: NewPlace, parents: Mapping[str, int]) -> Place:
    return Place(
        code=row.code, kind=row.kind.value, name=row.name, name_en=row.name_en,
        parent_id=parents.get(row.parent), lat=row.lat, lon=row.lon, aliases=list(row.aliases),
    )  # fmt: skip


def _keys(table: type[models.Model], what: str, codes: Iterable[str]) -> dict[str, int]:
    """Keys of the codes named; teaches which are not known."""
    wanted = list({code for code in codes if code})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), PER_QUERY):
        rows = table._default_manager.filter(code__in=wanted[start : start + PER_QUERY])
        found.update(rows.values_list("code", "id"))
    if missing := set(wanted) - found.keys():
        raise _unknown(what, missing)
    return found


def _unknown(what: str, codes: Iterable[str]) -> TeachingError:
    return TeachingError("unknown_code", what=what, codes=", ".join(sorted(codes)[:5]))


def _upsert(table: type[models.Model], rows: Sequence[models.Model]) -> None:
    kept.changed()
    columns = [f.name for f in table._meta.concrete_fields if f.name not in ("id", "code")]
    table._default_manager.bulk_create(
        rows, batch_size=PER_INSERT, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )


def _enrol(table: type[models.Model], rows: Sequence[Any], *, at: datetime, by: str) -> dict[str, int]:
    # One statement may not touch a row twice on PostgreSQL: the last row of a code counts.
    distinct = {row.code: row for row in rows}
    with transaction.atomic():
        _upsert(table, list(distinct.values()))
        tell(table._meta.model_name or "", len(distinct), at=at, by=by)
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
        tell(what, len(by_code), at=at, by=by)
    return {code: known[code] for code in by_code}


def tell(what: str, count: int, *, at: datetime, by: str) -> None:
    """Write into the ledger that rows of a register were enrolled; how many, never who."""
    if count:
        subject = f"registers.{what}"
        ledger.write([ledger.Act(f"{subject}.enrolled", by, subject, at, detail={"count": count})])
