"""Writing some columns of many rows in one go, on every database we speak to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def update_columns(table: type[models.Model], columns: Sequence[str], rows: Iterable[models.Model]) -> None:
    """Update named columns of saved rows; one prepared statement, where ``bulk_update`` builds thousands of cases."""
    connection = connections[router.db_for_write(table)]
    fields = [table._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(table._meta.db_table)} SET {assignments} WHERE {quote('id')} = %s"  # noqa: S608 — our own names

    def values(row: models.Model) -> list[Any]:
        return [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]

    with connection.cursor() as cursor:
        cursor.executemany(statement, [values(row) for row in rows])
