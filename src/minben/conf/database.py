"""Making the database ready by itself: tables, cache table."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> bool:
    """Bring the tables up to date; return whether anything had to be done."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.HOME.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return True
