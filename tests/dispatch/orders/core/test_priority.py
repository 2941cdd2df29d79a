"""What first: laws of the queue order that hold for every queue."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from minben.dispatch.orders.core.priority import WEIGHTLESS, Ranked, Waiting, deadline_order, queue_order

NOW_S = 1_000_000.0
WEIGHTS = {"not_solved_h": 24.0, "person_h": 2.0, "people_max": 24.0, "soon_h": 24.0}
Row = tuple[bool, bool, float, float, int, int]

hours = st.floats(-100, 200).map(lambda h: NOW_S + 3600 * h)
rows = st.lists(
    st.tuples(
        st.booleans(),
        st.booleans(),
        hours | st.just(float("nan")),
        hours,
        st.integers(1, 4),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=25,
)


def queue(listed: list[Row], keys: list[int] | None = None) -> Waiting:
    danger, vulnerable, due, received, rounds, people = zip(*listed, strict=True)
    return Waiting(keys or range(len(listed)), danger, vulnerable, due, received, rounds, people)


def ranked(listed: list[Row]) -> Ranked:
    return queue_order(queue(listed), now_s=NOW_S, weights=WEIGHTS)


@given(rows)
def test_danger_never_waits_behind_less(listed: list[Row]) -> None:
    danger = [listed[place][0] for place in ranked(listed).order]
    assert danger == sorted(danger, reverse=True)
    fallback = [listed[place][0] for place in deadline_order(queue(listed))]
    assert fallback == sorted(fallback, reverse=True)


@given(rows)
def test_beside_equal_danger_a_vulnerable_person_never_waits_behind_others(listed: list[Row]) -> None:
    marks = [(listed[place][0], listed[place][1]) for place in ranked(listed).order]
    assert marks == sorted(marks, reverse=True)


@given(rows, st.randoms(use_true_random=False))
def test_the_same_queue_gives_the_same_order_whatever_order_it_came_in(
    listed: list[Row], chance: object
) -> None:
    mixed = list(range(len(listed)))
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    first = queue_order(queue(listed), now_s=NOW_S, weights=WEIGHTS).order.tolist()
    shuffled = queue([listed[place] for place in mixed], keys=mixed)
    again = queue_order(shuffled, now_s=NOW_S, weights=WEIGHTS).order.tolist()
    assert [mixed[place] for place in again] == first


@given(rows)
@example([(False, False, NOW_S + 24 * 3600 + late, NOW_S, 1, 1) for late in (0, 1)])
def test_every_order_is_there_once_and_has_a_reason(listed: list[Row]) -> None:
    found = ranked(listed)
    assert sorted(found.order.tolist()) == list(range(len(listed)))
    assert all(found.why)
    for place, why in zip(found.order.tolist(), found.why, strict=True):
        assert ("danger" in why) == listed[place][0]
        assert ("overdue" in why) == (listed[place][2] < NOW_S)
        assert ("due_soon" in why) == (NOW_S <= listed[place][2] <= NOW_S + 24 * 3600)


@given(rows)
@example([(False, False, NOW_S + 60, NOW_S, 1, 1)])
def test_without_weights_the_earlier_deadline_goes_first(listed: list[Row]) -> None:
    plain = [(False, False, *row[2:]) for row in listed]
    found = queue_order(queue(plain), now_s=NOW_S, weights=WEIGHTLESS)
    order = found.order
    assert all(
        ("due_soon" in why) == (plain[place][2] == NOW_S) for place, why in zip(order, found.why, strict=True)
    )
    due = np.array([plain[place][2] for place in order])
    known = due[~np.isnan(due)]
    assert np.all(np.diff(known) >= 0)
    assert np.all(np.isnan(due[len(known) :]))


def test_not_solved_before_goes_before_an_order_due_some_hours_earlier() -> None:
    first, again = (
        (False, False, NOW_S + 3600 * 40, NOW_S, 1, 1),
        (False, False, NOW_S + 3600 * 50, NOW_S, 2, 1),
    )
    found = ranked([first, again])
    assert found.order.tolist() == [1, 0]
    assert found.why[0] == ("not_solved",)


def test_a_crowd_weighs_no_more_than_the_limit() -> None:
    crowd = (False, False, NOW_S + 3600 * 100, NOW_S, 1, 5_000)
    alone = (False, False, NOW_S + 3600 * 51, NOW_S, 1, 1)
    # 24 people at 2 hours each: 100 h counts as 52 h, never as less.
    assert ranked([crowd, alone]).order.tolist() == [1, 0]
    later = (False, False, NOW_S + 3600 * 53, NOW_S, 1, 1)
    assert ranked([crowd, later]).order.tolist() == [0, 1]
