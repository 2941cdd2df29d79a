"""A new day's requests join the topics of their month, each person one voice, and nothing that was found changes."""

from datetime import timedelta

import pytest

from minben.institutions.sandbox import actions as sandbox
from minben.ledger.models import Entry
from minben.needs.topics import actions, queries, tasks
from minben.needs.topics.models import Mining
from tests.city import NOW, Town, ledger_holds, settle
from tests.needs.topics.test_finding import WAYS, clear

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def town() -> Town:
    town = settle()
    clear(town, "topics.finder", "topics.ranking")
    for n in range(6):
        person = town.people["chen"] if n == 0 else None
        town.ask(WAYS[n], received_at=NOW - timedelta(hours=9 * n), person_id=person)
    town.ask("门前的路坑坑洼洼", "road")
    town.ask("门前的路坑坑洼洼，车都陷进去", "road")
    actions.mine_month(at=NOW)
    return town


def water() -> queries.Candidate:
    return next(one for one in queries.candidates() if "水" in one.title)


def test_what_a_neighbour_says_the_next_day_joins_the_topic_and_nothing_else_changes(town: Town) -> None:
    before = queries.candidates()
    new = town.ask("江畔社区自来水还是发黄发臭，没法做饭", received_at=TOMORROW).pk
    joined = actions.join_new(at=TOMORROW)
    assert (joined.requests, joined.joined) == (1, 1)
    found = water()
    assert new in queries.members(topic=found.key)
    old = next(one for one in before if one.key == found.key)
    assert (found.voices, found.members) == (old.voices + 1, old.members + 1)
    assert found.last == TOMORROW
    assert [one for one in queries.candidates() if one.key != found.key] == [
        one for one in before if one.key != found.key
    ]
    assert ledger_holds(TOMORROW)


def test_grandma_chen_who_says_it_again_is_one_voice_still_and_it_is_told_why(town: Town) -> None:
    before = water()
    town.ask("江畔社区自来水发黄发臭，还没人来", received_at=TOMORROW, person_id=town.people["chen"])
    actions.join_new(at=TOMORROW)
    found = water()
    assert (found.voices, found.members, found.discounted) == (before.voices, before.members + 1, 1)
    assert [one.reason for one in queries.discounted(topic=found.key)] == ["same_person"]


def test_what_is_about_something_else_joins_nothing(town: Town) -> None:
    town.ask("公交车半小时一班，太少了", "road", received_at=TOMORROW)
    assert actions.join_new(at=TOMORROW).joined == 0


def test_a_request_joins_once(town: Town) -> None:
    town.ask("江畔社区自来水还是发黄发臭", received_at=TOMORROW)
    first, again = actions.join_new(at=TOMORROW), actions.join_new(at=TOMORROW)
    assert (first.joined, again.requests, again.joined) == (1, 0, 0)
    assert Entry.objects.filter(what="topics.joined").count() == 1


def test_once_the_finder_is_stopped_nothing_joins(town: Town) -> None:
    sandbox.revoke(name="topics.finder", by=town.users["gao.ming"], reason="错并", at=NOW)
    town.ask("江畔社区自来水还是发黄发臭", received_at=TOMORROW)
    joined = actions.join_new(at=TOMORROW)
    assert (joined.requests, joined.joined) == (1, 0)


def test_before_a_month_was_looked_through_nothing_joins(town: Town) -> None:
    assert actions.join_new(at=NOW + timedelta(days=30)).requests == 0


def test_a_great_city_lets_what_is_new_join_at_night_and_is_looked_through_on_mondays(town: Town) -> None:
    tasks.look_through(at=NOW)
    Mining._base_manager.update(requests=500_000)
    thursday, monday = NOW + timedelta(days=1), NOW + timedelta(days=5)
    assert [type(one) for one in tasks.look_through(at=thursday)] == [actions.Joined]
    assert [type(one) for one in tasks.look_through(at=monday)] == [actions.Mined]
