"""Writing many rows at once, through a database connection that the caller hands in.

An object mapper builds one long statement for a few dozen rows; a prepared statement run for every row, with each
distinct value adapted once, is several times as fast. Nothing is imported from the object mapper: ``connection`` and
``table`` are used by what they can do, so that this stays a kernel that any feature may use.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from minben.commons.adapting import Adapter, adapter, moment_for

__all__ = [
    "append_columns",
    "gathering",
    "insert_columns",
    "insert_new",
    "known_keys",
    "marks",
    "moment",
    "select",
    "update_columns",
]

# Rows written by one statement: few enough for the marks that every database allows in one.
_AT_ONCE = 500
# SQLite refuses a statement with more than 32,766 values.
_PER_QUESTION = 10_000
# So few rows go into one statement; more of them by one that is prepared and run for each.
_FEW = 8


def insert_columns(connection: Any, table: Any, columns: Mapping[str, Any], *, size: int) -> list[int]:
    """Insert rows given as columns; return their keys.

    Call it inside a transaction; every column without a default in the database must be named.

    Parameters
    ----------
    connection
        A Django connection.
    table
        A model class with an integer key ``id``.
    columns : mapping
        For each field a list with a value for each row, or one value for all rows.
    size : int
        How many rows.
    """
    if size == 1 and connection.features.can_return_columns_from_insert:
        with connection.cursor() as cursor:
            statement, rows = _insertion(cursor.db, table, columns, size)
            cursor.execute(f"{statement} RETURNING id", rows[0])
            return [cursor.fetchall()[0][0]]
    keys = _new_keys(connection, table, size) if size else []
    append_columns(connection, table, {"id": keys, **columns}, size=size)
    return keys


def append_columns(
    connection: Any, table: Any, columns: Mapping[str, Any], *, size: int, new: bool = False
) -> None:
    """Insert rows whose keys nobody needs to know, at once or where :func:`gathering` ends.

    ``new`` leaves out those that meet a constraint of uniqueness; the rest is as in :func:`insert_columns`.
    """
    gathered, ending = _gathered.get(), _UNLESS_THERE if new else ""
    if gathered is None:
        _append(connection, table, columns, size, ending)
    elif size:
        # What the caller hands in may be a proxy, which finds the connection anew at every turn.
        statement, rows = _insertion(gathered.connection, table, columns, size)
        gathered.rows.setdefault((statement, ending), []).extend(rows)


@contextmanager
def gathering(connection: Any) -> Iterator[None]:
    """Keep what is appended within, and write it at the end by one statement for each table, in the order given.

    For an act of few rows, where statements cost more than rows. Nothing within may read what it appended, and the
    transaction around it must be rolled back if the act breaks off.
    """
    with connection.cursor() as cursor:
        gathered = _Gathered(cursor.db, {})
        before = _gathered.set(gathered)
        try:
            yield
        finally:
            _gathered.reset(before)
        _write_gathered(cursor, gathered.rows)


def _write_gathered(cursor: Any, gathered: Mapping[tuple[str, str], list[tuple[Any, ...]]]) -> None:
    if cursor.db.vendor != "postgresql" or not gathered:
        for (statement, ending), rows in gathered.items():
            _write(cursor, statement, rows, ending)
        return
    # All in one message: each answer that is waited for takes longer than what it answers.
    texts = [_filled(statement, rows, ending) for (statement, ending), rows in gathered.items()]
    cursor.execute("; ".join(texts), [*chain.from_iterable(chain.from_iterable(gathered.values()))])


class _Gathered(NamedTuple):
    """A connection, and for each statement with its ending the rows that wait to be written through it."""

    connection: Any
    rows: dict[tuple[str, str], list[tuple[Any, ...]]]


_UNLESS_THERE = " ON CONFLICT DO NOTHING"
_gathered: ContextVar[_Gathered | None] = ContextVar("_gathered", default=None)


def insert_new(connection: Any, table: Any, columns: Mapping[str, Any], *, size: int) -> int:
    """Insert rows given as columns, leaving out those that meet a constraint of uniqueness; return how many went in.

    See :func:`insert_columns`. Which of them went in is not told: two processes may bring the same at one moment.
    """
    return _append(connection, table, columns, size, _UNLESS_THERE)


def select(connection: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a question that is written out; moments come back as :func:`moment` reads them."""
    with connection.cursor() as cursor:
        operations = cursor.db.ops
        cursor.execute(
            statement,
            [moment_for(value, operations) if isinstance(value, datetime) else value for value in values],
        )
        return list(cursor.fetchall())


def marks(values: Collection[Any]) -> str:
    """Return as many marks as there are values.

    >>> marks([7, 8])
    '%s, %s'
    """
    return ", ".join(["%s"] * len(values))


def moment(stored: datetime) -> datetime:
    """Read a moment as the database gives it to whoever asks past the object mapper: one of them knows no zones.

    >>> moment(datetime(2026, 3, 11, 2)).isoformat()
    '2026-03-11T02:00:00+00:00'
    """
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


