"""Cells of the city's spreadsheets, turned into rows to enrol; a wrong cell says what to do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from minben.accounts.actions import Role
from minben.commons.tables.filled import WrongCellError, day_of, parts_of
from minben.ground.registers.core.holidays import NewDay
from minben.ground.registers.core.kinds import Duty, PlaceKind, UnitKind
from minben.ground.registers.core.rows import NewPlace, NewUnit

Cells = Mapping[str, str]
Code = TypeVar("Code", bound=StrEnum)

_YES: Final = ("yes", "true", "1", "y", "是", "上班")
_NO: Final = ("no", "false", "0", "n", "否", "休息", "放假", "")


@dataclass(frozen=True, slots=True)
class NewRole:
    """An account with what its owner does, and perhaps where."""

    username: str
    display: str
    role: Role
    unit: str
    duty: Duty
    since: date | None


def _place(cells: Cells) -> NewPlace:
    lat, lon = _degrees(cells, "lat", 90), _degrees(cells, "lon", 180)
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        raise WrongCellError(
            missing, _("Only one of latitude and longitude is given."), _("Give both, or neither.")
        )
    aliases = parts_of(cells["aliases"])
    kind = _one_of(PlaceKind, cells, "kind")
    return NewPlace(cells["code"], kind, cells["name"], cells["name_en"], cells["parent"], lat, lon, aliases)


def _unit(cells: Cells) -> NewUnit:
    return NewUnit(**{**cells, "kind": _one_of(UnitKind, cells, "kind")})  # type: ignore[arg-type]  # keys are the sheet's


def _role(cells: Cells) -> NewRole:
    since = _day(cells, "since") if cells["since"] else None
    if cells["unit"] and since is None:
        raise WrongCellError("since", _("Work in a unit needs a first day."), _("Give the day it begins."))
    duty = _one_of(Duty, cells, "duty") if cells["duty"] else Duty.OFFICER
    return NewRole(
        cells["username"], cells["display"], _one_of(Role, cells, "role"), cells["unit"], duty, since
    )


def _special_day(cells: Cells) -> NewDay:
    works, verified = _yes(cells, "works"), _yes(cells, "verified")
    return NewDay(_day(cells, "day"), works, cells["name"], cells["source"], verified)


# How a row of each sheet is understood.
READERS: dict[str, Callable[[Cells], Any]] = {
    "places": _place,
    "units": _unit,
    "roles": _role,
    "calendar": _special_day,
}


def _one_of(codes: type[Code], cells: Cells, key: str) -> Code:
    try:
        return codes(cells[key].lower())
    except ValueError as error:
        known = ", ".join(code.value for code in codes)
        reason = _("“%s” is not one of the words this column knows.") % cells[key]
        raise WrongCellError(key, reason, _("Write one of: %s.") % known) from error


def _degrees(cells: Cells, key: str, most: int) -> float | None:
    if not cells[key]:
        return None
    try:
        value = float(cells[key])
    except ValueError:
        value = most + 1.0
    if not -most <= value <= most:
        reason = _("“%s” is not a number of degrees.") % cells[key]
        raise WrongCellError(key, reason, _("Write degrees with a decimal point, for example 30.25."))
    return value


def _day(cells: Cells, key: str) -> date:
    try:
        return day_of(cells[key])
    except ValueError as error:
        reason = _("“%s” is not a date.") % cells[key]
        raise WrongCellError(key, reason, _("Write it as year-month-day, for example 2026-10-01.")) from error


def _yes(cells: Cells, key: str) -> bool:
    word = cells[key].lower()
    if word not in _YES + _NO:
        raise WrongCellError(key, _("“%s” is neither yes nor no.") % cells[key], _("Write yes or no."))
    return word in _YES
