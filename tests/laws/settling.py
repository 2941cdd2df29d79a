"""The crowded town settles once in a run: whoever needs it next takes its rows and files over, as a backup is."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from fcntl import LOCK_EX, flock
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings

from minben.conf.archive.rows import line_of
from minben.conf.archive.snapshot import tables
from tests.laws.everywhere import Crowd, Stop, crowded
from tests.trials import trials_in_this_process


@pytest.fixture(scope="module")
def crowd(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crowd]:
    """The crowded town, for a whole module; its tests carry ``django_db`` without ``transaction=True``, which
    would clear the town away."""
    of_the_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_the_run = of_the_run.parent
    home = tmp_path_factory.mktemp("crowd") / "home"
    with django_db_blocker.unblock(), settled(home, of_the_run / "crowded") as crowd:  # type: ignore[attr-defined]  # pytest-django's
        yield crowd


@contextmanager
def settled(home: Path, kept: Path) -> Iterator[Crowd]:
    """Settle the town in the tests' database, and clear it away afterwards."""
    own = {"MINBEN_HOME": home, "HOME": home, "MEDIA_ROOT": home / "media", "MINBEN_TOTP_REQUIRED": False}
    # What runs in a process of its own reads its home from there.
    with override_settings(**own), patch.dict(os.environ, MINBEN_HOME=str(home)):
        cache.clear()
        try:
            yield _built_or_taken_over(home, kept)
        finally:
            cache.clear()
            call_command("flush", interactive=False, verbosity=0)


def _built_or_taken_over(home: Path, kept: Path) -> Crowd:
    kept.mkdir(exist_ok=True)
    with (kept / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (kept / "stops.json").exists():
            home.mkdir()
            with trials_in_this_process():
                crowd = crowded(home)
            _keep(crowd, home, kept)
            return crowd
    return _take_over(home, kept)


def _keep(crowd: Crowd, home: Path, kept: Path) -> None:
    shutil.copytree(home, kept / "home", dirs_exist_ok=True)
    for table in tables():
        lines = [line_of(row) + "\n" for row in table.rows(connection)]
        (kept / table.label).write_text("".join(lines), "utf-8")
    (kept / "stops.json").write_text(json.dumps([astuple(stop) for stop in crowd.stops]), "utf-8")


def _take_over(home: Path, kept: Path) -> Crowd:
    shutil.copytree(kept / "home", home)
    with transaction.atomic():
        for table in tables():
            table.empty(connection)
            table.write((kept / table.label).open(encoding="utf-8"), connection)
    # New rows are numbered after those that came.
    with connection.cursor() as cursor:
        for order in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables()]):
            cursor.execute(order)
    ContentType.objects.clear_cache()
    return Crowd([Stop(*stop) for stop in json.loads((kept / "stops.json").read_text("utf-8"))])
