"""Django's admin opens for the administrator alone."""

import pytest
from pytest_django import Settings

from minben.accounts.models import SecondFactor, User
from tests.accounts.cast import CAST, account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_step(settings: Settings) -> None:
    settings.MINBEN_TOTP_REQUIRED = False


@pytest.mark.parametrize("name", CAST)
def test_only_ma_chao_gets_in(name: str) -> None:
    expected = 200 if name == "ma.chao" else 302
    assert signed_in(name).get("/admin/accounts/user/").status_code == expected


def test_he_opens_an_account_and_its_role_decides_what_it_may() -> None:
    new = {
        "username": "xu.lan",
        "role": "clerk",
        "display": "徐兰",
        "password1": "rain-in-april",
        "password2": "rain-in-april",
    }
    signed_in("ma.chao").post("/admin/accounts/user/add/", {**new, "usable_password": "true"})
    assert User.objects.get(username="xu.lan").is_staff is False


def test_he_takes_off_a_lost_second_step_but_never_sees_its_secret() -> None:
    lost = SecondFactor.objects.create(user=account("wang.fang"), sealed_secret="sealed-and-quiet")
    chao = signed_in("ma.chao")
    page = chao.get(f"/admin/accounts/secondfactor/{lost.pk}/change/").content.decode()
    assert "sealed-and-quiet" not in page
    chao.post(f"/admin/accounts/secondfactor/{lost.pk}/delete/", {"post": "yes"})
    assert not SecondFactor.objects.exists()


def test_an_account_is_closed_never_deleted() -> None:
    fang = account("wang.fang")
    assert signed_in("ma.chao").post(f"/admin/accounts/user/{fang.pk}/delete/").status_code == 403


def test_everybody_reads_on_their_own_page_what_their_role_may_do() -> None:
    words = signed_in("sun.li").get("/account/").content.decode()
    assert "核查办理公开账本" in words
    assert "维护地点" not in words
