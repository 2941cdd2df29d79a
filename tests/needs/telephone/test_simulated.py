"""The call centre of the tools against the real server: a day at the hotline, both ways over HTTP."""

import json
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from minben.needs.telephone import actions
from minben.needs.telephone.models import Call, CallEvent, Command
from minben.needs.telephone.words import CallState
from tests.city import NOW, Town, settle
from tests.commands import Terminal
from tests.needs.telephone.exchange import CHEN_AT_HOME, KEY, SEAT, call_centre
from tests.racing import shared_database

__all__ = ["shared_database"]


@pytest.fixture
def server(shared_database: None) -> Iterator[str]:
    """The pages, served over HTTP by threads with connections of their own."""
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    yield server.url
    server._live_server_modified_settings.disable()
    server.stop()


@pytest.fixture
def centre(server: str, settings: Any, tmp_path: Path) -> Any:
    """The exchange, knowing where the door is."""
    settings.MINBEN_TELEPHONE_KEYS, settings.MINBEN_HOME = f"main:{KEY}", tmp_path
    settings.MINBEN_TOTP_REQUIRED = False
    return call_centre.CallCentre(server, KEY)


@pytest.fixture
def town(server: str) -> Town:
    town = settle()
    actions.sit_down(by=town.users["wang.fang"].pk, extension=SEAT, at=NOW)
    return town


@pytest.fixture
def board(centre: Any, settings: Any) -> Iterator[Any]:
    """The exchange's own ear for commands, on this machine: allowed by name, as a city does for its own."""
    with call_centre.Switchboard(centre) as board:
        settings.MINBEN_TELEPHONE_EXCHANGE, settings.MINBEN_REACH = board.address, "127.0.0.0/8"
        yield board


