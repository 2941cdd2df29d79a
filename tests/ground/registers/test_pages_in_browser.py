"""The counters and units in a real browser: by ear, in large print, on a narrow screen, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.ground.registers.cast import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_by_keyboard_alone_one_gets_from_the_list_to_a_counter_without_scripts(
    reading: Callable[..., Page],
) -> None:
    settle()
    page = reading(scripts=False)
    page.goto("/places/")
    page.get_by_role("link", name="江畔区便民服务中心").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("江畔区便民服务中心")
    expect(page.locator("dl.facts")).to_contain_text("周一至周六 8:30–17:30")
