"""Each way of reaching the line, from the first word at Wang Fang's desk to the answer the person chose."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minben.dispatch.orders.models import Order
from minben.institutions.rights.models import Access
from minben.needs.hotline import tasks
from minben.needs.hotline.models import Contact, Entry, Notice, Request
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@dataclass(frozen=True)
class Way:
    """One channel: what the clerk writes down, how the answer goes, and by which data the person is reached."""

    channel: str
    said: dict[str, str]
    reply_by: str
    reached_at: str


WAYS = [
    Way("phone", {"phone": PHONE, "name": "李伟"}, "phone", PHONE),
    Way("counter", {"phone": PHONE, "name": "李伟"}, "sms", PHONE),
    Way("letter", {"post_address": "江畔路 3 号 201", "name": "陈桂英"}, "letter", "江畔路 3 号 201"),
    Way("text", {"email": "zhou.min@example.org", "name": "周敏"}, "email", "zhou.min@example.org"),
    Way("sign", {"phone": PHONE, "name": "周敏"}, "sms", PHONE),
    Way(
        "proxy",
        {
            "phone": PHONE, "name": "陈桂英", "helper_name": "何静", "helper_relation": "社区工作者",
            "helper_phone": "13900000002", "consent_how": "in_person",
        },
        "phone",
        PHONE,
    ),
]  # fmt: skip


@pytest.fixture
def town(settings: Any, tmp_path: Any) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False
    settings.MINBEN_HOME = tmp_path
    settings.MINBEN_NOTIFY = "file"
    return settle()


def take(desk: Client, way: Way, **more: str) -> Request:
    """The clerk checks what is missing first, then takes it, as the page is meant."""
    typed = {
        "channel": way.channel, "text": "江畔社区三号楼暖气从上周五就不热了", "category": "heating",
        "identity": "named", "reply_by": way.reply_by, **way.said, **more,
    }  # fmt: skip
    checked = desk.post("/requests/desk/", {**typed, "check": "1"})
    assert checked.status_code == 200, checked.content.decode()
    assert not Request.objects.exists()
    taken = desk.post("/requests/desk/", {**typed, "take": "1"}, follow=True)
    request = Request.objects.get()
    assert request.code in taken.content.decode(), "the clerk reads the code out, or writes it on paper"
    return request


def finish(town: Town, request: Request) -> None:
    order = Order.objects.get(request=request)
    zhao = town.browser("zhao.qiang")
    zhao.post(f"/orders/{order.pk}/sign/")
    sent = {"finish-proof": "换了循环泵，量得二十度。", "finish-answer": "已换循环泵，量得二十度。"}
    assert zhao.post(f"/orders/{order.pk}/finish/", sent).status_code == 302


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.channel)
def test_from_the_desk_to_the_answer_the_person_chose(town: Town, way: Way) -> None:
    clerk = town.browser("wang.fang")
    request = take(clerk, way)
    assert (request.channel, request.state) == (way.channel, "routed")
    first = Entry.objects.filter(request=request).earliest("pk")
    assert first.facts["channel"] == way.channel
    finish(town, request)
    tasks.send_due(at=NOW + timedelta(days=4000))
    waiting = Notice.objects.filter(request=request, sent_at=None)
    if way.reply_by in ("phone", "letter"):
        page = clerk.get("/requests/messages/").content.decode()
        assert request.code in page
        assert way.reached_at not in page, "the list itself tells nobody's number"
        opened = clerk.post(f"/requests/cases/{request.pk}/open/", {"purpose": "request.followup"})
        assert way.reached_at in opened.content.decode()
        assert Access.objects.filter(role="clerk", outcome="opened").count() == 1
        for notice in list(waiting):
            clerk.post(f"/requests/messages/{notice.pk}/")
    assert not waiting.all().exists(), "everybody was told"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.channel)
def test_on_the_page_of_the_code_it_says_how_it_came_and_what_was_done(town: Town, way: Way) -> None:
    request = take(town.browser("wang.fang"), way)
    finish(town, request)
    page = Client(headers={"accept-language": "en"}).get(f"/requests/{request.code}/").content.decode()
    assert "已换循环泵，量得二十度。" in page
    assert way.reached_at not in page


def test_what_a_helper_takes_for_grandma_chen_names_the_helper_and_her_consent_to_the_centre_alone(
    town: Town,
) -> None:
    request = take(town.browser("wang.fang"), WAYS[-1])
    contact = Contact.objects.get(request=request)
    assert (contact.helper_name, contact.helper_relation, contact.consent_how) == (
        "何静",
        "社区工作者",
        "in_person",
    )
    assert contact.consent_at is not None
    order = Order.objects.get(request=request)
    card = town.browser("zhao.qiang").get(f"/orders/{order.pk}/").content.decode()
    assert "何静" not in card
    page = town.browser("wang.fang").post(
        f"/requests/cases/{request.pk}/open/", {"purpose": "request.intake"}
    )
    assert "何静" in page.content.decode()


def test_zhou_min_is_reached_in_writing_and_nobody_rings_her_up(town: Town) -> None:
    request = take(town.browser("wang.fang"), WAYS[4])
    finish(town, request)
    tasks.send_due(at=NOW + timedelta(days=4000))
    assert not Notice.objects.filter(request=request, how="phone").exists()
    assert Notice.objects.filter(request=request, how="sms").exclude(sent_at=None).exists()


def test_a_letter_on_paper_keeps_its_day(town: Town) -> None:
    clerk = town.browser("wang.fang")
    page = clerk.get("/requests/desk/").content.decode()
    assert re.search(r'name="heard_at"', page)
    assert [option for option in re.findall(r'<option value="(\w+)"', page) if option == "letter"] == [
        "letter"
    ] * 2
