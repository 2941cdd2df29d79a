"""Sealing columns that were plain until now, and opening them again: for migrations, both ways."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import migrations

from minben.institutions.vault.keys import ring

__all__ = ["sealing"]

_AT_ONCE = 1_000


def sealing(
    table: str, key: str, columns: Mapping[str, str], *, marks: Mapping[str, Callable[[Any], str]] | None = None,
    blank: str = "",
) -> migrations.RunPython:  # fmt: skip
    """Return the operation that seals text columns of a table, and unseals them on the way back.

    Parameters
    ----------
    table, key : str
        Name of the table and of its key in the database.
    columns : mapping
        Column → context, as the field keeps it.
    marks : mapping
        Column of a mark → its value, from the row before it was sealed (a mapping of column → text).
    blank : str
        What nothing is written as where it is plain.
    """

    def forwards(_apps: Any, editor: Any) -> None:
        def sealed(row: dict[str, str]) -> dict[str, str]:
            found = {one: ring().seal("" if row[one] == blank else row[one], columns[one]) for one in columns}
            return found | {name: make(row) for name, make in (marks or {}).items()}

        _rewrite(editor.connection, table, key, list(columns), sealed)

    def backwards(_apps: Any, editor: Any) -> None:
        def plain(row: dict[str, str]) -> dict[str, str]:
            return {one: ring().unseal(row[one], columns[one]) or blank for one in columns}

        _rewrite(editor.connection, table, key, list(columns), plain)

    return migrations.RunPython(forwards, backwards)


def _rewrite(
    connection: Any, table: str, key: str, columns: list[str], change: Callable[[dict[str, str]], dict[str, str]]
) -> None:  # fmt: skip
    names = ", ".join((key, *columns))
    last = -1
    with connection.cursor() as cursor:
        while True:
            query = f"SELECT {names} FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT {_AT_ONCE}"  # noqa: S608  # names come from migrations
            cursor.execute(query, [last])
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            changed = [change(dict(zip(columns, row[1:], strict=True))) for row in rows]
            sets = ", ".join(f"{one} = %s" for one in changed[0])
            update = f"UPDATE {table} SET {sets} WHERE {key} = %s"  # noqa: S608  # as above
            pairs = zip(rows, changed, strict=True)
            cursor.executemany(update, [[*new.values(), row[0]] for row, new in pairs])
