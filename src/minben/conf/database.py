"""Making the database ready by itself: tables, cache table, and the triggers that tell what changed."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from minben.commons import kept


def prepare() -> bool:
    """Bring the tables up to date; return whether anything had to be done."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.HOME.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        watch_tables()
        return False
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return True


def watch_tables(**_signal: object) -> None:
    """Let the database note changes of what is kept in memory; a table that a migration made anew forgets to."""
    with transaction.atomic():
        kept.watch(connection)
