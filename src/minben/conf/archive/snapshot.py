"""One moment of the whole database, read while people go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from minben.conf.archive.rows import Table

__all__ = ["LEFT_OUT", "newest_migrations", "snapshot", "tables"]

# Sign-ins of the moment: a copy of the city must not open its doors to whoever was signed in. The cache is no model.
LEFT_OUT = frozenset({"sessions.session"})
_BEGIN = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "BEGIN DEFERRED"}


@contextmanager
def snapshot() -> Iterator[Any]:
    """Give a connection of its own that sees one moment, whatever is written meanwhile; nobody waits for it."""
    own = connection.copy("snapshot")
    try:
        with own.cursor() as cursor:
            cursor.execute(_BEGIN[own.vendor])
            # Both databases fix the moment with the first thing that is read.
            cursor.execute("SELECT count(*) FROM django_migrations")
        yield own
    finally:
        own.close()


def tables() -> list[Table]:
    """Return every table of the house, in the order of their names."""
    found = [Table(model) for model in apps.get_models(include_auto_created=True) if _kept(model)]
    return sorted((table for table in found if table.label not in LEFT_OUT), key=lambda table: table.label)


def newest_migrations() -> dict[str, str]:
    """Return the newest migration of each app that this version of Minben knows."""
    return dict(sorted(MigrationLoader(connection).graph.leaf_nodes()))


def _kept(model: Any) -> bool:
    return bool(model._meta.managed and not model._meta.proxy and not model._meta.swapped)
