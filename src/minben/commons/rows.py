"""Writing many rows at once, through a database connection that the caller hands in.

An object mapper builds one long statement for a few dozen rows; a prepared statement run for every row, with each
distinct value adapted once, is several times as fast. Nothing is imported from the object mapper: ``connection`` and
``table`` are used by what they can do, so that this stays a kernel that any feature may use.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

__all__ = ["insert_columns", "update_columns"]

# Columns of these kinds take plain values of these types as they are, on every database.
_PLAIN = frozenset(
    {
        "CharField",
        "TextField",
        "ForeignKey",
        "OneToOneField",
        "PositiveIntegerField",
        "FloatField",
        "BooleanField",
    }
)
_PLAIN_TYPES = frozenset({str, int, float, bool, type(None)})


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
    if not size:
        return []
    keys = _new_keys(connection, table, size)
    fields = [table._meta.get_field(name) for name in columns]
    adapted = [_adapted(field, columns[field.name], connection, size) for field in fields]
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in ("id", *(field.column for field in fields)))
    marks = ", ".join(["%s"] * (len(fields) + 1))
    statement = f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # names come from models
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(keys, *adapted, strict=True)))
    return keys


def update_columns(connection: Any, table: Any, columns: Mapping[str, Any], keys: Sequence[int]) -> None:
    """Write columns of the rows with these keys: for each field a list in the order of the keys, or one value."""
    if not keys:
        return
    fields = [table._meta.get_field(name) for name in columns]
    adapted = [_adapted(field, columns[field.name], connection, len(keys)) for field in fields]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(table._meta.db_table)} SET {sets} WHERE {quote('id')} = %s"  # noqa: S608  # names come from models
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*adapted, keys, strict=True)))


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


@lru_cache(maxsize=20_000)
def _moment(value: datetime | None, operations: Any) -> Any:
    """Adapt a moment once for all the tables it goes into."""
    return operations.adapt_datetimefield_value(value)


def _adapted(field: Any, values: Any, connection: Any, size: int) -> list[Any]:
    """Adapt each distinct value once; lists and dicts that are one object count as one value."""
    if not isinstance(values, list):
        return [field.get_db_prep_save(values, connection)] * size
    if field.get_internal_type() in _PLAIN and _PLAIN_TYPES.issuperset(map(type, values)):
        return values
    if field.get_internal_type() == "DateTimeField":
        return [_moment(value, connection.ops) for value in values]
    known: dict[Hashable, Any] = {}
    out = []
    for value in values:
        # 0 and False are equal and hash alike, yet are written differently.
        mark = (type(value), value) if isinstance(value, Hashable) else id(value)
        if mark not in known:
            known[mark] = field.get_db_prep_save(value, connection)
        out.append(known[mark])
    return out
