"""What others may read of the registers without a purpose: places, units, groups, masked rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.utils.timezone import localdate
from numpy.typing import NDArray

from minben.commons.kept import Kept
from minben.commons.together import together
from minben.commons.workdays import Calendar
from minben.ground.registers.core.groups import AgeBand, age_bands
from minben.ground.registers.core.holidays import NewDay, calendar_of
from minben.ground.registers.core.kinds import Condition, Duty, Gender, Income, PlaceKind, UnitKind
from minben.ground.registers.core.masks import masked_name, masked_phone
from minben.ground.registers.core.trees import ancestors
from minben.ground.registers.models import Membership, Person, Place, SpecialDay, Unit

__all__ = [
    "AgeBand",
    "Condition",
    "Duty",
    "Gender",
    "Group",
    "Groups",
    "Income",
    "MaskedPerson",
    "PlaceKind",
    "PlaceRow",
    "UnitKind",
    "UnitRow",
    "UnitsAround",
    "areas",
    "calendar",
    "communities",
    "districts_of",
    "duties_of",
    "fold_groups",
    "gazetteer",
    "group_of",
    "groups",
    "has_duty",
    "lists_around",
    "masked",
    "people_of",
    "person_of",
    "place",
    "places_of",
    "population",
    "unit",
    "units",
    "units_around",
    "units_of",
]

# SQLite refuses a statement with more than 32,766 values.
_PER_QUERY = 10_000


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as others need it; ``parent`` is the key of the place it is part of."""

    key: int
    code: str
    kind: str
    name: str
    name_en: str
    parent: int | None
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None


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


class Group(NamedTuple):
    """The groups one person belongs to; ``district`` is the key of a place, or ``None``."""

    age: str
    income: str
    condition: str
    district: int | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of many people as arrays, in the order asked; district −1 is not known."""

    age: NDArray[np.object_]
    income: NDArray[np.object_]
    condition: NDArray[np.object_]
    district: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person without what would tell who it is."""

    key: int
    code: str
    name: str
    phone: str
    condition: str
    language: str


_PLACE_FIELDS = ("id", "code", "kind", "name", "name_en", "parent_id", "aliases", "lat", "lon")
_UNIT_FIELDS = (
    "id", "code", "kind", "name", "name_en", "parent_id", "place_id",
    "phone", "address", "address_en", "opens", "opens_en",
)  # fmt: skip


def _places(**conditions: Any) -> tuple[PlaceRow, ...]:
    rows = Place.objects.filter(**conditions).order_by("id").values_list(*_PLACE_FIELDS)
    return tuple(_place_row(*row) for row in rows)


def _place_row(*row: Any) -> PlaceRow:
    plain: list[Any] = [*row[:6], tuple(row[6]), *row[7:]]
    return PlaceRow(*plain)


def _read_areas() -> Mapping[int, tuple[int, ...]]:
    return MappingProxyType(ancestors(dict(Place.objects.values_list("id", "parent_id"))))


def _read_units() -> tuple[UnitRow, ...]:
    return tuple(UnitRow(*row) for row in Unit.objects.order_by("id").values_list(*_UNIT_FIELDS))


def _read_calendar() -> Calendar:
    rows = SpecialDay.objects.values_list("day", "works", "name", "source", "verified")
    return calendar_of(NewDay(*row) for row in rows)


_gazetteer, _areas = Kept(_places, Place), Kept(_read_areas, Place)
_units, _calendar = Kept(_read_units, Unit), Kept(_read_calendar, SpecialDay)


def gazetteer() -> tuple[PlaceRow, ...]:
    """All places, the widest first as they were enrolled; the same tuple until the register changes."""
    return _gazetteer(connection)


def communities() -> tuple[PlaceRow, ...]:
    """The communities of the city."""
    return _places(kind=PlaceKind.COMMUNITY)


def places_of(*, kind: PlaceKind) -> tuple[PlaceRow, ...]:
    """The places of one kind."""
    return _places(kind=kind)


def place(*, code: str) -> PlaceRow | None:
    """The place with a code, if there is one."""
    return next(iter(_places(code=code)), None)


def areas() -> Mapping[int, tuple[int, ...]]:
    """Each place with all places it lies in, itself first, the district last.

    For routing: the first key that has an entry in a catalogue is the nearest one.
    """
    return _areas(connection)


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
    every = Place.objects.order_by("id").values_list(*_PLACE_FIELDS)
    places, units = together(connection, every, _units_of(user, on))
    return tuple(_place_row(*row) for row in places), _units_around(units)


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


def has_duty(account: int, duty: Duty, *, on: date) -> bool:
    """Tell whether an account is charged with a duty on a day, in whichever unit."""
    spells = Membership.objects.filter(user_id=account, duty=duty, since__lte=on)
    return spells.exclude(until__lt=on).exists()


