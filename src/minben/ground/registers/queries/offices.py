"""Units, the people who work in them and what they are charged with; the working days they go by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from minben.commons.kept import Kept
from minben.commons.together import together
from minben.commons.workdays import Calendar
from minben.ground.registers.core.holidays import NewDay, calendar_of
from minben.ground.registers.core.kinds import Duty
from minben.ground.registers.models import Membership, Place, SpecialDay, Unit
from minben.ground.registers.queries.places import PLACE_FIELDS, PlaceRow, place_row

_UNIT_FIELDS = (
    "id", "code", "kind", "name", "name_en", "parent_id", "place_id",
    "phone", "address", "address_en", "opens", "opens_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its counter; blank English fields fall back to the Chinese ones."""

    key: int
    code: str
    kind: str
    name: str
    name_en: str
    parent: int | None
    place: int | None
    phone: str
    address: str
    address_en: str
    opens: str
    opens_en: str


@dataclass(frozen=True, slots=True)
class UnitsAround:
    """All units, and the keys of those somebody works in."""

    every: tuple[UnitRow, ...]
    own: list[int]


def _read_units() -> tuple[UnitRow, ...]:
    return tuple(UnitRow(*row) for row in Unit.objects.order_by("id").values_list(*_UNIT_FIELDS))


def _read_calendar() -> Calendar:
    rows = SpecialDay.objects.values_list("day", "works", "name", "source", "verified")
    return calendar_of(NewDay(*row) for row in rows)


_units, _calendar = Kept(_read_units, Unit), Kept(_read_calendar, SpecialDay)


def units() -> tuple[UnitRow, ...]:
    """All units, in the order they were enrolled."""
    return _units(connection)


def unit(code: str) -> UnitRow | None:
    """The unit with a code, if there is one."""
    row = Unit.objects.filter(code=code).values_list(*_UNIT_FIELDS).first()
    return UnitRow(*row) if row else None


def units_of(user: Any, *, on: date | None = None) -> list[int]:
    """Keys of the units a signed-in user works in on a day; without a day, in spells that have no end."""
    spells = Membership.objects.filter(user_id=user.pk)
    spells = spells.filter(since__lte=on).exclude(until__lt=on) if on else spells.filter(until=None)
    return sorted(set(spells.values_list("unit_id", flat=True)))


def units_around(user: Any, *, on: date) -> UnitsAround:
    """All units, and those a signed-in user works in on a day; one query."""
    return _units_around(_units_of(user, on))


def lists_around(user: Any, *, on: date) -> tuple[tuple[PlaceRow, ...], UnitsAround]:
    """All places, all units, and those a signed-in user works in on a day: for a form's lists; one query."""
    every = Place.objects.order_by("id").values_list(*PLACE_FIELDS)
    places, units = together(connection, every, _units_of(user, on))
    return tuple(place_row(*row) for row in places), _units_around(units)


def _units_of(user: Any, on: date) -> Any:
    spells = Membership.objects.filter(user_id=user.pk, unit=OuterRef("pk"), since__lte=on).exclude(
        until__lt=on
    )
    return Unit.objects.annotate(own=Exists(spells)).order_by("id").values_list(*_UNIT_FIELDS, "own")


def _units_around(found: Iterable[Sequence[Any]]) -> UnitsAround:
    rows = [(UnitRow(*row), own) for *row, own in found]
    return UnitsAround(tuple(row for row, _ in rows), [row.key for row, own in rows if own])


def duties_of(user: Any, *, on: date) -> set[str]:
    """What a signed-in user is charged with on a day, in whichever unit."""
    spells = Membership.objects.filter(user_id=user.pk, since__lte=on).exclude(until__lt=on)
    return set(spells.values_list("duty", flat=True))


def has_duty(*, account: int, duty: Duty, on: date) -> bool:
    """Tell whether an account is charged with a duty on a day, in whichever unit."""
    spells = Membership.objects.filter(user_id=account, duty=duty, since__lte=on)
    return spells.exclude(until__lt=on).exists()


def people_of(unit_key: int, *, on: date) -> list[int]:
    """Keys of the users who work in a unit on a day, the head first."""
    spells = Membership.objects.filter(unit_id=unit_key, since__lte=on).exclude(until__lt=on)
    rows = sorted((duty != Duty.HEAD, user) for user, duty in spells.values_list("user_id", "duty"))
    return list(dict.fromkeys(user for _, user in rows))


def calendar() -> Calendar:
    """Working days of the city: its own special days, else the state's."""
    return _calendar(connection)
