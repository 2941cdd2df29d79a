"""The frame of each page: view, language, and where a person can go."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from minben.portal.navigation import CHECKS, WAYS, address_of, places_for, start_of
from tests.accounts.cast import CAST, account, signed_in

pytestmark = pytest.mark.django_db


def test_the_elder_view_stays_for_a_year(client: Client) -> None:
    answer = client.post("/view/", {"view": "elder", "next": "/about/?q=1"})
    assert answer.headers["Location"] == "/about/?q=1"
    cookie = answer.cookies["minben_view"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("elder", 31_536_000, "Lax")
    assert 'data-view="elder"' in client.get("/").content.decode()
    client.post("/view/", {"view": "standard"})
    assert 'data-view="standard"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "trick", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_no_toggle_leads_off_the_site(client: Client, trick: str) -> None:
    assert client.post("/view/", {"view": "elder", "next": trick}).headers["Location"] == "/"
    language = client.post("/language/", {"language": "en", "next": trick})
    assert language.headers["Location"] == "/"


def test_a_made_up_cookie_changes_nothing(client: Client) -> None:
    client.cookies["minben_view"] = '"><script>'
    assert 'data-view="standard"' in client.get("/").content.decode()


def test_the_language_a_browser_asks_for_is_spoken_and_a_choice_wins(client: Client) -> None:
    english = {"accept-language": "en-GB"}
    assert 'lang="en"' in client.get("/", headers=english).content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    page = client.get("/", headers=english).content.decode()
    assert 'lang="zh-Hans"' in page
    assert "临江市" in page


def test_the_question_comes_first_and_needs_no_account(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.index("您需要什么？</h1>") < page.index('name="text"') < page.index("到便民中心")


def test_a_page_for_somebody_unknown_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_num_queries(0):
        client.get("/about/")


@pytest.mark.parametrize("name", CAST)
def test_everybody_sees_only_where_they_may_go(name: str, settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    client = signed_in(name)
    for place in places_for(account(name), "/"):
        answer = client.get(place.address)
        assert answer.status_code in {200, 302}, f"{name} at {place.label}"


def test_every_way_leads_somewhere() -> None:
    assert [way.name for way in (*WAYS, *CHECKS) if not address_of(way.name)] == []


def test_nobody_is_shown_the_way_to_a_page_of_another_role() -> None:
    assert "/admin/" not in [place.address for place in places_for(account("wang.fang"), "/")]
    assert "/admin/" in [place.address for place in places_for(account("ma.chao"), "/")]


def test_a_toggle_leads_back_to_the_same_page_even_after_a_form_with_mistakes(client: Client) -> None:
    assert 'name="next" value="/about/?q=1"' in client.get("/about/?q=1").content.decode()
    mistaken = client.post("/account/sign-in/?next=/about/", {"username": "x"}).content.decode()
    assert mistaken.count('name="next" value="/account/sign-in/"') == 2


def test_the_current_place_is_marked_once() -> None:
    marked = [
        place.address for place in places_for(account("ma.chao"), "/admin/accounts/user/") if place.here
    ]
    assert marked == ["/admin/"]
    assert [place.here for place in places_for(AnonymousUser(), "/about/") if place.here] == []


def test_after_signing_in_each_role_starts_at_its_work() -> None:
    assert start_of(account("ma.chao")) == "/admin/"
    assert start_of(account("li.wei")) == "/"


def test_pages_carry_a_strict_policy_and_no_script_or_style_of_their_own(client: Client) -> None:
    for address in ("/", "/about/", "/accessibility/", "/health/", "/account/sign-in/", "/nowhere/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "<script>" not in page
        assert "style=" not in page
        assert "onclick" not in page


def test_the_next_page_after_signing_in_survives_odd_letters(client: Client) -> None:
    wanted = "/about/?" + urlencode({"q": "暖气 & 水"})
    account("li.wei")
    answer = client.post(
        "/account/sign-in/", {"username": "li.wei", "password": "heating-in-march", "next": wanted}
    )
    assert answer.headers["Location"] == wanted
