"""A database of its own for a server that a test starts, on the kind of database that the tests use."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection


@pytest.fixture
def address() -> Iterator[str]:
    """The address of an empty PostgreSQL database; nothing where the tests run on SQLite, which needs none."""
    if connection.vendor != "postgresql":
        yield ""
        return
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"own_{os.getpid()}_{next(_count)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


_count = iter(range(1_000_000))
