"""What was read from tables that seldom change, kept in memory until anybody changes one of them, in any process.

Each watched table has a stamp, which triggers in the database make anew within every transaction that touches the
table. Whoever wants a kept value looks at the stamps first: one small query for all of them. As in ``commons.rows`` the
connection is handed in, so that this stays a kernel that any feature may use.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

__all__ = ["Kept", "changed", "one_look", "watch"]

Value = TypeVar("Value")
Stamps = Mapping[str, str]

_LOOK = "SELECT name, stamp FROM kept_stamp"
_watched: set[str] = set()
# Databases in which this process has seen every trigger; without them nothing is kept, and all stays right.
_trusted: set[str] = set()
_seen: ContextVar[Stamps | None] = ContextVar("_seen", default=None)
_ONCE: Stamps = {}


class Kept(Generic[Value]):
    """What ``read`` returns, kept for each of its arguments until one of the tables changes.

    Parameters
    ----------
    read : callable
        Reads from these tables alone, and gives what nobody will change.
    tables
        Model classes.
    """

    def __init__(self, read: Callable[..., Value], *tables: Any) -> None:
        self._read = read
        self._names = [table._meta.db_table for table in tables]
        self._kept: tuple[list[str], dict[Hashable, Value]] = ([], {})
        _watched.update(self._names)

    def __call__(self, connection: Any, *asked: Hashable) -> Value:
        """Return the value as it stands in the database now."""
        stamps = _look(connection)
        # First the stamps, then the rows: what changes in between is read again, never overlooked.
        mark = [stamps[name] for name in self._names if name in stamps]
        if len(mark) < len(self._names):
            return self._read(*asked)
        known, values = self._kept
        if known != mark:
            values = {}
            self._kept = (mark, values)
        if asked not in values:
            values[asked] = self._read(*asked)
        return values[asked]


@contextmanager
def one_look() -> Iterator[None]:
    """Look at the stamps once for all that is read within: one act sees one state of the registers."""
    before = _seen.set(_ONCE)
    try:
        yield
    finally:
        _seen.reset(before)


def changed() -> None:
    """Tell that the act itself changed, or took back, what may be kept: from here on it looks each time."""
    if _seen.get() is not None:
        _seen.set(None)


def watch(connection: Any) -> None:
    """Put the triggers on every table that anything is kept of; those that stand already are left alone."""
    missing = _watched - _with_triggers(connection)
    with connection.cursor() as cursor:
        # A city that goes back to an older version lacks some of them for a moment.
        missing &= set(connection.introspection.table_names(cursor))
        for statement in _statements(connection.vendor, sorted(missing)):
            cursor.execute(statement)


def _look(connection: Any) -> Stamps:
    seen = _seen.get()
    if seen:
        return seen
    place = str(connection.settings_dict["NAME"])
    if place not in _trusted:
        if not _watched <= _with_triggers(connection):
            return _ONCE
        _trusted.add(place)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        found = dict(cursor.fetchall())
    if seen is not None:
        _seen.set(found)
    return found


def _with_triggers(connection: Any) -> set[str]:
    """The tables whose changes the database notes."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return {name for name, number in cursor.fetchall() if number == len(_EVENTS[connection.vendor])}


def _statements(kind: str, tables: Sequence[str]) -> Iterator[str]:
    if tables:
        yield "CREATE TABLE IF NOT EXISTS kept_stamp (name varchar(80) PRIMARY KEY, stamp varchar(40) NOT NULL)"
        yield from (one.format(new=_NEW[kind]) for one in _FUNCTION[kind])
    for table in tables:
        for place, event in enumerate(_EVENTS[kind]):
            yield _NOT_YET[kind].format(place=place, table=table)
            yield _NOTE[kind].format(place=place, event=event, table=table, new=_NEW[kind])
        yield f"DELETE FROM kept_stamp WHERE name = '{table}'"  # noqa: S608  # names come from models
        yield f"INSERT INTO kept_stamp (name, stamp) VALUES ('{table}', {_NEW[kind]})"  # noqa: S608


# Never a number that grows: what is rolled back would be counted again, and mean something else.
_NEW = {"sqlite": "hex(randomblob(16))", "postgresql": "gen_random_uuid()::text"}
_EVENTS = {
    "sqlite": ("INSERT", "UPDATE", "DELETE"),
    "postgresql": ("INSERT OR UPDATE OR DELETE OR TRUNCATE",),
}
_NOT_YET = {
    "sqlite": "DROP TRIGGER IF EXISTS kept_{table}_{place}",
    "postgresql": "DROP TRIGGER IF EXISTS kept_{table}_{place} ON {table}",
}
_NOTE = {
    "sqlite": (
        "CREATE TRIGGER kept_{table}_{place} AFTER {event} ON {table} BEGIN "
        "UPDATE kept_stamp SET stamp = {new} WHERE name = '{table}'; END"
    ),
    # Once a statement, however many rows it touches.
    "postgresql": (
        "CREATE TRIGGER kept_{table}_{place} AFTER {event} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kept_note()"
    ),
}
_FUNCTION = {
    "sqlite": (),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION kept_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE kept_stamp SET stamp = {new} WHERE name = TG_TABLE_NAME; RETURN NULL; END $$",
    ),
}
_TRIGGERS = {
    "sqlite": (
        "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 5) = 'kept_' "
        "GROUP BY tbl_name"
    ),
    "postgresql": (
        "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE substr(t.tgname, 1, 5) = 'kept_' AND pg_table_is_visible(c.oid) GROUP BY c.relname"
    ),
}
