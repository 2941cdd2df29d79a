"""A turn on PostgreSQL does not join fifty thousand rows one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.loop.planning import count_anew
from tests.city import Town


def counted(table: str) -> float:
    """How many rows PostgreSQL believes a table to hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return float(cursor.fetchone()[0])


@pytest.mark.django_db
def test_after_a_turn_the_database_knows_how_much_it_holds(town: Town) -> None:
    for n in range(3):
        town.ask(f"第{n}件事")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        count_anew()
    if connection.vendor == "postgresql":
        assert counted("hotline_request") == counted("orders_order") == 3
    else:
        assert len(asked) == 0, "SQLite plans by its indexes and needs no telling"
