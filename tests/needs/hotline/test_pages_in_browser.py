"""The hotline in a real browser: every view, both languages, by keyboard and without scripts."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from minben.commons.clock import now
from minben.ground.registers.actions import Duty
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Alert, Import, Request, SetAside
from tests.browser import READERS, Reader, chromium, flaws, reading, small_targets
from tests.needs.hotline.page_city import COLD, City, photo, put_up

__all__ = ["chromium", "reading"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
# All four views in Chinese, and English where its longer words have the least room.
SEVERAL = [*READERS[:4], READERS[7]]
PICTURES = os.environ.get("MINBEN_PICTURES", "")


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[City]:
    """Linjiang, visible to the browser's own connection."""
    yield from put_up(settings, tmp_path)


def looked_at(page: Page, reader: Reader, name: str) -> None:
    """Find no flaw; keep a picture where somebody wants to look themselves."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{reader}.png", full_page=True)
    assert flaws(page) == [], f"{name} as {reader}"
    assert small_targets(page, at_least=60 if reader.view == "elder" else 44) == [], f"{name} as {reader}"


def busy(city: City) -> dict[str, str]:
    """A city with something on every page; returns the addresses of residents' pages."""
    why = [
        {"code": "parent_area", "source": "临江市派单目录", "since": "2026-01-01", "verified": False},
        {"code": "span", "amount": 3, "unit": "working_days", "urgency": "soon"},
    ]
    contact = hotline.ContactGiven(name="陈桂英", phone="13912345678", reply_by="phone")
    going = city.request(contact=contact)
    Request.objects.filter(pk=going.pk).update(
        why=why, unit_id=city.units["heat"], state="routed", due_at=now()
    )
    hotline.add_photos(request_id=going.pk, jpegs=[photo(size=(640, 480)).getvalue()], at=now())
    finished = city.told(city.request("路灯不亮，楼道很黑"), "done", "done", "换了灯泡，附照片")
    over = city.request("要求给每户发一套房")
    city.ended(over)
    text = "请问养老金认证怎么办？我对法院判决不服，燃气泄漏怎么办，有人晕倒"
    said = {"text": text, "kind": "consultation", "category": "pension", "place": city.places["riverside"]}
    key = hotline.save_draft(facts={**said, "helper_name": "何静", "helper_relation": "邻居"}, at=now())
    pages = {"draft": f"/requests/drafts/{key}/"}
    for part in ("what", "where", "who", "contact", "helper", "photos", "map", "keep"):
        pages[part] = f"/requests/drafts/{key}/{part}/"
    return pages | {
        "start": "/requests/start/",
        "whistle": "/requests/whistle/",
        "find": "/requests/find/",
        "wrong": "/requests/22-2222-2222/",
        "gone": "/requests/drafts/gone/",
        "kept": "/requests/nothing-kept/",
        "track": f"/requests/{going.code}/",
        "finished": f"/requests/{finished.code}/",
        "over": f"/requests/{over.code}/",
        "add": f"/requests/{going.code}/add/",
        "not-solved": f"/requests/{finished.code}/not-solved/",
    }


def staff_pages(city: City) -> dict[str, str]:
    unsorted = city.request("江畔社区楼下很吵", category="", urgency="urgent")
    Request.objects.filter(pk=unsorted.pk).update(guesses=[["noise", 0.52], ["heating", 0.21]])
    Alert.objects.create(request=unsorted, kind="children", at=now())
    report = city.request("食品厂用过期的肉", kind="whistle", category="")
    proposal = hotline.Proposal(kind="excluded", reason="no_facts", words="没查到", evidence="三次上门")
    ending = hotline.propose_ending(
        request_id=unsorted.pk, proposal=proposal, by=city.account("next.chair"), at=now()
    )
    file = Import.objects.create(source="export", name="march.csv", digest="x", started_at=now(), set_aside=1)
    SetAside.objects.create(file=file, row=3, column="when", reason="when_empty", remedy="give_when", raw="x")
    city.charge("wang.fang", Duty.REPORT_DESK)
    case = f"/requests/cases/{unsorted.pk}/"
    pages = {
        name: f"/requests/{name}/" for name in ("desk", "queue", "alerts", "apart", "messages", "endings")
    }
    return pages | {
        "case": case,
        "report": f"/requests/cases/{report.pk}/",
        "propose": f"{case}ending/",
        "decide": f"/requests/endings/{ending}/",
        "import": f"/requests/imports/{file.pk}/",
    }


@pytest.mark.parametrize("reader", SEVERAL, ids=str)
def test_axe_finds_nothing_on_residents_pages(city: City, reading: Open, reader: Reader) -> None:
    page = reading(reader)
    for name, address in busy(city).items():
        page.goto(address)
        looked_at(page, reader, name)


@pytest.mark.parametrize("reader", SEVERAL, ids=str)
def test_axe_finds_nothing_on_clerks_pages(city: City, reading: Open, reader: Reader) -> None:
    busy(city)
    pages = staff_pages(city)
    page = reading(reader, session=city.browser("wang.fang").cookies["sessionid"].value)
    for name, address in pages.items():
        page.goto(address)
        assert page.url.endswith(address)
        looked_at(page, reader, f"staff-{name}")


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
