"""Somebody may want to end their life: the page names who listens, and asks how to reach them."""

import re

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.needs.hotline.actions import understand
from minben.needs.hotline.models import Alert, Contact, Request
from tests.needs.hotline.page_city import City, city
from tests.needs.hotline.test_resident_pages import change, say

__all__ = ["city"]

DESPAIR = "钱全被骗走了，我不想活了"


def sent(browser: Client, draft: str, **reach: str) -> Request:
    answer = browser.post(f"{draft}submit/", reach)
    assert answer.status_code == 302, answer.content.decode()
    return Request.objects.get(code=answer["Location"].rstrip("/").rpartition("/")[2])


def test_who_listens_comes_first_before_the_police_and_before_anything_else(city: City) -> None:
    page = city.browser().get(say(city.browser(), DESPAIR)).content.decode().split("<main", 1)[1]
    numbers = re.findall(r'href="tel:(\d+)"', page)
    assert numbers[:3] == ["12356", "120", "110"]
    places = [
        page.index(text) for text in ("12356", "A number where we reach you", "This is how we understand")
    ]
    assert places == sorted(places)
    assert "If there is danger now, call first" not in page


def test_who_listens_comes_first_even_where_a_fire_is_told_before(city: City) -> None:
    [read] = understand(texts=["家里着火了，什么都没了，我不想活了"], at=now())
    assert read.reading.numbers[0] == "12356"
    assert "119" in read.reading.numbers


def test_a_number_and_a_place_are_kept_for_the_centre_alone_and_a_person_is_told(city: City) -> None:
    browser = city.browser()
    request = sent(browser, say(browser, DESPAIR), phone="139 1234 5678", where="江畔路桥上")
    contact = Contact.objects.get(request=request)
    assert (contact.phone, contact.address, contact.reply_by) == ("13912345678", "江畔路桥上", "phone")
    assert request.identity == "confidential"
    assert "江畔路" not in request.address
    assert Alert.objects.get(request=request).kind == "suicide"


@pytest.mark.parametrize("phone", ["", "call my sister", "不想说", "1" * 90, "139\x001234"])
def test_nothing_written_there_can_keep_the_cry_for_help_back(city: City, phone: str) -> None:
    browser = city.browser()
    request = sent(browser, say(browser, DESPAIR), phone=phone)
    assert Alert.objects.filter(request=request).exists()


def test_who_chose_to_stay_nameless_and_leaves_nothing_stays_nameless(city: City) -> None:
    browser, draft = city.browser(), say(city.browser(), DESPAIR)
    change(browser, draft, "who", identity="anonymous")
    request = sent(browser, draft)
    assert request.identity == "anonymous"
    assert not Contact.objects.filter(request=request).exists()


def test_who_chose_to_stay_nameless_and_then_leaves_a_number_can_be_called(city: City) -> None:
    browser, draft = city.browser(), say(city.browser(), DESPAIR)
    change(browser, draft, "who", identity="anonymous")
    request = sent(browser, draft, phone="13912345678")
    assert Contact.objects.get(request=request).phone == "13912345678"


def test_an_ordinary_need_is_not_asked_for_any_of_this(city: City) -> None:
    page = city.browser().get(say(city.browser())).content.decode()
    assert "A number where we reach you" not in page


def test_the_name_is_kept_back_from_units_even_where_nothing_was_left_to_reach_them(city: City) -> None:
    browser = city.browser()
    assert sent(browser, say(browser, DESPAIR)).identity == "confidential"
    draft = say(browser)
    change(browser, draft, "what", text=DESPAIR)
    assert sent(browser, draft).identity == "confidential"
