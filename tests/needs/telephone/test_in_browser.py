"""Wang Fang's screen in a real browser: by keyboard alone without scripts, and opening by itself with them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from minben.commons.clock import now
from minben.needs.telephone.models import Call, Command
from tests.browser import READERS
from tests.city import Town
from tests.needs.telephone.exchange import CHEN_AT_HOME, SEAT, heard, take, talking, town

__all__ = ["town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(wanted).count():
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def test_the_call_is_handed_over_to_110_by_keyboard_alone_without_scripts(
    transactional_db: None, town: Town, reading: Callable[..., Page]
) -> None:
    call = talking(at=now() - timedelta(seconds=20))
    page = reading(session=town.browser("wang.fang").cookies["sessionid"].value, scripts=False)
    page.goto(f"/calls/{call.pk}/")
    tab_to(page, "main textarea:focus")
    page.keyboard.type("江畔社区三号楼，老人晕倒了")
    tab_to(page, "main button[accesskey=p]:focus")
    page.keyboard.press("Enter")
    page.get_by_text("已告诉 110，请再口述一遍").wait_for()
    assert page.get_by_role("alert").first.inner_text().count("江畔社区") >= 1
    assert Command.objects.get().to == "110"


def test_a_call_opens_by_itself_when_it_rings_at_her_seat(
    transactional_db: None, town: Town, reading: Callable[..., Page]
) -> None:
    page = reading(READERS[0], session=town.browser("wang.fang").cookies["sessionid"].value)
    troubles: list[str] = []
    page.on("console", lambda told: troubles.append(told.text))
    page.goto("/calls/")
    page.get_by_text("没有人在等。").wait_for()
    take(heard("ring", at=now(), caller=CHEN_AT_HOME, agent=SEAT))
    page.wait_for_url(f"**/calls/{Call.objects.get().pk}/", timeout=60_000)
    assert CHEN_AT_HOME in page.locator("main").inner_text()
    assert troubles == [], "the page's policy allows all that it does"
