"""The database, made ready by itself: tables, cache table, and the triggers that tell what changed; where it lies."""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from minben.commons import kept
from minben.conf.outside import refuse_outside


def prepare() -> bool:
    """Bring the tables up to date; return whether anything had to be done.

    Raises
    ------
    TeachingError
        ``words_outside`` when a closed list does not know what a table holds; then nothing has been changed.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.HOME.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    if not (plan := executor.migration_plan(newest)):
        watch_tables()
        return False
    if not begin_with_the_newest(executor, newest):
        refuse_outside(plan)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return True


def begin_with_the_newest(executor: MigrationExecutor, targets: Sequence[tuple[str, str]]) -> bool:
    """Make all tables at once if the database is empty and the newest form is wanted; return whether that was so.

    Walking the migrations there takes six times as long: Django draws all models anew in memory at every step. No
    migration of ours puts rows into a table, so that nothing is left out; a test holds both ways against each other.
    """
    whole = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    # A start that broke off may have left the list of migrations behind, with nothing in it.
    there = set(connection.introspection.table_names()) - {MigrationRecorder.Migration._meta.db_table}
    if len(executor.migration_plan(targets)) < len(whole) or there:
        return False
    emit_pre_migrate_signal(0, False, connection.alias)
    executor.recorder.ensure_schema()
    # One transaction: whoever breaks off leaves no table, and the next start makes them all.
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, _backwards in whole:
            executor.recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(0, False, connection.alias)
    return True


def watch_tables(**_signal: object) -> None:
    """Let the database note changes of what is kept in memory; a table that a migration made anew forgets to."""
    with transaction.atomic():
        kept.watch(connection)


def where() -> str:
    """Say in which database the city lives; whoever forgot a setting sees that it is another one."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite, {told['NAME']}"
    address = f"{told['HOST']}:{told['PORT']}".rstrip(":")
    return f"PostgreSQL, {told['NAME']} @ {address}" if address else f"PostgreSQL, {told['NAME']}"
