"""The dispatch catalogue and the crews of a real city, from spreadsheets that its offices fill in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.commons.tables import BadRow, filled
from minben.commons.tables.filled import Brought, Column, Sheet, WrongCellError
from minben.dispatch.orders import actions
from minben.dispatch.orders.cells import Cells, Known, crew, known, rule
from minben.dispatch.orders.columns import CATALOGUE, CREWS, SHEETS

__all__ = ["SHEETS", "Brought", "bring_file", "bring_sheets", "write_templates"]

_READERS: Mapping[str, Callable[[Cells, Known], Any]] = {"catalogue": rule, "crews": crew}


def write_templates(folder: Path) -> list[Path]:
    """Write one workbook per sheet, with examples and notes, into a folder."""
    return filled.write_templates(folder, SHEETS)


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
            path = filled.sheet_in(folder, sheet)
            if path is None:
                continue
            counts[sheet.name], wrong = bring_file(path, sheet, at=at, by=by)
            bad += [(path.name, row) for row in wrong]
    return Brought(counts, tuple(bad))


def bring_file(path: Path, sheet: Sheet, *, at: datetime, by: str) -> tuple[int, list[BadRow]]:
    """Bring one file; return how many rows went in or stood already, and the rows set aside."""
    names = known()
    good, bad = filled.read_sheet(path, sheet, lambda cells: _READERS[sheet.name](cells, names), _empty)
    found = [one.row for one in good]
    if sheet is CATALOGUE:
        actions.bring_catalogue(rows=found, at=at, by=by)
    elif sheet is CREWS:
        actions.add_crews(rows=found, at=at, by=by)
    return len(good), bad


def _empty(column: Column) -> WrongCellError:
    return WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)
