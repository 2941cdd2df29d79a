"""The course of a call, read from its events in whatever order they came."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.telephone.core.moves import DEEDS, LIVE, MOVES, OVER, Heard, follow, may
from minben.needs.telephone.words import CallState, Deed, Event
from tests.needs.telephone.exchange import course

ORDINARY = course(("ring", 0), ("answer", 9), ("hold", 60), ("resume", 80), ("hangup", 190))
START = datetime(2026, 3, 11, tzinfo=UTC)


def test_an_ordinary_call_is_timed_as_it_went() -> None:
    found = follow(ORDINARY)
    assert (found.state, found.waited_s, found.talk_s, found.held_s) == (CallState.ENDED, 9, 161, 20)
    assert found.odd == ()


def walks() -> st.SearchStrategy[list[Heard]]:
    """Calls that the table of moves allows, a second or more between two events."""

    @st.composite
    def walk(draw: st.DrawFn) -> list[Heard]:
        state, after, events = CallState.UNKNOWN, 0.0, list[Heard]()
        for number in range(draw(st.integers(1, 10))):
            if state in OVER:
                break
            kind = draw(st.sampled_from(sorted(MOVES[state])))
            after += draw(st.integers(1, 90))
            events.append(Heard(id=str(number), call="c", kind=kind, at=START + timedelta(seconds=after)))
            state = MOVES[state][kind]
        return events

    return walk()


@given(walks(), st.randoms())
def test_no_order_and_no_repetition_changes_a_call(events: list[Heard], chance: st.random_module) -> None:
    mixed = [*events, *events[: len(events) // 2]]
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    assert follow(mixed) == follow(events)
    assert follow(events).odd == ()


@given(walks())
def test_time_talked_and_time_held_never_exceed_the_call(events: list[Heard]) -> None:
    found = follow(events)
    whole = (events[-1].at - events[0].at).total_seconds()
    assert 0 <= found.talk_s + found.held_s <= whole


@given(walks(), st.data())
def test_a_lost_event_never_breaks_the_reading(events: list[Heard], data: st.DataObject) -> None:
    kept = [event for event in events if data.draw(st.booleans())]
    found = follow(kept)
    assert set(found.odd) <= {event.id for event in kept}


def test_what_fits_nowhere_is_named_and_the_call_goes_on() -> None:
    found = follow(course(("ring", 0), ("resume", 3), ("answer", 9), ("hangup", 20), ("hold", 30)))
    assert found.odd == ("c1-resume-3", "c1-hold-30")
    assert (found.state, found.talk_s) == (CallState.ENDED, 11)


def test_an_event_that_came_late_makes_the_others_fit() -> None:
    without = course(("answer", 9), ("resume", 80), ("hangup", 190))
    assert follow(without).odd == ("c1-resume-80",)
    assert follow([*without, *course(("ring", 0), ("hold", 60))]).odd == ()


def test_whoever_hangs_up_before_the_answer_was_not_answered() -> None:
    found = follow(course(("ring", 0), ("hangup", 40)))
    assert (found.state, found.answered_at, found.talk_s) == (CallState.ABANDONED, None, 0)


def test_a_call_passed_on_in_the_house_is_answered_again_and_keeps_its_first_answer() -> None:
    found = follow(
        [
            *course(("ring", 0), ("answer", 9), agent="8001"),
            *course(("transfer", 30), to="8002"),
            *course(("ring", 31), ("answer", 35), ("hangup", 95), agent="8002"),
        ]
    )
    assert (found.agent, found.waited_s, found.talk_s, found.others) == ("8002", 9, 81, ("8002",))


def test_two_events_of_one_moment_are_settled_by_the_exchanges_own_count() -> None:
    hold = Heard(id="a", call="c", kind=Event.HOLD, at=START, sequence=3)
    resume = Heard(id="b", call="c", kind=Event.RESUME, at=START, sequence=2)
    talk = Heard(id="c", call="c", kind=Event.ANSWER, at=START, sequence=0)
    first = Heard(id="d", call="c", kind=Event.HOLD, at=START, sequence=1)
    assert follow([hold, resume, talk, first]).state is CallState.HELD


@pytest.mark.parametrize("state", sorted(OVER))
def test_nothing_can_be_asked_of_a_call_that_is_over(state: CallState) -> None:
    assert not any(may(state, deed) for deed in Deed)
    assert state not in MOVES


def test_the_police_can_be_reached_whenever_somebody_is_on_the_line() -> None:
    on_the_line = LIVE - {CallState.RINGING, CallState.DIALLING}
    assert all(Deed.HAND_OVER in DEEDS[state] for state in on_the_line)
