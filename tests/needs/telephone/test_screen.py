"""Wang Fang's screen: who rings, what they still wait for, what she does with the call."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.rights import queries as rights
from minben.ledger.models import Entry
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Request
from minben.needs.telephone import actions
from minben.needs.telephone.models import Call, CallRequest, Command
from tests.city import Town
from tests.needs.telephone.exchange import CHEN_AT_HOME, NEIGHBOUR, SEAT, heard, take, talking, town

__all__ = ["town"]

FAINTED = "江畔社区三号楼，老人晕倒了叫不醒"


@pytest.fixture
def desk(town: Town) -> Client:
    return town.browser("wang.fang")


def on_the_line(caller: str = CHEN_AT_HOME, call: str = "c1") -> Call:
    return talking(call, caller, now() - timedelta(seconds=30))


def asked(town: Town, phone: str, text: str = "三号楼暖气不热", **facts: Any) -> Request:
    """An earlier request, made from a number."""
    contact = hotline.ContactGiven(name="陈桂英", phone=phone, reply_by="phone")
    return town.ask(text, contact=contact, received_at=now() - timedelta(days=2), at=now(), **facts)


def page(desk: Client, call: Call) -> str:
    answer = desk.get(f"/calls/{call.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def press(desk: Client, call: Call, then: str, **said: object) -> Any:
    return desk.post(f"/calls/{call.pk}/said/", {"said": "", "address": "", "then": then, **said})


def test_when_it_rings_the_screen_opens_with_the_callers_open_requests(town: Town, desk: Client) -> None:
    waiting = asked(town, CHEN_AT_HOME)
    over = asked(town, CHEN_AT_HOME, "路灯不亮", category="road")
    Request.objects.filter(pk=over.pk).update(state="closed")
    take(heard("ring", at=now(), caller=CHEN_AT_HOME, agent=SEAT))
    call = Call.objects.get()
    popped = desk.get("/calls/", headers={"hx-request": "true"})
    assert popped["HX-Redirect"] == f"/calls/{call.pk}/"
    shown = page(desk, call)
    assert shown.index(waiting.code) < shown.index("Earlier requests that are over") < shown.index(over.code)
    assert "HX-Redirect" not in desk.get("/calls/", headers={"hx-request": "true"}), "once, not for ever"


def test_without_scripts_the_call_stands_first_on_the_page(town: Town, desk: Client) -> None:
    call = on_the_line()
    shown = desk.get("/calls/").content.decode()
    assert shown.index(f"/calls/{call.pk}/") < shown.index("Nobody waits.")
    assert desk.get("/calls/pop/?call=c1")["Location"] == f"/calls/{call.pk}/"
    for nobody in ("none", "", "%00", "通话", "main/none"):
        assert desk.get(f"/calls/pop/?call={nobody}")["Location"] == "/calls/"


def test_looking_at_the_callers_requests_is_written_down_for_the_person(town: Town, desk: Client) -> None:
    request = asked(town, CHEN_AT_HOME)
    page(desk, on_the_line())
    assert {row.role for row in rights.accesses_on(hotline.record_key(request.pk))} == {"clerk"}


def test_grandma_chen_calls_from_the_neighbours_and_the_neighbours_requests_stay_closed(
    town: Town, desk: Client
) -> None:
    """She has no telephone of her own; a number is no proof of who is calling."""
    neighbours = asked(town, NEIGHBOUR, "楼上半夜放音乐", category="noise")
    call = on_the_line(NEIGHBOUR)
    assert "A number is no proof of who is calling" in page(desk, call)
    press(desk, call, "another", said="我是陈桂英，借邻居的电话打的，暖气不热", address="江畔社区三号楼")
    read_before = len(rights.accesses_on(hotline.record_key(neighbours.pk)))
    shown = page(desk, call)
    assert neighbours.code not in shown
    assert len(rights.accesses_on(hotline.record_key(neighbours.pk))) == read_before, "not even looked up"
    assert "借邻居的电话打的" in shown, "nothing typed is lost"
    to_desk = press(desk, call, "request", said="借邻居的电话打的，暖气不热", address="江畔社区三号楼")
    form = desk.get(to_desk["Location"]).content.decode()
    assert "借邻居的电话打的，暖气不热" in form
    assert NEIGHBOUR not in form, "the neighbour's number is not how to reach her"
    refused = desk.post(f"/calls/{call.pk}/said/", {"said": "", "chased": neighbours.pk}, follow=True)
    assert "not yours" in refused.content.decode()
    assert not CallRequest.objects.exists()


def test_one_button_leads_to_the_desk_and_the_request_leads_back_to_the_call(
    town: Town, desk: Client
) -> None:
    call = on_the_line()
    to_desk = press(desk, call, "request", said="三号楼暖气不热", address="江畔社区三号楼")
    address = to_desk["Location"]
    assert CHEN_AT_HOME not in unquote(address)
    assert "暖气" not in unquote(address), "no log of addresses tells what was said"
    form = desk.get(address)
    initial = form.context["form"].initial
    assert (initial["phone"], initial["text"], initial["address"]) == (
        CHEN_AT_HOME,
        "三号楼暖气不热",
        "江畔社区三号楼",
    )
    typed = {"channel": "phone", "identity": "named", "reply_by": "phone", "category": "heating", "take": "1"}
    taken = desk.post("/requests/desk/", {**initial, **typed})
    assert taken["Location"] == f"/calls/{call.pk}/"
    link = CallRequest.objects.get()
    assert (link.call_id, link.how) == (call.pk, "new")
    assert Contact.objects.get(request=link.request_id).phone == CHEN_AT_HOME
    assert link.request.code in page(desk, call)


def test_a_ticket_that_nobody_sealed_brings_nothing_and_leads_nowhere(town: Town, desk: Client) -> None:
    for forged in ("x", "https://elsewhere.example/", "gAAAAA" + "b" * 90, "票"):
        answer = desk.get("/requests/desk/", {"call": forged})
        assert answer.status_code == 200
        assert "phone" not in answer.context["form"].initial
        typed = {"channel": "phone", "text": "三号楼暖气不热", "identity": "named", "reply_by": "nothing"}
        taken = desk.post("/requests/desk/", {**typed, "ticket": forged, "once": forged[:9], "take": "1"})
        assert taken["Location"] == "/requests/desk/"


def test_a_caller_who_asks_again_is_noted_with_the_request_and_the_call(town: Town, desk: Client) -> None:
    request = asked(town, CHEN_AT_HOME)
    call = on_the_line()
    desk.post(f"/calls/{call.pk}/said/", {"said": "三天没人来", "address": "", "chased": request.pk})
    assert CallRequest.objects.get().how == "chased"
    assert request.entries.get(step="chased").words == "三天没人来"


def test_danger_stands_first_and_one_key_hands_over_to_110_with_what_is_known(
    town: Town, desk: Client, settings: Any
) -> None:
    call = on_the_line()
    press(desk, call, "keep", said=FAINTED)
    shown = page(desk, call)
    assert shown.index("Somebody may be in danger") < shown.index("<h1")
    assert "120" in shown[: shown.index("<h1")]
    handed = press(desk, call, "hand_over", said=FAINTED)
    assert handed.status_code == 200
    told = handed.content.decode()
    assert told.index("Told to 110") < told.index("<h1")
    (path,) = Path(settings.MINBEN_HOME, "telephone").glob("*.json")
    command = json.loads(path.read_text("utf-8"))
    assert (command["command"], command["to"], command["call"]) == ("hand_over", "110", "c1")
    for known in ("江北区柳荫街道江畔社区", "晕倒", CHEN_AT_HOME, "老人"):
        assert known in command["text"]
    assert "Where" not in command["text"], "the police read the city's language"
    leaf = Entry.objects.filter(what="telephone.hand_over").latest("pk")
    assert "晕倒" not in leaf.leaf
    assert [row.outcome for row in rights.accesses_on(f"telephone.call:{call.pk}")].count("opened") >= 1
    purposes = {row.purpose.en for row in rights.accesses_on(f"telephone.call:{call.pk}")}
    assert "Saving life or property in an emergency" in purposes


def test_a_borrowed_telephone_is_told_to_110_as_what_it_is(town: Town, desk: Client) -> None:
    call = on_the_line(NEIGHBOUR)
    press(desk, call, "another", said=FAINTED)
    told = press(desk, call, "hand_over", said=FAINTED).content.decode()
    assert "借用他人电话" in told


def test_hold_three_way_and_passing_on_are_asked_of_the_exchange_and_nothing_typed_is_lost(
    town: Town, desk: Client
) -> None:
    from minben.ground.registers.models import Unit

    Unit.objects.filter(code="heat").update(phone="0571-8000 0001")
    call = on_the_line()
    press(desk, call, "hold", said="暖气不热")
    press(desk, call, "three_way", said="暖气不热，找热力公司", unit=town.units["heat"])
    press(desk, call, "transfer", said="暖气不热，找热力公司", number="139 0000 0009")
    asked_for = list(Command.objects.order_by("pk").values_list("deed", "to"))
    assert asked_for == [("hold", ""), ("three_way", "057180000001"), ("transfer", "13900000009")]
    shown = page(desk, call)
    assert "暖气不热，找热力公司" in shown
    assert "the exchange was told" in shown


@pytest.mark.parametrize(
    ("said", "words"), [({"number": "call me"}, "cannot be dialled"), ({}, "no number to call")]
)
def test_a_transfer_to_nobody_is_refused_kindly(
    town: Town, desk: Client, said: dict[str, str], words: str
) -> None:
    call = on_the_line()
    answer = press(desk, call, "transfer", **{"said": "暖气不热", **said})
    shown = answer.content.decode() if answer.status_code == 400 else page(desk, call)
    assert words in shown
    assert "暖气不热" in shown
    assert not Command.objects.exists()


def test_an_exchange_that_is_not_there_leaves_the_clerk_with_a_way_on(
    town: Town, desk: Client, settings: Any
) -> None:
    settings.MINBEN_TELEPHONE_EXCHANGE = "http://127.0.0.1:1/commands"
    settings.MINBEN_REACH = "127.0.0.0/8"
    call = on_the_line()
    press(desk, call, "hold")
    assert "do it on your telephone now" in page(desk, call)


def test_another_clerks_call_shows_how_it_stands_and_nothing_of_the_caller(town: Town, desk: Client) -> None:
    request = asked(town, CHEN_AT_HOME)
    call = on_the_line()
    Call.objects.filter(pk=call.pk).update(user=town.users["liu.yan"])
    press(desk, call, "keep", said="偷看")
    shown = page(desk, call)
    assert CHEN_AT_HOME not in shown
    assert request.code not in shown
    call.refresh_from_db()
    assert call.said == {}


@pytest.mark.parametrize("name", ["zhao.qiang", "he.jing", "liu.yan", "sun.li", "ma.chao", "li.wei", ""])
def test_calls_are_for_clerks_alone(town: Town, name: str) -> None:
    call = on_the_line()
    browser = town.browser(name) if name else Client()
    for address in ("/calls/", f"/calls/{call.pk}/", "/calls/backs/", "/calls/paper/keying/"):
        assert browser.get(address).status_code == (403 if name else 302), address
    assert browser.post(f"/calls/{call.pk}/said/", {"then": "hang_up"}).status_code == (403 if name else 302)
    assert not Command.objects.exists()


def test_a_recording_is_heard_again_for_a_reason_by_its_clerk_or_an_auditor(town: Town, desk: Client) -> None:
    call = on_the_line()
    take(
        heard("hangup", 60, at=now() - timedelta(seconds=70)),
        heard("recording", 61, at=now() - timedelta(seconds=70), recording="https://pbx.example/r/1"),
    )
    address = f"/calls/{call.pk}/recording/"
    assert "pbx.example" not in page(desk, call)
    assert "pbx.example" not in desk.post(address, {"reason": "short"}).content.decode()
    reason = {"reason": "来电人说当时答应三天内来"}
    assert "pbx.example" in desk.post(address, reason).content.decode()
    assert "pbx.example" in town.browser("sun.li").post(address, reason).content.decode()
    seen = rights.accesses_on(f"telephone.call:{call.pk}")
    heard_again = [row for row in seen if row.fields == ("recording",)]
    assert [row.role for row in heard_again] == ["auditor", "clerk"]
    assert heard_again[0].reason == reason["reason"]
    Call.objects.filter(pk=call.pk).update(user=town.users["liu.yan"])
    assert "pbx.example" not in desk.post(address, reason, follow=True).content.decode()


def test_a_seat_is_one_clerks_and_is_given_back(town: Town, desk: Client) -> None:
    assert "80/12" not in desk.post("/calls/seat/", {"extension": "80 12!"}, follow=True).content.decode()
    desk.post("/calls/seat/", {"extension": "8012"})
    assert actions.CallState.RINGING
    take(heard("ring", call="c9", at=now(), caller=CHEN_AT_HOME, agent="8012"))
    assert Call.objects.get(key="main/c9").user_id == town.users["wang.fang"].pk
    desk.post("/calls/seat/", {"extension": ""})
    take(heard("ring", call="c10", at=now(), caller=CHEN_AT_HOME, agent="8012"))
    assert Call.objects.get(key="main/c10").user_id is None


def test_what_waits_longest_stands_first_but_danger_before_it(town: Town, desk: Client) -> None:
    for call, seconds in (("long", 50), ("short", 5), ("danger", 20)):
        take(heard("ring", call=call, at=now() - timedelta(seconds=seconds)))
    Call.objects.filter(key="main/danger").update(danger=["120"])
    shown = desk.get("/calls/").content.decode()
    assert shown.index("danger</span>") < shown.index("long</span>") < shown.index("short</span>")


@pytest.mark.parametrize("address", ["/calls/999999/", "/calls/999999/said/", "/calls/backs/999999/"])
def test_a_call_that_is_not_there_is_not_there(desk: Client, address: str) -> None:
    assert desk.get(address).status_code in (404, 405)
    assert desk.post(address, {"then": "hold"}).status_code in (404, 405)


@pytest.mark.parametrize("then", ["", "sneeze", "call_back", "hand_over'", "\x00"])
def test_a_button_that_is_not_on_the_page_keeps_the_words_and_does_nothing(
    town: Town, desk: Client, then: str
) -> None:
    call = on_the_line()
    assert press(desk, call, then, said="暖气不热").status_code == 302
    assert "暖气不热" in page(desk, call)
    assert not Command.objects.exists()


def test_every_access_key_of_a_call_leads_to_one_thing_alone(town: Town, desk: Client) -> None:
    call = on_the_line()
    keys = re.findall(r'accesskey="(.)"', page(desk, call))
    assert len(keys) == len(set(keys))
    assert set("wcnhgtp") <= set(keys), "as the page itself names them"
