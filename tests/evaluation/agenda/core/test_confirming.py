"""When people have confirmed it: many enough, surely enough, everywhere, and nobody passed over."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.agenda.core.confirming import Rule, Said, Tally, came_back, rule_on
from minben.evaluation.agenda.core.looks import lower_end
from minben.evaluation.agenda.core.months import frame, later

RULE = Rule(least=30, of_few=0.67, better=0.5, days=14, group_least=10, unheard_members=10, unheard_answers=3)
tallies = st.builds(Tally, st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))


def codes(
    whole: Tally, groups: dict[tuple[str, str], Said] | None = None, days: int = 20, concerned: int = 300
) -> list[str]:
    found = rule_on(RULE, whole, groups or {}, days=days, concerned=concerned)
    return [one.code for one in found.reasons]


def test_a_bare_majority_is_no_confirmation() -> None:
    assert codes(Tally(26, 14, 10)) == ["not_better"]
    assert codes(Tally(36, 8, 6)) == []


def test_whoever_waits_for_a_lucky_day_hardly_ever_finds_one() -> None:
    rng, looks = np.random.default_rng(20260311), range(30, 201, 5)
    least = [next(k for k in range(n // 2, n) if codes(Tally(k, n - k)) == []) for n in looks]
    better = (rng.random((4000, 200)) < RULE.better).cumsum(axis=1)[:, [n - 1 for n in looks]]
    assert (better >= least).any(axis=1).mean() <= RULE.wrongly
    # And where seven in ten say better, whoever asked a hundred has heard it.
    content = (rng.random((1000, 100)) < 0.7).cumsum(axis=1)[:, [n - 1 for n in looks if n <= 100]]
    assert (content >= least[: content.shape[1]]).any(axis=1).mean() > 0.85


def test_a_closed_question_is_hardly_ever_named_again_while_half_say_better_and_soon_when_it_came_back() -> (
    None
):
    rng, words = np.random.default_rng(20260311), np.arange(10, 101)
    most = np.array(
        [max(k for k in range(-1, n) if k < 0 or came_back(RULE, Tally(k, n - k), {})) for n in words]
    )
    assert most[0] <= 1, "of ten at most one says better"
    still = (rng.random((4000, 100)) < RULE.better).cumsum(axis=1)[:, words - 1]
    assert (still <= most).any(axis=1).mean() <= RULE.wrongly
    back = (rng.random((1000, 40)) < 0.2).cumsum(axis=1)[:, words[words <= 40] - 1]
    assert (back <= most[: back.shape[1]]).any(axis=1).mean() > 0.9


@given(tallies, st.integers(0, 30))
def test_what_confirms_a_question_never_takes_it_up_again(whole: Tally, concerned: int) -> None:
    groups = {("age", "80+"): Said(whole, concerned)}
    if came_back(RULE, whole, groups):
        assert not rule_on(RULE, whole, {}, days=99, concerned=300).holds
        assert whole.n >= RULE.group_least


@given(st.integers(0, 300), st.integers(0, 300))
def test_one_more_content_voice_never_lowers_what_is_sure(better: int, others: int) -> None:
    sure = lower_end(better, better + others, wrongly=0.05)
    assert 0 <= sure <= better / max(better + others, 1)
    assert sure <= lower_end(better + 1, better + others + 1, wrongly=0.05) + 1e-9


def test_twenty_nine_are_too_few_however_content() -> None:
    assert codes(Tally(29)) == ["too_few"]
    assert codes(Tally(30)) == []


def test_a_yard_of_twenty_can_confirm_it_and_one_of_eight_cannot_be_told_apart() -> None:
    assert codes(Tally(14), concerned=20) == []
    assert codes(Tally(13), concerned=20) == ["too_few"]
    assert codes(Tally(8), concerned=8) == ["too_few"]


def test_one_district_against_it_holds_it_open() -> None:
    west = {("district", "west"): Said(Tally(3, 3, 12), 30), ("district", "east"): Said(Tally(60, 2, 2), 90)}
    assert codes(Tally(63, 5, 14), west) == ["group_not_better"]


def test_whom_nobody_asked_holds_it_open() -> None:
    unheard = {("condition", "deaf"): Said(Tally(), 12)}
    assert codes(Tally(60), unheard) == ["group_unheard"]
    assert codes(Tally(60), {("condition", "deaf"): Said(Tally(), 9)}) == []


@given(tallies, st.integers(0, 60))
def test_a_worse_word_instead_of_a_better_one_never_closes(whole: Tally, days: int) -> None:
    if whole.better and not rule_on(RULE, whole, {}, days=days, concerned=300).holds:
        worse = replace(whole, better=whole.better - 1, worse=whole.worse + 1)
        assert not rule_on(RULE, worse, {}, days=days, concerned=300).holds


@given(tallies)
def test_it_never_closes_where_fewer_than_half_say_better(whole: Tally) -> None:
    if rule_on(RULE, whole, {}, days=99, concerned=300).holds:
        assert whole.better * 2 > whole.n


@given(st.dates(), st.integers(-400, 800), st.integers(1, 12), st.integers(0, 3))
def test_before_ends_before_after_begins(starts: object, days: int, before: int, left: int) -> None:
    from datetime import date, timedelta

    assert isinstance(starts, date)
    if not 2 <= starts.year <= 9990:
        return
    found = frame(starts, starts + timedelta(days=days), months_before=before, left_out=left)
    assert found.before_since < found.before_until <= found.after_since <= found.after_until
    assert later(found.before_since, before) == found.before_until
    assert found.begun == (found.after_since < found.after_until)