def until(true: Callable[[], bool]) -> None:
    """Wait for what another thread does, as long as a slow machine may take."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_morning_of_calls_arrives_whole_however_it_is_told(town: Town, centre: Any) -> None:
    start = datetime.now(UTC) - timedelta(hours=1)
    calls = [
        *(centre.ordinary(f"o{n}", start, CHEN_AT_HOME, SEAT) for n in range(3)),
        centre.three_way("t", start, CHEN_AT_HOME, SEAT, "12319"),
        centre.passed_on("p", start, CHEN_AT_HOME, SEAT, "12319"),
        centre.given_up("g", start, CHEN_AT_HOME),
    ]
    events = [event for call in calls for event in call]
    random.Random(7).shuffle(events)
    for first in range(0, len(events), 5):
        assert centre.tell(events[first : first + 5]).status == 200
    assert centre.tell(events).body["known"] == len(events), "told again, everything is known"
    assert CallEvent.objects.count() == len(events)
    states = dict(Call.objects.values_list("key", "state"))
    assert (states["main/o1"], states["main/g"]) == (CallState.ENDED, CallState.ABANDONED)
    assert not Call.objects.exclude(odd=0).exists()
    call = Call.objects.get(key="main/o2")
    assert (call.talk_s, call.held_s, call.recording) == (161, 20, "rec-o2")
    assert Call.objects.get(key="main/p").others == ["12319"]


def test_what_is_not_right_is_refused_and_changes_nothing(town: Town, centre: Any) -> None:
    for name, send in centre.nasty("n1"):
        told = send()
        assert told.status in (401, 422), name
        assert told.body["detail_zh"], name
    assert not Call.objects.exists()


def test_wang_fang_holds_joins_a_department_hands_over_and_the_exchange_does_it(
    town: Town, centre: Any, board: Any
) -> None:
    centre.tell([centre.event("live", "ring", caller=CHEN_AT_HOME, agent=SEAT)])
    call = Call.objects.get()
    desk: Client = town.browser("wang.fang")

    def press(then: str, state: str, **more: str) -> None:
        desk.post(
            f"/calls/{call.pk}/said/", {"said": "江畔社区三号楼有人晕倒", "address": "", "then": then, **more}
        )
        until(lambda: Call.objects.get(pk=call.pk).state == state)

    press("answer", "talking")
    press("hold", "held")
    press("resume", "talking")
    press("three_way", "three_way", number="12319")
    press("hand_over", "three_way")
    until(lambda: "110" in Call.objects.get(pk=call.pk).others)
    press("hang_up", "ended")
    assert [one["command"] for one in centre.heard] == [
        "answer", "hold", "resume", "three_way", "hand_over", "hang_up",
    ]  # fmt: skip
    assert "晕倒" in centre.heard[4]["text"]
    assert not Command.objects.filter(sent_at=None).exists()
    assert Call.objects.get().odd == 0


def test_a_call_back_rings_wang_fang_first_and_is_told_as_a_call_of_its_own(
    town: Town, centre: Any, board: Any
) -> None:
    start = datetime.now(UTC) - timedelta(minutes=5)
    centre.tell(centre.given_up("vain", start, CHEN_AT_HOME))
    desk: Client = town.browser("wang.fang")
    back = desk.post(f"/calls/{Call.objects.get().pk}/take-up/")["Location"]
    desk.post(f"{back}dial/")
    until(lambda: Call.objects.filter(outgoing=True, state="talking").exists())
    assert (centre.heard[0]["to"], centre.heard[0]["extension"]) == (CHEN_AT_HOME, SEAT)


def test_what_the_exchange_kept_while_the_server_was_away_is_taken_when_it_is_back(
    town: Town, centre: Any
) -> None:
    night = datetime.now(UTC) - timedelta(hours=8)
    events = centre.ordinary("night", night, CHEN_AT_HOME, SEAT)
    there, centre.address, centre.tries = centre.address, "http://127.0.0.1:9", 1
    with pytest.raises(ConnectionError):
        centre.tell(events)
    centre.address = there
    assert centre.tell(events).body["taken"] == len(events)
    call = Call.objects.get()
    assert (call.late, call.rang_at) == (True, night)


def test_the_tool_plays_a_morning_from_the_command_line(town: Town, centre: Any, capsys: Any) -> None:
    call_centre.play(centre, random.Random(1), calls=5, agent=SEAT, pace_s=0)
    assert Call.objects.count() == 5
    assert " 422 " not in capsys.readouterr().out
    assert os.environ.get("MINBEN_TELEPHONE_KEYS") is None
    with override_settings(MINBEN_TELEPHONE_KEYS=""):
        assert centre.tell(centre.event("x", "ring")).status == 401


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_the_served_city_takes_a_day_of_calls_through_its_own_processes(terminal: Terminal) -> None:
    """`minben serve` with its worker, and the figures read by a command beside it."""
    port = _free_port()
    given = {"MINBEN_TELEPHONE_KEYS": f"main:{KEY}"}
    started = terminal.start("serve", "--port", str(port), "--threads", "4", **given)
    centre = call_centre.CallCentre(f"http://127.0.0.1:{port}", KEY, tries=12)
    start = datetime.now(UTC) - timedelta(hours=2)
    try:
        calls = [centre.ordinary(f"d{n}", start, CHEN_AT_HOME, SEAT) for n in range(18)]
        calls += [centre.given_up(f"v{n}", start, CHEN_AT_HOME) for n in range(2)]
        with ThreadPoolExecutor(max_workers=4) as lines:
            told = list(lines.map(centre.tell, [event for call in calls for event in call]))
        assert {one.status for one in told} == {200}
        ran = terminal.run("telephone", "figures", "--json", **given)
    finally:
        started.terminate()
        said = started.communicate(timeout=40)[1]
    figures = json.loads(ran.stdout)
    assert (figures["rings"], figures["counted"], figures["late"]) == (20, 20, 20)
    assert (figures["within"]["value"], figures["connected"]["value"]) == (0.9, 0.9)
    assert "Traceback" not in said
