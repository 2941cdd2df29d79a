"""Spreadsheets that offices fill in: what their columns are called in both languages, and how a row is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from minben.commons.days import read_day, ways
from minben.commons.errors import TeachingError
from minben.commons.tables.batches import BadRow
from minben.commons.tables.reading import rows
from minben.commons.tables.sheets import write_xlsx_template

__all__ = [
    "Brought",
    "Column",
    "Numbered",
    "Sheet",
    "WrongCellError",
    "day_of",
    "examples_in",
    "parts_of",
    "read_sheet",
    "sheet_in",
    "text_of",
    "write_templates",
]

ENDINGS = (".xlsx", ".csv", ".csv.gz", ".tsv", ".jsonl")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, found by its Chinese name, its English name, its key, or both names as the template writes them.

    ``note`` says what to write; anything that :class:`str` can turn into words in the reader's language.
    """

    key: str
    zh: str
    en: str
    note: object
    needed: bool = False

    @property
    def title(self) -> str:
        """The name as the template writes it."""
        return f"{self.zh} {self.en}"

    def is_called(self, name: str) -> bool:
        """Tell whether a column of a file is this one.

        Examples
        --------
        >>> Column("code", "代码", "Code", "").is_called(" CODE ")
        True
        """
        return name.strip().casefold() in (self.zh, self.en.casefold(), self.title.casefold(), self.key)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One spreadsheet: its file name without the ending, its columns, and rows that show how to fill it in.

    With ``pass_examples_over``, a row that stands as the template wrote it is nobody's and is not read.
    """

    name: str
    columns: tuple[Column, ...]
    examples: tuple[tuple[object, ...], ...]
    pass_examples_over: bool = False

    def is_left_example(self, cells: Mapping[str, str]) -> bool:
        """Tell whether a row still is an example that is to be passed over."""
        return self.pass_examples_over and self.is_example(cells)

    def is_example(self, cells: Mapping[str, str]) -> bool:
        """Tell whether a row stands as the template wrote it."""
        said = tuple(cells[column.key] for column in self.columns)
        return said in {tuple(map(text_of, row)) for row in self.examples}


class WrongCellError(ValueError):
    """A cell that cannot be understood; ``reason`` and ``remedy`` are for whoever filled it in."""

    def __init__(self, column: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.column, self.reason, self.remedy = column, reason, remedy

    def aside(self, sheet: Sheet, number: int, raw: object) -> BadRow:
        """Set the row aside under the column's full title."""
        title = next(column.title for column in sheet.columns if column.key == self.column)
        return BadRow(number, title, self.reason, self.remedy, str(raw)[:500], "wrong_cell")


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Read]):
    """A good row with its number in the file."""

    number: int
    row: Read


@dataclass(frozen=True, slots=True)
class Brought:
    """What a folder of spreadsheets brought: rows per sheet, and the rows set aside with their file."""

    counts: Mapping[str, int]
    bad: tuple[tuple[str, BadRow], ...]


def write_templates(folder: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write one workbook per sheet, with examples and notes, into a folder; it is made if absent."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in sheets:
        path = folder / f"{sheet.name}.xlsx"
        titles, notes = [c.title for c in sheet.columns], [str(c.note) for c in sheet.columns]
        write_xlsx_template(path, columns=titles, notes=notes, examples=sheet.examples)
        written.append(path)
    return written


def sheet_in(folder: Path, sheet: Sheet) -> Path | None:
    """Return the file of a sheet in a folder, or None when nobody put one there."""
    return next((path for ending in ENDINGS if (path := folder / f"{sheet.name}{ending}").exists()), None)


def read_sheet(
    path: Path,
    sheet: Sheet,
    read: Callable[[Mapping[str, str]], Read],
    empty: Callable[[Column], WrongCellError],
) -> tuple[list[Numbered[Read]], list[BadRow]]:
    """Read a spreadsheet: good rows as ``read`` makes them, the others with reason and remedy.

    Parameters
    ----------
    read
        Makes a row of the texts of its cells by key; raises `WrongCellError`.
    empty
        Says in the reader's words that a needed cell is empty.

    Raises
    ------
    TeachingError
        ``sheet_column_missing``, or as :func:`minben.commons.tables.rows`.
    """
    good: list[Numbered[Read]] = []
    bad: list[BadRow] = []
    for batch in rows(path):
        bad += batch.bad
        names = _named(path, sheet, batch.columns)
        for number, raw in zip(batch.numbers, batch.rows, strict=True):
            cells = {c.key: text_of(raw.get(names.get(c.key, ""))) for c in sheet.columns}
            if sheet.is_left_example(cells):
                continue
            try:
                lacking = next((c for c in sheet.columns if c.needed and not cells[c.key]), None)
                if lacking is not None:
                    raise empty(lacking)
                good.append(Numbered(number, read(cells)))
            except WrongCellError as wrong:
                bad.append(wrong.aside(sheet, number, raw))
    return good, bad


def examples_in(folder: Path, sheets: Iterable[Sheet]) -> dict[str, int]:
    """Count the rows of each sheet that still stand as the template wrote them and were read as the city's own."""
    found: dict[str, int] = {}
    for sheet in sheets:
        path = sheet_in(folder, sheet)
        if path is None or sheet.pass_examples_over:
            continue
        for batch in rows(path):
            names = _named(path, sheet, batch.columns)
            told = (
                {c.key: text_of(raw.get(names.get(c.key, ""))) for c in sheet.columns} for raw in batch.rows
            )
            found[sheet.name] = found.get(sheet.name, 0) + sum(map(sheet.is_example, told))
    return {name: count for name, count in found.items() if count}


def text_of(cell: Any) -> str:
    """Return what a person sees in a cell.

    Examples
    --------
    >>> text_of(8.0), text_of(None), text_of(datetime(2026, 1, 2)), text_of(True)
    ('8', '', '2026-01-02', 'yes')
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def day_of(text: str) -> date:
    """Return the day that a cell names, with the year first or in Chinese; a time behind it is left out.

    Raises
    ------
    ValueError
        When it is no day, or its year stands last: a sheet shows how to write days, and none is guessed.

    Examples
    --------
    >>> day_of("2026/10/01"), day_of("2026-10-01 00:00:00") == day_of("2026-10-01")
    (datetime.date(2026, 10, 1), True)
    """
    if ways(text) is not None:
        raise ValueError(text)
    found = read_day(text)
    return found.date() if isinstance(found, datetime) else found


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a cell between semicolons, Chinese or Western.

    Examples
    --------
    >>> parts_of("江畔花园； 江畔新村;")
    ('江畔花园', '江畔新村')
    """
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


def _named(path: Path, sheet: Sheet, names: Iterable[str]) -> dict[str, str]:
    """The file's own name of each column of the sheet; teaches which needed one is absent."""
    listed = tuple(names)
    found = {column.key: name for column in sheet.columns for name in listed if column.is_called(name)}
    missing = [column.title for column in sheet.columns if column.needed and column.key not in found]
    if missing:
        facts = {"columns": ", ".join(missing), "known": ", ".join(listed)}
        raise TeachingError("sheet_column_missing", file=path.name, **facts)
    return found