def known_keys(
    connection: Any, table: Any, *, source: str, keys: Sequence[str], filled: str = "source"
) -> dict[str, int]:
    """Return the key here of each row that another system knows by one of its own keys.

    ``filled`` is the column that the table's index leaves out where it is blank. It is said in so many words: an
    index over a part of a table is used only by who asks for that part, else every row is read.
    """
    quote = connection.ops.quote_name
    found: dict[str, int] = {}
    for start in range(0, len(keys), _PER_QUESTION):
        some = keys[start : start + _PER_QUESTION]
        statement = (
            f"SELECT source_key, id FROM {quote(table._meta.db_table)} "  # noqa: S608  # names come from models
            f"WHERE NOT ({quote(filled)} = '') AND source = %s AND source_key IN ({marks(some)})"
        )
        found.update(select(connection, statement, [source, *some]))
    return found


def update_columns(connection: Any, table: Any, columns: Mapping[str, Any], keys: Sequence[int]) -> None:
    """Write columns of the rows with these keys: for each field a list in the order of the keys, or one value.

    Where a key stands twice, what is said of it last is written.
    """
    if not keys:
        return
    with connection.cursor() as cursor:
        _write_over(cursor, table, columns, keys)


def _write_over(cursor: Any, table: Any, columns: Mapping[str, Any], keys: Sequence[int]) -> None:
    connection = cursor.db
    last = {key: row for row, key in enumerate(keys)}
    fields = [table._meta.get_field(name) for name in columns]
    own = [field for field in fields if isinstance(columns[field.name], list)]
    shared = [field for field in fields if field not in own]
    adapted = [adapter(field)(columns[field.name], connection) for field in own]
    rows = list(zip(keys, *adapted, strict=True))
    if len(last) < len(rows):
        rows = [rows[row] for row in last.values()]
    said = [field.get_db_prep_save(columns[field.name], connection) for field in shared]
    if len(rows) == 1:
        cursor.execute(_update_one(connection, table, [*own, *shared]), [*rows[0][1:], *said, rows[0][0]])
        return
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        cursor.execute(
            _update(connection, table, own, shared, len(some)), [*chain.from_iterable(some), *said]
        )


def _update_one(connection: Any, table: Any, fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(table._meta.db_table)} SET {sets} WHERE {quote('id')} = %s"  # noqa: S608  # names come from models


def _update(connection: Any, table: Any, own: Sequence[Any], shared: Sequence[Any], size: int) -> str:
    """One statement for many rows: a statement for each copies every page it touches, before it touches it."""
    quote = connection.ops.quote_name
    name = quote(table._meta.db_table)
    cells = [table._meta.pk, *own]
    # One database must be told of what type values are, and is content to hear it once.
    casts = [_type(field, connection) for field in cells]
    first = ", ".join(f"CAST(%s AS {cast})" if cast else "%s" for cast in casts)
    others = f", ({marks(cells)})" * (size - 1)
    values = ", ".join(f"v{n}" for n in range(len(cells)))
    sets = [f"{quote(field.column)} = said.v{n}" for n, field in enumerate(own, start=1)]
    sets += [f"{quote(field.column)} = %s" for field in shared]
    return (
        f"WITH said({values}) AS (VALUES ({first}){others}) "  # noqa: S608  # names come from models
        f"UPDATE {name} SET {', '.join(sets)} FROM said WHERE {name}.{quote('id')} = said.v0"
    )


def _type(field: Any, connection: Any) -> str:
    # A key's own type would give it the next number.
    told = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return str(told) if connection.vendor == "postgresql" else ""


def _append(connection: Any, table: Any, columns: Mapping[str, Any], size: int, ending: str) -> int:
    if not size:
        return 0
    # What a caller hands in may be a proxy, which finds the connection anew at every turn.
    with connection.cursor() as cursor:
        statement, rows = _insertion(cursor.db, table, columns, size)
        return _write(cursor, statement, rows, ending)


def _write(cursor: Any, statement: str, rows: Sequence[tuple[Any, ...]], ending: str) -> int:
    if len(rows) <= _FEW:
        cursor.execute(_filled(statement, rows, ending), [*chain.from_iterable(rows)])
    else:
        cursor.executemany(statement + ending, rows)
    return int(cursor.rowcount)


def _filled(statement: str, rows: Sequence[tuple[Any, ...]], ending: str) -> str:
    others = f", ({marks(rows[0])})" * (len(rows) - 1)
    return f"{statement}{others}{ending}"


def _insertion(
    connection: Any, table: Any, columns: Mapping[str, Any], size: int
) -> tuple[str, list[tuple[Any, ...]]]:
    known = (connection.vendor, table, *columns)
    if known not in _insertions:
        fields = [table._meta.get_field(name) for name in columns]
        _insertions[known] = _into(connection.ops.quote_name, table, fields), [*map(adapter, fields)]
    statement, adapters = _insertions[known]
    adapted = [
        adapt(values, connection) if isinstance(values, list) else [*adapt([values], connection)] * size
        for adapt, values in zip(adapters, columns.values(), strict=True)
    ]
    return statement, list(zip(*adapted, strict=True))


_insertions: dict[Hashable, tuple[str, list[Adapter]]] = {}


def _into(quote: Callable[[str], str], table: Any, fields: Sequence[Any]) -> str:
    names = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({marks(fields)})"  # noqa: S608  # names come from models


def _new_keys(connection: Any, table: Any, size: int) -> list[int]:
    name = table._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [connection.ops.quote_name(name), size],
            )
            return [row[0] for row in cursor.fetchall()]
        # Transactions begin IMMEDIATE: whoever is here is the only writer, so the next numbers are free.
        # A number once given is not given again, even after its row is gone: histories may name it.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return list(range(first, first + size))
