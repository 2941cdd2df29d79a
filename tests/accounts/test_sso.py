"""Wang Fang signs in with the city's identity provider; nobody gets in by a token that proves nothing."""

from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import requests
from django.test import Client

from minben.accounts.checks import the_provider_can_be_believed
from minben.accounts.middleware import PASSED
from minben.accounts.models import User
from minben.accounts.opening import give_passwords
from tests.accounts.cast import account
from tests.accounts.provider import CLIENT, SECRET, Identity, key, serving

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/account/sso/", "/account/sso/back/"


@pytest.fixture
def identity(settings: Any) -> Iterator[Identity]:
    with serving(Identity(about={"preferred_username": "wang.fang", "name": "王芳"})) as identity:
        settings.MINBEN_OIDC_ISSUER = identity.address
        settings.MINBEN_OIDC_CLIENT, settings.MINBEN_OIDC_SECRET = CLIENT, SECRET
        yield identity


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en", "host": "localhost"})


def go(client: Client, next_page: str = "") -> str:
    """Go to the provider and come back; return where the browser ends up."""
    begun = client.get(BEGIN, {"next": next_page} if next_page else {})
    assert begun.status_code == 302
    returned = requests.get(begun.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    answer = client.get(returned.removeprefix("http://localhost"))
    assert answer.status_code == 302
    return answer.headers["Location"]


def who(client: Client) -> str:
    found = client.session.get("_auth_user_id")
    return User.objects.get(pk=found).username if found else ""


def told(client: Client) -> str:
    return client.get("/account/sign-in/").content.decode()


def test_she_signs_in_with_the_citys_identity_and_returns_to_her_page(
    client: Client, identity: Identity
) -> None:
    account("wang.fang")
    assert "/account/sso/" in told(client)
    before = client.session.session_key
    assert go(client, "/about/") == "/about/"
    assert who(client) == "wang.fang"
    # A session that somebody prepared for her is worth nothing afterwards.
    assert client.session.session_key != before


def test_whom_the_provider_lets_in_need_not_know_the_password_typed_for_them(
    client: Client, identity: Identity, settings: Any
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    account("wang.fang")
    given = give_passwords(usernames=["wang.fang"])["wang.fang"]
    go(client)
    assert client.get("/requests/queue/").status_code == 200
    # Whoever comes by that password still finds one page alone.
    stranger = Client()
    stranger.post("/account/sign-in/", {"username": "wang.fang", "password": given})
    assert stranger.get("/requests/queue/").headers["Location"] == "/account/password/"


def test_without_a_provider_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.MINBEN_OIDC_ISSUER = ""
    assert client.get(BEGIN).status_code == client.get(BACK).status_code == 404
    assert "/account/sso/" not in told(client)


def test_the_second_step_is_still_asked_when_the_provider_did_not(client: Client, identity: Identity) -> None:
    account("wang.fang")
    go(client)
    assert client.get("/requests/queue/").headers["Location"].startswith("/account/second-step/")


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:city:high"}])
def test_a_second_step_at_the_provider_counts(
    client: Client, identity: Identity, settings: Any, said: dict[str, Any]
) -> None:
    settings.MINBEN_OIDC_LEVELS = ["urn:city:high"]
    user = account("wang.fang")
    identity.about.update(said)
    go(client)
    assert client.session[PASSED] == user.pk


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "urn:city:low"}, {"acr": None}])
def test_less_than_a_second_step_does_not(
    client: Client, identity: Identity, settings: Any, said: dict[str, Any]
) -> None:
    settings.MINBEN_OIDC_LEVELS = ["urn:city:high"]
    account("wang.fang")
    identity.about.update(said)
    go(client)
    assert PASSED not in client.session


