"""The names above the columns, and where they stand: offices like to put titles above them."""

import re
from collections.abc import Sequence
from datetime import date, time
from statistics import median

from minben.commons.errors import TeachingError

__all__ = ["LOOKED_AT", "Names", "header", "header_at"]

LOOKED_AT = 20
"""So many rows at the top of a file are looked at for its header."""

_VALUE = re.compile(r"[\d\s.,:/+%年月日时分-]+|.{41,}", re.DOTALL)


class Names(list[str]):
    """The names of a table's columns; ``row`` is the row of the file where they stand, 0 where a format has none."""

    row: int = 0


def header(cells: Sequence[object], file: str, *, row: int = 1) -> Names:
    """Return clean column names.

    Empty cells at the end are dropped, as spreadsheets like to leave them.

    Parameters
    ----------
    cells : sequence
        The row of the names.
    file : str
        For the error.
    row : int
        Its number in the file.

    Raises
    ------
    TeachingError
        ``table_no_header`` or ``table_column_twice``.

    Examples
    --------
    >>> header([" name ", "place", None], "units.xlsx")
    ['name', 'place']
    """
    names = Names("" if cell is None else str(cell).strip() for cell in cells)
    names.row = row
    while names and not names[-1]:
        names.pop()
    if not names or not all(names):
        raise TeachingError("table_no_header", file=file)
    for place, name in enumerate(names):
        if name in names[:place]:
            raise TeachingError("table_column_twice", file=file, column=name)
    return names


def header_at(top: Sequence[Sequence[object]]) -> int:
    """Return which of the first rows holds the names of the columns; 0 when none below the first is likelier.

    Titles, reporting units and dates above a table fill half the cells of its rows or fewer, or leave gaps. The header
    is the first row below them that is as wide as the rows that follow, has a name in each cell, and no name twice.

    Examples
    --------
    >>> header_at([["2026年3月工单"], ["填报单位：热线", "", "共2件"], ["编号", "内容", "时间"], ["1", "停水", "3-1"]])
    2
    >>> header_at([["id", "text"], ["1", "停水"]]), header_at([["id", "", "text"], ["甲", "停水"], ["乙", "停电"]])
    (0, 0)
    """
    filled = [[cell for cell in row if not _blank(cell)] for row in top]
    sizes = [len(cells) for cells in filled]
    for n, cells in enumerate(filled):
        usual = median(sizes[n + 1 :]) if sizes[n + 1 :] else 0
        if sizes[n] > 1 and (sizes[n] >= usual or (sizes[n] > usual / 2 and not _has_gap(top[n], sizes[n]))):
            return n if n == 0 or _are_names(top[n], cells, usual) else 0
    return 0


def _are_names(row: Sequence[object], cells: Sequence[object], usual: float) -> bool:
    plain = [str(cell).strip() for cell in cells]
    return (
        len(cells) >= usual
        and not _has_gap(row, len(cells))
        and len(set(plain)) == len(plain)
        and not any(_is_value(cell) for cell in cells)
    )


def _has_gap(row: Sequence[object], size: int) -> bool:
    return any(_blank(cell) for cell in row[:size])


def _blank(cell: object) -> bool:
    return cell is None or not str(cell).strip()


def _is_value(cell: object) -> bool:
    return isinstance(cell, int | float | date | time) or bool(_VALUE.fullmatch(str(cell).strip()))
