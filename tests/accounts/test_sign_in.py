"""Signing in, being locked out, signing out."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from minben.accounts import guards
from minben.accounts.actions import give_passwords
from minben.accounts.models import User
from tests.accounts.cast import PASSWORD, account, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def no_second_step(settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False


def test_wang_fang_signs_in_and_returns_to_the_page_she_wanted(client: Client) -> None:
    account("wang.fang")
    answer = client.post(SIGN_IN, {"username": "wang.fang", "password": PASSWORD, "next": "/about/"})
    assert answer.headers["Location"] == "/about/"
    assert "王芳" in client.get("/about/").content.decode()


def test_nobody_is_sent_to_a_foreign_site(client: Client) -> None:
    account("li.wei")
    foreign = {"username": "li.wei", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, foreign).headers["Location"] == "/start/"
    assert client.get("/start/").headers["Location"] == "/"


def test_a_wrong_password_is_said_kindly_and_tied_to_the_form(client: Client) -> None:
    account("wang.fang")
    page = client.post(
        SIGN_IN, {"username": "wang.fang", "password": "no"}, headers={"accept-language": "zh"}
    )
    assert page.status_code == 200
    assert "账号或密码不对" in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_after_five_wrong_tries_the_account_rests_even_for_the_right_password(client: Client) -> None:
    account("wang.fang")
    account("zhao.qiang")
    for _try in range(5):
        answer = client.post(SIGN_IN, {"username": "wang.fang", "password": "guess"})
    assert answer.status_code == 429
    resting = client.post(SIGN_IN, {"username": "wang.fang", "password": PASSWORD})
    assert resting.status_code == 429
    words = resting.content.decode()
    assert "账号暂时停用" in words
    assert "停用 30 分钟" in words
    assert "12345" in words
    # Her colleague at the same counter is not locked out with her.
    assert client.post(SIGN_IN, {"username": "zhao.qiang", "password": PASSWORD}).status_code == 302


def test_half_an_hour_later_she_is_let_in(client: Client) -> None:
    from axes.models import AccessAttempt

    account("wang.fang")
    for _try in range(5):
        client.post(SIGN_IN, {"username": "wang.fang", "password": "guess"})
    attempt = AccessAttempt.objects.get(username="wang.fang")
    attempt.attempt_time -= timedelta(minutes=31)
    attempt.save()
    assert client.post(SIGN_IN, {"username": "wang.fang", "password": PASSWORD}).status_code == 302


def test_signing_out_needs_a_press_of_the_button() -> None:
    client = signed_in("wang.fang")
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert "王芳" not in client.get("/about/").content.decode()


def test_a_machine_that_hammers_the_door_is_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "_wait", lambda *_asked: 90)
    answer = client.post(SIGN_IN, {"username": "x", "password": "y"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")
    assert "2 分钟后" in answer.content.decode()
    assert client.get(SIGN_IN).status_code == 200


@pytest.mark.usefixtures("one_window")
def test_sixty_people_may_sign_in_from_one_centre_and_the_next_waits(client: Client) -> None:
    statuses = [client.post(SIGN_IN, {"username": f"n{n}", "password": "y"}).status_code for n in range(61)]
    assert set(statuses[:60]) == {200}
    assert statuses[60] == 429


def test_li_wei_changes_his_password_and_stays_signed_in_here_only() -> None:
    here, elsewhere = signed_in("li.wei"), signed_in("li.wei")
    new = {"old_password": PASSWORD, "new_password1": "spring-has-come", "new_password2": "spring-has-come"}
    assert here.post("/account/password/", new).headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_short_password_is_refused_with_the_reason() -> None:
    short = {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"}
    page = signed_in("li.wei").post("/account/password/", short).content.decode()
    assert 'aria-invalid="true"' in page
    assert 'href="#id_new_password2"' in page


def test_a_password_that_somebody_gave_her_opens_nothing_but_the_page_to_change_it(client: Client) -> None:
    account("wang.fang")
    given = give_passwords(usernames=["wang.fang"])["wang.fang"]
    client.post(SIGN_IN, {"username": "wang.fang", "password": given})
    for page in ("/", "/requests/queue/", "/account/"):
        assert client.get(page).headers["Location"] == "/account/password/"
    page = client.get("/account/password/", headers={"accept-language": "en"}).content.decode()
    assert "somebody else has seen it" in page
    own = {"old_password": given, "new_password1": given, "new_password2": given}
    told = client.post("/account/password/", own, headers={"accept-language": "en"}).content.decode()
    assert "Choose another one" in told
    own |= dict.fromkeys(("new_password1", "new_password2"), "lantern-harbour-42")
    assert client.post("/account/password/", own).headers["Location"] == "/account/"
    assert client.get("/requests/queue/").status_code == 200


def test_no_other_door_opens_to_a_given_password(client: Client) -> None:
    before = Client()
    before.force_login(account("ma.chao"))
    given = give_passwords(usernames=["ma.chao"])["ma.chao"]
    assert before.get("/admin/").status_code == 302, "who was signed in before is not any more"
    client.post(SIGN_IN, {"username": "ma.chao", "password": given})
    wang = account("wang.fang")
    for door in ("/admin/", f"/admin/accounts/user/{wang.pk}/password/", "/admin/password_change/", "/api/"):
        assert client.get(door).headers.get("Location", "") in ("/account/password/", ""), door
        assert client.post(door).status_code in (302, 404, 405), door
    word = dict.fromkeys(("password1", "password2"), "lantern-harbour-42")
    client.post(f"/admin/accounts/user/{wang.pk}/password/", word)
    wang.refresh_from_db()
    assert not wang.check_password("lantern-harbour-42")


def test_an_administrator_who_changes_their_own_is_asked_for_no_other(client: Client) -> None:
    chao = account("ma.chao")
    client.force_login(chao)
    word = dict.fromkeys(("password1", "password2"), "lantern-harbour-42")
    client.post(f"/admin/accounts/user/{chao.pk}/password/", word)
    assert client.get("/admin/").status_code == 200


def test_what_an_administrator_types_for_others_is_theirs_to_change(client: Client) -> None:
    client.force_login(account("ma.chao"))
    word = dict.fromkeys(("password1", "password2"), "lantern-harbour-42")
    client.post(
        "/admin/accounts/user/add/", {"username": "zhao.qiang", "role": "officer", "display": "赵强", **word}
    )
    zhao = User.objects.get(username="zhao.qiang")
    assert zhao.password_given
    User.objects.update(password_given=False)
    client.post(f"/admin/accounts/user/{zhao.pk}/password/", word)
    zhao.refresh_from_db()
    assert zhao.password_given
