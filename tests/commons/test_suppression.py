"""Nobody is found in a table of the city, neither directly nor by subtraction."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.suppression import hidden

counts = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def test_nine_deaf_residents_are_not_shown_and_neither_is_one_group_beside_them() -> None:
    assert hidden([9, 40, 300]).tolist() == [True, True, False]


def test_large_groups_are_all_shown() -> None:
    assert not hidden([10, 11, 500]).any()


def test_a_city_of_two_groups_one_of_them_small_shows_neither() -> None:
    assert hidden([3, 5_000]).all()


def test_ten_groups_of_one_person_each_are_not_given_away_by_their_total() -> None:
    assert hidden([1] * 10 + [400, 500]).sum() == 11


def test_no_groups_no_table() -> None:
    assert hidden([]).shape == (0,)


@given(counts)
def test_no_small_group_is_ever_shown(people: list[int]) -> None:
    shown = np.array(people)[~hidden(people)]
    assert (shown >= 10).all()


@given(counts)
def test_subtracting_what_is_shown_from_the_total_leaves_every_hidden_group_ten_possible_sizes(
    people: list[int],
) -> None:
    mask = hidden(people)
    if not mask.any() or mask.all():
        return
    left = sum(people) - int(np.array(people)[~mask].sum())
    groups = int(mask.sum())
    # Each hidden group has at least one person: the others can hold from groups - 1 people to all but one.
    smallest, largest = 1, left - (groups - 1)
    assert groups >= 2
    assert largest - smallest >= 9


@given(counts)
def test_the_order_of_the_groups_decides_nothing_but_ties(people: list[int]) -> None:
    turned = people[::-1]
    assert sorted(np.array(people)[hidden(people)]) == sorted(np.array(turned)[hidden(turned)])
