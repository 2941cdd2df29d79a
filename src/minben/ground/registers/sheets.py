"""A real city's registers, from spreadsheets that its offices fill in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.accounts.actions import NewAccount, create_accounts
from minben.commons.tables import BadRow, filled
from minben.commons.tables.filled import Brought, Column, Numbered, Sheet, WrongCellError
from minben.ground.registers import actions
from minben.ground.registers.cells import READERS, NewRole
from minben.ground.registers.columns import SHEETS
from minben.ground.registers.models import Place, Unit

__all__ = ["SHEETS", "Brought", "enrol_city", "read_sheet", "write_templates"]


def write_templates(folder: Path) -> list[Path]:
    """Write one workbook per register, with examples and notes, into a folder."""
    return filled.write_templates(folder, SHEETS)


def read_sheet(path: Path, sheet: Sheet) -> tuple[list[Numbered[Any]], list[BadRow]]:
    """Read one spreadsheet: good rows as the actions take them, the others with reason and remedy.

    Raises
    ------
    TeachingError
        ``sheet_column_missing``, or as `minben.commons.tables.rows` raises.
    """
    return filled.read_sheet(path, sheet, READERS[sheet.name], _empty)


def enrol_city(folder: Path, *, at: datetime, by: str) -> Brought:
    """Enrol what the spreadsheets of a folder hold: places, units, people's roles, the calendar.

    A sheet that is not there is passed over. Rows that name an unknown code are set aside; the same folder
    again changes nothing.
    """
    counts: dict[str, int] = {}
    bad: list[tuple[str, BadRow]] = []
    with transaction.atomic():
        for sheet in SHEETS:
            path = filled.sheet_in(folder, sheet)
            if path is None:
                continue
            good, wrong = read_sheet(path, sheet)
            kept, orphans = _known(sheet, good)
            _enrol(sheet, kept, at=at, by=by)
            counts[sheet.name] = len(kept)
            bad += [(path.name, row) for row in (*wrong, *orphans)]
    return Brought(counts, tuple(bad))


def _empty(column: Column) -> WrongCellError:
    return WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)


def _known(sheet: Sheet, good: Sequence[Numbered[Any]]) -> tuple[list[Any], list[BadRow]]:
    """Rows whose codes are known, and those set aside; who stands under a row set aside goes with it."""
    known = {"place": _codes(Place), "unit": _codes(Unit)}
    kept, orphans = list(good), list[BadRow]()
    while True:
        codes = {getattr(one.row, "code", "") for one in kept}
        lost = [(one, key) for one in kept if (key := _unknown(sheet, one.row, codes, known))]
        if not lost:
            return [one.row for one in kept], orphans
        for one, key in lost:
            reason = _("No register holds the code “%s”.") % getattr(one.row, key)
            remedy = _("Correct the code, or add its row to the sheet that should hold it.")
            orphans.append(WrongCellError(key, reason, remedy).aside(sheet, one.number, one.row))
        gone = {one.number for one, _key in lost}
        kept = [one for one in kept if one.number not in gone]


def _unknown(sheet: Sheet, row: Any, codes: set[str], known: Mapping[str, set[str]]) -> str:
    """The column of a row that names a code nobody knows; blank when all is well."""
    own = known["place" if sheet.name == "places" else "unit"]
    for key, allowed in (("parent", codes | own), ("place", known["place"]), ("unit", known["unit"])):
        code = getattr(row, key, "")
        if code and code not in allowed:
            return key
    return ""


def _codes(table: type[Place] | type[Unit]) -> set[str]:
    return set(table._default_manager.values_list("code", flat=True))


def _enrol(sheet: Sheet, kept: Sequence[Any], *, at: datetime, by: str) -> None:
    if sheet.name == "places":
        actions.enrol_places(rows=kept, at=at, by=by)
    elif sheet.name == "units":
        actions.enrol_units(rows=kept, at=at, by=by)
    elif sheet.name == "calendar":
        actions.enrol_days(rows=kept, at=at, by=by)
    else:
        _enrol_roles(kept, at=at, by=by)


def _enrol_roles(kept: Sequence[NewRole], *, at: datetime, by: str) -> None:
    """Accounts nobody can sign in with yet: an administrator sets each first password."""
    accounts = [NewAccount(row.username, row.role, row.display) for row in kept]
    keys = create_accounts(accounts=accounts, at=at)
    spells = [
        actions.NewMembership(keys[row.username], row.unit, row.since, row.duty)
        for row in kept
        if row.unit and row.since
    ]
    actions.enrol_memberships(rows=spells, at=at, by=by)
