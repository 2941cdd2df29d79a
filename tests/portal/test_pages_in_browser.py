"""The front door in a real browser: every view, both languages, by keyboard and without scripts."""

import re
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from playwright.sync_api import Page, expect
from pytest_django import Settings

from minben.portal import views
from tests.accounts.cast import PASSWORD, account, signed_in
from tests.browser import READERS, Reader, flaws, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has no page of its own is refused kindly, and that too must be readable.
REFUSED = ["/no-such-page/", "/requests/22-2222-2222/", "/requests/drafts/gone/", "/requests/cases/1/"]
NARROW = [READERS[3], READERS[6]]
Open = Callable[..., Page]


@pytest.mark.parametrize("reader", NARROW, ids=str)
def test_axe_finds_nothing_on_a_refusal(reading: Open, reader: Reader, settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    page = reading(reader, session=signed_in("zhao.qiang").cookies["sessionid"].value)
    for address in REFUSED:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (403, 404)
        assert flaws(page) == [], f"{address} as {reader}"
        assert small_targets(page, at_least=60 if reader.view == "elder" else 44) == [], address


@pytest.mark.parametrize("reader", NARROW, ids=str)
def test_axe_finds_nothing_when_something_is_broken(
    reading: Open, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reading(reader)
    for error, status in ((OperationalError("away"), 503), (RuntimeError("a fault of ours"), 500)):
        monkeypatch.setattr(views, "render", Mock(side_effect=error))
        answer = page.goto("/about/")
        assert answer is not None
        assert answer.status == status
        assert flaws(page) == [], f"{status} as {reader}"


def test_grandma_chens_view_stays_and_is_left_as_easily_without_scripts(reading: Open) -> None:
    page = reading(Reader("zh-hans", "standard", 1100), scripts=False)
    page.goto("/about/")
    page.get_by_role("button", name="长者版").click()
    assert page.url.endswith("/about/")
    expect(page.locator("html")).to_have_attribute("data-view", "elder")
    page.goto("/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    page.get_by_role("button", name="返回标准版").click()
    expect(page.locator("html")).to_have_attribute("data-view", "standard")


@pytest.mark.parametrize("reader", [Reader("zh-hans", "elder", 320), Reader("en", "elder", 320)], ids=str)
def test_on_a_narrow_screen_a_clerks_many_ways_fold_into_one_line(
    reading: Open, reader: Reader, settings: Settings
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    page = reading(reader, session=signed_in("wang.fang").cookies["sessionid"].value, scripts=False)
    page.goto("/about/")
    menu = page.locator("details.menu summary")
    box = menu.bounding_box()
    assert box is not None
    assert 60 <= box["height"] <= 75
    desk = page.locator("details.menu").get_by_role(
        "link", name="受理台" if "zh" in reader.language else "Desk", exact=True
    )
    expect(desk).not_to_be_visible()
    menu.focus()
    page.keyboard.press("Enter")
    expect(desk).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu') !== null")
    desk.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/requests/desk/")
    expect(page.locator("details.menu summary")).to_contain_text(
        desk.inner_text() if desk.is_visible() else ""
    )


def test_on_a_wide_screen_they_lie_open_and_a_residents_few_need_no_menu(
    reading: Open, settings: Settings
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    clerk = reading(READERS[0], session=signed_in("wang.fang").cookies["sessionid"].value)
    clerk.goto("/about/")
    expect(clerk.locator("details.menu")).not_to_be_visible()
    expect(clerk.locator("nav.ways")).to_be_visible()
    resident = reading(READERS[2])
    resident.goto("/about/")
    assert resident.locator("details.menu").count() == 0
    expect(resident.locator("nav.ways")).to_be_visible()


def test_the_language_changes_in_place(reading: Open) -> None:
    page = reading()
    page.goto("/accessibility/")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/accessibility/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accessibility")


def test_by_keyboard_alone_one_skips_to_the_question(reading: Open) -> None:
    page = reading()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))  # only now does the next Tab begin at the question
    page.keyboard.press("Tab")
    expect(page.locator("main [name=text]")).to_be_focused()


def test_wang_fang_signs_in_by_keyboard_alone(reading: Open, settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    account("wang.fang")
    page = reading()
    page.goto("/account/sign-in/")
    expect(page.get_by_label("账号")).to_be_focused()  # the page itself puts the hands there
    page.keyboard.type("wang.fang")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="王芳")).to_be_visible()


def test_an_error_is_read_out_first(reading: Open) -> None:
    page = reading()
    page.goto("/account/sign-in/")
    page.get_by_label("账号").fill("wang.fang")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert flaws(page) == []


def test_words_outlive_a_lost_connection(reading: Open) -> None:
    page = reading()
    page.goto("/")
    question = page.get_by_role("textbox")
    question.fill("三号楼暖气不热")
    page.goto("about:blank")
    page.goto("/")
    expect(question).to_have_value("三号楼暖气不热")
    expect(page.get_by_text("没有丢")).to_be_visible()
    assert flaws(page) == []


def test_on_a_shared_machine_the_words_are_thrown_away_or_gone_next_day(reading: Open) -> None:
    page = reading()
    page.goto("/")
    question = page.get_by_role("textbox")
    question.fill("三号楼暖气不热")
    page.reload()
    page.get_by_role("button", name="删掉重写").click()
    expect(question).to_have_value("")
    page.reload()
    expect(question).to_have_value("")
    question.fill("昨天写的")
    page.evaluate(
        """() => {const kept = JSON.parse(localStorage["minben:draft:need"]);
                  kept.at -= 25 * 3600 * 1000;
                  localStorage["minben:draft:need"] = JSON.stringify(kept);}"""
    )
    page.reload()
    expect(question).to_have_value("")


def test_without_storage_the_page_works_all_the_same(reading: Open) -> None:
    page = reading()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw Error('forbidden') }})"
    )
    page.goto("/")
    page.get_by_role("textbox").fill("三号楼暖气不热")
    assert complaints == []
