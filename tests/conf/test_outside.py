"""An older city that holds words no list knows is told so before anything is changed, never by a trace."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minben.commons.errors import TeachingError
from minben.conf.database import prepare
from tests.city import Town, settle
from tests.racing import shared_database

__all__ = ["shared_database"]


@pytest.fixture
def older_town(shared_database: None) -> Iterator[Town]:
    """A town whose newest tables but one do not hold their lists yet."""
    town = settle()
    MigrationExecutor(connection).migrate([("registers", "0004_fewer_indexes")])
    yield town
    said("UPDATE registers_person SET gender = ''")
    prepare()


def said(order: str) -> int:
    """Say something to the database itself; return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(order)
        return int(cursor.rowcount)


def test_an_upgrade_names_table_word_and_rows_and_goes_on_once_they_are_right(older_town: Town) -> None:
    many = said("UPDATE registers_person SET gender = 'wo''man'")
    assert many
    with pytest.raises(TeachingError) as stopped:
        prepare()
    told = str(stopped.value)
    assert f"registers_person.gender “wo'man” × {many}" in told
    assert "female, male, other" in told
    still = MigrationExecutor(connection).loader.applied_migrations
    assert ("registers", "0005_closed_lists") not in still, "nothing was changed"
    remedy = re.search(r"UPDATE .*'wo''man'", told)
    assert remedy is not None
    assert said(remedy[0].replace("…", "female")) == many
    assert prepare()
    assert not prepare()
