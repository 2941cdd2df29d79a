"""Words that a closed list does not know, told before a migration holds a table to that list.

A database refuses the list in the middle of a migration, with a trace and the first row it met. Here all are found
first, while nothing has been changed. Nothing is put in their place: whether an unknown channel was the telephone or a
letter is the city's to say, and a wrong guess would rewrite what a person is recorded to have said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.migrations import AddConstraint, Migration
from django.db.models import CheckConstraint, Q

from minben.commons.errors import TeachingError

__all__ = ["Outside", "listed", "outside", "refuse_outside"]

# So many are named; whoever has more finds the others when these are put right.
_NAMED = 10


class Outside(NamedTuple):
    """A word in a column whose list does not have it, and in how many rows it stands."""

    table: str
    column: str
    word: str
    rows: int
    known: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}.{self.column} “{self.word}” × {self.rows}"

    @property
    def remedy(self) -> str:
        """Say in SQL how the word is put right; which one was meant stays open."""
        word = self.word.replace("'", "''")
        return f"UPDATE {self.table} SET {self.column} = '…' WHERE {self.column} = '{word}'"  # noqa: S608  # only shown


def listed(constraint: object) -> tuple[str, tuple[str, ...]] | None:
    """Return the column and the words of a check that says no more than “one of these”.

    Examples
    --------
    >>> listed(CheckConstraint(condition=Q(kind__in=["csv", "xlsx"]), name="kind_known"))
    ('kind', ('csv', 'xlsx'))
    >>> listed(CheckConstraint(condition=Q(rows__gt=0), name="has_rows"))
    """
    if not isinstance(constraint, CheckConstraint) or not isinstance(constraint.condition, Q):
        return None
    match constraint.condition.deconstruct():
        case (_path, ((str() as name, list() | tuple() as words),), options) if not options:
            column, _, lookup = name.rpartition("__")
            return (column, tuple(map(str, words))) if lookup == "in" else None
    return None


def refuse_outside(plan: Iterable[tuple[Migration, bool]]) -> None:
    """Stop before the first migration of a plan if a later one would meet words that it cannot hold.

    Raises
    ------
    TeachingError
        ``words_outside``: which table and column, which word, in how many rows, what to do.
    """
    found = list(outside(plan))
    if not found:
        return
    named = "; ".join(map(str, found[:_NAMED])) + ("; …" if len(found) > _NAMED else "")
    known = ", ".join(found[0].known)
    raise TeachingError("words_outside", found=named, remedy=found[0].remedy, known=known)


def outside(plan: Iterable[tuple[Migration, bool]]) -> Iterator[Outside]:
    """Find every word outside the lists that a plan brings; a table or column still to be made has none."""
    tables = _columns()
    for migration, backwards in plan:
        for operation in () if backwards else migration.operations:
            if not isinstance(operation, AddConstraint) or (held := listed(operation.constraint)) is None:
                continue
            table = f"{migration.app_label}_{operation.model_name_lower}"
            if held[0] in tables.get(table, ()):
                yield from _strange(table, *held)


def _columns() -> Mapping[str, Sequence[str]]:
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: [str(column.name) for column in look.get_table_description(cursor, name)]
            for name in look.table_names(cursor)
        }


def _strange(table: str, column: str, known: tuple[str, ...]) -> Iterator[Outside]:
    quoted, marks = connection.ops.quote_name, ", ".join(["%s"] * len(known))
    name = quoted(column)
    # The names are those of our own migrations, and quoted.
    order = (
        f"SELECT {name}, COUNT(*) FROM {quoted(table)} WHERE {name} NOT IN ({marks}) "  # noqa: S608
        f"GROUP BY {name} ORDER BY {name}"
    )
    with connection.cursor() as cursor:
        cursor.execute(order, known)
        rows: list[tuple[Any, int]] = cursor.fetchall()
    return (Outside(table, column, str(word), count, known) for word, count in rows)