def people_of(unit_key: int, *, on: date) -> list[int]:
    """Keys of the users who work in a unit on a day, the head first."""
    spells = Membership.objects.filter(unit_id=unit_key, since__lte=on).exclude(until__lt=on)
    rows = sorted((duty != Duty.HEAD, user) for user, duty in spells.values_list("user_id", "duty"))
    return list(dict.fromkeys(user for _, user in rows))


def person_of(user: Any) -> int | None:
    """Key of the person behind a signed-in account, if the register knows one."""
    return Person.objects.filter(user_id=user.pk).values_list("id", flat=True).first()


def calendar() -> Calendar:
    """Working days of the city: its own special days, else the state's."""
    return _calendar(connection)


def _people(keys: Iterable[int], *fields: str) -> Iterator[tuple[Any, ...]]:
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), _PER_QUERY):
        yield from Person.objects.filter(id__in=wanted[start : start + _PER_QUERY]).values_list(*fields)


def masked(people: Iterable[int]) -> dict[int, MaskedPerson]:
    """People by key, with masked names and telephone numbers."""
    rows = _people(people, "id", "code", "name", "phone", "condition", "language")
    return {
        key: MaskedPerson(key, code, masked_name(name), masked_phone(phone), condition, language)
        for key, code, name, phone, condition, language in rows
    }


def group_of(people: Iterable[int], *, at: datetime) -> dict[int, Group]:
    """The groups of each person known, at a moment; two queries for up to 10,000 people."""
    rows = list(_people(people, "id", "born_year", "income", "condition", "household__place_id"))
    chains = areas()
    districts = set(Place.objects.filter(kind=PlaceKind.DISTRICT).values_list("id", flat=True))
    born = np.array([np.nan if row[1] is None else row[1] for row in rows], dtype=np.float64)
    bands = age_bands(born, localdate(at).year)

    def district(home: int | None) -> int | None:
        return next((key for key in chains.get(home or 0, ()) if key in districts), None)

    return {
        key: Group(band.value, income, condition, district(home))
        for (key, _, income, condition, home), band in zip(rows, bands, strict=True)
    }


_NOBODY = Group(AgeBand.UNKNOWN.value, Income.UNKNOWN.value, Condition.NONE.value, None)


def groups(people: Sequence[int | None] | NDArray[np.int64], *, at: datetime) -> Groups:
    """The groups of many people as arrays in the order given; ``None``, or −1, stands for somebody unknown."""
    keys = np.array([-1 if key is None else key for key in people], dtype=np.int64)
    distinct, whose = np.unique(keys, return_inverse=True)
    known = group_of(distinct[distinct >= 0].tolist(), at=at)
    rows = [known.get(key, _NOBODY) for key in distinct.tolist()]
    age, income, condition = (np.array([row[i] for row in rows], dtype=object)[whose] for i in range(3))
    district = np.array([-1 if row.district is None else row.district for row in rows], dtype=np.int64)
    return Groups(age, income, condition, district[whose])


def population(*, at: datetime) -> dict[str, dict[str, int]]:
    """How many people the register knows, by ``age``, ``income``, ``condition`` and ``district`` (its key as text).

    Whoever is not in the register is not in these counts: a rate for each 1,000 of them says so.
    """
    return fold_groups(
        {
            name: dict(Person.objects.order_by().values_list(path).annotate(n=Count("id")))
            for name, path in (
                ("born_year", "born_year"), ("income", "income"), ("condition", "condition"),
                ("place", "household__place_id"),
            )
        },
        at=at,
    )  # fmt: skip


def fold_groups(counted: Mapping[str, Mapping[Any, int]], *, at: datetime) -> dict[str, dict[str, int]]:
    """Fold counts by ``born_year``, ``income``, ``condition`` and ``place`` into the groups whose gaps are shown."""
    born = list(counted["born_year"].items())
    years = np.array([np.nan if year is None else year for year, _n in born], dtype=np.float64)
    there = districts_of(counted["place"])
    bands = age_bands(years, localdate(at).year)
    return {
        "age": _summed((band.value, n) for band, (_year, n) in zip(bands, born, strict=True)),
        "income": _summed((value or Income.UNKNOWN.value, n) for value, n in counted["income"].items()),
        "condition": _summed((value or "unknown", n) for value, n in counted["condition"].items()),
        "district": _summed(zip(there, counted["place"].values(), strict=True)),
    }


def districts_of(places: Iterable[int | None]) -> list[str]:
    """The key of the district that each place lies in, as text; ``unknown`` where there is none."""
    chains = areas()
    districts = set(Place.objects.filter(kind=PlaceKind.DISTRICT).values_list("id", flat=True))
    return [
        next((str(key) for key in chains.get(one or 0, ()) if key in districts), "unknown") for one in places
    ]


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, n in pairs:
        found[key] = found.get(key, 0) + n
    return found
