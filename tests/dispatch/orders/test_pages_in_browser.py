"""The pages of work orders in a real browser, in every view and language."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page

from minben.accounts.models import User
from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order
from tests.browser import READERS, Reader, flaws, small_targets
from tests.dispatch.orders.cast import Linjiang

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A folder to look at the pages with one's own eyes.
PICTURES = os.environ.get("MINBEN_PICTURES", "")


def signed_in(user: User) -> str:
    """A session of somebody at work, as after signing in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@pytest.fixture
def busy(city: Linjiang, settings: object) -> dict[str, tuple[str, str]]:
    """A busy morning: addresses of pages, each with the session of whose page it is."""
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings
    at = now() - timedelta(hours=3)
    zhao, centre = city.users["zhao"], city.users["wang_fang"]
    late = city.signed("heating", at=at - timedelta(days=20), received_at=at - timedelta(days=20))
    danger = city.order("heating", at=at, danger=True, urgency="urgent")
    shared = city.signed("heating", at=at, vulnerable=True)
    orders.split(order_id=shared.pk, units=[city.units["urban"]], words="请一起到场", by=zhao, at=at)
    orders.add_crews(rows=[orders.NewCrew(unit_id=city.units["heat"], name="抢修一班", per_day=4)], at=at)
    orders.plan_visit(order_id=late.pk, by=zhao, at=at)
    orders.send_back(order_id=danger.pk, reason="other_duty", words="属市政", by=zhao, at=at)
    called = city.order("noise", unit="willow", at=at)
    orders.sign(order_id=called.pk, by=city.users["he"], at=at)
    orders.whistle(
        order_id=called.pk, units=[city.units["heat"]], subject="管沟噪声", by=city.users["he"], at=at
    )
    officer, clerk = signed_in(zhao), signed_in(centre)
    return {
        "queue": ("/orders/", officer),
        "card": (f"/orders/{shared.pk}/", officer),
        "crews": ("/orders/crews/", officer),
        "centre": ("/orders/centre/", clerk),
        "ruling": (f"/orders/{danger.pk}/", clerk),
        "catalogue": ("/orders/catalogue/", ""),
    }


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_every_page_is_without_flaws_for_every_reader(
    busy: dict[str, tuple[str, str]], reading: Callable[..., Page], reader: Reader
) -> None:
    wrong: dict[str, list[str]] = {}
    for name, (address, session) in busy.items():
        page = reading(reader, session=session)
        answer = page.goto(address)
        assert answer
        assert answer.ok, f"{name}: {answer.status}"
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = flaws(page) + small_targets(page, at_least=60 if reader.view == "elder" else 44)
        if found:
            wrong[name] = found
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{reader}.png", full_page=True)
    assert wrong == {}


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
