"""What Wang Fang's signing in leaves behind goes after its time."""

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from minben.accounts.actions import forget_sign_ins
from minben.commons.clock import now
from tests.accounts.cast import PASSWORD, account

pytestmark = pytest.mark.django_db


def test_a_session_goes_when_it_has_ended_and_the_record_of_signing_in_when_the_law_lets_it(
    settings: Settings,
) -> None:
    settings.MINBEN_TOTP_REQUIRED, settings.AXES_ENABLE_ACCESS_FAILURE_LOG = False, True
    account("wang.fang")
    for word in (PASSWORD, "a slip"):
        Client().post("/account/sign-in/", {"username": "wang.fang", "password": word})
    assert (Session.objects.count(), AccessLog.objects.count()) == (1, 1)
    today = now()
    assert forget_sign_ins(at=today) == 0, "she is still at her desk"
    assert forget_sign_ins(at=today + timedelta(days=1)) == 1
    assert not Session.objects.exists()
    assert AccessLog.objects.exists(), "six months at least"
    forget_sign_ins(at=today + timedelta(days=191))
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()
