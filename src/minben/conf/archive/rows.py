"""Rows as lines of JSON: the same bytes for the same row on every database, past the models' own ways."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from minben.commons.errors import TeachingError

__all__ = ["Table", "line_of"]

_AT_ONCE = 1_000
# From here on a database may write a number without its decimals, and read it back as a whole one.
_WHOLE_FROM = 1e15


# The names of tables and columns in the statements below are those of our own models, and quoted.


@dataclass(frozen=True)
class Table:
    """One table as a migration left it; ``model`` may be of the past, which lists its columns in another order."""

    model: type[models.Model]
    order: tuple[str, ...] = ()

    @cached_property
    def label(self) -> str:
        return str(self.model._meta.label_lower)

    @cached_property
    def fields(self) -> "list[models.Field[Any, Any]]":
        known = {str(field.column): field for field in self.model._meta.concrete_fields}
        if self.order and set(self.order) != known.keys():
            raise TeachingError("backup_newer", version="?", migrations=self.label)
        return [known[column] for column in self.order or known]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def files(self) -> list[int]:
        """Where the columns stand that name files."""
        return [n for n, field in enumerate(self.fields) if isinstance(field, models.FileField)]

    def rows(self, connection: Any) -> Iterator[list[Any]]:
        """Read every row in the order of its key, as plain JSON."""
        readers = [_reader(field, connection, self.model) for field in self.fields]
        quoted = connection.ops.quote_name
        key = self.model._meta.pk.column
        columns = ", ".join(map(quoted, self.columns))
        order = f"SELECT {columns} FROM {quoted(self.model._meta.db_table)} ORDER BY {quoted(key)}"  # noqa: S608
        with connection.chunked_cursor() as cursor:
            cursor.execute(order)
            while some := cursor.fetchmany(_AT_ONCE):
                for row in some:
                    yield [read(value) for read, value in zip(readers, row, strict=True)]

    def empty(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(self.model._meta.db_table)}")  # noqa: S608

    def write(self, lines: Iterable[str], connection: Any) -> None:
        """Write rows, each with its key, as they were read."""
        writers = [_writer(field, connection) for field in self.fields]
        quoted = connection.ops.quote_name
        names = ", ".join(map(quoted, self.columns))
        marks = ", ".join(["%s"] * len(self.columns))
        order = f"INSERT INTO {quoted(self.model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
        some: list[list[Any]] = []
        with connection.cursor() as cursor:
            for line in lines:
                row = json.loads(line)
                some.append([write(value) for write, value in zip(writers, row, strict=True)])
                if len(some) == _AT_ONCE:
                    cursor.executemany(order, some)
                    some.clear()
            if some:
                cursor.executemany(order, some)


def line_of(row: Sequence[Any]) -> str:
    """Write a row in one form only."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _reader(
    field: "models.Field[Any, Any]", connection: Any, model: type[models.Model]
) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else {"json": _settled(json.loads(value))}
    column = field.get_col(model._meta.db_table)
    # What the database itself needs to be read; never what the field would open (Field.from_db_value).
    steps = connection.ops.get_db_converters(column)

    def read(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return _plain(value)

    return read


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a column of {type(value).__name__} cannot be carried yet")


def _settled(value: Any) -> Any:
    """Write large numbers as whole ones, as databases do that keep JSON in a form of their own."""
    if isinstance(value, Mapping):
        return {key: _settled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_settled(inner) for inner in value]
    whole = isinstance(value, float) and value.is_integer() and abs(value) >= _WHOLE_FROM
    return int(value) if whole else value


def _writer(field: "models.Field[Any, Any]", connection: Any) -> Callable[[Any], Any]:
    kind: Any = field
    while kind.remote_field:
        kind = kind.target_field
    if isinstance(kind, models.JSONField):
        return lambda value: None if value is None else kind.get_db_prep_value(value["json"], connection)
    if hasattr(kind, "from_db_value"):
        return lambda value: value  # sealed: it goes in as it lay
    made = _MADE.get(kind.get_internal_type(), lambda value: value)
    return lambda value: None if value is None else kind.get_db_prep_value(made(value), connection)


_MADE: Mapping[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "BinaryField": b64decode,
    "UUIDField": UUID,
}
