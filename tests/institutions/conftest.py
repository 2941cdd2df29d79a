from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.cast import account

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def empty_counters() -> Iterator[None]:
    """Let no test be slowed by what another sent from the same address."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def at() -> datetime:
    """Monday morning, nine o'clock in the city."""
    return MORNING


@pytest.fixture
def signed_in(db: None, settings: object) -> SignedIn:
    """The browser of somebody in the cast, past the second step."""
    settings.MINBEN_TOTP_REQUIRED = False

    def browser(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(account(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser
