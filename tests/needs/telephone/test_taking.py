"""What the exchange tells is taken in once, in whatever order, and nothing of it is lost."""

from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest
from django.db import connection

from minben.ledger.models import Entry
from minben.needs.telephone import actions, queries
from minben.needs.telephone.core.moves import Heard
from minben.needs.telephone.models import Call, CallEvent, Seat
from minben.needs.telephone.words import CallState
from tests.city import NOW, Town, ledger_holds
from tests.needs.telephone.exchange import CHEN_AT_HOME, SEAT, course, heard, take, talking, town
from tests.racing import at_once, errors, shared_database

__all__ = ["shared_database", "town"]


def test_a_call_that_rings_at_her_seat_is_wang_fangs(town: Town) -> None:
    call = talking()
    assert (call.state, call.user_id) == (CallState.TALKING, town.users["wang.fang"].pk)
    assert queries.current(by=town.users["wang.fang"].pk, at=NOW + timedelta(minutes=1)).key == call.pk  # type: ignore[union-attr]


def test_the_same_event_twice_is_one_event(town: Town) -> None:
    ring = heard("ring", caller=CHEN_AT_HOME)
    assert take(ring).taken == (ring.id,)
    assert take(ring, ring).known == (ring.id, ring.id)
    assert CallEvent.objects.count() == 1


def test_a_known_id_with_other_words_does_not_overwrite_the_first(town: Town) -> None:
    take(heard("ring", caller=CHEN_AT_HOME))
    mark = Call.objects.get().caller_mark
    other = heard("ring", caller="19911112222")
    assert take(other).changed == (other.id,)
    assert Call.objects.get().caller_mark == mark


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_events_that_overtook_one_another_tell_the_same_call(town: Town, order: tuple[int, ...]) -> None:
    steps = course(("ring", 0), ("answer", 9), ("hold", 30), ("hangup", 60))
    for place in order:
        take(steps[place], at=NOW + timedelta(minutes=2))
    call = Call.objects.get()
    assert (call.state, call.talk_s, call.held_s, call.odd) == (CallState.ENDED, 21, 30, 0)


def test_an_event_about_a_call_that_nobody_told_of_is_kept(town: Town) -> None:
    take(heard("hangup", 60, call="lost"))
    call = Call.objects.get()
    assert (call.key, call.state, call.rang_at) == ("main/lost", CallState.ENDED, None)
    take(*course(("ring", 0), ("answer", 9), call="lost"), at=NOW + timedelta(minutes=2))
    call.refresh_from_db()
    assert (call.talk_s, call.odd) == (51, 0)


def test_what_fits_no_move_is_kept_and_told_back(town: Town) -> None:
    talking()
    strange = heard("leave", 20)
    assert take(strange).odd == (strange.id,)
    assert Call.objects.get().odd == 1
    assert CallEvent.objects.filter(event=strange.id).exists()


def test_two_exchanges_may_use_the_same_ids(town: Town) -> None:
    ring = heard("ring")
    for exchange in ("main", "spare"):
        assert actions.take_events(events=[ring], exchange=exchange, at=NOW).taken == (ring.id,)
    assert Call.objects.count() == 2


def test_events_of_a_night_without_us_come_with_their_own_times_and_are_marked_late(town: Town) -> None:
    take(*course(("ring", 0), ("answer", 9), ("hangup", 60)), at=NOW + timedelta(hours=8))
    call = Call.objects.get()
    assert (call.late, call.rang_at, call.begun_at) == (True, NOW, NOW)
    take(*course(("ring", 0), ("answer", 9), ("hangup", 60), call="c2"))
    assert not Call.objects.get(key="main/c2").late


def test_the_callers_number_lies_sealed_and_stands_in_no_event_and_no_leaf(town: Town) -> None:
    talking()
    take(heard("hangup", 60))
    with connection.cursor() as cursor:
        for table in ("telephone_call", "telephone_callevent", "ledger_entry"):
            cursor.execute(f"SELECT * FROM {table}")  # names of our own tables
            assert CHEN_AT_HOME not in repr(cursor.fetchall())


def test_the_same_number_is_known_again_without_being_opened(town: Town) -> None:
    marks = {
        talking(call, caller).caller_mark for call, caller in (("a", "19900001234"), ("b", "19900001234"))
    }
    assert len(marks) == 1
    assert talking("c", "19911112222").caller_mark not in marks


def test_each_call_that_ends_leaves_one_leaf(town: Town) -> None:
    talking()
    before = Entry.objects.count()
    take(heard("hold", 20), heard("hangup", 60))
    take(heard("recording", 61, recording="rec-1"))
    assert Entry.objects.count() == before + 1
    assert ledger_holds()


def test_who_sat_there_keeps_the_call_after_the_next_shift_sat_down(town: Town) -> None:
    call = talking()
    take(heard("hangup", 60))
    actions.sit_down(by=town.users["liu.yan"].pk, extension=SEAT, at=NOW + timedelta(hours=1))
    take(heard("recording", 70, recording="rec-1"), at=NOW + timedelta(hours=2))
    call.refresh_from_db()
    assert call.user_id == town.users["wang.fang"].pk
    assert Seat.objects.get().user_id == town.users["liu.yan"].pk


def test_two_deliveries_at_one_moment_keep_every_event_once(shared_database: None) -> None:
    steps = course(("ring", 0), ("answer", 9), ("hold", 30), ("resume", 40), ("hangup", 60))

    def deliver(order: list[Heard]) -> None:
        for one in order:
            take(one, at=NOW + timedelta(minutes=2))

    orders = (steps, steps[::-1], steps[2:] + steps[:2])
    assert errors(at_once(*(partial(deliver, order) for order in orders))) == []
    assert CallEvent.objects.count() == 5
    call = Call.objects.get()
    assert (call.state, call.talk_s, call.held_s) == (CallState.ENDED, 41, 10)
