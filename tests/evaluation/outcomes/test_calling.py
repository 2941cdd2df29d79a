"""The person's own word counts; the unit that acted never asks for it."""

import pytest

from minben.evaluation.outcomes.actions import (
    Answers,
    CallerRefused,
    draw_followups,
    open_call,
    record_attempt,
    record_own_voice,
    record_voice,
)
from minben.evaluation.outcomes.models import Attempt, FollowUp, Voice
from minben.evaluation.outcomes.words import AskedBy
from minben.institutions.rights.models import Access
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.evaluation.outcomes.cast import DAY, NOW, City

CONTENT = Answers(responded=True, solved=True, satisfied=4, contacts=2, visits=0, papers=1, words="好了")


@pytest.fixture
def followup(city: City) -> FollowUp:
    """Grandma Chen is to be asked about the heating."""
    city.order(city.request("chen", phone="13900000001"))
    draw_followups(at=NOW, seed=1)
    return FollowUp.objects.get()


def test_wang_fang_of_the_centre_asks_and_grandma_chens_word_is_handed_on(
    city: City, followup: FollowUp
) -> None:
    record_voice(followup_id=followup.pk, answers=CONTENT, by=city.users["wang.fang"], at=NOW + DAY)
    voice = Voice.objects.get()
    assert (voice.solved, voice.satisfied, voice.contacts, voice.way) == (True, 4, 2, "call")
    followup.refresh_from_db()
    assert (followup.state, followup.closed_at) == ("reached", NOW + DAY)
    assert Attempt.objects.get().outcome == "reached"
    request = Request.objects.get()
    assert (request.solved, request.solved_at) == (True, NOW + DAY)


def test_not_solved_sends_it_back_to_the_same_unit(city: City, followup: FollowUp) -> None:
    answers = Answers(solved=False, words="还是冷")
    record_voice(followup_id=followup.pk, answers=answers, by=city.users["wang.fang"], at=NOW + DAY)
    request = Request.objects.get()
    assert request.solved is False
    assert request.state != "closed"
    assert request.unit_id == city.units["heat"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zhao", "not_a_caller"),
        ("li.na", "own_unit"),
        ("liu.yan", "not_a_caller"),
        ("sun.li", "not_a_caller"),
        ("ma.chao", "not_a_caller"),
        ("he.jing", "not_a_caller"),
        ("gao.ming", "not_a_caller"),
        ("li.wei", "not_a_caller"),
    ],
)
def test_neither_the_officer_nor_a_clerk_of_the_unit_that_acted_may_ask(
    city: City, followup: FollowUp, name: str, code: str
) -> None:
    by = city.users[name]
    for act in (
        lambda: open_call(followup_id=followup.pk, by=by, at=NOW),
        lambda: record_attempt(followup_id=followup.pk, outcome="no_answer", by=by, at=NOW),
        lambda: record_voice(followup_id=followup.pk, answers=CONTENT, by=by, at=NOW),
    ):
        with pytest.raises(CallerRefused) as refused:
            act()
        assert refused.value.code == code
    assert not Attempt.objects.exists()
    assert not Voice.objects.exists()


def test_a_call_of_an_outside_body_is_made_by_nobody_who_works_for_the_city(city: City) -> None:
    city.order(city.request("chen"))
    draw_followups(at=NOW, seed=1, asked_by=AskedBy.THIRD_PARTY)
    key = FollowUp.objects.get().pk
    with pytest.raises(CallerRefused) as refused:
        record_attempt(followup_id=key, outcome="no_answer", by=city.users["wang.fang"], at=NOW)
    assert refused.value.code == "not_third_party"
    assert record_attempt(followup_id=key, outcome="no_answer", by=city.users["outside"], at=NOW) == "open"


def test_opening_the_number_is_written_down_for_grandma_chen_to_see(city: City, followup: FollowUp) -> None:
    opened = open_call(followup_id=followup.pk, by=city.users["wang.fang"], at=NOW)
    assert opened.phone == "13900000001"
    access = Access.objects.get()
    assert (access.purpose, access.outcome) == ("request.followup", "opened")
    assert "王芳" not in access.reader_label


def test_after_three_tries_she_counts_as_not_reached_and_is_shown_as_such(
    city: City, followup: FollowUp
) -> None:
    clerk = city.users["wang.fang"]
    states = [
        record_attempt(followup_id=followup.pk, outcome="no_answer", by=clerk, at=NOW + n * DAY)
        for n in range(3)
    ]
    assert states == ["open", "open", "not_reached"]
    with pytest.raises(CallerRefused) as refused:
        record_attempt(followup_id=followup.pk, outcome="no_answer", by=clerk, at=NOW + 4 * DAY)
    assert refused.value.code == "already_closed"


@pytest.mark.parametrize(("outcome", "state"), [("declined", "declined"), ("wrong_number", "not_reached")])
def test_who_does_not_wish_to_answer_is_left_in_peace(
    city: City, followup: FollowUp, outcome: str, state: str
) -> None:
    assert (
        record_attempt(followup_id=followup.pk, outcome=outcome, by=city.users["wang.fang"], at=NOW) == state
    )


def test_a_talk_is_kept_as_a_voice_and_not_as_a_bare_try(city: City, followup: FollowUp) -> None:
    with pytest.raises(ValueError, match="record_voice"):
        record_attempt(followup_id=followup.pk, outcome="reached", by=city.users["wang.fang"], at=NOW)


def test_zhou_min_who_cannot_hear_answers_in_writing_and_is_not_rung_up_any_more(city: City) -> None:
    request = city.request("zhou.min")
    city.order(request)
    draw_followups(at=NOW, seed=1)
    record_own_voice(request_id=request.pk, answers=CONTENT, at=NOW + DAY)
    assert FollowUp.objects.get().state == "reached"
    assert Voice.objects.get().way == "written"
    request.refresh_from_db()
    assert request.solved is True


def test_a_word_on_the_tracking_page_is_kept_too_and_only_once(city: City, followup: FollowUp) -> None:
    hotline.judge(request_id=followup.request_id, solved=False, words="没好", at=NOW + DAY)
    voice = Voice.objects.get()
    assert (voice.way, voice.solved, voice.followup_id) == ("tracking", False, followup.pk)
    followup.refresh_from_db()
    assert followup.state == "reached"


def test_what_was_passed_on_to_the_hotline_does_not_come_back_as_a_second_voice(
    city: City, followup: FollowUp
) -> None:
    record_voice(followup_id=followup.pk, answers=CONTENT, by=city.users["wang.fang"], at=NOW + DAY)
    assert Voice.objects.count() == 1


def test_work_that_began_again_in_the_meantime_keeps_the_voice_and_moves_nothing(
    city: City, followup: FollowUp
) -> None:
    Request.objects.update(state="routed")
    record_voice(followup_id=followup.pk, answers=CONTENT, by=city.users["wang.fang"], at=NOW + DAY)
    assert Voice.objects.count() == 1
    assert Request.objects.get().state == "routed"


def test_who_only_says_that_nobody_called_is_heard_without_a_judgement(
    city: City, followup: FollowUp
) -> None:
    answers = Answers(responded=False)
    record_voice(followup_id=followup.pk, answers=answers, by=city.users["wang.fang"], at=NOW + DAY)
    assert Request.objects.get().solved is None
