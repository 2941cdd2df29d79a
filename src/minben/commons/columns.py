"""Many rows of a database as columns, read a few thousand at a time so that memory holds numbers, not objects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Kind", "columns_of"]

Column = NDArray[Any]
# So many small pieces become one large one, which the allocator gives back to the system when it is free.
_TOGETHER = 10


class Kind(StrEnum):
    """What a column holds: keys (−1: none), times [s since 1970] and numbers (NaN: none), flags, words."""

    KEY = "key"
    TIME = "time"
    NUMBER = "number"
    FLAG = "flag"
    WORD = "word"


_TYPES: Mapping[Kind, Any] = {
    Kind.KEY: np.int64,
    Kind.TIME: np.float64,
    Kind.NUMBER: np.float64,
    Kind.FLAG: np.bool_,
    Kind.WORD: object,
}


def columns_of(
    rows: Iterable[Sequence[Any]], kinds: Mapping[str, Kind], *, chunk: int = 5_000
) -> dict[str, Column]:
    """Turn rows into one array per column.

    Parameters
    ----------
    rows
        Values in the order of ``kinds``.
    kinds
        Name and kind of each column.
    chunk
        Rows held as objects at a time.

    Returns
    -------
    dict
        Arrays of shape (n_rows,), by name.

    Examples
    --------
    >>> columns_of([(7, True), (None, False)], {"unit": Kind.KEY, "late": Kind.FLAG})["unit"].tolist()
    [7, -1]
    """
    parts: dict[str, list[Column]] = {name: [] for name in kinds}
    words: dict[str, str] = {}
    for number, some in enumerate(_chunks(rows, chunk), start=1):
        for (name, kind), values in zip(kinds.items(), zip(*some, strict=True), strict=True):
            pieces = parts[name]
            pieces.append(_column(kind, values, words))
            if number % _TOGETHER == 0:
                pieces[-_TOGETHER:] = [np.concatenate(pieces[-_TOGETHER:])]
    # Pieces go as soon as they are put together: both at once would take twice the room.
    return {name: _whole(kind, parts.pop(name)) for name, kind in kinds.items()}


def _whole(kind: Kind, pieces: list[Column]) -> Column:
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=_TYPES[kind])


def _chunks(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _column(kind: Kind, values: Sequence[Any], words: dict[str, str]) -> Column:
    if kind is Kind.KEY:
        return np.array([-1 if value is None else value for value in values], dtype=np.int64)
    if kind is Kind.TIME:
        return np.array([np.nan if v is None else v.timestamp() for v in values], dtype=np.float64)
    if kind is Kind.WORD:
        # A database hands out a new text for every row; the few different ones are kept once.
        return np.array([words.setdefault(value, value) for value in values], dtype=object)
    if kind is Kind.NUMBER:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(values, dtype=np.bool_)
