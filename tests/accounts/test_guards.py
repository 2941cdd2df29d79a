"""Whose page it is."""

from unittest.mock import Mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from minben.accounts import guards
from minben.accounts.actions import Role, WrongRole, limited, requires
from minben.accounts.guards import sender
from tests.accounts.cast import CAST, account, signed_in

pytestmark = pytest.mark.django_db


@requires(Role.CLERK, Role.OFFICER)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the page")


def asked_by(user: object) -> HttpRequest:
    request = RequestFactory().get("/desk/?q=3")
    request.user = user  # type: ignore[assignment]  # a double of whoever asks
    return request


@pytest.mark.parametrize("name", CAST)
def test_only_the_named_roles_pass(name: str) -> None:
    request = asked_by(account(name))
    if CAST[name][0] in {Role.CLERK, Role.OFFICER}:
        assert page(request).status_code == 200
    else:
        with pytest.raises(WrongRole) as refused:
            page(request)
        assert refused.value.roles == (Role.CLERK, Role.OFFICER)


def test_someone_not_signed_in_is_brought_to_the_door_and_back() -> None:
    answer = page(asked_by(AnonymousUser()))
    assert answer.headers["Location"] == "/account/sign-in/?next=/desk/%3Fq%3D3"


def test_the_view_tells_whose_it_is() -> None:
    assert page.required_roles == (Role.CLERK, Role.OFFICER)  # type: ignore[attr-defined]  # a mark


def test_the_refusal_teaches_whose_page_it_is_and_what_to_do() -> None:
    answer = signed_in("li.wei").get("/account/second-step/")
    words = answer.content.decode()
    assert answer.status_code == 403
    assert "热线话务员" in words
    assert "您现在的身份是：居民" in words
    assert "wrong_role" in words


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "made-up, 1.1.1.1", "1.1.1.1"),
        (2, "made-up, 1.1.1.1, 8.8.8.8", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),  # a proxy that tells nothing: all share its limit
        (1, "' OR 1=1", "9.9.9.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:1.1.1.1", "1.1.1.1"),
    ],
)
def test_a_made_up_address_buys_no_second_chance(
    settings: Settings, proxies: int, told: str, address: str
) -> None:
    settings.MINBEN_PROXIES = proxies
    request = RequestFactory().post("/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": told})
    assert sender(request) == address


@limited(name="test", times=1, seconds=60)
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


@pytest.mark.parametrize("failure", [OperationalError("away"), ValueError("the count ran out")])
def test_a_limiter_that_cannot_count_lets_people_pass(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(guards, "cache", Mock(add=Mock(side_effect=failure)))
    for _time in range(3):
        assert desk(RequestFactory().post("/")).status_code == 200


def test_reading_is_never_limited() -> None:
    for _time in range(3):
        assert desk(RequestFactory().get("/")).status_code == 200
