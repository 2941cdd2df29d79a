"""Excel workbooks: read the first sheet, write a template that people fill in, hand back rows to mend."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, is_zipfile

from minben.commons.errors import TeachingError
from minben.commons.tables.batches import BadRow, Rows
from minben.commons.tables.headers import LOOKED_AT, Names, header, header_at

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["open_sheet", "write_bad_rows", "write_xlsx_template"]

_WIDTH = 22
_SUSPECT, _LARGEST, _SWELLS, _PARTS = 64 << 20, 4 << 30, 100, 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def open_sheet(path: Path) -> Iterator[tuple[Names, Rows]]:
    """Open a workbook's first sheet: its column names, and its rows with native values.

    Raises
    ------
    TeachingError
        ``table_no_header``, ``table_column_twice`` or ``table_swells``.
    """
    from openpyxl import load_workbook  # slow to open, and every process that starts would pay for it

    _not_a_bomb(path)
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        if not book.worksheets:
            raise TeachingError("table_no_header", file=path.name)
        sheet = book.worksheets[0]
        # Some programs write a wrong extent; without it the sheet is simply read to its end.
        sheet.reset_dimensions()
        cells = iter(sheet.iter_rows(values_only=True))
        top = list(islice(cells, LOOKED_AT))
        n = header_at(top)
        names = header(top[n] if top else (), path.name, row=n + 1)
        yield names, _rows(chain(top[n + 1 :], cells), names)
    finally:
        book.close()


def _not_a_bomb(path: Path) -> None:
    """Refuse a workbook whose parts say they become far larger than sheets do; what is no archive fails later."""
    if not is_zipfile(path):
        return
    with ZipFile(path) as archive:
        parts = archive.infolist()
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    # Sheets of a million rows pack to a tenth; a bomb packs to a thousandth.
    if size > _LARGEST or (size > _SUSPECT and size > _SWELLS * max(packed, 1)) or len(parts) > _PARTS:
        raise TeachingError("table_swells", file=path.name, megabytes=size >> 20)


def write_xlsx_template(
    path: str | Path,
    *,
    columns: Sequence[str],
    notes: Sequence[str] = (),
    examples: Iterable[Sequence[object]] = (),
) -> None:
    """Write a workbook that people fill in: columns and examples first, a sheet of notes beside them.

    Parameters
    ----------
    path : str | Path
        Ends in ``.xlsx``.
    columns : sequence of str
        Names above the columns.
    notes : sequence of str
        What to write into each column, in the same order; may be shorter.
    examples : iterable of sequences
        Rows that show how; to be overwritten.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(columns))
    for example in examples:
        sheet.append([_plain(value) for value in example])
    _dress(sheet)
    if notes:
        explained = book.create_sheet("说明 Notes")
        explained.append(["列 Column", "填什么 What to fill in"])
        for name, note in zip(columns, notes, strict=False):
            explained.append([name, note])
        _dress(explained)
        explained.column_dimensions["B"].width = 4 * _WIDTH
    book.save(path)


def write_bad_rows(path: str | Path, bad: Iterable[BadRow]) -> int:
    """Write rows set aside to a CSV file that a spreadsheet opens, with what to do about each.

    Returns
    -------
    int
        How many there were.
    """
    count = 0
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "column", "reason", "remedy", "raw"])
        for row in bad:
            writer.writerow([row.row, *map(_plain, (row.column, row.reason, row.remedy, row.raw))])
            count += 1
    return count


def _rows(found: Iterable[tuple[object, ...]], names: Names) -> Rows:
    width = len(names)
    for number, cells in enumerate(found, start=names.row + 1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if any(cell not in (None, "") for cell in cells[width:]):
            yield BadRow.of("row_too_long", row=number, raw=cells)
            continue
        filled = list(cells[:width]) + [None] * (width - len(cells))
        yield number, dict(zip(names, filled, strict=True))


def _dress(sheet: "Worksheet") -> None:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        if isinstance(cell, Cell):
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8EEF4")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[cell.column_letter].width = _WIDTH


def _plain(value: object) -> object:
    """Keep a spreadsheet from running text of strangers as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
