"""A city in which nobody could see who opened their data does not start."""

from collections.abc import Iterator

import pytest
from django.core.checks import ERROR, run_checks

from minben.institutions.rights.actions import person_keys


@pytest.fixture
def nobody_tells() -> Iterator[None]:
    before = list(person_keys)
    person_keys.clear()
    yield
    person_keys[:] = before


def found() -> list[int]:
    return [check.level for check in run_checks() if check.id == "rights.E001"]


def test_a_city_that_does_not_know_whose_account_it_is_does_not_start(nobody_tells: None) -> None:
    assert found() == [ERROR]


def test_the_loop_tells_it_and_the_city_starts() -> None:
    assert found() == []
