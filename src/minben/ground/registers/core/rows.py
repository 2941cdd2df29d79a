"""Rows to enrol, as others hand them over: codes instead of keys."""

from dataclasses import dataclass
from datetime import date

from minben.ground.registers.core.kinds import Condition, Duty, Gender, Income, PlaceKind, UnitKind


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to enrol; ``parent`` is the code of the place it is part of."""

    code: str
    kind: PlaceKind
    name: str
    name_en: str = ""
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to enrol; ``parent`` and ``place`` are codes."""

    code: str
    kind: UnitKind
    name: str
    name_en: str = ""
    parent: str = ""
    place: str = ""
    phone: str = ""
    address: str = ""
    address_en: str = ""
    opens: str = ""
    opens_en: str = ""


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household to enrol; ``place`` is the code of its building or community."""

    code: str
    place: str
    address: str
    low_income: bool = False


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to enrol; ``household`` is a code, ``user`` the key of an account."""

    code: str
    name: str = ""
    phone: str = ""
    born_year: int | None = None
    gender: Gender | None = None
    condition: Condition = Condition.NONE
    income: Income = Income.UNKNOWN
    household: str = ""
    user: int | None = None
    language: str = "zh-hans"
    source: str = ""
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class NewMembership:
    """Somebody's work in a unit, from a day on; ``unit`` is a code."""

    user: int
    unit: str
    since: date
    duty: Duty = Duty.OFFICER
    until: date | None = None
