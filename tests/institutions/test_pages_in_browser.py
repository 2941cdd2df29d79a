"""The pages of the institutions in a real browser, as each reader sees them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page

from minben.commons.clock import now
from minben.institutions.rights.actions import NewGrant, break_glass, grant, open_for, person_keys
from tests.browser import READERS, Reader, flaws, small_targets
from tests.institutions.rights.people import CHEN, HEATING, ZHAO
from tests.institutions.sandbox.algorithms import NAME, cleared, only_declared, sorter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forced(settings: object) -> Iterator[int]:
    """A city in which Grandma Chen's request was read, forced open, and the sorter was cleared."""
    settings.ROOT_URLCONF = "tests.institutions.rights.addresses"

    def chen_is_li_wei_s_mother(user: object) -> list[str]:
        return [CHEN] if str(user) == "李伟" else []

    at = now()
    grant(grants=[NewGrant(HEATING.record, "unit:3", "request.handle", until=at)], at=at - timedelta(hours=2))
    open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at - timedelta(hours=1))
    access = break_glass(reader=ZHAO, record=HEATING, reason="老人在家晕倒，要马上联系家属", at=at)
    person_keys.append(chen_is_li_wei_s_mother)
    with only_declared(sorter()):
        cleared(at)
        yield access
    person_keys.remove(chen_is_li_wei_s_mother)


def session_of(browser: Client) -> str:
    return browser.cookies["sessionid"].value


@pytest.mark.parametrize("reader", [READERS[3], READERS[6]], ids=str)
def test_a_refused_reading_says_why_to_every_reader(
    reader: Reader, forced: int, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    page = reading(reader, session=session_of(signed_in("zhao.qiang")))
    page.goto("/order-page/")
    assert flaws(page) == []
    assert small_targets(page, at_least=60 if reader.view == "elder" else 44) == []


def test_officer_zhao_opens_a_page_in_an_emergency_by_keyboard_alone(
    forced: int, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    page = reading(Reader("en", "standard", 1100), session=session_of(signed_in("zhao.qiang")), scripts=False)
    page.goto("/order-page/")
    page.get_by_role("link", name="Open in an emergency").press("Enter")
    page.get_by_label("What is the emergency?").press_sequentially("collapsed at home, call the family")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/order-page/")
    assert "陈奶奶" in page.content()


def test_reviewer_gao_clears_an_algorithm_by_keyboard_alone(
    forced: int, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    page = reading(Reader("en", "standard", 1100), session=session_of(signed_in("gao.ming")), scripts=False)
    page.goto(f"/algorithms/{NAME}/clear/")
    page.get_by_label("Least confidence").focus()
    page.keyboard.type("0.7")
    page.get_by_role("button", name="Clear it").press("Enter")
    page.wait_for_url(f"**/algorithms/{NAME}/")
    assert "Below a confidence of 70% people decide" in page.content()
