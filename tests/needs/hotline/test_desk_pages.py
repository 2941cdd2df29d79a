"""Wang Fang takes calls, visits, letters and relayed conversations on one page, by keyboard."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from minben.institutions.rights import queries as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Entry, Request
from tests.needs.hotline.page_city import COLD, City, city

__all__ = ["city"]

PHONE = "13912345678"


def call(**said: object) -> dict[str, object]:
    """What the clerk typed while somebody spoke."""
    return {
        "channel": "phone",
        "text": COLD,
        "identity": "named",
        "reply_by": "phone",
        "phone": PHONE,
        **said,
    }


def take(browser: Client, **said: object) -> Request:
    answer = browser.post("/requests/desk/", {**call(**said), "take": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return Request.objects.order_by("-pk")[0]


def test_grandma_chen_calls_and_hears_her_code(city: City) -> None:
    desk = city.browser("wang.fang")
    request = take(desk, category="heating", name="陈桂英")
    assert (request.channel, request.category.code) == ("phone", "heating")
    assert Contact.objects.get(request=request).phone == PHONE
    assert request.code in desk.get("/requests/desk/").content.decode()
    assert request.code not in desk.get("/requests/desk/").content.decode()


def test_enter_takes_the_request_because_that_button_stands_first(city: City) -> None:
    page = city.browser("wang.fang").get("/requests/desk/").content.decode()
    form = page[page.index('id="desk"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="take"' in first[0]
    assert 'accesskey="s"' in form


def test_checking_shows_what_is_missing_and_keeps_every_word(city: City) -> None:
    desk = city.browser("wang.fang")
    answer = desk.post(
        "/requests/desk/", {**call(text="家里漏水", phone="", reply_by="nothing", address=""), "check": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Where is it? A street and number" in page
    assert "家里漏水" in page
    assert Request.objects.count() == 0


def test_earlier_requests_of_the_number_are_shown_and_looking_is_written_down(city: City) -> None:
    desk = city.browser("wang.fang")
    earlier = take(desk, category="heating")
    page = desk.post("/requests/desk/", {**call(text="又打来了"), "look": "1"}).content.decode()
    assert earlier.code in page
    assert "又打来了" in page
    seen = rights.accesses_on(hotline.record_key(earlier.pk))
    assert [row.role for row in seen] == ["clerk"]


def test_a_number_without_earlier_requests_says_so(city: City) -> None:
    page = city.browser("wang.fang").post("/requests/desk/", {**call(), "look": "1"}).content.decode()
    assert "None from this number" in page


def test_a_caller_who_asks_again_makes_no_new_request(city: City) -> None:
    desk = city.browser("wang.fang")
    earlier = take(desk, category="heating")
    desk.post("/requests/desk/chaser/", {"request_id": earlier.pk, "words": "三天没人来"})
    assert Request.objects.count() == 1
    assert Entry.objects.get(request=earlier, step="chased").words == "三天没人来"


def test_nobody_asks_after_a_report_of_wrongdoing_from_the_desk(city: City) -> None:
    desk = city.browser("wang.fang")
    report = take(desk, kind="whistle", text="食品厂用过期的肉")
    answer = desk.post("/requests/desk/chaser/", {"request_id": report.pk, "words": "多久"})
    assert answer.status_code == 403
    assert not Entry.objects.filter(request=report, step="chased").exists()


@pytest.mark.parametrize(("asked", "status"), [("999999", 404), ("9" * 30, 400), ("", 400), ("x", 400)])
def test_asking_after_a_request_that_is_not_there_is_refused(city: City, asked: str, status: int) -> None:
    answer = city.browser("wang.fang").post("/requests/desk/chaser/", {"request_id": asked, "words": "多久"})
    assert answer.status_code == status


def test_a_caller_who_was_looked_up_stays_the_same_person(city: City) -> None:
    desk = city.browser("wang.fang")
    first = take(desk, category="heating")
    page = desk.post("/requests/desk/", {**call(), "look": "1"}).content.decode()
    caller = re.search(r'name="caller" value="([^"]+)"', page)
    assert caller is not None
    second = take(desk, category="noise", caller=caller[1])
    assert second.person_id == first.person_id is not None


def test_a_forged_caller_is_nobody(city: City) -> None:
    request = take(city.browser("wang.fang"), category="heating", caller="1:forged:mark", phone="13900000001")
    assert request.person is None or request.person.source == "hotline"


def test_zhou_min_speaks_through_a_sign_relay(city: City) -> None:
    request = take(city.browser("wang.fang"), channel="sign", category="noise", text="楼上装修，门铃灯一直闪")
    assert request.channel == "sign"


def test_a_helper_without_consent_is_asked_how_the_person_agreed(city: City) -> None:
    desk = city.browser("wang.fang")
    answer = desk.post("/requests/desk/", {**call(channel="proxy", helper_name="何静"), "take": "1"})
    assert answer.status_code == 400
    assert "Ask how the person agreed" in answer.content.decode()
    request = take(desk, channel="proxy", helper_name="何静", consent_how="by_phone", category="heating")
    assert Contact.objects.get(request=request).consent_how == "by_phone"


def test_a_letter_writer_gets_a_letter(city: City) -> None:
    desk = city.browser("wang.fang")
    answer = desk.post(
        "/requests/desk/", {**call(channel="letter", phone="", reply_by="letter"), "take": "1"}
    )
    assert answer.status_code == 400
    request = take(
        desk,
        channel="letter",
        phone="",
        reply_by="letter",
        post_address="江畔路 3 号 201",
        category="heating",
    )
    assert Contact.objects.get(request=request).address == "江畔路 3 号 201"


def test_a_question_is_answered_in_the_same_call_with_its_source(city: City) -> None:
    desk = city.browser("wang.fang")
    asked = call(text="请问养老金认证怎么办理？", kind="consultation", category="pension")
    page = desk.post("/requests/desk/", {**asked, "check": "1"}).content.decode()
    key = re.search(r'name="answer"\s+value="(\d+)"', page)
    assert key is not None
    desk.post("/requests/desk/", {**asked, "answer": key[1]})
    request = Request.objects.get()
    assert request.state == "answered"
    assert Entry.objects.get(request=request, step="answered").facts["source"] == "市社保中心办事指南"


def test_an_anonymous_caller_leaves_no_number(city: City) -> None:
    request = take(city.browser("wang.fang"), identity="anonymous", category="noise")
    assert not Contact.objects.filter(request=request).exists()
    assert request.person_id is None


def test_a_call_about_danger_tells_the_clerk_to_connect_at_once(city: City) -> None:
    page = city.browser("wang.fang").post(
        "/requests/desk/", {**call(text="家里燃气泄漏有人晕倒"), "check": "1"}
    )
    assert "connect to" in page.content.decode()


@pytest.mark.parametrize("name", ["li.wei", "zhao.qiang", "liu.yan", "gao.ming", "sun.li", "ma.chao"])
def test_the_desk_is_for_clerks_and_community_workers(city: City, name: str) -> None:
    assert city.browser(name).get("/requests/desk/").status_code == 403


def test_somebody_not_signed_in_is_taken_to_the_sign_in_page(city: City) -> None:
    answer = city.browser().get("/requests/desk/")
    assert answer.status_code == 302
    assert "next=/requests/desk/" in answer["Location"]


def test_he_jing_takes_a_request_for_a_neighbour_but_looks_nobody_up(city: City) -> None:
    worker, clerk = city.browser("he.jing"), city.browser("wang.fang")
    earlier = take(clerk, category="heating")
    page = worker.post("/requests/desk/", {**call(), "look": "1", "check": "1"}).content.decode()
    assert earlier.code not in page
    request = take(worker, channel="proxy", helper_name="何静", consent_how="in_person", category="noise")
    assert request.channel == "proxy"


def test_a_second_press_of_enter_writes_nothing_down_twice(city: City) -> None:
    desk = city.browser("wang.fang")
    once = re.search(r'name="once" value="([^"]+)"', desk.get("/requests/desk/").content.decode())
    assert once is not None
    for _ in range(2):
        desk.post("/requests/desk/", {**call(category="heating", once=once[1]), "take": "1"})
    assert Request.objects.count() == 1


def test_a_page_sent_again_after_its_answer_was_lost_shows_the_code(city: City) -> None:
    desk = city.browser("wang.fang")
    code = take(desk, category="heating", once="the-same-page").code
    desk.get("/requests/desk/")
    cache.clear()
    page = desk.post(
        "/requests/desk/", {**call(category="heating", once="the-same-page"), "take": "1"}, follow=True
    )
    assert code in page.content.decode()
    assert Request.objects.count() == 1


def test_a_call_that_could_not_be_kept_can_be_sent_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, receive, tried = city.browser("wang.fang"), hotline.receive, []

    def locked_once(**asked: Any) -> Any:
        tried.append(1)
        if len(tried) == 1:
            raise OperationalError("database is locked")
        return receive(**asked)

    monkeypatch.setattr(hotline, "receive", locked_once)
    with pytest.raises(OperationalError):
        take(desk, category="heating", once="the-same-page")
    assert take(desk, category="heating", once="the-same-page").category.code == "heating"
    assert Request.objects.count() == 1


def test_a_report_of_wrongdoing_is_not_shown_to_the_next_clerk_who_looks_the_number_up(city: City) -> None:
    desk = city.browser("wang.fang")
    report = take(desk, kind="whistle", text="食品厂用过期的肉")
    assert report.code in desk.get("/requests/desk/").content.decode()
    page = desk.post("/requests/desk/", {**call(), "look": "1"}).content.decode()
    assert report.code not in page


def test_what_was_counted_and_a_place_of_no_register_are_read_from_a_callers_words(city: City) -> None:
    desk = city.browser("wang.fang")
    said = "翠湖湾三期7栋停水三天了，三栋楼200多户没水"
    checked = desk.post("/requests/desk/", {**call(text=said), "check": "1"}).content.decode()
    assert "翠湖湾三期7栋" in checked
    assert "三栋楼 · 200多户" in checked
    request = take(desk, text=said)
    assert (request.address, request.since_when) == ("翠湖湾三期7栋", "三天了")
    assert request.signals["counts"] == ["三栋楼", "200多户"]
    assert "三栋楼 · 200多户" in desk.get(f"/requests/cases/{request.pk}/").content.decode()
