"""Opening a table by the ending of its name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

from minben.commons.errors import TeachingError
from minben.commons.tables.batches import BROKEN, Batch, Rows, batches, broken
from minben.commons.tables.headers import Names
from minben.commons.tables.lines import open_delimited, open_json_lines
from minben.commons.tables.parquet import open_parquet
from minben.commons.tables.sheets import open_sheet

__all__ = ["columns", "formats", "heading", "rows"]

Opener: TypeAlias = Callable[[Path, int], AbstractContextManager[tuple[Names, Rows]]]

_OPENERS: dict[str, Opener] = {
    ".csv": lambda path, _size: open_delimited(path, ","),
    ".csv.gz": lambda path, _size: open_delimited(path, ","),
    ".tsv": lambda path, _size: open_delimited(path, "\t"),
    ".tsv.gz": lambda path, _size: open_delimited(path, "\t"),
    ".xlsx": lambda path, _size: open_sheet(path),
    ".jsonl": lambda path, _size: open_json_lines(path),
    ".jsonl.gz": lambda path, _size: open_json_lines(path),
    ".parquet": open_parquet,
}


def formats() -> tuple[str, ...]:
    """Return the endings of the files that can be read."""
    return tuple(_OPENERS)


def rows(path: str | Path, *, batch: int = 2000) -> Iterator[Batch]:
    """Read a table as a stream.

    Parameters
    ----------
    path : str | Path
        Its ending names the format, see :func:`formats`; text may be UTF-8 or GB 18030.
    batch : int
        Most rows of a batch.

    Yields
    ------
    Batch
        In the order of the file; none when it has no rows.

    Raises
    ------
    TeachingError
        ``table_missing``, ``table_format_unknown``, ``table_no_header``, ``table_column_twice``,
        ``table_encoding``; or ``table_broken`` after the rows before the damage were handed out.
    """
    place = Path(path)
    opener = _opener(place)
    try:
        with opener(place, batch) as (names, found):
            yield from batches(names, found, size=batch, file=place.name)
    except TeachingError:
        raise
    except BROKEN as error:
        raise broken(place.name, error, row=1) from error


def columns(path: str | Path) -> tuple[str, ...]:
    """Return a table's column names, reading no more than needed; raises as :func:`rows`."""
    return tuple(heading(path))


def heading(path: str | Path) -> Names:
    """Return a table's column names with the row of the file where they stand.

    Raises
    ------
    TeachingError
        As :func:`rows`.
    """
    place = Path(path)
    opener = _opener(place)
    try:
        with opener(place, 1) as (names, _found):
            return names
    except TeachingError:
        raise
    except BROKEN as error:
        raise broken(place.name, error, row=1) from error


def _opener(path: Path) -> Opener:
    name = path.name.lower()
    for ending, opener in _OPENERS.items():
        if name.endswith(ending):
            if not path.is_file():
                raise TeachingError("table_missing", file=str(path))
            return opener
    raise TeachingError("table_format_unknown", file=path.name, known=", ".join(_OPENERS))
