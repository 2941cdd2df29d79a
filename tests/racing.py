"""Several people, or several processes, at the same moment: each on a connection of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[object]:
    """Do all deeds at the same moment; return what each gave, or the error with which it ended."""
    start = Barrier(len(deeds), timeout=60)

    def do(deed: Deed) -> object:
        start.wait()
        try:
            return deed()
        except Exception as trouble:
            return trouble
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(deeds)) as people:
        return list(people.map(do, deeds))


def errors(results: list[object]) -> list[str]:
    """The kinds of errors among the results, by name."""
    return sorted(type(one).__name__ for one in results if isinstance(one, Exception))


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads can share: on SQLite a file as in production, since one in memory locks whole tables."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    file, name, kept = tmp_path / "race.sqlite3", connection.settings_dict["NAME"], connection.connection
    copy = sqlite3.connect(file)
    kept.backup(copy)
    copy.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(file)
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.connection = kept
