"""Guessing at the door: one way in, counted by name and by address, and no line of the log that a guesser wrote."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from tests.city import Town, settle
from tests.laws.everywhere import routes

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def town() -> Town:
    cache.clear()
    return settle()


@pytest.fixture
def the_log() -> Iterator[io.StringIO]:
    """What the city's log would hold: the same filters and form as it is written with."""
    root = logging.getLogger()
    real = next(one for one in root.handlers if type(one) is logging.StreamHandler)
    buffer = io.StringIO()
    copy = logging.StreamHandler(buffer)
    copy.setFormatter(real.formatter)
    for one in real.filters:
        copy.addFilter(one)
    root.addHandler(copy)
    level = root.level
    root.setLevel(logging.INFO)
    yield buffer
    root.setLevel(level)
    root.removeHandler(copy)


def test_the_administrators_pages_have_no_door_of_their_own(town: Town) -> None:
    for address in ("/admin/", "/admin/login/", "/admin/accounts/user/"):
        answer = Client().get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith(SIGN_IN), address
    posted = Client().post("/admin/login/", {"username": "ma.chao", "password": "guess"})
    assert posted.status_code == 302
    assert posted.headers["Location"].startswith(SIGN_IN)


def test_whoever_is_signed_in_and_no_administrator_is_told_whose_pages_these_are(
    town: Town, settings: Any
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    answer = town.browser("wang.fang").get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "Administrator" in answer.content.decode()


@pytest.mark.usefixtures("one_window")
def test_one_password_tried_on_many_names_meets_a_limit(town: Town) -> None:
    guesser = Client()
    statuses = [
        guesser.post(SIGN_IN, {"username": f"name-{n}", "password": "Heating2026"}).status_code
        for n in range(70)
    ]
    assert statuses[:60] == [200] * 60
    assert set(statuses[60:]) == {429}


def test_an_unknown_name_is_answered_as_a_wrong_password_is(town: Town) -> None:
    town.users["wang.fang"].set_password("heating-in-march")
    town.users["wang.fang"].save()
    pages = [
        Client().post(SIGN_IN, {"username": name, "password": "guess"}).content.decode()
        for name in ("wang.fang", "nobody.here")
    ]
    known, unknown = (
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|wang\.fang|nobody\.here', "", page)
        for page in pages
    )
    assert known == unknown


def test_there_is_no_way_in_by_a_letter(town: Town) -> None:
    names = {*routes(), *(str(key) for key in get_resolver().reverse_dict)}
    assert not [name for name in names if "reset" in name or "recover" in name]
    assert Client().get("/admin/password_reset/").status_code in (302, 404)


@pytest.mark.parametrize("name", ["a\r\n2026-03-11 CRITICAL the vault is open", "x\x1b[2J", "a\u2028b"])
def test_nobody_writes_a_line_of_the_log(town: Town, name: str, the_log: io.StringIO) -> None:
    Client().post(SIGN_IN, {"username": name, "password": "guess"})
    Client().get(f"/requests/{quote(name)}/")
    Client().get("/nowhere/", {"q": name}, headers={"user-agent": name.replace("\r\n", "")})
    written = the_log.getvalue()
    assert "Not Found" in written
    assert not re.search(r"^2026-03-11 CRITICAL", written, re.MULTILINE)
    assert "\x1b" not in written
