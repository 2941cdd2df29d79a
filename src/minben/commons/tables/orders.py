"""Which columns of a file write the day first and which the month, told by the cells that can be read one way only.

It is looked at before anything is written: a column whose every cell could be both is asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minben.commons.days import OLDEST_YEAR, Order, read_day, ways
from minben.commons.errors import TeachingError
from minben.commons.tables.reading import rows

__all__ = ["Days", "Shown", "settle"]

# A column may be silent at first (the newest requests are not closed); so many rows are waited for its first word.
_SILENT = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that shows how a column writes its days: the order, the cell and its row in the file."""

    column: str
    order: Order
    cell: str
    row: int


@dataclass(frozen=True, slots=True)
class Days:
    """How the columns of a file write days whose year stands last.

    Attributes
    ----------
    orders : mapping
        The order of each column that has one.
    torn : frozenset
        The columns whose cells contradict each other: nothing tells which of them are meant as they stand.
    shown : tuple
        The first cell of each column that tells its order; two of a column whose cells contradict each other.
    """

    orders: Mapping[str, Order] = field(default_factory=dict)
    torn: frozenset[str] = frozenset()
    shown: tuple[Shown, ...] = ()


def settle(path: Path, columns: Iterable[str], *, told: Order | None = None) -> Days:
    """Find out in which order the columns of a file write their days.

    Without such days in its first rows a column costs nothing more; with them the file is read once to its end.

    Parameters
    ----------
    path : Path
        The table.
    columns : iterable
        The names of the columns that hold days.
    told : Order, optional
        What a person said; then nothing is looked at.

    Raises
    ------
    TeachingError
        ``days_two_ways`` when the cells of a column can be read both ways and none of them tells which.
    """
    if told is not None:
        return Days(dict.fromkeys(columns, told))
    found = _look(path, columns)
    for column, seen in found.items():
        if seen.either and not seen.only:
            raise _asked(path, column, *seen.either)
    return Days(
        orders={column: next(iter(seen.only)) for column, seen in found.items() if len(seen.only) == 1},
        torn=frozenset(column for column, seen in found.items() if len(seen.only) == 2),
        shown=tuple(
            Shown(column, order, cell, row)
            for column, seen in found.items()
            for order, (row, cell) in seen.only.items()
        ),
    )


def _asked(path: Path, column: str, row: int, cell: str) -> TeachingError:
    both = {order.value: f"{day:%Y-%m-%d}" for order, day in (ways(cell) or {}).items()}
    return TeachingError("days_two_ways", file=path.name, column=column, row=row, cell=cell, **both)


@dataclass(slots=True)
class _Seen:
    """What the cells of a column told so far: with one reading by its order, with two, and with the year first."""

    only: dict[Order, tuple[int, str]] = field(default_factory=dict)
    either: tuple[int, str] | None = None
    year_first: bool = False

    def add(self, row: int, raw: Any) -> None:
        if raw is None or raw == "":
            return
        text = raw.strip() if isinstance(raw, str) else ""
        found = ways(text)
        if found is None:
            self.year_first = self.year_first or _reads(raw)
        elif len(found) == 1:
            order, day = next(iter(found.items()))
            if day.year >= OLDEST_YEAR:
                self.only.setdefault(order, (row, text))
        elif self.either is None and len({day for day in found.values() if day.year >= OLDEST_YEAR}) == 2:
            self.either = row, text

    def is_open(self, *, read: int) -> bool:
        """Tell whether more rows could tell more about the column."""
        if self.only or self.either:
            return len(self.only) < 2
        return not self.year_first and read < _SILENT


def _look(path: Path, columns: Iterable[str]) -> dict[str, _Seen]:
    seen = {column: _Seen() for column in columns}
    watched, read = dict(seen), 0
    try:
        for batch in rows(path):
            for column, one in watched.items():
                for number, row in zip(batch.numbers, batch.rows, strict=True):
                    one.add(number, row.get(column))
            read += len(batch.rows)
            watched = {column: one for column, one in watched.items() if one.is_open(read=read)}
            if not watched:
                break
    except TeachingError:
        # Where a file is damaged its reader says so, after the rows that stand before.
        pass
    return seen


def _reads(raw: Any) -> bool:
    try:
        read_day(raw)
    except ValueError:
        return False
    return True
