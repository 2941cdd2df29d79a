from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.city import Town, settle
from tests.conf.api.calling import Program, program


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Let no test be slowed by what another called from the same address."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town(db: None, settings: object, tmp_path: object) -> Town:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    return settle()


@pytest.fixture
def willow(town: Town) -> Program:
    """The program of Willow street, which may do everything a partner can."""
    return program()


@pytest.fixture
def anybody(town: Town) -> Program:
    """A program without a token."""
    return Program()
