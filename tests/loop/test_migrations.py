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
from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
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


def column(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def people_ask(town: Town) -> None:
    """Fourteen people ask, each leaving what may be left; two more began to write."""
    for n in range(12):
        contact = hotline.ContactGiven(name=f"周敏{n}", phone="13912345678")
        request = town.ask(f"第{n}件：三号楼暖气不热", contact=contact)
        if n % 3 == 0:
            town.finish(request)
    address = "三号楼502室"
    town.ask(contact=hotline.ContactGiven(name="陈桂英", phone="+86 199-0000-1234", address=address))
    town.ask("路灯坏了", contact=hotline.ContactGiven(helper_name="李伟"))
    hotline.save_draft(key="k", facts={"name": "周敏"}, at=NOW)
    hotline.save_draft(key="empty", facts={}, at=NOW)


def what_was_said_lies_open(firsts: dict[str, str]) -> None:
    """Names were not sealed yet in the first tables."""
    past = MigrationExecutor(connection).loader.project_state(list(firsts.items())).apps
    assert sum(1 for _ in Table(past.get_model("hotline", "request")).rows(connection)) == 14
    names = [f"周敏{n}" for n in range(12)]
    assert column("SELECT name FROM hotline_contact ORDER BY request_id") == [*names, "陈桂英", ""]
    assert column("SELECT phone FROM hotline_contact ORDER BY request_id")[12:] == ["+86 199-0000-1234", ""]
    assert column("SELECT helper_name FROM hotline_contact ORDER BY request_id")[12:] == ["", "李伟"]
    assert "陈桂英" in column("SELECT name FROM registers_person")
    assert len(column("SELECT facts FROM hotline_draft")) == 2


def what_was_said_is_sealed_and_can_be_read(town: Town) -> None:
    lying = column("SELECT name FROM hotline_contact UNION SELECT name FROM registers_person")
    assert not {"陈桂英", "李伟", "周敏0"} & set(lying)
    names = [f"周敏{n}" for n in range(12)]
    assert [row.name for row in Contact.objects.order_by("pk")] == [*names, "陈桂英", ""]
    clerk = rights.Reader(key=f"user:{town.users['wang.fang'].pk}", role="clerk", label="12345")
    assert len(hotline.requests_by_phone(phone="19900001234", reader=clerk, at=NOW)) == 1
    assert queries.open_draft("k") == {"name": "周敏"}
    assert queries.open_draft("empty") == {}


def test_a_full_city_goes_back_to_its_first_tables_and_forward_again(town: Town) -> None:
    people_ask(town)
    assert ledger_holds()
    before = lines()
    nodes = MigrationExecutor(connection).loader.graph.nodes
    firsts = {app: name for app, name in nodes if ours(app) and name.startswith("0001")}
    assert steps(), "there is something to walk"
    walk(list(firsts.items()))
    what_was_said_lies_open(firsts)
    walk(MigrationExecutor(connection).loader.graph.leaf_nodes())
    what_was_said_is_sealed_and_can_be_read(town)
    after = lines()
    assert Request.objects.count() == 14
    assert ledger_holds(NOW)
    # Tables that only newer versions have start empty; what both have is as it was.
    for label in (
        "hotline.entry",
        "orders.order",
        "orders.orderentry",
        "ledger.head",
        "accounts.user",
    ):
        assert len(after[label]) == len(before[label]), label
    written = len(before["ledger.entry"])
    assert after["ledger.entry"][:written] == before["ledger.entry"]


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
