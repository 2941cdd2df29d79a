from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_counters() -> Iterator[None]:
    """Let no test be slowed by what another sent from the same address."""
    cache.clear()
    yield
    cache.clear()
