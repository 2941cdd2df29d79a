"""The winter of these tests."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from minben.evaluation.agenda.queries import sources
from tests.evaluation.agenda.cast import Winter, build

Browser = Callable[[str], Client]


@pytest.fixture
def winter(db: None) -> Iterator[Winter]:
    """The town with its people, and a door to topics behind which nothing is yet."""
    cache.clear()
    found = build()
    sources.sources[:] = [found.topics]
    with override_settings(MINBEN_TOTP_REQUIRED=False):
        yield found
    sources.sources.clear()
    cache.clear()
