"""Who is asked: everybody easily overlooked, everybody let down before, and some of the rest."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.evaluation.outcomes.actions import draw_followups, record_attempt
from minben.evaluation.outcomes.models import FollowUp
from minben.ledger.models import Entry
from tests.evaluation.outcomes.cast import DAY, NOW, City


def test_grandma_chen_without_a_phone_of_her_own_is_always_asked(city: City) -> None:
    request = city.request("chen")
    drawn = draw_followups(at=NOW, seed=1)
    assert (drawn.followups, drawn.vulnerable) == (1, 1)
    found = FollowUp.objects.get()
    assert (found.request_id, found.unit_id, found.state) == (request.pk, city.units["heat"], "open")


def test_of_sixty_young_people_a_share_is_drawn_by_lot_and_the_seed_repeats_it(city: City) -> None:
    for n in range(60):
        city.request(f"young{n}")
    drawn = draw_followups(at=NOW, seed=5)
    assert (drawn.random, drawn.vulnerable) == (18, 0)
    first = set(FollowUp.objects.values_list("request_id", flat=True))
    FollowUp.objects.all().delete()
    draw_followups(at=NOW, seed=5)
    assert set(FollowUp.objects.values_list("request_id", flat=True)) == first


def test_whoever_said_not_solved_before_is_asked_again(city: City) -> None:
    city.request("young1", solved=False)
    assert draw_followups(at=NOW, seed=1).not_solved == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"closed_at": NOW - 30 * DAY},
        {"closed_at": None},
        {"person": "nobody"},
        {"kind": "whistle"},
        {"state": "withdrawn"},
    ],
    ids=["long ago", "still open", "without a name", "whistle-blowing", "taken back"],
)
def test_nobody_is_asked_about_what_is(city: City, facts: dict[str, object]) -> None:
    city.request(**facts)  # type: ignore[arg-type]  # facts of several kinds
    assert draw_followups(at=NOW, seed=1).followups == 0


def test_nobody_is_asked_twice_about_the_same_finish(city: City) -> None:
    city.request("chen")
    draw_followups(at=NOW, seed=1)
    assert draw_followups(at=NOW + DAY, seed=2).followups == 0
    record_attempt(
        followup_id=FollowUp.objects.get().pk, outcome="declined", by=city.users["wang.fang"], at=NOW + DAY
    )
    assert draw_followups(at=NOW + 2 * DAY, seed=3).followups == 0


def test_after_a_second_finish_the_person_is_asked_again(city: City) -> None:
    request = city.request("chen")
    draw_followups(at=NOW, seed=1)
    FollowUp.objects.update(state="declined", closed_at=NOW)
    request.closed_at = NOW + DAY
    request.save()
    assert draw_followups(at=NOW + 2 * DAY, seed=2).followups == 1


def test_a_small_team_asks_the_let_down_first(city: City) -> None:
    for n in range(5):
        city.request(f"old{n}")
    city.request("young1", solved=False)
    draw_followups(at=NOW, seed=1, size=2)
    assert Counter(FollowUp.objects.values_list("drawn_as", flat=True)) == {"not_solved": 1, "vulnerable": 1}


def test_the_draw_stands_in_the_ledger_with_its_seed(city: City) -> None:
    city.request("chen")
    draw_followups(at=NOW, seed=77)
    entry = Entry.objects.get(what="outcomes.drawn")
    assert '"seed":77' in entry.leaf
    assert timezone.is_aware(entry.at)


def test_a_draw_asks_the_database_no_more_often_for_forty_people_than_for_one(
    city: City, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    city.request("old0")
    with CaptureQueriesContext(connection) as for_one:
        draw_followups(at=NOW, seed=1)
    for n in range(1, 40):
        city.request(f"old{n}")
    with django_assert_max_num_queries(len(for_one)):
        assert draw_followups(at=NOW, seed=1).followups == 39
