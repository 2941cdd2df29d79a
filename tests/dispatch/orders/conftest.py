"""The city of these tests."""

from typing import Any

import pytest

from tests.dispatch.orders.cast import Linjiang, build


@pytest.fixture
def city(db: Any) -> Linjiang:
    """Linjiang, with a catalogue for heating and noise and none for roads."""
    city = build()
    city.rule("heating", "heat")
    city.rule("noise", "urban")
    city.rule("noise", "urban-north", "north")
    return city
