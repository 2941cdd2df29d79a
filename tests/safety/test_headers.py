"""What every page tells the browser: no script of others, no frame, no copy left behind, no address told on."""

import re
from secrets import token_urlsafe

import pytest
from django.test import Client

from minben.accounts.models import User
from tests.city import Town, settle
from tests.commands import Terminal

pytestmark = pytest.mark.django_db

STAFFS = ("/requests/queue/", "/orders/", "/requests/desk/", "/account/", "/rights/mine/")
INLINE = re.compile(rb"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def town(settings: object) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's
    return settle()


def test_a_page_that_somebody_signed_in_for_is_kept_by_no_browser_and_no_proxy(town: Town) -> None:
    clerk = town.browser("wang.fang")
    for address in STAFFS:
        answer = clerk.get(address)
        if answer.status_code == 200:
            assert "no-store" in answer.headers["Cache-Control"], address
    assert "no-store" not in clerk.get("/requests/map.svg").headers.get("Cache-Control", "")


def test_the_page_of_a_request_and_of_a_draft_is_kept_nowhere_either(town: Town) -> None:
    request, browser = town.ask(), Client()
    draft = browser.post("/requests/start/", {"text": "暖气不热"}).headers["Location"]
    for address in (f"/requests/{request.code}/", draft, "/requests/find/", "/requests/22-2222-2222/"):
        assert "no-store" in browser.get(address).headers["Cache-Control"], address


@pytest.mark.parametrize("address", ["/", "/account/sign-in/", "/requests/start/", "/nowhere/"])
def test_no_page_can_be_framed_or_run_what_is_not_ours(town: Town, address: str) -> None:
    told = Client().get(address).headers
    policy = told["Content-Security-Policy"]
    assert told["X-Frame-Options"] == "DENY"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in policy
    assert "*" not in policy
    for rule in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert rule in policy


def test_a_link_out_of_a_followed_request_does_not_carry_its_code_along(town: Town) -> None:
    answer = Client().get(f"/requests/{town.ask().code}/")
    # Within our own site the address may be told: forms need it to be known as ours.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/registers/unit/",
        "/admin/hotline/category/add/",
    ],
)
def test_the_administrators_pages_work_under_the_same_policy(town: Town, address: str) -> None:
    answer = town.browser("ma.chao").get(address)
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert INLINE.findall(answer.content) == []
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1:8000@elsewhere.example", "a b", "[::", ""])
def test_a_made_up_host_is_answered_by_nobody(host: str) -> None:
    assert Client(headers={"host": host}).get("/").status_code == 400


def test_cookies_are_for_this_site_alone_and_no_script_reads_the_session(town: Town) -> None:
    town.users["wang.fang"].set_password("heating-in-march")
    town.users["wang.fang"].save()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/account/sign-in/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.content)
    assert token
    given = {
        "username": "wang.fang",
        "password": "heating-in-march",
        "csrfmiddlewaretoken": token[1].decode(),
    }
    assert browser.post("/account/sign-in/", given).status_code == 302
    session = browser.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert browser.cookies["csrftoken"]["samesite"] == "Lax"


def test_without_its_token_no_form_does_anything(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in ("/requests/start/", "/account/sign-in/", "/requests/find/", "/view/", "/ledger/check/"):
        assert strict.post(address, {"text": "x"}).status_code == 403, address


def test_a_form_from_another_address_says_so_and_the_log_names_the_setting(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://hotline.city.example:8443"})
    page = strict.post("/requests/start/", {"text": "三号楼暖气不热"}, headers={"accept-language": "en"})
    assert page.status_code == 403
    assert "did not come from our address" in page.content.decode()
    assert "三号楼暖气不热" in page.content.decode(), "and the words are given back"
    assert any("MINBEN_ORIGINS" in record.message for record in caplog.records)


def test_signing_in_ends_a_session_that_somebody_prepared(town: Town) -> None:
    town.users["li.wei"].set_password("heating-in-march")
    town.users["li.wei"].save()
    browser = Client()
    browser.get("/account/sign-in/")
    session = browser.session
    session["planted"] = 1
    session.save()
    browser.cookies["sessionid"] = session.session_key
    browser.post("/account/sign-in/", {"username": "li.wei", "password": "heating-in-march"})
    assert browser.cookies["sessionid"].value != session.session_key
    assert Client(headers={"cookie": f"sessionid={session.session_key}"}).get("/account/").status_code == 302


def test_a_closed_account_is_out_at_once(town: Town) -> None:
    browser = town.browser("wang.fang")
    assert browser.get("/requests/queue/").status_code == 200
    User.objects.filter(username="wang.fang").update(is_active=False)
    assert browser.get("/requests/queue/").status_code == 302


@pytest.mark.parametrize(
    "goal",
    [
        "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "\\\\elsewhere.example",
        "javascript:nasty()", "https:elsewhere.example", "http:///elsewhere.example", "/%5celsewhere",
        "\t//elsewhere.example", "https://127.0.0.1@elsewhere.example/",
    ],
)  # fmt: skip
def test_no_way_back_leads_to_a_foreign_site(town: Town, goal: str) -> None:
    town.users["li.wei"].set_password("heating-in-march")
    town.users["li.wei"].save()
    ways = {
        "/account/sign-in/": {"username": "li.wei", "password": "heating-in-march"},
        "/view/": {"view": "elder"},
        "/language/": {"language": "en"},
    }
    for address, form in ways.items():
        location = Client().post(address, {**form, "next": goal}).headers["Location"]
        assert location.startswith("/"), (address, location)
        assert not location.startswith(("//", "/\\")), (address, location)


def test_the_framework_finds_nothing_to_add_before_a_city_goes_live(terminal: Terminal) -> None:
    live = {"MINBEN_HTTPS": "on", "MINBEN_SECRET_KEY": token_urlsafe(48), "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
    checked = terminal.run("manage", "check", "--deploy", "--fail-level", "WARNING", **live)
    assert checked.returncode == 0, checked.stderr
    # The check looks: without HTTPS it has something to say.
    live["MINBEN_HTTPS"] = "off"
    assert "security.W008" in terminal.run("manage", "check", "--deploy", **live).stderr
