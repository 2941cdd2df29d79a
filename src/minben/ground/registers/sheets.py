"""A real city's registers, from spreadsheets that its offices fill in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from minben.accounts.actions import NewAccount, create_accounts
from minben.commons.errors import TeachingError
from minben.commons.tables import BadRow, rows, write_xlsx_template
from minben.ground.registers import actions
from minben.ground.registers.cells import READERS, NewRole, WrongCellError, text_of
from minben.ground.registers.columns import SHEETS, Sheet
from minben.ground.registers.models import Place, Unit

__all__ = ["Enrolled", "enrol_city", "read_sheet", "write_templates"]

_ENDINGS: Final = (".xlsx", ".csv", ".csv.gz", ".tsv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a folder of spreadsheets brought: rows per sheet, and the rows set aside with their file."""

    counts: Mapping[str, int]
    bad: tuple[tuple[str, BadRow], ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A good row with its number in the file."""

    number: int
    row: Any


def write_templates(folder: Path) -> list[Path]:
    """Write one workbook per register, with examples and notes, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.xlsx"
        titles = [column.title for column in sheet.columns]
        notes = [str(column.note) for column in sheet.columns]
        write_xlsx_template(path, columns=titles, notes=notes, examples=sheet.examples)
        written.append(path)
    return written


def read_sheet(path: Path, sheet: Sheet) -> tuple[list[Numbered], list[BadRow]]:
    """Read one spreadsheet: good rows as the actions take them, the others with reason and remedy.

    Raises
    ------
    TeachingError
        ``sheet_column_missing``, or as `minben.commons.tables.rows` raises.
    """
    good: list[Numbered] = []
    bad: list[BadRow] = []
    for batch in rows(path):
        bad += batch.bad
        found = _columns(path, sheet, batch.columns)
        for number, raw in zip(batch.numbers, batch.rows, strict=True):
            cells = {key: text_of(raw.get(name)) for key, name in found.items()}
            try:
                good.append(Numbered(number, READERS[sheet.name](_complete(sheet, cells))))
            except WrongCellError as wrong:
                bad.append(_aside(sheet, number, wrong, raw))
    return good, bad


def enrol_city(folder: Path, *, at: datetime, by: str) -> Enrolled:
    """Enrol what the spreadsheets of a folder hold: places, units, people's roles, the calendar.

    A sheet that is not there is passed over. Rows that name an unknown code are set aside; the same folder
    again changes nothing.
    """
    counts: dict[str, int] = {}
    bad: list[tuple[str, BadRow]] = []
    with transaction.atomic():
        for sheet in SHEETS:
            path = _file(folder, sheet)
            if path is None:
                continue
            good, wrong = read_sheet(path, sheet)
            kept, orphans = _known(sheet, good)
            _enrol(sheet, kept, at=at, by=by)
            counts[sheet.name] = len(kept)
            bad += [(path.name, row) for row in (*wrong, *orphans)]
    return Enrolled(counts, tuple(bad))


def _file(folder: Path, sheet: Sheet) -> Path | None:
    names = (folder / f"{sheet.name}{ending}" for ending in _ENDINGS)
    return next((path for path in names if path.exists()), None)


def _columns(path: Path, sheet: Sheet, names: Iterable[str]) -> dict[str, str]:
    """Name in the file of each column of the sheet; teaches which needed one is absent."""
    names = tuple(names)
    found = {column.key: name for column in sheet.columns for name in names if column.is_called(name)}
    missing = [column.title for column in sheet.columns if column.needed and column.key not in found]
    if missing:
        facts = {"columns": ", ".join(missing), "known": ", ".join(names)}
        raise TeachingError("sheet_column_missing", file=path.name, **facts)
    return found


def _complete(sheet: Sheet, cells: Mapping[str, str]) -> dict[str, str]:
    for column in sheet.columns:
        if column.needed and not cells.get(column.key):
            raise WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)
    return {column.key: cells.get(column.key, "") for column in sheet.columns}


def _aside(sheet: Sheet, number: int, wrong: WrongCellError, raw: object) -> BadRow:
    column = next(column.title for column in sheet.columns if column.key == wrong.column)
    return BadRow(number, column, wrong.reason, wrong.remedy, str(raw)[:500], "wrong_cell")


def _known(sheet: Sheet, good: Sequence[Numbered]) -> tuple[list[Any], list[BadRow]]:
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
            orphans.append(_aside(sheet, one.number, WrongCellError(key, reason, remedy), one.row))
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
