from collections.abc import Iterator

import pytest

from tests.institutions.partners.receiver import Machine, running


@pytest.fixture
def machine(settings: object) -> Iterator[Machine]:
    """A partner's machine on this very computer, which the setting names."""
    settings.MINBEN_REACH = "127.0.0.0/8"  # type: ignore[attr-defined]  # pytest-django's settings
    with running() as one:
        yield one
