"""What a reader hands out: batches of rows, and the rows it set aside."""

import csv
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from minben.commons.errors import TeachingError, lesson

__all__ = ["BROKEN", "BadRow", "Batch", "Row", "Rows", "batches", "broken"]

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row set aside, with all a person needs to mend it.

    Attributes
    ----------
    row : int
        As a spreadsheet numbers it: the header is row 1. JSON lines and Parquet have no header.
    column : str
        Empty when the whole row is meant.
    reason, remedy : str
        Words; English when they come from this module.
    raw : str
        The row as it stood, shortened.
    code : str
        Of the lesson in :mod:`minben.commons.errors`, for a reader in another language.
    """

    row: int
    column: str
    reason: str
    remedy: str
    raw: str
    code: str = ""

    @classmethod
    def of(cls, code: str, *, row: int, raw: object, **params: object) -> "BadRow":
        """Make one from a lesson's code and facts.

        Examples
        --------
        >>> BadRow.of("row_too_long", row=7, raw=["a", "b"]).reason
        'Row 7 has more fields than the header. A comma or a quotation mark in a field may not be quoted.'
        """
        words = lesson(code)
        what, why, remedy = (part.format(row=row, **params) for part in (words.what, words.why, words.remedy))
        return cls(row, "", f"{what} {why}", remedy, str(raw)[:500], code)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, in order.

    Attributes
    ----------
    columns : tuple of str
        Names in the order of the file; JSON lines may hold further keys in later rows.
    rows : list of dict
        Text from CSV and TSV, native values from the others.
    numbers : list of int
        The row number of each of ``rows``, as :attr:`BadRow.row` counts.
    bad : list of BadRow
        Rows set aside between and beside these.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    numbers: list[int]
    bad: list[BadRow]

    @property
    def first_row(self) -> int:
        """Number of the first row of the batch, read or set aside."""
        return min(self.numbers[:1] + [bad.row for bad in self.bad[:1]])


# All that gzip, zip, csv, openpyxl and pyarrow raise over a file that is cut off or is something else.
BROKEN = (OSError, EOFError, ValueError, KeyError, zlib.error, zipfile.BadZipFile, csv.Error)

Rows: TypeAlias = Iterator[tuple[int, Row] | BadRow]


def batches(columns: Sequence[str], found: Rows, *, size: int, file: str) -> Iterator[Batch]:
    """Gather rows into batches; when reading breaks off, hand out what was read and then raise.

    Parameters
    ----------
    size : int
        Most rows of a batch, those set aside included.

    Raises
    ------
    TeachingError
        ``table_broken``.
    """
    names, last = tuple(columns), 0
    batch = Batch(names, [], [], [])
    try:
        for item in found:
            if isinstance(item, BadRow):
                batch.bad.append(item)
                last = item.row
            else:
                last, row = item
                batch.numbers.append(last)
                batch.rows.append(row)
            if len(batch.rows) + len(batch.bad) >= size:
                yield batch
                batch = Batch(names, [], [], [])
    except BROKEN as error:
        failure: Exception | None = error
    else:
        failure = None
    if batch.rows or batch.bad:
        yield batch
    if failure is not None:
        raise broken(file, failure, row=last + 1) from failure


def broken(file: str, error: Exception, *, row: int) -> TeachingError:
    """Turn what a library raised over a damaged file into an error that teaches."""
    if isinstance(error, TeachingError):
        return error
    detail = str(error).split("\n")[0].rstrip(".") or type(error).__name__
    return TeachingError("table_broken", file=file, row=row, detail=detail)
