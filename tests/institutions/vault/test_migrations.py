"""A city that ran before names were sealed: its rows are sealed on the way forward, and plain again on the way back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.models import Contact
from tests.city import NOW, settle

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("hotline", "0002_notice_claims"), ("registers", "0001_initial")]


@pytest.fixture(autouse=True)
def as_it_was_afterwards() -> Iterator[None]:
    yield
    forward()


def migrate(targets: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def column(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def test_names_and_numbers_go_there_and_back_without_loss() -> None:
    town = settle()
    town.ask(contact=hotline.ContactGiven(name="陈桂英", phone="+86 199-0000-1234", address="三号楼502室"))
    town.ask("路灯坏了", contact=hotline.ContactGiven(helper_name="李伟"))
    hotline.save_draft(key="k", facts={"name": "周敏"}, at=NOW)
    hotline.save_draft(key="empty", facts={}, at=NOW)
    clerk = rights.Reader(key=f"user:{town.users['wang.fang'].pk}", role="clerk", label="12345")

    migrate(BEFORE)
    assert column("SELECT name FROM hotline_contact ORDER BY request_id") == ["陈桂英", ""]
    assert column("SELECT phone FROM hotline_contact ORDER BY request_id") == ["+86 199-0000-1234", ""]
    assert column("SELECT helper_name FROM hotline_contact ORDER BY request_id") == ["", "李伟"]
    assert "陈桂英" in column("SELECT name FROM registers_person")
    assert len(column("SELECT facts FROM hotline_draft")) == 2

    forward()
    assert not {"陈桂英", "李伟"} & set(
        column("SELECT name FROM hotline_contact UNION SELECT name FROM registers_person")
    )
    assert [one.name for one in Contact.objects.order_by("pk")] == ["陈桂英", ""]
    assert len(hotline.requests_by_phone(phone="19900001234", reader=clerk, at=NOW)) == 1
    assert queries.open_draft("k") == {"name": "周敏"}
    assert queries.open_draft("empty") == {}
