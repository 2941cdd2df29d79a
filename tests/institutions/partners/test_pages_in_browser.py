"""Ma Chao lets a partner in as every reader can: by keyboard, in large print, on a small screen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from playwright.sync_api import Page

from minben.institutions.partners import actions as partners
from minben.institutions.partners.models import Delivery
from tests.browser import READERS, Reader, flaws, small_targets
from tests.institutions.partners.receiver import Machine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(machine: Machine, at: datetime) -> str:
    """A partner with a token and a machine that answers badly; the address of its deliveries."""
    new = partners.NewPartner("willow", "柳荫街道办事处", "综合科", name_en="Willow street office")
    key = partners.enrol_partners(rows=[new], at=at)["willow"]
    token = partners.NewToken(
        "willow", "接诉系统", ["requests:read", "subscriptions"], purpose="request.improve"
    )
    partners.issue_token(new=token, at=at)
    address = f"{machine.address}/hooks/of/the/street/office/of/willow/for/every/step/of/its/requests"
    subscription = partners.subscribe(partner=key, address=address, everything=True, at=at).key
    partners.announce(events=[partners.Event("request.routed", at, {"request": 7, "step": "routed"})], at=at)
    machine.answers, machine.body = [410], b"gone since the first of March"
    partners.deliver_due(at=at)
    return f"/partners/willow/told/{subscription}/"


@pytest.mark.parametrize("reader", [READERS[0], READERS[3], READERS[6]], ids=str)
def test_every_page_of_partners_can_be_used_by_every_reader(
    reader: Reader, told: str, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    page = reading(reader, session=signed_in("ma.chao").cookies["sessionid"].value)
    one = Delivery.objects.get().pk
    for address in (
        "/partners/", "/partners/willow/", "/partners/willow/token/", told, f"{told}{one}/", "/problems/",
        "/problems/key_reused/", "/api/",
    ):  # fmt: skip
        page.goto(address)
        assert flaws(page) == [], address
        assert small_targets(page, at_least=60 if reader.view == "elder" else 44) == [], address


def test_a_token_is_given_by_keyboard_without_scripts(
    told: str, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    session = signed_in("ma.chao").cookies["sessionid"].value
    page = reading(Reader("en", "standard", 1100), session=session, scripts=False)
    page.goto("/partners/willow/")
    page.get_by_role("link", name="Give a token").press("Enter")
    page.get_by_label("What it is used for").press_sequentially("desk software")
    page.get_by_label("Send requests in").press("Space")
    page.get_by_role("button", name="Make the token").press("Enter")
    token = page.locator("code", has_text="mbt_").inner_text()
    assert partners.authenticate(token=token, at=datetime.now().astimezone()).code == "willow"
