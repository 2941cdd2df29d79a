"""Machines that watch get short answers: alive, ready; at any name, without a session, whatever else is down."""

from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from minben.portal import probes

pytestmark = pytest.mark.django_db


def test_alive_means_that_the_process_answers_and_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_ready_means_that_the_database_answers_and_nothing_is_written(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "good"})
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_a_database_that_is_away_sends_people_elsewhere_but_starts_nothing_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", Mock(side_effect=OperationalError("password of minben")))
    ready = client.get("/health/ready/")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "database": "away"})
    assert client.get("/health/live/").status_code == 200


def test_tables_of_an_older_version_are_not_ready_yet(client: Client) -> None:
    app, name = probes._newest()[0]
    MigrationRecorder(connection).record_unapplied(app, name)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": "behind"})


@pytest.mark.parametrize("path", ["/health/live", "/health/live/", "/health/ready", "/health/ready/"])
def test_a_probe_by_address_works_whatever_names_the_city_set_and_without_https(
    client: Client, path: str
) -> None:
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    with_https = pytest.MonkeyPatch()
    with_https.setattr("django.conf.settings.SECURE_SSL_REDIRECT", True)
    assert client.get(path).status_code == 200
    with_https.undo()


@pytest.mark.parametrize("path", ["/health/live", "/health/ready/", "/metrics"])
def test_nobody_can_hand_anything_in_there(client: Client, path: str) -> None:
    answer = client.post(path, {"text": "x"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
