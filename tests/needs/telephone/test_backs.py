"""Ringing people back: who was promised it, and who rang in vain."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.needs.telephone import actions, queries
from minben.needs.telephone.models import Call, CallBack, Command
from tests.city import NOW, Town
from tests.needs.telephone.exchange import CHEN_AT_HOME, SEAT, call_centre, course, heard, take, talking, town

__all__ = ["town"]


@pytest.fixture
def desk(town: Town) -> Client:
    return town.browser("wang.fang")


def given_up(call: str, minutes_ago: float, caller: str = CHEN_AT_HOME, after_s: float = 40) -> Call:
    start = now() - timedelta(minutes=minutes_ago)
    take(heard("ring", call=call, at=start, caller=caller), heard("hangup", after_s, call=call, at=start))
    return Call.objects.get(key=f"main/{call}")


def booked(town: Town, call: Call, **facts: Any) -> int:
    given = {"wanted_at": now() + timedelta(hours=1), "why": "三天内答复", "at": now(), **facts}
    return actions.book_call_back(call_id=call.pk, by=town.users["wang.fang"].pk, **given)


def test_a_promise_to_call_back_stands_on_the_list_until_they_spoke(town: Town, desk: Client) -> None:
    call = talking(at=now() - timedelta(minutes=1))
    wanted = localtime(now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    desk.post(
        f"/calls/{call.pk}/said/",
        {"said": "", "then": "book", "wanted_at": wanted, "why": "热力公司三点后有答复"},
    )
    back = CallBack.objects.get()
    assert "热力公司三点后有答复" in desk.get("/calls/backs/").content.decode()
    shown = desk.get(f"/calls/backs/{back.pk}/").content.decode()
    assert CHEN_AT_HOME not in shown, "the number is opened when it is dialled, not before"
    dialled = desk.post(f"/calls/backs/{back.pk}/dial/").content.decode()
    assert CHEN_AT_HOME in dialled
    assert Command.objects.get().deed == "call_back"
    desk.post(f"/calls/backs/{back.pk}/settle/", {"outcome": "reached"})
    assert "热力公司三点后有答复" not in desk.get("/calls/backs/").content.decode()
    assert desk.get(f"/calls/backs/{back.pk}/").status_code == 404


@pytest.mark.parametrize("wanted", ["", "soon", "2020-01-01T10:00", "2999-01-01T10:00"])
def test_a_promise_for_no_possible_moment_is_asked_again_and_the_words_stay(
    town: Town, desk: Client, wanted: str
) -> None:
    call = talking(at=now() - timedelta(minutes=1))
    answer = desk.post(f"/calls/{call.pk}/said/", {"said": "暖气不热", "then": "book", "wanted_at": wanted})
    assert answer.status_code == 400
    assert "暖气不热" in answer.content.decode()
    assert not CallBack.objects.exists()


def test_who_is_not_there_is_rung_again_three_times_in_all(town: Town) -> None:
    by, at = town.users["wang.fang"].pk, now()
    back = booked(town, talking())
    for expected in (False, False, True):
        over = actions.settle_call_back(back_id=back, outcome=actions.BackOutcome.NO_ANSWER, by=by, at=at)
        assert over is expected
        at += timedelta(hours=3)
    with pytest.raises(actions.BackRefused):
        actions.settle_call_back(back_id=back, outcome=actions.BackOutcome.REACHED, by=by, at=at)


def test_one_call_has_one_open_call_back(town: Town) -> None:
    call = talking()
    booked(town, call)
    with pytest.raises(actions.BackRefused) as refused:
        booked(town, call)
    assert refused.value.code == "booked"


def test_a_withheld_number_cannot_be_called_back_and_the_clerk_is_told(town: Town, desk: Client) -> None:
    call = talking(caller="", at=now() - timedelta(minutes=1))
    shown = desk.get(f"/calls/{call.pk}/").content.decode()
    assert "Number withheld" in shown
    assert "Promise to call back" not in shown
    with pytest.raises(actions.BackRefused):
        booked(town, call)


def test_who_hung_up_unanswered_is_found_and_called_back(town: Town, desk: Client) -> None:
    vain = given_up("vain", 30)
    shown = desk.get("/calls/backs/").content.decode()
    assert "Rang in vain" in shown
    taken = desk.post(f"/calls/{vain.pk}/take-up/")
    assert taken["Location"] == f"/calls/backs/{CallBack.objects.get().pk}/"
    assert queries.missed(at=now()) == []


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("waited", 1),
        ("misdialled", 0),
        ("withheld", 0),
        ("got through later", 0),
        ("rang twice", 1),
        ("long ago", 0),
    ],
)
def test_only_those_nobody_has_spoken_with_since_are_to_be_called(town: Town, case: str, found: int) -> None:
    caller = "" if case == "withheld" else CHEN_AT_HOME
    minutes = 60 * 24 * 3 if case == "long ago" else 30
    given_up("first", minutes, caller, after_s=2 if case == "misdialled" else 40)
    if case == "got through later":
        talking("later", at=now() - timedelta(minutes=5))
    if case == "rang twice":
        given_up("second", 10)
    assert len(queries.missed(at=now())) == found


def test_without_a_seat_the_exchange_would_not_know_whom_to_ring_first(town: Town, desk: Client) -> None:
    back = booked(town, talking())
    actions.sit_down(by=town.users["wang.fang"].pk, extension="", at=NOW)
    answer = desk.post(f"/calls/backs/{back}/dial/", follow=True)
    assert "at which extension you sit" in answer.content.decode()
    assert not Command.objects.exists()


def test_the_exchange_dials_and_tells_what_came_of_it(town: Town, desk: Client, settings: Any) -> None:
    back = booked(town, talking())
    at = now() - timedelta(minutes=5)
    dial = heard("dial", call="out", at=at, agent=SEAT, reference=str(back))
    take(dial, heard("hangup", 30, call="out", at=at))
    assert CallBack.objects.get(pk=back).tries == 1
    out = Call.objects.get(key="main/out")
    assert (out.outgoing, out.state) == (True, "unreached")
    assert out.caller == CHEN_AT_HOME, "the screen opens with what she still waits for"
    found = queries.figures(since=NOW - timedelta(days=1), until=now() + timedelta(days=1), at=now())
    assert found.figures.rings == 1, "what we dial is no call to the hotline"


def test_a_number_is_forgotten_after_its_days_unless_a_call_back_is_still_to_be_made(town: Town) -> None:
    done, promised = talking("done"), talking("promised")
    actions.note(call_id=done.pk, said="暖气不热", address="三号楼", by=town.users["wang.fang"].pk, at=NOW)
    booked(town, promised, wanted_at=NOW, at=NOW)
    assert actions.forget_numbers(at=NOW + timedelta(days=29)) == 0
    assert actions.forget_numbers(at=NOW + timedelta(days=31)) == 1
    done.refresh_from_db()
    assert (done.caller, done.caller_mark, done.said) == ("", "", {})
    take(heard("ring", call="done", caller=CHEN_AT_HOME, id="again"), at=NOW + timedelta(days=32))
    done.refresh_from_db()
    assert done.caller == "", "an old event sent again brings no number back"


def test_the_pages_of_call_backs_keep_apart_from_follow_ups(town: Town, desk: Client) -> None:
    zh = Client(headers={"accept-language": "zh-hans"})
    zh.force_login(town.users["wang.fang"], backend="django.contrib.auth.backends.ModelBackend")
    shown = zh.get("/calls/backs/").content.decode()
    assert "回呼" in shown
    assert "是回访，另有清单" in shown


def test_the_call_centre_of_the_tools_rings_back_as_it_is_told() -> None:
    centre = call_centre.CallCentre("http://127.0.0.1:9", "key", tries=1)
    told: list[Any] = []
    centre.tell = lambda events, **_: told.extend(events)
    board = call_centre.Switchboard(centre)
    board.follow({"id": "1", "command": "call_back", "reference": "7", "extension": SEAT})
    board.server.server_close()
    assert [(one["type"], one.get("reference")) for one in told] == [("dial", "7"), ("answer", None)]
    assert course(("ring", 0))[0].call == "c1"
