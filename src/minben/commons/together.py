"""Several lists asked of the database in one question, so that a page of many small parts waits for one answer.

A page about one thing shows a history, pictures, proofs, visits: short lists of different shapes, each found by the
same key. Asked one by one, most of the time goes into asking. As in :mod:`minben.commons.rows` nothing is imported
from the object mapper: the connection and the lists are used by what they can do.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

__all__ = ["together"]

_Read = Callable[[Any], Any]


def together(connection: Any, *lists: Any) -> list[list[tuple[Any, ...]]]:
    """Ask for several lists in one statement; return the rows of each, in the order of the lists.

    Parameters
    ----------
    connection
        A Django connection.
    *lists
        Query sets of ``values_list``, ordered and short. One that asks for nothing at all (a column in an empty
        list) must not be among them.

    Notes
    -----
    The rows travel as JSON. Texts, numbers, truths, moments, days and documents come back as they would alone; other
    kinds of columns are not meant for it.
    """
    parts, values, readers = [], [], []
    for n, one in enumerate(lists):
        compiler = one.query.get_compiler(connection=connection)
        statement, some = compiler.as_sql()
        fields = [column.output_field for column, *_rest in compiler.select]
        names = ", ".join(f"c{m}" for m in range(len(fields)))
        parts.append(f"l{n}({names}) AS ({statement})")
        values += some
        readers.append([_reader(field, connection) for field in fields])
    chosen = ", ".join(_as_json(connection, n, some) for n, some in enumerate(readers))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT {chosen}", values)
        answers = cursor.fetchone()
    return [_rows(answer, some) for answer, some in zip(answers, readers, strict=True)]


def _as_json(connection: Any, n: int, readers: Sequence[tuple[str, _Read | None]]) -> str:
    cells = ", ".join(cell.format(f"c{m}") for m, (cell, _read) in enumerate(readers))
    # No word in it is anybody else's: the names are counted up above.
    if connection.vendor == "postgresql":
        return f"(SELECT CAST(json_agg(json_build_array({cells})) AS text) FROM l{n})"  # noqa: S608
    return f"(SELECT json_group_array(json_array({cells})) FROM l{n})"  # noqa: S608


def _rows(answer: str | None, readers: Sequence[tuple[str, _Read | None]]) -> list[tuple[Any, ...]]:
    reads = [read for _cell, read in readers]
    return [
        tuple(
            value if read is None or value is None else read(value)
            for value, read in zip(row, reads, strict=True)
        )
        for row in json.loads(answer or "[]")
    ]


def _reader(field: Any, connection: Any) -> tuple[str, _Read | None]:
    """Return how a column is written into JSON, and how it is read again."""
    kind = field.get_internal_type()
    if kind == "JSONField":
        # As text, which both databases write alike; a document within the document one of them would quote.
        return "CAST({} AS text)", json.loads
    if kind == "FloatField" and connection.vendor == "sqlite":
        # Its own JSON keeps fifteen digits of a number, two too few.
        return "CASE WHEN {0} IS NOT NULL THEN printf('%%!.17g', {0}) END", float
    return "{}", _READ.get(kind)


def _moment(written: str) -> datetime:
    told = datetime.fromisoformat(written)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


_READ: dict[str, _Read] = {"DateTimeField": _moment, "DateField": date.fromisoformat, "BooleanField": bool}
