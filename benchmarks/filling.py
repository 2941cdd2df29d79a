"""A city's years at once: copies of the requests that are there, with all that hangs on them, made by the database.

A copy has the person, place, heading, words and course of its pattern, another code and another day of the two years
before. What is older than forty days is closed, as in a city that keeps up with its work. Same patterns, same count:
same rows. PostgreSQL only; indexes are taken off and put back, so that a million requests take minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

# Each table with the columns that a copy does not take over as they are. `k` numbers the copies of a pattern, `n` is
# the distance of their keys; a copy lies as many days back as its number says, spread evenly over two years.
_BACK = "make_interval(days => ((k * 7919 + {key} * 31) % 729 + 1)::int)"
_OLD = "p.received_at - {back} < now() - interval '40 days'"
_ENDED = "coalesce(p.closed_at, p.received_at + interval '3 days')"
_SPELT = "translate(upper(lpad(to_hex((p.id + k * {n}) % 4294967296), 9, '0')), '01', 'GH')"
_CODE = f"'X' || substr({_SPELT}, 1, 1) || '-' || substr({_SPELT}, 2, 4) || '-' || substr({_SPELT}, 6, 4)"


def _earlier(key: str, *names: str) -> dict[str, str]:
    back = _BACK.format(key=key)
    return {name: f"p.{name} - {back}" for name in names}


def _course(key: str, spared: str) -> dict[str, str]:
    """State and end of a copy: closed when it is old, but for what ended otherwise."""
    back = _BACK.format(key=key)
    old = _OLD.format(back=back)
    return {
        "state": f"CASE WHEN {old} AND p.state NOT IN ({spared}) THEN 'closed' ELSE p.state END",
        "closed_at": f"CASE WHEN {old} THEN {_ENDED} ELSE p.closed_at END - {back}",
    }


_NEXT = {"id": "p.id + k * {n}"}
_TABLES: dict[str, dict[str, str]] = {
    "hotline_request": {
        **_NEXT,
        "code": _CODE,
        "source_key": "CASE WHEN p.source = '' THEN '' ELSE p.source_key || '-' || (p.id + k * {n}) END",
        **_earlier("p.id", "received_at", "due_at", "solved_at"),
        **_course("p.id", "'withdrawn', 'declined'"),
        "turn": "''",
    },
    "hotline_entry": {
        **_NEXT, "request_id": "p.request_id + k * {n}", **_earlier("p.request_id", "at"),
    },
    "orders_order": {
        **_NEXT,
        "request_id": "p.request_id + k * {n}",
        "parent_id": "p.parent_id + k * {n}",
        **_earlier("p.request_id", "received_at", "dispatched_at", "sign_by", "signed_at", "due_at", "done_at"),
        **_course("p.request_id", "'cancelled'"),
        "paused_at": f"CASE WHEN {_OLD.format(back=_BACK.format(key='p.request_id'))} THEN NULL ELSE p.paused_at END",
    },
    "orders_orderentry": {
        **_NEXT, "order_id": "p.order_id + k * {n}", **_earlier("p.order_id", "at"),
    },
    "rights_grant": {
        **_NEXT,
        "subject": "'hotline.request:' || (split_part(p.subject, ':', 2)::bigint + k * {n})",
    },
}  # fmt: skip


def fill(*, total: int, say: Callable[[str], None] = lambda _words: None) -> int:
    """Bring the city to ``total`` requests by copies of those that are there; return how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM hotline_request")
        patterns, highest = cursor.fetchone()
        distance = 10 ** len(str(max(highest, _highest_key())))
        copies = -(-(total - patterns) // patterns)
        if copies <= 0:
            return 0
        with _bare_tables():
            for table, changed in _TABLES.items():
                say(f"{table}: {copies} copies")
                cursor.execute(_copying(table, changed, distance, copies))
        say("counting anew")
        for table in _TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
            cursor.execute(f"VACUUM ANALYZE {table}")
    return int(copies * patterns)


def _highest_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT max(id) FROM {table})" for table in _TABLES))
        return max(key or 0 for key in cursor.fetchone())


def _copying(table: str, changed: dict[str, str], distance: int, copies: int) -> str:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    made = [changed.get(name, f"p.{name}").replace("{n}", str(distance)) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    only = "WHERE p.subject LIKE 'hotline.request:%'" if table == "rights_grant" else ""
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(made)} "
        f"FROM {table} AS p CROSS JOIN generate_series(1, {copies}) AS k {only}"
    )


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Take off the indexes that no constraint needs, and look at no reference, for as long as the rows go in."""
    listed = ", ".join(f"'{table}'" for table in _TABLES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({listed}) AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint)"
        )
        indexes = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        try:
            yield
        finally:
            for _name, definition in indexes:
                cursor.execute(definition)
            cursor.execute("SET session_replication_role = DEFAULT")
