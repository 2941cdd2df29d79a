"""Ma Chao lets a partner in, sees what it was sent, and takes its token back; nobody else may."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from minben.institutions.partners import actions as partners
from minben.institutions.partners import queries
from minben.institutions.partners.models import Delivery, Token
from tests.institutions.partners.receiver import Machine

pytestmark = pytest.mark.django_db
WILLOW = {"code": "willow", "name": "柳荫街道", "name_en": "Willow street", "contact": "综合科"}
TOKEN = {"name": "desk", "scopes": ["requests:write"], "purpose": "", "per_minute": "60", "until": ""}


@pytest.fixture
def administrator(signed_in: Any) -> Client:
    return signed_in("ma.chao")  # type: ignore[no-any-return]  # a browser


@pytest.fixture
def willow(administrator: Client) -> str:
    assert administrator.post("/partners/", WILLOW).status_code == 302
    return "/partners/willow/"


def test_a_partner_is_enrolled_once(administrator: Client, willow: str) -> None:
    assert b"Willow street" in administrator.get("/partners/").content
    again = administrator.post("/partners/", WILLOW)
    assert b"has this code already" in again.content
    assert len(queries.partners()) == 1


def test_a_token_is_shown_this_once_and_lets_in_until_it_is_taken_back(
    administrator: Client, willow: str, at: datetime
) -> None:
    shown = administrator.post(f"{willow}token/", TOKEN).content.decode()
    token = re.search(r"mbt_[\w-]{43}", shown)
    assert token is not None
    assert "no-store" in administrator.post(f"{willow}token/", TOKEN)["Cache-Control"]
    assert partners.authenticate(token=token.group(), at=at).per_minute == 60
    page = administrator.get(willow).content.decode()
    assert token.group() not in page
    assert token.group()[-4:] in page
    assert "Send requests in" in page
    row = Token.objects.get(hint=f"…{token.group()[-4:]}")
    assert administrator.post(f"{willow}token/{row.pk}/").status_code == 302
    with pytest.raises(partners.NotLetIn):
        partners.authenticate(token=token.group(), at=at)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scopes": []}, "required"),
        ({"scopes": ["requests:read"]}, "needs a purpose"),
        ({"purpose": "request.improve"}, "nothing to choose a purpose for"),
        ({"purpose": "request.intake"}, "not one of the available"),
        ({"until": "2020-01-01"}, "must lie ahead"),
        ({"per_minute": "0"}, "greater than or equal"),
    ],
)
def test_a_token_without_bounds_is_refused_with_what_to_do(
    administrator: Client, willow: str, change: dict[str, Any], words: str
) -> None:
    answer = administrator.post(f"{willow}token/", {**TOKEN, **change})
    assert words in answer.content.decode()
    assert not Token.objects.exists()


def test_each_delivery_is_seen_with_its_tries_and_can_be_sent_again(
    administrator: Client, willow: str, machine: Machine, at: datetime
) -> None:
    key = queries.partner("willow").key  # type: ignore[union-attr]  # enrolled
    told = partners.subscribe(partner=key, address=machine.address, everything=False, at=at).key
    partners.announce(events=[partners.Event("request.routed", at, {"request": 7}, owner="willow")], at=at)
    machine.answers, machine.body = [410], b"<b>gone & away</b>"
    partners.deliver_due(at=at)
    assert "Paused" in administrator.get("/partners/").content.decode()
    assert "it is there no more" in administrator.get(willow).content.decode()
    listed = administrator.get(f"{willow}told/{told}/").content.decode()
    assert "410" in listed
    one = Delivery.objects.get()
    page = administrator.get(f"{willow}told/{told}/{one.pk}/").content.decode()
    assert "&lt;b&gt;gone &amp; away&lt;/b&gt;" in page
    assert one.key in page
    machine.answers = [200]
    assert administrator.post(f"{willow}told/{told}/").status_code == 302
    assert administrator.post(f"{willow}told/{told}/{one.pk}/").status_code == 302
    while partners.deliver_due(at=datetime.now(at.tzinfo)).arrived:
        pass
    assert "It arrived" in administrator.get(f"{willow}told/{told}/{one.pk}/").content.decode()


def test_one_partners_pages_show_nothing_of_anothers(
    administrator: Client, willow: str, machine: Machine, at: datetime
) -> None:
    administrator.post("/partners/", {**WILLOW, "code": "north"})
    north = queries.partner("north").key  # type: ignore[union-attr]  # enrolled
    told = partners.subscribe(partner=north, address=machine.address, everything=True, at=at).key
    partners.announce(events=[partners.Event("request.routed", at)], at=at)
    token = partners.issue_token(new=partners.NewToken("north", "x", ["requests:write"]), at=at)
    assert administrator.get(f"{willow}told/{told}/").status_code == 404
    assert administrator.get(f"{willow}told/{told}/{Delivery.objects.get().pk}/").status_code == 404
    assert administrator.post(f"{willow}token/{token.key}/").status_code == 404
    assert administrator.get(f"{willow}told/{10**18}/").status_code == 404
    assert administrator.get(f"/partners/north/told/{told}/?before=x").status_code == 200


def test_a_partner_that_is_closed_is_let_in_no_more(administrator: Client, willow: str, at: datetime) -> None:
    token = partners.issue_token(new=partners.NewToken("willow", "x", ["requests:write"]), at=at).token
    assert administrator.post(f"{willow}close/").status_code == 302
    with pytest.raises(partners.NotLetIn):
        partners.authenticate(token=token, at=at)
    assert "gets no new token" in administrator.post(f"{willow}token/", TOKEN).content.decode()


@pytest.mark.parametrize("name", ["wang.fang", "sun.li", "gao.ming", "li.wei"])
def test_nobody_else_lets_anybody_in(signed_in: Any, willow: str, name: str) -> None:
    somebody = signed_in(name)
    for path in ("/partners/", willow, f"{willow}token/"):
        assert somebody.get(path).status_code == 403
    assert somebody.post(f"{willow}token/", TOKEN).status_code == 403
    assert not Token.objects.exists()
    assert Client().get("/partners/").status_code == 302
