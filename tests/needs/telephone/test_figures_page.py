"""How the telephone is answered: for everybody, beside the standard, with what it is a share of."""

import csv
import io
import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.needs.telephone import commands, queries, sample
from minben.needs.telephone.exchange import keys
from minben.needs.telephone.models import Call, CallEvent
from tests.city import NOW, Town
from tests.needs.telephone.exchange import heard, take, town

__all__ = ["town"]


def rung(answered_in_time: int, answered_late: int, given_up: int, misdialled: int = 0) -> None:
    """So many calls of this hour."""
    start, events = now() - timedelta(hours=1), []
    waits = [(9, "answer")] * answered_in_time + [(40, "answer")] * answered_late
    waits += [(50, "hangup")] * given_up + [(2, "hangup")] * misdialled
    for number, (after, kind) in enumerate(waits):
        call = f"f{number}"
        events += [heard("ring", call=call, at=start), heard(kind, after, call=call, at=start)]
        events += [heard("hangup", 100, call=call, at=start)] if kind == "answer" else []
    take(*events, at=start + timedelta(minutes=2))


def test_the_page_says_in_one_sentence_whether_the_standard_is_met(town: Town) -> None:
    rung(answered_in_time=90, answered_late=6, given_up=4, misdialled=3)
    shown = Client(headers={"accept-language": "en"}).get("/calls/figures/").content.decode()
    assert "Of 100 calls, 90.0% were answered within 15 seconds and 96.0% were answered at all." in shown
    assert "at least 95% connected: it is reached" in shown
    assert "each call be answered within 15 seconds: that is not reached" in shown, "nor is that passed over"
    assert "Left out because the caller hung up within 5 seconds: 3." in shown
    assert "nobody has compared these figures with their source yet" in shown


def test_just_below_the_limit_is_not_rounded_up_to_it(town: Town) -> None:
    rung(answered_in_time=946, answered_late=0, given_up=54)
    shown = Client(headers={"accept-language": "en"}).get("/calls/figures/").content.decode()
    assert "94.6%" in shown
    assert "it is not reached" in shown


def test_a_handful_of_calls_is_counted_but_makes_no_share(town: Town) -> None:
    rung(answered_in_time=3, answered_late=0, given_up=0)
    shown = Client(headers={"accept-language": "en"}).get("/calls/figures/").content.decode()
    assert "too few calls to show" in shown
    assert "100.0%" not in shown
    document = Client().get("/calls/figures.json").json()
    assert (document["counted"], document["connected"]["value"], document["connected"]["n"]) == (3, None, 3)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_any_call_the_page_is_kind(town: Town, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/calls/figures/")
    assert answer.status_code == 200
    assert "chart-hours" not in answer.content.decode()
    assert Client().get("/calls/figures.json").json()["connected"] == {
        "value": None, "low": None, "high": None, "n": 0, "unit": "share",
    }  # fmt: skip


@pytest.mark.parametrize("asked", ["7", "0", "-1", "9999999", "x", "7;--", "７"])
def test_any_period_that_is_asked_for_gives_a_page(town: Town, asked: str) -> None:
    for address in ("/calls/figures/", "/calls/figures.json", "/calls/figures.csv"):
        assert Client().get(address, {"days": asked}).status_code == 200


def test_the_table_and_the_document_hold_the_same_figures(town: Town) -> None:
    rung(answered_in_time=90, answered_late=6, given_up=4)
    document = Client().get("/calls/figures.json").json()
    text = Client().get("/calls/figures.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    by_name = {row["figure"]: row for row in rows if row["hour"] == ""}
    for name in ("within", "connected", "abandoned", "waited_median", "talk_p90"):
        assert float(by_name[name]["value"]) == document[name]["value"]
        assert document[name]["low"] <= document[name]["value"] <= document[name]["high"]
    hour = localtime(now() - timedelta(hours=1)).hour
    assert document["hours"][hour]["calls"] == 100
    assert document["limits"]["connected_least"]["verified"] is False


def test_calls_told_late_are_counted_and_the_page_says_how_many(town: Town) -> None:
    start = now() - timedelta(hours=9)
    events = [heard("ring", call=f"n{n}", at=start) for n in range(12)]
    events += [heard("answer", 5, call=f"n{n}", at=start) for n in range(12)]
    take(*events, at=now())
    found = queries.figures(since=start - timedelta(hours=1), until=now(), at=now())
    assert (found.figures.counted, found.figures.late, found.figures.connected.value) == (12, 12, 1)


def test_hours_are_those_of_the_citys_clock(town: Town) -> None:
    take(heard("ring", at=NOW), heard("hangup", 60, at=NOW))
    found = queries.figures(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1), at=NOW)
    assert [hour.hour for hour in found.figures.hours if hour.calls] == [10]


def test_a_year_of_calls_takes_three_queries(town: Town, django_assert_num_queries: Any) -> None:
    rung(answered_in_time=50, answered_late=5, given_up=5)
    with django_assert_num_queries(2):
        queries.figures(since=now() - timedelta(days=400), until=now(), at=now())


def test_the_sample_city_has_days_of_calls_that_nobody_would_take_for_late(town: Town) -> None:
    made = sample.ring(Random(1), at=NOW, days=4, per_day=60)
    assert (made, Call.objects.count()) == (240, 240)
    assert not Call.objects.filter(late=True).exists()
    assert not CallEvent.objects.filter(at__gt=NOW).exists(), "nothing happened that lies ahead"
    found = queries.figures(since=NOW - timedelta(days=9), until=NOW, at=NOW).figures
    assert found.going_on == 0
    assert found.connected.value is not None
    assert 0.85 < found.connected.value < 0.99
    again = sample.ring(Random(1), at=NOW, days=4, per_day=60)
    assert (again, Call.objects.count()) == (240, 240), "the same seed is the same city"


def test_the_command_prints_what_the_page_shows(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    rung(answered_in_time=90, answered_late=6, given_up=4)
    commands.figures(days=30, as_json=True)
    assert json.loads(capsys.readouterr().out)["connected"]["value"] == 0.96
    for language, words in (
        ("en", ("Answered at all", "96.0%", "at least 95%")),
        ("zh-hans", ("接通率", "不低于 95%")),
    ):
        with translation.override(language):
            commands.figures(days=30, as_json=False)
        told = capsys.readouterr().out
        assert all(each in told for each in words)
    with translation.override("en"):
        Call.objects.update(begun_at=now() - timedelta(days=60), rang_at=now() - timedelta(days=60))
        commands.figures(days=30, as_json=False)
    assert "there is nothing to show yet" in " ".join(capsys.readouterr().out.split())


def test_a_new_key_is_long_enough_for_the_door(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    commands.key()
    settings.MINBEN_TELEPHONE_KEYS = f"main:{capsys.readouterr().out.strip()}"
    assert len(keys()["main"][0]) >= 32
