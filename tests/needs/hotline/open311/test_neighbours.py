"""What belongs to a neighbouring city goes there, is heard back, and the person has the last word."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from minben.dispatch.orders.models import Order
from minben.institutions.rights.models import Access
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import tasks
from minben.needs.hotline.core.open311.calls import MAX_TRIES
from minben.needs.hotline.models import Entry, Peer, Request, Sent
from tests.city import NOW, Town, ledger_holds
from tests.needs.hotline.open311.cast import town
from tests.needs.hotline.open311.neighbour import Neighbour, listening

__all__ = ["town"]

HOLE = "我叫李伟，河对岸的路上有个坑，电话13912345678"
TAKEN = (
    b"<service_requests><request><service_request_id>N-7</service_request_id></request></service_requests>"
)


def updates(*rows: tuple[str, str, str, str], number: str = "N-7") -> bytes:
    told = "".join(
        f"<request_update><update_id>{key}</update_id><service_request_id>{number}</service_request_id>"
        f"<status>{status}</status><updated_datetime>{when}</updated_datetime>"
        f"<description>{words}</description></request_update>"
        for key, status, when, words in rows
    )
    return f"<service_request_updates>{told}</service_request_updates>".encode()


def errors(words: str) -> bytes:
    return f"<errors><error><code>0</code><description>{words}</description></error></errors>".encode()


@pytest.fixture
def neighbour(settings: Any) -> Iterator[Neighbour]:
    settings.MINBEN_REACH = "127.0.0.0/8"
    with listening() as one:
        one.says("POST /v2/requests.xml", (200, TAKEN))
        one.says("/v2/servicerequestupdates.xml", (200, updates()))
        one.says("POST /v2/servicerequestupdates.xml", (200, updates(("own-1", "OPEN", "", ""))))
        yield one


@pytest.fixture
def peer(town: Town, neighbour: Neighbour) -> Peer:
    """Jiangdong on the other bank, which has told what it offers."""
    made = Peer.objects.create(
        name="江东市",
        name_en="Jiangdong",
        endpoint=f"{neighbour.address}/v2/",
        jurisdiction="jiangdong",
        sealed_key="k-1",
    )
    assert hotline.ask_services(at=NOW) == 1
    made.refresh_from_db()
    return made


def pass_on(town: Town, peer: Peer, request: Request, **more: Any) -> None:
    to = hotline.PassOn(peer_id=peer.pk, service="P1", words="请贵市处理", **more)
    hotline.send_to_peer(request_id=request.pk, pass_on=to, by=town.users["wang.fang"].pk, at=NOW)


def consent() -> dict[str, Any]:
    return {"with_contact": True, "consent_how": "电话里问过"}


def ask(town: Town, **facts: Any) -> Request:
    contact = hotline.ContactGiven(name="李伟", phone="13912345678", email="li.wei@example.cn")
    return town.ask(HOLE, "heating", contact=contact, **facts)


def steps(request: Request) -> list[str]:
    return list(Entry.objects.filter(request=request).order_by("pk").values_list("step", flat=True))


def test_the_services_of_a_neighbour_are_known_before_a_clerk_asks(peer: Peer, neighbour: Neighbour) -> None:
    assert peer.services == [{"code": "P1", "name": "Pothole"}]
    assert neighbour.asked == [("/v2/services.xml", {"jurisdiction_id": ["jiangdong"]})]
    assert hotline.ask_services(at=NOW + timedelta(hours=23)) == 0
    assert hotline.ask_services(at=NOW + timedelta(hours=25)) == 1


def test_what_is_passed_on_leaves_the_work_here_and_arrives_there(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town, lat=30.26, lon=120.15)
    assert town.order(request).state == "dispatched"
    pass_on(town, peer, request)
    request.refresh_from_db()
    assert (request.state, request.unit, request.due_at) == ("passed_on", None, None)
    assert Order.objects.get(request=request).state == "cancelled"
    assert tasks.keep_up(at=NOW + timedelta(seconds=5)) == 1
    ((_path, headers, form),) = neighbour.sent
    assert (form["api_key"], form["service_code"], form["jurisdiction_id"]) == (
        ["k-1"],
        ["P1"],
        ["jiangdong"],
    )
    assert (form["lat"], form["long"]) == (["30.26"], ["120.15"])
    assert headers["idempotency-key"] == Sent.objects.get().key
    assert form["description"] == ["请贵市处理\n我叫***，河对岸的路上有个坑，电话***"]
    assert not {"first_name", "phone", "email"} & set(form), "nobody agreed to that"
    entry = Entry.objects.filter(request=request, step="heard_back").get()
    assert (entry.actor, entry.facts["number"], entry.facts["peer"]) == ("neighbour", "N-7", "江东市")
    assert tasks.keep_up(at=NOW + timedelta(minutes=1)) == 0
    assert len(neighbour.sent) == 1, "it arrives once"
    assert ledger_holds()


def test_the_contact_goes_along_only_when_the_person_agreed_and_sees_that_it_did(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    for without in ({"with_contact": True}, {"with_contact": True, "consent_how": " "}):
        with pytest.raises(hotline.PassingRefused, match="consent_missing"):
            pass_on(town, peer, request, **without)
    pass_on(town, peer, request, **consent())
    hotline.deliver_to_peers(at=NOW)
    ((_path, _headers, form),) = neighbour.sent
    assert (form["first_name"], form["phone"], form["email"]) == (
        ["李伟"],
        ["13912345678"],
        ["li.wei@example.cn"],
    )
    assert HOLE in form["description"][0]
    access = Access.objects.get(purpose="request.pass_on")
    assert access.reader == "machine:neighbour"


def test_nobody_sends_along_whom_they_do_not_know(town: Town, peer: Peer) -> None:
    request = town.ask(HOLE, "heating", identity="anonymous")
    with pytest.raises(hotline.PassingRefused, match="consent_missing"):
        pass_on(town, peer, request, **consent())


def test_a_report_of_wrongdoing_is_never_passed_on(town: Town, peer: Peer) -> None:
    report = town.ask("我要举报城管局的科长收受贿赂", "", kind="whistle")
    with pytest.raises(hotline.MoveRefused):
        pass_on(town, peer, report)


def test_a_request_is_at_one_neighbour_at_a_time(town: Town, peer: Peer) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    with pytest.raises(hotline.PassingRefused, match="there_already"):
        pass_on(town, peer, request)
    to = hotline.PassOn(peer_id=peer.pk, service="moon")
    with pytest.raises(hotline.PassingRefused, match="service_unknown"):
        hotline.send_to_peer(request_id=ask(town).pk, pass_on=to, by=town.users["wang.fang"].pk, at=NOW)


def test_a_neighbour_that_is_down_is_tried_again_later_each_time_and_the_clerk_sees_it(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    neighbour.says("POST /v2/requests.xml", (503, errors("soon")), (200, TAKEN))
    request = ask(town)
    pass_on(town, peer, request)
    assert hotline.deliver_to_peers(at=NOW) == 0
    sent = Sent.objects.get()
    assert (sent.tries, sent.trouble, sent.next_at) == (1, "503 soon", NOW + timedelta(minutes=1))
    clerk = town.browser("wang.fang")
    assert "503 soon" in clerk.get(f"/requests/cases/{request.pk}/").content.decode()
    page = clerk.get(f"/requests/cases/{request.pk}/pass-on/").content.decode()
    assert "503 soon" in page
    assert "tried once" in page
    assert hotline.deliver_to_peers(at=NOW + timedelta(seconds=30)) == 0, "not before its time"
    assert hotline.deliver_to_peers(at=NOW + timedelta(seconds=61)) == 1
    keys = {headers["idempotency-key"] for _path, headers, _form in neighbour.sent}
    assert len(keys) == 1, "a try whose answer was lost makes no second request there"


def test_what_the_neighbour_refuses_comes_back_to_a_clerk_with_its_words(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    neighbour.says("POST /v2/requests.xml", (400, errors("not our road")))
    request = ask(town)
    pass_on(town, peer, request)
    hotline.deliver_to_peers(at=NOW)
    request.refresh_from_db()
    assert request.state == "with_clerk"
    entry = Entry.objects.filter(request=request).latest("pk")
    assert (entry.words, entry.public) == ("400 not our road", False)
    assert Sent.objects.get().ended_at == NOW
    pass_on(town, peer, request)
    assert Sent.objects.count() == 2, "and may be passed on again"


def test_after_many_tries_in_vain_a_clerk_has_it_again(town: Town, peer: Peer, neighbour: Neighbour) -> None:
    neighbour.says("POST /v2/requests.xml", (200, b"<html>welcome</html>"))
    request, at = ask(town), NOW
    pass_on(town, peer, request)
    for _ in range(MAX_TRIES):
        hotline.deliver_to_peers(at=at)
        at += timedelta(hours=7)
    request.refresh_from_db()
    assert (request.state, len(neighbour.sent)) == ("with_clerk", MAX_TRIES)
    assert Sent.objects.get().trouble == "answer_unreadable"


def test_an_address_inside_our_own_network_is_never_called(
    town: Town, peer: Peer, neighbour: Neighbour, settings: Any
) -> None:
    settings.MINBEN_REACH = ""
    pass_on(town, peer, ask(town))
    hotline.deliver_to_peers(at=NOW)
    assert Sent.objects.get().trouble == "address_inside"
    assert neighbour.sent == []


def test_a_neighbour_that_answers_with_a_token_is_asked_for_the_number(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    neighbour.says(
        "POST /v2/requests.xml", (200, TAKEN.replace(b"service_request_id", b"token").replace(b"N-7", b"t-1"))
    )
    neighbour.says("/v2/tokens/t-1.xml", (404, b""))
    pass_on(town, peer, ask(town))
    assert hotline.deliver_to_peers(at=NOW) == 0
    assert Sent.objects.get().token == "t-1"
    neighbour.says("/v2/tokens/t-1.xml", (200, TAKEN))
    assert Request.objects.get().state == "passed_on", "a token that is not known yet is no refusal"
    assert hotline.deliver_to_peers(at=NOW + timedelta(minutes=2)) == 1
    assert len(neighbour.sent) == 1


def test_updates_are_heard_once_and_closed_there_waits_for_the_person_here(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    tasks.keep_up(at=NOW)
    ours = updates(
        ("u1", "OPEN", "2026-03-11T04:00:00Z", "We look at it"),
        ("u2", "CLOSED", "2026-03-12T04:00:00Z", "Filled"),
    )
    other = updates(("u9", "CLOSED", "2026-03-12T04:00:00Z", "of somebody else"), number="N-8")
    both = ours.replace(b"</service_request_updates>", b"") + other.removeprefix(b"<service_request_updates>")
    neighbour.says("/v2/servicerequestupdates.xml", (200, both))
    later = NOW + timedelta(days=2)
    assert [hotline.fetch_peer_updates(at=later + timedelta(minutes=6 * n)) for n in range(2)] == [2, 0]
    request.refresh_from_db()
    assert (request.state, request.solved) == ("answered", None)
    told = (
        Entry.objects.filter(request=request, actor="neighbour")
        .order_by("pk")
        .values_list("words", flat=True)
    )
    assert list(told) == ["", "We look at it", "Filled"]
    page = town.browser("wang.fang").get(f"/requests/{request.code}/").content.decode()
    assert "Filled" in page
    assert "Jiangdong" in page


def test_the_persons_words_and_their_last_word_go_there_too(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    hotline.add_words(request_id=request.pk, words="坑越来越大，打13912345678", at=NOW)
    pass_on(town, peer, request)
    tasks.keep_up(at=NOW + timedelta(minutes=1))
    posted = [form for path, _headers, form in neighbour.sent if path.endswith("updates.xml")]
    assert [(form["status"], form["description"]) for form in posted] == [(["OPEN"], ["坑越来越大，打***"])]
    closed = updates(
        ("own-1", "OPEN", "2026-03-11T04:00:00Z", "our own words"), ("u2", "FIXED", "", "Filled")
    )
    neighbour.says("/v2/servicerequestupdates.xml", (200, closed))
    assert hotline.fetch_peer_updates(at=NOW + timedelta(minutes=10)) == 1, "our own words are no news"
    hotline.judge(request_id=request.pk, solved=True, words="补好了", at=NOW + timedelta(hours=1))
    hotline.fetch_peer_updates(at=NOW + timedelta(hours=2))
    hotline.fetch_peer_updates(at=NOW + timedelta(hours=3))
    posted = [form for path, _headers, form in neighbour.sent if path.endswith("updates.xml")]
    assert [form["status"] for form in posted] == [["OPEN"], ["FIXED"]]
    request.refresh_from_db()
    assert (request.state, request.solved) == ("closed", True)
    assert Sent.objects.get().ended_at == NOW + timedelta(hours=2)


def test_an_endpoint_without_updates_is_asked_for_the_request_itself(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    neighbour.says("/v2/servicerequestupdates.xml", (404, b""))
    more = b"</service_request_id><status>closed</status><status_notes>Filled</status_notes>"
    row = TAKEN.replace(b"</service_request_id>", more)
    neighbour.says("/v2/requests.xml", (200, row))
    tasks.keep_up(at=NOW)
    request.refresh_from_db()
    assert (request.state, steps(request)[-1]) == ("answered", "heard_back")
    assert hotline.fetch_peer_updates(at=NOW + timedelta(hours=1)) == 0


@pytest.mark.parametrize(
    "body", [b"", b"<a", b"[1", b"<!DOCTYPE a [<!ENTITY b 'c'>]><services>&b;</services>", b"\xff\xfe", b"{}"]
)
def test_an_answer_that_is_no_document_harms_nobody(
    town: Town, peer: Peer, neighbour: Neighbour, body: bytes
) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    neighbour.says("/v2/servicerequestupdates.xml", (200, body))
    tasks.keep_up(at=NOW)
    peer.refresh_from_db()
    assert (peer.trouble, peer.next_at) == ("answer_unreadable", NOW + timedelta(minutes=1))
    request.refresh_from_db()
    assert request.state == "passed_on"


def test_what_turns_out_to_report_wrongdoing_is_talked_about_with_nobody_any_more(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    tasks.keep_up(at=NOW)
    hotline.add_words(request_id=request.pk, words="其实是科长收了钱", at=NOW)
    hotline.set_apart(request_id=request.pk, by=town.users["wang.fang"].pk, at=NOW)
    before = len(neighbour.sent)
    hotline.fetch_peer_updates(at=NOW + timedelta(hours=1))
    assert len(neighbour.sent) == before


def test_what_the_person_took_back_before_it_went_out_stays_here(
    town: Town, peer: Peer, neighbour: Neighbour
) -> None:
    request = ask(town)
    pass_on(town, peer, request)
    hotline.withdraw(request_id=request.pk, words="不用了", at=NOW)
    tasks.keep_up(at=NOW)
    assert neighbour.sent == []
    assert Sent.objects.get().ended_at == NOW


def test_a_clerk_passes_on_and_takes_back_on_the_page(town: Town, peer: Peer) -> None:
    request, clerk = ask(town), town.browser("wang.fang")
    assert "It belongs to a neighbouring city" in clerk.get(f"/requests/cases/{request.pk}/").content.decode()
    where = f"/requests/cases/{request.pk}/pass-on/"
    assert "Jiangdong" in clerk.get(where).content.decode()
    forgot = clerk.post(where, {"to": f"{peer.pk}:P1", "with_contact": "on"})
    assert forgot.status_code == 400
    assert "Ask the person first" in forgot.content.decode()
    assert clerk.post(where, {"to": f"{peer.pk}:P1", "words": "请处理"}).status_code == 302
    assert clerk.post(where, {"to": f"{peer.pk}:P1"}, follow=True).context["messages"]
    request.refresh_from_db()
    assert request.state == "passed_on"
    there = clerk.get(where).content.decode()
    assert "not taken in yet" in there
    correction = hotline.Correction(category="heating")
    with pytest.raises(hotline.MoveRefused):
        hotline.correct(request_id=request.pk, correction=correction, by=town.users["wang.fang"].pk, at=NOW)
    clerk.post(f"/requests/cases/{request.pk}/take-back/", {"words": "路是我们的"})
    request.refresh_from_db()
    assert request.state == "with_clerk"
    hotline.correct(
        request_id=request.pk,
        correction=hotline.Correction(category="heating"),
        by=town.users["wang.fang"].pk,
        at=NOW,
    )
    request.refresh_from_db()
    assert request.state == "routed", "it can be sent to a unit here again"


@pytest.mark.parametrize("name", ["zhao.qiang", "he.jing", "li.wei", "ma.chao", "sun.li"])
def test_only_a_clerk_passes_on(town: Town, peer: Peer, name: str) -> None:
    request = ask(town)
    answer = town.browser(name).post(f"/requests/cases/{request.pk}/pass-on/", {"to": f"{peer.pk}:P1"})
    assert answer.status_code in (302, 403)
    assert not Sent.objects.exists()


def test_an_administrator_sets_a_neighbour_up_and_its_key_is_never_shown_again(
    town: Town, neighbour: Neighbour, settings: Any
) -> None:
    admin = town.browser("ma.chao")
    form = {
        "name": "江东市",
        "name_en": "Jiangdong",
        "endpoint": f"{neighbour.address}/v2",
        "key": "secret-1",
        "active": "on",
    }
    assert admin.post("/admin/hotline/peer/add/", form).status_code == 302
    peer = Peer.objects.get()
    assert peer.sealed_key == "secret-1"
    page = f"/admin/hotline/peer/{peer.pk}/change/"
    assert "secret-1" not in admin.get(page).content.decode()
    admin.post(page, {**form, "key": "", "name_en": "East bank"})
    peer.refresh_from_db()
    assert (peer.name_en, peer.sealed_key) == ("East bank", "secret-1"), "left empty, the one kept stays"
    settings.MINBEN_REACH = ""
    answer = admin.post(page, form)
    assert "own network" in answer.content.decode()
