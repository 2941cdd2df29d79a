"""How values become what a database takes: a column at a time, each distinct value once."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

__all__ = ["Adapter", "adapter", "moment_for"]

Adapter = Callable[[Sequence[Any], Any], Sequence[Any]]
"""Turns the values of one column into what the database of a connection takes."""

# Columns of these kinds take plain values of these types as they are, on every database.
_PLAIN = frozenset(
    {
        "BigAutoField",
        "CharField",
        "TextField",
        "ForeignKey",
        "OneToOneField",
        "PositiveIntegerField",
        "PositiveBigIntegerField",
        "FloatField",
        "BooleanField",
    }
)
_PLAIN_TYPES = frozenset({str, int, float, bool, type(None)})


def adapter(field: Any) -> Adapter:
    """Return what adapts the values of a column of this kind."""
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return _moments
    if kind == "JSONField":
        return partial(_documents, field.encoder)
    return partial(_plain if kind in _PLAIN else _each, field)


@lru_cache(maxsize=8_000)
def moment_for(value: datetime | None, operations: Any) -> Any:
    """Adapt a moment once for all the tables it goes into."""
    return operations.adapt_datetimefield_value(value)


def _moments(values: Sequence[Any], connection: Any) -> Sequence[Any]:
    operations = connection.ops
    return [moment_for(value, operations) for value in values]


def _plain(field: Any, values: Sequence[Any], connection: Any) -> Sequence[Any]:
    if _PLAIN_TYPES.issuperset(map(type, values)):
        return values
    return _each(field, values, connection)


def _each(field: Any, values: Sequence[Any], connection: Any) -> Sequence[Any]:
    """Adapt each distinct value once; lists and dicts that are one object count as one value."""
    known: dict[Hashable, Any] = {}
    out = []
    for value in values:
        # 0 and False are equal and hash alike, yet are written differently.
        mark = (type(value), value) if isinstance(value, Hashable) else id(value)
        if mark not in known:
            known[mark] = field.get_db_prep_save(value, connection)
        out.append(known[mark])
    return out


def _documents(encoder: Any, values: Sequence[Any], connection: Any) -> Sequence[Any]:
    """Write each object out once, however many rows it stands in; of those that are empty, one of each type."""
    adapt = connection.ops.adapt_json_value
    marked = [type(value) if value in ([], {}) else id(value) for value in values]
    known = dict(zip(marked, values, strict=True))
    written = {mark: None if value is None else adapt(value, encoder) for mark, value in known.items()}
    return [written[mark] for mark in marked]