WRONG: dict[str, dict[str, Any]] = {
    "made for another sign-in": {"nonce": "other"},
    "for no sign-in": {"nonce": None},
    "made for another house": {"aud": "other"},
    "for nobody": {"aud": None},
    "for several, asked by another": {"aud": [CLIENT, "other"], "azp": "other"},
    "by another provider": {"iss": "https://elsewhere.example"},
    "expired": {"exp": 1_000},
    "without an end": {"exp": None},
    "whose end is no number": {"exp": "soon"},
    "not yet valid": {"iat": 99_999_999_999, "nbf": 99_999_999_999},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_does_not_hold_opens_nothing(
    client: Client, identity: Identity, changed: dict[str, Any]
) -> None:
    account("wang.fang")
    identity.changed = changed
    assert go(client) == "/account/sign-in/"
    assert who(client) == ""
    assert "egin again" in told(client)


def unsigned(_identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none", headers={"kid": "one"})


def by_another_key(_identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key("a stranger's"), "RS256", headers={"kid": "one"})


def with_the_shared_secret(_identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, SECRET * 2, "HS256", headers={"kid": "one"})


def under_an_unknown_key(identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, identity.private, "RS256", headers={"kid": "two"})


def without_a_key(identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, identity.private, "RS256")


def cut(identity: Identity, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, identity.private, "RS256", headers={"kid": "one"})[:-20]


def nothing(_identity: Identity, _claims: dict[str, Any]) -> str:
    return ""


@pytest.mark.parametrize(
    "sign",
    [unsigned, by_another_key, with_the_shared_secret, under_an_unknown_key, without_a_key, cut, nothing],
)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    client: Client, identity: Identity, sign: Any
) -> None:
    account("wang.fang")
    identity.sign = sign
    assert go(client) == "/account/sign-in/"
    assert who(client) == ""


def test_nobody_comes_back_who_did_not_begin_here(client: Client, identity: Identity) -> None:
    account("wang.fang")
    begun = Client(headers={"host": "localhost"}).get(BEGIN)
    returned = requests.get(begun.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    assert client.get(returned.removeprefix("http://localhost")).headers["Location"] == "/account/sign-in/"
    assert who(client) == ""


def test_a_way_back_is_walked_once(client: Client, identity: Identity) -> None:
    account("wang.fang")
    begun = client.get(BEGIN)
    returned = requests.get(begun.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    path = returned.removeprefix("http://localhost")
    client.get(path)
    client.post("/account/sign-out/")
    assert client.get(path).headers["Location"] == "/account/sign-in/"
    assert who(client) == ""


def test_somebody_without_an_account_gets_none_from_nothing(client: Client, identity: Identity) -> None:
    assert go(client) == "/account/sign-in/"
    assert not User.objects.filter(username="wang.fang").exists()


def test_a_mapping_makes_an_account_with_the_role_it_names_and_no_password(
    client: Client, identity: Identity, settings: Any
) -> None:
    settings.MINBEN_OIDC_ROLES = "hotline-desk=clerk"
    identity.about["groups"] = ["everybody", "hotline-desk"]
    go(client)
    made = User.objects.get(username="wang.fang")
    assert (made.role, made.display, made.has_usable_password(), who(client)) == (
        "clerk",
        "王芳",
        False,
        "wang.fang",
    )


def test_a_mapping_changes_nobody_who_is_here_already(
    client: Client, identity: Identity, settings: Any
) -> None:
    settings.MINBEN_OIDC_ROLES = "hotline-desk=auditor"
    identity.about["groups"] = ["hotline-desk"]
    account("wang.fang")
    go(client)
    assert User.objects.get(username="wang.fang").role == "clerk"


def test_a_closed_account_stays_closed(client: Client, identity: Identity) -> None:
    User.objects.filter(pk=account("wang.fang").pk).update(is_active=False)
    assert go(client) == "/account/sign-in/"
    assert who(client) == ""


@pytest.mark.parametrize(("verified", "enters"), [(True, "wang.fang"), (False, ""), ("true", ""), (None, "")])
def test_an_address_counts_only_when_the_provider_checked_it(
    client: Client, identity: Identity, settings: Any, verified: Any, enters: str
) -> None:
    settings.MINBEN_OIDC_CLAIM = "email"
    User.objects.filter(pk=account("wang.fang").pk).update(email="Wang.Fang@city.example")
    identity.about.update(email="wang.fang@city.example", email_verified=verified)
    go(client)
    assert who(client) == enters


def test_one_address_on_two_accounts_opens_neither(client: Client, identity: Identity, settings: Any) -> None:
    settings.MINBEN_OIDC_CLAIM = "email"
    for name in ("wang.fang", "zhao.qiang"):
        User.objects.filter(pk=account(name).pk).update(email="desk@city.example")
    identity.about.update(email="desk@city.example", email_verified=True)
    go(client)
    assert who(client) == ""


def test_nobody_is_sent_to_a_foreign_site_afterwards(client: Client, identity: Identity) -> None:
    account("wang.fang")
    assert go(client, "https://elsewhere.example/") == "/start/"


def test_a_provider_that_is_away_leaves_the_password(client: Client, settings: Any) -> None:
    settings.MINBEN_OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get(BEGIN).headers["Location"] == "/account/sign-in/"
    assert "does not answer" in told(client)


def test_a_provider_that_names_itself_otherwise_is_not_believed(
    client: Client, identity: Identity, settings: Any
) -> None:
    settings.MINBEN_OIDC_ISSUER = identity.address.replace("127.0.0.1", "localhost")
    assert client.get(BEGIN).headers["Location"] == "/account/sign-in/"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("MINBEN_OIDC_ALGORITHM", "HS256", "accounts.E002"),
        ("MINBEN_OIDC_ALGORITHM", "none", "accounts.E002"),
        ("MINBEN_OIDC_ROLES", "bosses=administrator", "accounts.E003"),
        ("MINBEN_OIDC_ROLES", "clerk", "accounts.E003"),
    ],
)
def test_settings_that_would_let_anybody_in_are_found(
    settings: Any, name: str, value: str, code: str
) -> None:
    settings.MINBEN_OIDC_ISSUER = "https://id.example"
    assert the_provider_can_be_believed(None) == []
    setattr(settings, name, value)
    assert [error.id for error in the_provider_can_be_believed(None)] == [code]
