"""Ma Chao lets a partner in by keyboard, scripts off; how pages look to each reader is a law of the house."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from playwright.sync_api import Page

from minben.institutions.partners import actions as partners
from tests.browser import Reader, flaws

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_token_is_given_by_keyboard_without_scripts(
    at: datetime, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    new = partners.NewPartner("willow", "柳荫街道办事处", "综合科", name_en="Willow street office")
    partners.enrol_partners(rows=[new], at=at)
    session = signed_in("ma.chao").cookies["sessionid"].value
    page = reading(Reader("en", "standard", 320), session=session, scripts=False)
    page.goto("/partners/willow/")
    page.get_by_role("link", name="Give a token").press("Enter")
    page.get_by_label("What it is used for").press_sequentially("desk software")
    page.get_by_label("Send requests in").press("Space")
    page.get_by_role("button", name="Make the token").press("Enter")
    token = page.locator("code", has_text="mbt_").inner_text()
    assert partners.authenticate(token=token, at=datetime.now().astimezone()).code == "willow"


def test_the_page_that_shows_a_token_can_be_read_by_everybody(
    at: datetime, signed_in: Callable[[str], Client], reading: Callable[..., Page]
) -> None:
    new = partners.NewPartner("willow", "柳荫街道办事处", "综合科")
    partners.enrol_partners(rows=[new], at=at)
    page = reading(Reader("zh-hans", "elder", 320), session=signed_in("ma.chao").cookies["sessionid"].value)
    page.goto("/partners/willow/token/")
    page.locator("[name=name]").fill("接诉系统")
    page.locator("[name=scopes]").first.check()
    page.get_by_role("button", name="生成访问令牌").click()
    page.locator("code", has_text="mbt_").wait_for()
    assert flaws(page) == []
