"""Is everything working?"""

from collections import namedtuple
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from minben.commons.clock import now
from minben.institutions.sandbox import queries as sandbox
from minben.ledger import queries as ledger
from minben.loop.models import Night
from minben.needs.hotline import queries as hotline
from minben.portal import health
from minben.portal.health import BEAT, State, look, worst

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def states(at: datetime) -> dict[str, State]:
    return {check.code: check.state for check in look(at=at)}


def worker_seen(*, ago: timedelta) -> None:
    cache.set(BEAT, (now() - ago).timestamp())


def test_when_all_is_well_people_and_machines_are_told_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "register", lambda _at: [])
    worker_seen(ago=timedelta(seconds=20))
    assert "一切正常" in client.get("/health/").content.decode()
    told = client.get("/health/", headers={"accept": "application/json"}).json()
    assert told["state"] == "good"
    assert set(told["checks"]) == {"database", "worker", "messages", "nights", "sealer", "algorithms", "disk"}
    assert told["checks"]["disk"]["unit"] == "B"


def test_a_worker_that_sleeps_is_noticed_and_the_line_stays_open(client: Client) -> None:
    worker_seen(ago=timedelta(minutes=7))
    page = client.get("/health/")
    assert page.status_code == 200
    assert "7 分钟前还在运行" in page.content.decode()
    assert "受理和派单照常" in page.content.decode()


def test_a_worker_that_never_started_is_noticed_too() -> None:
    assert states(now())["worker"] is State.CARE
    worker_seen(ago=timedelta(minutes=4))
    assert states(now())["worker"] is State.GOOD


def test_an_unsealed_record_is_noticed_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    for minutes, state in ((9, State.GOOD), (11, State.CARE)):
        monkeypatch.setattr(ledger, "backlog_age", Mock(return_value=timedelta(minutes=minutes)))
        assert states(now())["sealer"] is state


def test_messages_and_nights_that_wait_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hotline, "backlog_age", Mock(return_value=timedelta(minutes=59)))
    assert states(now())["messages"] is State.GOOD
    assert states(now())["nights"] is State.GOOD, "a house of today has had no night yet"
    monkeypatch.setattr(hotline, "backlog_age", Mock(return_value=timedelta(minutes=61)))
    Night.objects.create(duty="remind", day="2026-03-01", begun_at=now(), done_at=now() - timedelta(days=3))
    assert (states(now())["messages"], states(now())["nights"]) == (State.CARE, State.CARE)


def test_algorithms_that_may_not_run_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [Mock(standing=Mock(cleared=True)), Mock(standing=Mock(cleared=False))]
    monkeypatch.setattr(sandbox, "register", lambda _at: listed)
    check = next(check for check in look(at=now()) if check.code == "algorithms")
    assert (check.state, check.figure) == (State.CARE, "2 个算法中 1 个准用")


@pytest.mark.parametrize(
    ("free_b", "state"), [(2e9, State.GOOD), (5e8, State.CARE), (5e7, State.DANGER)], ids=str
)
def test_a_disk_that_fills_up_is_noticed_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, free_b: float, state: State
) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Usage(1, 1, int(free_b)))
    assert states(now())["disk"] is state


def test_when_the_database_is_away_the_page_says_so_without_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", Mock(side_effect=OperationalError("away")))
    told = client.get("/health/?format=json")
    assert (told.status_code, told.json()["checks"]["database"]["state"]) == (503, "danger")
    assert "worker" not in told.json()["checks"]
    page = client.get("/health/")
    assert page.status_code == 503
    assert "先记在纸上" in page.content.decode()


def test_the_whole_is_as_well_as_its_worst_part() -> None:
    checks = [Mock(state=State.GOOD), Mock(state=State.DANGER), Mock(state=State.CARE)]
    assert worst(checks) is State.DANGER
