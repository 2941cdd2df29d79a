"""The dispatch catalogue and the crews of a real city, from spreadsheets that its offices fill in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.commons.errors import TeachingError
from minben.commons.tables import BadRow, rows, write_xlsx_template
from minben.dispatch.orders import actions
from minben.dispatch.orders.cells import Cells, Known, WrongCellError, crew, known, rule, text_of
from minben.dispatch.orders.columns import CATALOGUE, CREWS, SHEETS, Sheet

__all__ = ["Brought", "bring_file", "bring_sheets", "write_templates"]

_ENDINGS = (".xlsx", ".csv", ".csv.gz", ".tsv", ".jsonl")
_READERS: Mapping[str, Callable[[Cells, Known], Any]] = {"catalogue": rule, "crews": crew}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a folder of spreadsheets brought: rows per sheet, and the rows set aside with their file."""

    counts: Mapping[str, int]
    bad: tuple[tuple[str, BadRow], ...]


def write_templates(folder: Path) -> list[Path]:
    """Write one workbook per sheet, with examples and notes, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.xlsx"
        titles = [column.title for column in sheet.columns]
        notes = [str(column.note) for column in sheet.columns]
        write_xlsx_template(path, columns=titles, notes=notes, examples=sheet.examples)
        written.append(path)
    return written


def bring_sheets(folder: Path, *, at: datetime, by: str) -> Brought:
    """Bring the catalogue and the crews of a folder; a sheet that is not there is passed over.

    Units, places and categories must be enrolled before. The same folder again changes nothing.

    Raises
    ------
    TeachingError
        ``sheet_column_missing``, or as `minben.commons.tables.rows` raises.
    """
    counts: dict[str, int] = {}
    bad: list[tuple[str, BadRow]] = []
    with transaction.atomic():
        for sheet in SHEETS:
            path = next((p for e in _ENDINGS if (p := folder / f"{sheet.name}{e}").exists()), None)
            if path is None:
                continue
            counts[sheet.name], wrong = bring_file(path, sheet, at=at, by=by)
            bad += [(path.name, row) for row in wrong]
    return Brought(counts, tuple(bad))


def bring_file(path: Path, sheet: Sheet, *, at: datetime, by: str) -> tuple[int, list[BadRow]]:
    """Bring one file; return how many rows went in or stood already, and the rows set aside."""
    names = known()
    good: list[Any] = []
    bad: list[BadRow] = []
    for batch in rows(path):
        bad += batch.bad
        found = _columns(path, sheet, batch.columns)
        for number, raw in zip(batch.numbers, batch.rows, strict=True):
            cells = {key: text_of(raw.get(name)) for key, name in found.items()}
            try:
                good.append(_READERS[sheet.name](_complete(sheet, cells), names))
            except WrongCellError as wrong:
                bad.append(_aside(sheet, number, wrong, raw))
    if sheet is CATALOGUE:
        actions.bring_catalogue(rows=good, at=at, by=by)
    elif sheet is CREWS:
        actions.add_crews(rows=good, at=at, by=by)
    return len(good), bad


def _columns(path: Path, sheet: Sheet, names: Iterable[str]) -> dict[str, str]:
    """Name in the file of each column of the sheet; teaches which needed one is absent."""
    listed = tuple(names)
    found = {column.key: name for column in sheet.columns for name in listed if column.is_called(name)}
    missing = [column.title for column in sheet.columns if column.needed and column.key not in found]
    if missing:
        facts = {"columns": ", ".join(missing), "known": ", ".join(listed)}
        raise TeachingError("sheet_column_missing", file=path.name, **facts)
    return found


def _complete(sheet: Sheet, cells: Cells) -> dict[str, str]:
    for column in sheet.columns:
        if column.needed and not cells.get(column.key):
            raise WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)
    return {column.key: cells.get(column.key, "") for column in sheet.columns}


def _aside(sheet: Sheet, number: int, wrong: WrongCellError, raw: object) -> BadRow:
    column = next(column.title for column in sheet.columns if column.key == wrong.column)
    return BadRow(number, column, wrong.reason, wrong.remedy, str(raw)[:500], "wrong_cell")
