"""The winter of these tests."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from minben.needs.topics import queries as topics
from tests.evaluation.agenda.cast import Winter, build

Browser = Callable[[str], Client]


@pytest.fixture
def winter(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Winter]:
    """The town with its people, and a door to topics behind which nothing is yet."""
    cache.clear()
    found = build()
    monkeypatch.setattr(topics, "candidates", found.topics.candidates)
    monkeypatch.setattr(topics, "members", found.topics.members)
    monkeypatch.setattr(topics, "topic", found.topics.topic)
    with override_settings(MINBEN_TOTP_REQUIRED=False):
        yield found
    cache.clear()
