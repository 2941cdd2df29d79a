"""The second step of signing in, as Wang Fang the clerk meets it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from minben.accounts.core.codes import code_at, step_of
from minben.accounts.core.sealing import unseal
from minben.accounts.factors import LOCK, Verdict, confirm, has_factor, pending_secret, verify
from minben.accounts.models import RecoveryCode, SecondFactor, User
from minben.commons.clock import now
from tests.accounts.cast import MORNING, account, signed_in

pytestmark = pytest.mark.django_db
STEP = "/account/second-step/"
ENROL = "/account/second-step/enrol/"


@pytest.fixture(autouse=True)
def second_step(settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = True


def secret_of(user: User, settings: Settings) -> bytes:
    return unseal(SecondFactor.objects.get(user=user).sealed_secret, [settings.SECRET_KEY])


def enrolled(name: str, settings: Settings) -> tuple[User, tuple[str, ...]]:
    user = account(name)
    pending_secret(user)
    code = code_at(secret_of(user, settings), step_of(MORNING))
    return user, confirm(user=user, code=code, at=MORNING).recovery


def test_before_it_no_page_of_hers_opens_but_she_can_leave_and_read_about_access() -> None:
    fang = signed_in("wang.fang")
    answer = fang.get("/account/")
    assert answer.headers["Location"] == f"{STEP}?next=%2Faccount%2F"
    assert fang.get("/accessibility/").status_code == 200
    assert fang.post("/account/sign-out/").status_code == 302


def test_residents_are_never_asked_for_it() -> None:
    assert signed_in("li.wei").get("/account/").status_code == 200


def test_she_enrols_once_and_gets_recovery_codes(settings: Settings) -> None:
    fang = signed_in("wang.fang")
    assert fang.get(STEP).headers["Location"] == ENROL
    page = fang.get(ENROL).content.decode()
    user = User.objects.get(username="wang.fang")
    secret = secret_of(user, settings)
    assert "data:image/svg+xml" in page
    done = fang.post(ENROL, {"code": code_at(secret, step_of(now()))}).content.decode()
    assert len(re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", done)) == 8
    assert fang.get("/account/").status_code == 200
    # The secret is never shown again.
    assert fang.get(ENROL).headers["Location"] == STEP


def test_a_wrong_first_code_enrols_nothing() -> None:
    fang = signed_in("wang.fang")
    fang.get(ENROL)
    assert "验证码不对" in fang.post(ENROL, {"code": "000000"}).content.decode()
    assert not has_factor(User.objects.get(username="wang.fang"))


def test_next_day_the_code_lets_her_in_and_takes_her_where_she_was_going(settings: Settings) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    fang = signed_in("wang.fang")
    code = code_at(secret_of(user, settings), step_of(now()))
    answer = fang.post(STEP, {"code": code, "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
    assert fang.get("/account/").status_code == 200


def test_a_code_read_over_her_shoulder_is_worth_nothing(settings: Settings) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    later = MORNING + timedelta(hours=1)
    code = code_at(secret_of(user, settings), step_of(later))
    assert verify(user=user, code=code, at=later) is Verdict.RIGHT
    assert verify(user=user, code=code, at=later) is Verdict.WRONG


def test_a_recovery_code_works_once_however_it_is_typed(settings: Settings) -> None:
    user, recovery = enrolled("wang.fang", settings)
    assert verify(user=user, code=recovery[0].lower().replace("-", " "), at=MORNING) is Verdict.RIGHT
    assert verify(user=user, code=recovery[0], at=MORNING) is Verdict.WRONG
    assert recovery[1].replace("-", "") not in str(list(RecoveryCode.objects.values()))


def test_a_recovery_code_of_another_person_opens_nothing(settings: Settings) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    _other, of_another = enrolled("zhao.qiang", settings)
    assert verify(user=user, code=of_another[0], at=MORNING) is Verdict.WRONG


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(settings: Settings) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    verdicts = [verify(user=user, code="0", at=MORNING) for _try in range(5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.LOCKED]
    soon, later = MORNING + LOCK / 2, MORNING + LOCK
    secret = secret_of(user, settings)
    assert verify(user=user, code=code_at(secret, step_of(soon)), at=soon) is Verdict.LOCKED
    assert verify(user=user, code=code_at(secret, step_of(later)), at=later) is Verdict.RIGHT


def test_when_the_key_of_the_installation_is_gone_she_is_told_whom_to_ask(settings: Settings) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", []
    assert verify(user=user, code="123456", at=MORNING) is Verdict.UNREADABLE


def test_the_second_step_of_one_person_does_not_count_for_the_next_on_the_same_machine(
    client: Client, settings: Settings
) -> None:
    user, _recovery = enrolled("wang.fang", settings)
    account("zhao.qiang")
    client.force_login(user)
    client.post(STEP, {"code": code_at(secret_of(user, settings), step_of(now()))})
    assert client.get("/account/").status_code == 200
    client.force_login(User.objects.get(username="zhao.qiang"))
    assert client.get("/account/").status_code == 302


def test_the_mark_of_another_person_in_the_session_opens_nothing(client: Client) -> None:
    fang, qiang = account("wang.fang"), account("zhao.qiang")
    client.force_login(qiang)
    session = client.session
    session["second_factor"] = fang.pk
    session.save()
    assert client.get("/account/").status_code == 302


def test_the_demo_may_leave_it_out(settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    assert signed_in("wang.fang").get("/account/").status_code == 200
