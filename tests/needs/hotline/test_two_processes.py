"""What one process changes holds in every other one from the next request on, though each keeps registers in memory."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import address
from tests.needs.hotline.desk import desk

__all__ = ["address"]

Desk = Callable[[str], Any]


@pytest.fixture
def desks(address: str, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Wang Fang's desk and another one: two processes, one city."""
    left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MINBEN_MODEL")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    environment = kept | {"MINBEN_HOME": str(tmp_path), "DATABASE_URL": address, "MINBEN_SECRET_KEY": "tests"}
    with desk(environment) as first:
        first("settle")
        with desk(environment) as second:
            yield first, second


@pytest.mark.django_db
def test_the_very_next_request_is_taken_in_as_the_other_process_left_the_city(
    desks: tuple[Desk, Desk],
) -> None:
    wang_fang, elsewhere = desks
    wang_fang("ask")
    before = wang_fang("ask")
    assert before["unit"] == "heat"
    assert before["place"] == "riverside"
    assert before["joined"]
    assert elsewhere("ask") == before

    elsewhere("holiday")
    later = wang_fang("ask")
    assert later["due"] > before["due"]

    elsewhere("reroute")
    assert wang_fang("ask") == later | {"unit": "urban"}

    assert elsewhere("stop the finder") == 1
    alone = wang_fang("ask")
    assert alone == later | {"unit": "urban", "joined": False}

    elsewhere("rename")
    assert wang_fang("ask") == alone | {"place": None}
