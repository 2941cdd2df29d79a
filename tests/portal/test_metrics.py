"""Figures for whoever watches by machine: closed to others, right, few, and about nobody."""

import re
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Import, Notice
from minben.portal import measuring
from minben.portal.health import BEAT
from minben.portal.metrics import ALONE, GAUGES, exposition
from tests.city import Town, ledger_holds, settle

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-city"


@pytest.fixture
def town() -> Town:
    return settle()


def figures(text: str = "") -> dict[str, float]:
    """Every sample by its name and labels."""
    told = text or exposition(at=now()).decode()
    return {
        f"{one.name}{sorted(one.labels.items())}": one.value
        for family in text_string_to_metric_families(told)
        for one in family.samples
    }


def value(name: str, **labels: str) -> float:
    return figures()[f"{name}{sorted(labels.items())}"]


def test_nobody_reads_them_unless_the_city_says_who(client: Client) -> None:
    for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer x"}):
        assert client.get("/metrics", headers=headers).status_code == 404


def test_who_bears_the_token_reads_them(client: Client, settings: Any) -> None:
    settings.MINBEN_METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert figures(answer.content.decode())
    assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 404


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "status"),
    [
        ("10.1.2.3", "", 0, 200),
        ("10.9.2.3", "", 0, 404),
        ("::1", "", 0, 200),
        ("10.1.2.3", "203.0.113.9", 0, 404),
        ("10.1.2.3", "203.0.113.9", 1, 404),
        ("10.9.9.9", "10.1.7.7", 1, 200),
        ("10.9.9.9", "10.1.7.7, 203.0.113.9", 1, 404),
        ("10.1.2.3", "somebody", 1, 404),
    ],
    ids=[
        "inside", "outside", "version 6", "through a proxy nobody told of", "through our proxy, from outside",
        "through our proxy, from inside", "made up in front", "no address at all",
    ],
)  # fmt: skip
def test_a_network_that_the_city_named_reads_them_and_no_proxy_opens_the_door(
    client: Client, settings: Any, *, address: str, forwarded: str, proxies: int, status: int
) -> None:
    settings.MINBEN_METRICS_NETWORKS = ["10.1.0.0/16", "::1/128"]
    settings.MINBEN_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_requests_are_counted_by_page_and_outcome(client: Client) -> None:
    seen = {"method": "GET", "view": "portal:home", "outcome": "ok"}
    before = figures().get(f"minben_http_requests_total{sorted(seen.items())}", 0)
    for _ in range(3):
        client.get("/")
    assert value("minben_http_requests_total", **seen) == before + 3
    client.get("/outcomes/figures/nothing/")
    assert value("minben_http_requests_total", method="GET", view="outcomes:figure", outcome="refused") >= 1
    assert value("minben_http_request_seconds_count", area="portal") >= 3


def test_whatever_anybody_types_makes_no_new_line_and_stands_in_none(client: Client) -> None:
    client.get("/requests/L7-4KQ9-2MXY/")
    client.get("/没有这一页/19900001234")
    client.generic("PROPFIND", "/")
    before = set(figures())
    for n in range(40):
        client.get(f"/requests/L7-4KQ9-2M{n:02}/?phone=1990000{n:04}")
        client.get(f"/没有这一页/1990000{n:04}")
        client.generic(f"METHOD{n}", "/")
        client.post("/", {"text": "我叫陈桂英，电话19900001234"})
    after = set(figures())
    assert len(after - before) <= 4, "at most the page that was posted to"
    told = exposition(at=now()).decode()
    for word in ("L7-4KQ9", "陈桂英", "1990000", "没有", "METHOD1"):
        assert word not in told


def test_a_request_that_cannot_be_counted_is_answered_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "measured", Mock(side_effect=FileNotFoundError("counter_71.db")))
    assert client.get("/about/").status_code == 200


def test_backlogs_say_how_long_the_oldest_has_waited(town: Town) -> None:
    cache.set(BEAT, now().timestamp() - 90)
    assert 89 <= value("minben_worker_age_seconds") <= 150
    contact = hotline.ContactGiven(name="陈桂英", email="chen@city.example", reply_by="email")
    request = town.ask(contact=contact)
    Notice.objects.filter(request=request).delete()
    for ago in (10, 50):
        Notice.objects.create(
            request=request, how="email", step="received", at=now() - timedelta(minutes=ago)
        )
    assert value("minben_outbox_messages") == 2
    assert 3000 <= value("minben_outbox_backlog_seconds") <= 3100
    assert value("minben_sealer_backlog_seconds") > 0
    assert ledger_holds(now())
    assert value("minben_sealer_backlog_seconds") == 0
    assert value("minben_ledger_entries") > 0
    cache.clear()


def test_late_orders_and_files_are_counted(town: Town) -> None:
    assert value("minben_orders_late") == 0
    town.ask(received_at=now() - timedelta(days=90), at=now() - timedelta(days=90))
    assert value("minben_orders_late") == 1
    facts = {"source": "old", "started_at": now(), "imported": 5, "set_aside": 2}
    Import.objects.create(name="a.csv", digest="a", finished_at=now(), **facts)
    Import.objects.create(name="b.csv", digest="b", **facts)
    assert (value("minben_imports", state="finished"), value("minben_imports", state="unfinished")) == (1, 1)
    assert (value("minben_import_rows", fate="imported"), value("minben_import_rows", fate="set_aside")) == (
        10,
        4,
    )


def test_a_database_that_is_away_is_told_and_hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", Mock(side_effect=OperationalError("away")))
    told = figures()
    assert told["minben_database_up[]"] == 0
    assert told["minben_disk_free_bytes[]"] > 0
    assert not any(name.startswith("minben_ledger") for name in told)


def test_every_figure_says_what_it_is_with_its_unit(town: Town) -> None:
    told = exposition(at=now()).decode()
    helped = dict(re.findall(r"^# HELP (minben_\w+) (.+)$", told, re.MULTILINE))
    assert set(GAUGES) | set(ALONE) <= set(helped)
    assert all(
        ("[s]" in words) == ("_seconds" in name)
        for name, words in helped.items()
        if not name.endswith("created")
    )
