from collections.abc import Iterator

import pytest

from tests.institutions.sandbox.algorithms import only_declared, sorter


@pytest.fixture(autouse=True)
def the_sorter_is_declared() -> Iterator[None]:
    with only_declared(sorter()):
        yield
