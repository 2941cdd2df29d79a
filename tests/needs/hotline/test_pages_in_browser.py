"""The hotline in a real browser: every view, both languages, by keyboard and without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.browser import Reader
from tests.needs.hotline.page_city import COLD, City, put_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[City]:
    """Linjiang, visible to the browser's own connection."""
    yield from put_up(settings, tmp_path)


def test_grandma_chens_neighbour_sends_a_request_without_scripts(city: City, reading: Open) -> None:
    page = reading(Reader("zh-hans", "elder", 320), scripts=False)
    page.goto("/")
    page.get_by_role("textbox").fill(COLD)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我们这样理解您的话")
    page.get_by_role("link", name="改 为谁反映").click()
    page.get_by_label("您（代办人）的姓名").fill("何静")
    page.get_by_label("您是他（她）的什么人？").fill("邻居")
    page.get_by_label("本人当面同意").check()
    page.get_by_role("button", name="就这样").click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".code")).to_have_text(re.compile(r"\w\w-\w{4}-\w{4}"))
    assert Request.objects.get().channel == "proxy"


def test_the_map_is_pressed_with_a_finger_without_scripts(city: City, reading: Open) -> None:
    page = reading(Reader("zh-hans", "standard", 320), scripts=False)
    key = hotline.save_draft(facts={"text": "路灯不亮"}, at=now())
    page.goto(f"/requests/drafts/{key}/map/")
    page.locator("input.map").click(position={"x": 120, "y": 150})
    expect(page).to_have_url(re.compile("close=1"))
    page.locator("input.map").click(position={"x": 140, "y": 140})
    expect(page.get_by_text("（您在地图上点的位置）")).to_be_visible()


def test_wang_fang_takes_a_call_by_keyboard_alone(city: City, reading: Open) -> None:
    session = city.browser("wang.fang").cookies["sessionid"].value
    page = reading(Reader("zh-hans", "standard", 1100), session=session, scripts=False)
    page.goto("/requests/desk/")
    page.get_by_label("来电号码").focus()
    page.keyboard.type("13912345678")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("楼上夜里装修，吵得睡不着")
    page.keyboard.press("Tab")
    page.keyboard.type("江畔路 3 号")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已受理")
    assert Request.objects.get().address.startswith("江畔路")
