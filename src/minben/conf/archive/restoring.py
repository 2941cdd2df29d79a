"""Bringing a backup back: into an empty home, or over a city that was named; all of it, or nothing."""

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from minben.accounts.models import User
from minben.commons.errors import TeachingError
from minben.conf.archive.keys import unseal_keys, write_keys
from minben.conf.archive.manifest import Manifest
from minben.conf.archive.reading import check, lines_of, opened, put_files, same_rows
from minben.conf.archive.rows import Table
from minben.conf.archive.writing import FOLDERS, SINGLE, Progress
from minben.conf.database import begin_with_the_newest, prepare
from minben.ledger.models import Entry

__all__ = ["Wish", "database_name", "restore"]


@dataclass(frozen=True, slots=True)
class Wish:
    """How to restore; ``replace``: the name of the database that holds a city which is to be replaced."""

    at: datetime
    passphrase: str = ""
    replace: str = ""


def restore(path: Path, wish: Wish, progress: Progress) -> Manifest:
    """Bring a whole city back and prove it equal to what was saved.

    Raises
    ------
    TeachingError
        ``backup_unreadable``, ``backup_changed``, ``backup_newer``, ``passphrase_wrong``, ``city_there`` or
        ``restore_differs``; then nothing has changed.
    """
    with opened(path) as (archive, manifest):
        check(archive, manifest, progress)
        keys = _keys(archive, manifest, wish.passphrase)
        home = Path(settings.MINBEN_HOME)
        home.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        targets = _known(executor, manifest)
        _refuse_unless_empty(wish.replace, executor, targets)
        # The tables take the form that the rows have; they hold nothing, or what is to be replaced.
        if not begin_with_the_newest(executor, targets):
            executor.migrate(targets)
        past = executor.loader.project_state(targets).apps
        tables = [
            Table(past.get_model(label), tuple(part.columns)) for label, part in manifest.tables.items()
        ]
        with _beside(home, wish.at) as beside:
            put_files(archive, beside, progress)
            with transaction.atomic():
                _load(archive, manifest, tables, progress)
                _swap(beside, home, wish.at)
        _count_on(tables)
    if keys:
        write_keys(home / "keys", keys)
    # A backup of an older version is brought up to date like any other city.
    prepare()
    call_command("createcachetable", verbosity=0)
    return manifest


def database_name() -> str:
    """Return what the database is called, for whoever wants to replace what it holds."""
    return Path(str(connection.settings_dict["NAME"])).name


def _keys(archive: zipfile.ZipFile, manifest: Manifest, passphrase: str) -> dict[str, str]:
    if manifest.keys != "sealed" or not passphrase:
        return {}
    return unseal_keys(archive.read("keys.sealed"), passphrase)


def _known(executor: MigrationExecutor, manifest: Manifest) -> list[tuple[str, str]]:
    targets = list(manifest.migrations.items())
    unknown = [f"{app}.{name}" for app, name in targets if (app, name) not in executor.loader.graph.nodes]
    if unknown:
        raise TeachingError("backup_newer", version=manifest.version, migrations=", ".join(unknown))
    return targets


def _refuse_unless_empty(
    replace: str, executor: MigrationExecutor, targets: Sequence[tuple[str, str]]
) -> None:
    there = connection.introspection.table_names()
    held = sum(model._default_manager.count() for model in (User, Entry) if model._meta.db_table in there)
    if held and replace != database_name():
        raise TeachingError("city_there", name=database_name(), rows=held)
    if held and executor.migration_plan(targets):
        raise TeachingError("city_of_another_form", name=database_name())


def _load(archive: zipfile.ZipFile, manifest: Manifest, tables: list[Table], progress: Progress) -> None:
    # What migrations put there themselves comes back with the backup.
    for table in tables:
        table.empty(connection)
    for n, table in enumerate(tables):
        progress("rows", n / len(tables))
        table.write(lines_of(archive, table.label), connection)
    for n, table in enumerate(tables):
        progress("proof", n / len(tables))
        if not same_rows(table, connection, manifest.tables[table.label]):
            raise TeachingError("restore_differs", table=table.label)
    progress("proof", 1)


@contextmanager
def _beside(home: Path, at: datetime) -> Iterator[Path]:
    """Give a folder in which everything is written first."""
    folder = home / f"restoring-{at:%Y%m%dT%H%M%S}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(beside: Path, home: Path, at: datetime) -> None:
    """Put the files in their place; what was there is put aside, not thrown away."""
    aside = home / f"before-{at:%Y%m%dT%H%M%S}"
    for name in (*FOLDERS, *SINGLE):
        if (home / name).exists():
            aside.mkdir(exist_ok=True)
            (home / name).rename(aside / name)
        if (beside / name).exists():
            (beside / name).rename(home / name)


def _count_on(tables: list[Table]) -> None:
    """Let new rows be numbered after those that came."""
    orders = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for order in orders:
            cursor.execute(order)
