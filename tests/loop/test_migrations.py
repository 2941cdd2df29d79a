"""Every migration leads back as well, with a whole city in the database, and what both ends know is not lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, RunSQL

from minben.conf.archive.rows import Table, line_of
from minben.conf.archive.snapshot import tables
from minben.conf.database import prepare
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Request
from tests.city import NOW, Town, ledger_holds, settle
from tests.racing import shared_database

__all__ = ["shared_database"]


def migrations() -> Iterator[tuple[str, object]]:
    for (app, name), migration in sorted(MigrationExecutor(connection).loader.graph.nodes.items()):
        yield f"{app}.{name}", migration


def ours(app: str) -> bool:
    """Whether the tables of an app are made by this house."""
    from django.apps import apps

    return apps.get_app_config(app).name.startswith("minben.")


@pytest.mark.django_db
def test_every_migration_says_how_it_leads_back() -> None:
    one_way = [
        f"{name}: {type(operation).__name__}"
        for name, migration in migrations()
        if ours(name.partition(".")[0])
        for operation in migration.operations  # type: ignore[attr-defined]
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert one_way == []


def lines() -> dict[str, list[str]]:
    return {table.label: [line_of(row) for row in table.rows(connection)] for table in tables()}


def walk(targets: list[tuple[str, str | None]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


@pytest.fixture
def town(shared_database: None) -> Iterator[Town]:
    yield settle()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def steps() -> list[tuple[str, str]]:
    """Every migration of ours that is not the first of its app, the newest first: how one walks back."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [
        (migration.app_label, migration.name)
        for migration, _backwards in reversed(plan)
        if ours(migration.app_label)
        and migration.initial is not True
        and not migration.name.startswith("0001")
    ]


def test_a_full_city_goes_back_to_its_first_tables_and_forward_again(town: Town) -> None:
    for n in range(12):
        contact = hotline.ContactGiven(name=f"周敏{n}", phone="13912345678")
        request = town.ask(f"第{n}件：三号楼暖气不热", contact=contact)
        if n % 3 == 0:
            town.finish(request)
    assert ledger_holds()
    before = lines()
    firsts = {
        app: name
        for app, name in MigrationExecutor(connection).loader.graph.nodes
        if ours(app) and name.startswith("0001")
    }
    assert steps(), "there is something to walk"
    walk(list(firsts.items()))
    executor = MigrationExecutor(connection)
    past = executor.loader.project_state(list(firsts.items())).apps
    kept = past.get_model("hotline", "request")
    assert sum(1 for _ in Table(kept).rows(connection)) == 12
    walk(executor.loader.graph.leaf_nodes())
    after = lines()
    assert Request.objects.count() == 12
    assert ledger_holds(NOW)
    # Tables that only newer versions have start empty; what both have is as it was.
    for label in (
        "hotline.entry",
        "orders.order",
        "orders.orderentry",
        "ledger.entry",
        "ledger.head",
        "accounts.user",
    ):
        assert len(after[label]) == len(before[label]), label
    assert after["ledger.entry"] == before["ledger.entry"]
    assert {row.name for row in Contact.objects.all()} == {f"周敏{n}" for n in range(12)}, (
        "sealed and opened again"
    )


def form() -> dict[str, Any]:
    """What each table looks like: its columns whatever their order, its constraints and indexes."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: (
                sorted(
                    (one.name, str(one.type_code), one.null_ok, str(one.default), str(one.collation))
                    for one in look.get_table_description(cursor, name)
                ),
                # SQLite numbers those without a name in the order in which they were made.
                sorted(
                    str(("" if name.startswith(("__", "fk_")) else name, sorted(told.items())))
                    for name, told in look.get_constraints(cursor, name).items()
                ),
            )
            for name in look.table_names(cursor)
        }


def empty() -> None:
    """Drop every table, as if nothing had ever been here."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("PRAGMA foreign_keys = ON")


def test_a_new_city_gets_the_tables_to_which_all_migrations_lead(shared_database: None) -> None:
    made, done = form(), applied()
    empty()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    assert applied() == done
    walked = form()
    # Django's own migrations number the lines of this table, which nothing here uses, with more bits than its models.
    assert {name for name in made.keys() | walked.keys() if made.get(name) != walked.get(name)} <= {
        "auth_group_permissions"
    }
    empty()
    assert prepare()
    assert applied() == done
    assert form() == made
    assert not prepare(), "there is nothing left to do"


def test_a_start_that_breaks_off_leaves_no_table_behind_and_the_next_makes_them_all(
    shared_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = applied()
    empty()

    def breaks(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("django.db.migrations.recorder.MigrationRecorder.record_applied", breaks)
        with pytest.raises(KeyboardInterrupt):
            prepare()
    assert connection.introspection.table_names() == ["django_migrations"]
    assert prepare()
    assert applied() == done


def applied() -> set[tuple[str, str]]:
    return set(MigrationExecutor(connection).loader.applied_migrations)
