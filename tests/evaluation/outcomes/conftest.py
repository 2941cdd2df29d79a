"""The city of these tests."""

import pytest
from django.test import override_settings

from tests.evaluation.outcomes.cast import City, build


@pytest.fixture
def city(db: None) -> City:
    """Linjiang with forty old and sixty young people, a heating company and a roads department."""
    return build()


@pytest.fixture
def signed_in(city: City):
    """A browser in which somebody of the cast has signed in."""
    from django.test import Client

    def browser(name: str) -> Client:
        client = Client()
        client.force_login(city.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    with override_settings(MINBEN_TOTP_REQUIRED=False):
        yield browser
