"""A city enters its places in whatever order its spreadsheet has them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.ground.registers.core.trees import ancestors, levels


@given(st.dictionaries(st.integers(1, 40).map(str), st.integers(0, 40).map(str), max_size=40))
def test_parents_always_come_before_their_children_or_the_circle_is_named(parents: dict[str, str]) -> None:
    seen: set[str] = set()
    try:
        for batch in levels(parents):
            for code in batch:
                assert parents[code] in seen or parents[code] not in parents
            seen |= set(batch)
        assert seen == set(parents)
    except TeachingError as error:
        knotted = set(str(error.params["codes"]).split(", "))
        assert knotted
        # each of those named leads only to others of those named
        assert all(parents[code] in knotted for code in knotted)


def test_two_streets_that_lie_in_each_other_are_named() -> None:
    with pytest.raises(TeachingError) as caught:
        list(levels({"d1": "", "s1": "s2", "s2": "s1"}))
    assert caught.value.code == "circular_parents"
    assert caught.value.params == {"codes": "s1, s2"}


@given(st.dictionaries(st.integers(1, 30), st.none() | st.integers(1, 30), max_size=30))
def test_a_chain_begins_at_home_and_never_goes_round(parents: dict[int, int | None]) -> None:
    for key, chain in ancestors(parents).items():
        assert chain[0] == key
        assert len(set(chain)) == len(chain)
        for child, parent in pairwise(chain):
            assert parents[child] == parent
