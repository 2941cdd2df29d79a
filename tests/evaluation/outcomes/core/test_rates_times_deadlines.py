"""The three rates, times and deadlines count what they say they count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.outcomes.core import deadlines, rates, timing
from minben.evaluation.outcomes.core.facts import DAY_S, HOUR_S, keys, seconds, truths
from minben.evaluation.outcomes.core.sampling import DrawnAs, draw
from tests.evaluation.outcomes.core.made import NAN, facts

NOW_S = 100 * DAY_S


def test_the_last_word_counts_and_silence_does_not_unsay_it() -> None:
    (said,) = rates.latest(np.array([3, 9]), np.array([9, 3, 9, 9]), np.array([0.0, 1.0, 1.0, NAN]))
    assert said.tolist() == [1.0, 1.0]


def test_words_about_other_requests_are_passed_over() -> None:
    (said,) = rates.latest(np.array([3]), np.array([4, 3]), np.array([1.0, 0.0]))
    assert said.tolist() == [0.0]


def test_the_silent_could_move_the_rate_both_ways() -> None:
    assert rates.bounds(60, 80, 20) == pytest.approx((0.6, 0.8))


def test_a_request_open_past_its_deadline_is_missed_not_forgotten() -> None:
    made = facts([1, 1, 1, 1, 1], [3, 9, NAN, NAN, 3], due=np.array([5, 5, 5, 200, NAN]) * DAY_S)
    values = deadlines.kept(made, until_s=NOW_S).values
    assert values[:3].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(values[3:]).all()
    counts = deadlines.count(made, until_s=NOW_S, rows=np.ones(5, dtype=bool))
    assert counts == deadlines.Deadlines(met=1, late=1, overdue=1, pending=1, without=1)


def test_what_was_taken_out_of_the_work_has_no_deadline_to_keep() -> None:
    made = facts([1], [NAN], due=np.array([5.0]) * DAY_S, state=np.array(["withdrawn"]))
    assert np.isnan(deadlines.kept(made, until_s=NOW_S).values).all()
    assert deadlines.count(made, until_s=NOW_S, rows=np.ones(1, dtype=bool)) == deadlines.Deadlines(
        0, 0, 0, 0, 0
    )


def test_first_action_waits_are_hours_and_open_ones_last_until_now() -> None:
    made = facts([1, 99, 1], [3, NAN, 3], first_action=[1 * DAY_S + 2 * HOUR_S, NAN, NAN])
    measure = timing.first_action(made, until_s=NOW_S)
    assert measure.values[:2].tolist() == [2.0, 24.0]
    assert np.isnan(measure.values[2])
    assert measure.observed is not None
    assert measure.observed[:2].tolist() == [True, False]


def test_an_export_without_signatures_or_voices_says_nothing_of_first_actions_and_solutions() -> None:
    made = facts([1, 1], [3, NAN])
    assert timing.first_action(made, until_s=NOW_S).estimate().n == 0
    assert timing.to_solved(made, until_s=NOW_S).estimate().n == 0
    assert timing.to_finish(made, until_s=NOW_S).estimate().n == 2


def test_closed_is_not_solved() -> None:
    made = facts([1, 1, 1], [3, 3, 3], solved=[1.0, 0.0, NAN])
    measure = timing.to_solved(made, until_s=NOW_S)
    assert measure.observed is not None
    assert measure.observed.tolist() == [True, False, False]
    assert measure.values.tolist() == [2.0, 99.0, 2.0]
    assert timing.to_finish(made, until_s=NOW_S).values.tolist() == [2.0, 2.0, 2.0]


def test_a_record_that_ends_before_it_begins_is_left_out() -> None:
    assert np.isnan(timing.to_finish(facts([5], [3]), until_s=NOW_S).values).all()


def test_columns_of_every_kind_become_numbers() -> None:
    assert seconds(np.array([1.5, NAN]))[0] == 1.5
    assert keys([4, -1]).tolist() == [4, -1]
    assert np.isnan(truths(np.array([1, -1]))[1])


flags = st.integers(0, 60).flatmap(
    lambda n: st.tuples(
        st.lists(st.booleans(), min_size=n, max_size=n), st.lists(st.booleans(), min_size=n, max_size=n)
    )
)


@given(flags, st.floats(0, 1), st.integers(0, 2**32))
def test_whoever_was_let_down_or_is_easily_overlooked_is_always_asked(
    pair: tuple[list[bool], list[bool]], share: float, seed: int
) -> None:
    let_down, overlooked = (np.array(each, dtype=bool) for each in pair)
    drawing = draw(np.random.default_rng(seed), not_solved=let_down, vulnerable=overlooked, share=share)
    rows = drawing.rows.tolist()
    assert len(set(rows)) == len(rows) == len(drawing.drawn_as)
    assert set(np.flatnonzero(let_down | overlooked)) <= set(rows)
    others = int((~let_down & ~overlooked).sum())
    assert drawing.drawn_as.count(DrawnAs.RANDOM) == int(np.ceil(share * others))


def test_the_same_seed_draws_the_same_people_so_an_auditor_can_repeat_it() -> None:
    none = np.zeros(50, dtype=bool)
    once, again = (
        draw(np.random.default_rng(12), not_solved=none, vulnerable=none, share=0.2).rows.tolist()
        for _ in range(2)
    )
    assert once == again


def test_when_callers_are_few_the_random_ones_go_first() -> None:
    overlooked = np.array([False] * 8 + [True] * 2)
    drawing = draw(
        np.random.default_rng(1),
        not_solved=np.zeros(10, dtype=bool),
        vulnerable=overlooked,
        share=1.0,
        size=3,
    )
    assert set(drawing.rows[:2].tolist()) == {8, 9}
    assert drawing.drawn_as == (DrawnAs.VULNERABLE, DrawnAs.VULNERABLE, DrawnAs.RANDOM)
