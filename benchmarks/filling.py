"""A city's years at once: copies of the requests that are there, with all that hangs on them, made by the database.

A copy has the person, place, heading, words and course of its pattern, another code, another caller and another day:
copies lie evenly over the two years before. What came before the last five days is closed, as in a city that keeps up
with its work; what came since is signed for and being worked on, and a tenth of the last day's waits for a clerk. Same
patterns, same count: same rows. PostgreSQL only; indexes are taken off and put back, so that a million requests take
minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

YEARS_D, IN_HAND_D = 730, 5
# Which copy lies how many days back; `k` numbers the copies of a pattern, `n` is the distance of their keys. `f` knows
# of each pattern how long ago it came itself, and a number that it shares with the others of its event.
_AGE = f"(k * 7919 + f.share * 31) % {YEARS_D}"
_SHIFT = f"make_interval(days => (f.age - {_AGE})::int)"
_IN_HAND = f"{_AGE} < {IN_HAND_D}"
_UNSORTED = f"({_AGE} = 0 AND (k + f.id) % 10 = 0 AND f.sorted)"
_SPELT = "translate(upper(lpad(to_hex((p.id + k * {n}) % 4294967296), 9, '0')), '01', 'GH')"
_CODE = f"'X' || substr({_SPELT}, 1, 1) || '-' || substr({_SPELT}, 2, 4) || '-' || substr({_SPELT}, 6, 4)"
_ENDED = f"coalesce(p.closed_at, p.received_at + interval '3 days') + {_SHIFT}"
_PATTERNS = """
CREATE TEMPORARY TABLE filled AS
SELECT id, coalesce(event_id + 1000000000, id) AS share, (now()::date - received_at::date) AS age,
       state IN ('closed', 'done', 'signed', 'routed') AS sorted
FROM hotline_request
"""


def _earlier(*names: str) -> dict[str, str]:
    return {name: f"p.{name} + {_SHIFT}" for name in names}


def _unless(nothing: str, *names: str) -> dict[str, str]:
    return {name: f"CASE WHEN {nothing} THEN NULL ELSE p.{name} + {_SHIFT} END" for name in names}


_NEXT = {"id": "p.id + k * {n}"}
_TABLES: dict[str, dict[str, str]] = {
    "hotline_event": {**_NEXT, **_earlier("opened_at", "latest_at")},
    "hotline_request": {
        **_NEXT,
        "code": _CODE,
        "source_key": "CASE WHEN p.source = '' THEN '' ELSE p.source_key || '-' || (p.id + k * {n}) END",
        "event_id": "p.event_id + k * {n}",
        **_earlier("received_at", "due_at"),
        "state": f"CASE WHEN p.state IN ('withdrawn', 'declined') THEN p.state WHEN NOT {_IN_HAND} THEN 'closed' "
        f"WHEN NOT f.sorted THEN p.state WHEN {_UNSORTED} THEN 'with_clerk' ELSE 'signed' END",
        "closed_at": f"CASE WHEN {_IN_HAND} THEN NULL ELSE {_ENDED} END",
        **_unless(_IN_HAND, "solved_at"),
        "solved": f"CASE WHEN {_IN_HAND} THEN NULL ELSE p.solved END",
        "turn": "''",
    },
    "hotline_contact": {
        "request_id": "p.request_id + k * {n}",
        "phone_mark": "CASE WHEN p.phone_mark = '' THEN '' ELSE md5(p.phone_mark || k) END",
    },
    "hotline_entry": {**_NEXT, "request_id": "p.request_id + k * {n}", **_earlier("at")},
    "orders_order": {
        **_NEXT,
        "request_id": "p.request_id + k * {n}",
        "event_id": "p.event_id + k * {n}",
        "parent_id": "p.parent_id + k * {n}",
        **_earlier("received_at", "dispatched_at", "sign_by", "due_at"),
        "signed_at": f"coalesce(p.signed_at, p.dispatched_at + interval '2 hours') + {_SHIFT}",
        "state": f"CASE WHEN p.state = 'cancelled' THEN p.state WHEN {_IN_HAND} THEN 'signed' ELSE 'closed' END",
        "closed_at": f"CASE WHEN {_IN_HAND} THEN NULL ELSE {_ENDED} END",
        **_unless(_IN_HAND, "done_at"),
        "paused_at": "NULL",
    },
    "orders_orderentry": {**_NEXT, "order_id": "p.order_id + k * {n}", **_earlier("at")},
    "rights_grant": {
        **_NEXT,
        "subject": "'hotline.request:' || (split_part(p.subject, ':', 2)::bigint + k * {n})",
    },
}  # fmt: skip
# How the pattern of a row is found, and which rows a copy does without.
_PATTERN = {
    "hotline_event": "JOIN (SELECT DISTINCT ON (share) * FROM filled ORDER BY share, age DESC) AS f "
    "ON f.share = p.id + 1000000000",
    "hotline_request": "JOIN filled AS f ON f.id = p.id",
    "orders_orderentry": "JOIN orders_order AS o ON o.id = p.order_id JOIN filled AS f ON f.id = o.request_id",
    "rights_grant": "JOIN filled AS f ON 'hotline.request:' || f.id = p.subject",
}
_LEFT_OUT = {
    "orders_order": f"WHERE NOT {_UNSORTED}",
    "orders_orderentry": f"WHERE NOT {_UNSORTED}",
    "rights_grant": f"WHERE NOT {_UNSORTED}",
}


def fill(*, total: int, say: Callable[[str], None] = lambda _words: None) -> int:
    """Bring the city to ``total`` requests by copies of those that are there; return how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM hotline_request")
        patterns, highest = cursor.fetchone()
        distance = 10 ** len(str(max(highest, _highest_key())))
        copies = -(-(total - patterns) // patterns)
        if copies <= 0:
            return 0
        cursor.execute(_PATTERNS)
        with _bare_tables():
            for table, changed in _TABLES.items():
                say(f"{table}: {copies} copies")
                cursor.execute(_copying(table, changed, distance, copies))
        say("counting anew")
        for table, changed in _TABLES.items():
            if "id" in changed:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("DROP TABLE filled")
    return int(copies * patterns)


def _highest_key() -> int:
    keyed = [table for table, changed in _TABLES.items() if "id" in changed]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT max(id) FROM {table})" for table in keyed))
        return max(key or 0 for key in cursor.fetchone())


def _copying(table: str, changed: dict[str, str], distance: int, copies: int) -> str:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    made = [changed.get(name, f"p.{name}").replace("{n}", str(distance)) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    pattern = _PATTERN.get(table, "JOIN filled AS f ON f.id = p.request_id")
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(made)} "
        f"FROM {table} AS p {pattern} CROSS JOIN generate_series(1, {copies}) AS k {_LEFT_OUT.get(table, '')}"
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
