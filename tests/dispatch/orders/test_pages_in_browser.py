"""The pages of work orders in a real browser, in every view and language."""

from collections.abc import Callable

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page

from minben.accounts.models import User
from minben.commons.clock import now
from minben.dispatch.orders.models import Order
from tests.dispatch.orders.cast import Linjiang

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(user: User) -> str:
    """A session of somebody at work, as after signing in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def test_zhao_signs_an_order_by_keyboard_alone_without_scripts(
    city: Linjiang, settings: object, reading: Callable[..., Page]
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings
    order = city.order("heating", at=now())
    page = reading(session=signed_in(city.users["zhao"]), scripts=False)
    page.goto(f"/orders/{order.pk}/")
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.locator("main button:focus")
        if at.count() and at.inner_text().strip() == "签收":
            break
    page.keyboard.press("Enter")
    page.get_by_text("已签收，现在由贵单位负责。").wait_for()
    assert Order.objects.get(pk=order.pk).state == "signed"
