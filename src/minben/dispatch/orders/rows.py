"""Writing many rows at once, on every database we speak to.

Django's ``bulk_create`` and ``bulk_update`` build one long statement per few dozen rows; a prepared
statement run for every row, with each distinct value adapted once, is several times as fast.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper


def insert_columns(table: type[models.Model], columns: Mapping[str, Any], *, size: int) -> list[int]:
    """Insert rows given as columns, a list of values or one value for all rows; return their keys.

    Call it inside a transaction; every column without a default in the database must be named.
    """
    connection = connections[router.db_for_write(table)]
    keys = _new_keys(connection, table, size)
    fields = _fields(table, list(columns))
    adapted = [_adapted(field, columns[field.name], connection, size) for field in fields]
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in ("id", *(field.column for field in fields)))
    marks = ", ".join(["%s"] * (len(fields) + 1))
    statement = f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 — our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(keys, *adapted, strict=True)))
    return keys


def update_columns(table: type[models.Model], columns: Sequence[str], rows: Iterable[models.Model]) -> None:
    """Write the named columns of saved rows."""
    connection = connections[router.db_for_write(table)]
    fields = _fields(table, columns)
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(table._meta.db_table)} SET {sets} WHERE {quote('id')} = %s"  # noqa: S608 — our own names
    changed = list(rows)
    adapted = [
        _adapted(field, [getattr(row, field.attname) for row in changed], connection, len(changed))
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*adapted, [row.pk for row in changed], strict=True)))


def _fields(table: type[models.Model], names: Sequence[str]) -> list[Any]:
    """Columns of the table itself; a relation that another table holds has none."""
    return [table._meta.get_field(name) for name in names]


def _new_keys(connection: BaseDatabaseWrapper, table: type[models.Model], size: int) -> list[int]:
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


def _adapted(field: Any, values: Any, connection: BaseDatabaseWrapper, size: int) -> list[Any]:
    """Adapt each distinct value once; lists and dicts that are one object count as one value."""
    if not isinstance(values, list):
        return [field.get_db_prep_save(values, connection)] * size
    known: dict[Hashable, Any] = {}
    out = []
    for value in values:
        mark = value if isinstance(value, Hashable) else id(value)
        if mark not in known:
            known[mark] = field.get_db_prep_save(value, connection)
        out.append(known[mark])
    return out
