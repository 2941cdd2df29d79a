"""A month is looked through: who speaks of one thing is found, each person once, and nobody is lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from minben.conf import working
from minben.ledger.models import Entry
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from minben.needs.topics import actions, queries, tasks
from minben.needs.topics.models import Member, Mining, Topic
from tests.city import NOW, Town, ledger_holds, settle

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def town() -> Town:
    return settle()


def said(
    town: Town, n: int, text: str = "三号楼暖气不热", category: str = "heating", **facts: Any
) -> list[int]:
    """So many people whom nobody knows ask for something."""
    return [town.ask(f"{text}，第{k}户", category, **facts).pk for k in range(n)]


def test_a_month_in_which_nobody_was_heard_has_no_topics(town: Town) -> None:
    assert queries.candidates() == []
    assert actions.mine_month(at=NOW).topics == 0
    assert queries.candidates(month=MARCH) == []
    assert queries.months() == [MARCH]


def test_while_no_algorithm_may_rank_people_are_counted_and_the_list_says_so(town: Town) -> None:
    said(town, 5)
    said(town, 7, "夜里施工太吵", "noise")
    mined = actions.mine_month(at=NOW)
    assert (mined.how, mined.requests, mined.people, mined.topics) == ("counted", 12, 12, 2)
    noise, heating = queries.candidates()
    assert (noise.rank, noise.category, noise.voices, noise.title) == (1, "noise", 7, "噪声扰民 · 江畔社区")
    assert (heating.rank, heating.voices, heating.parts) == (2, 5, {"voices": 5.0})
    row = queries.mining()
    assert row is not None
    assert (row.how, bool(row.why_not)) == ("counted", True)


def test_grandma_chen_who_calls_five_times_is_one_voice(town: Town) -> None:
    said(town, 4)
    for _ in range(5):
        town.ask("暖气不热，冷得睡不着", person_id=town.people["chen"])
    actions.mine_month(at=NOW)
    (topic,) = queries.candidates()
    assert (topic.voices, topic.members) == (5, 9)


def test_whoever_calls_twice_from_one_telephone_is_one_voice_though_nobody_knows_them(town: Town) -> None:
    contact = hotline.ContactGiven(name="赵", phone="19900009999", reply_by="phone")
    said(town, 3)
    said(town, 2, contact=contact)
    actions.mine_month(at=NOW)
    assert queries.candidates()[0].voices == 4


@pytest.mark.parametrize(
    "facts",
    [{"kind": "whistle"}, {"kind": "praise"}, {"received_at": NOW - timedelta(days=11)}],
    ids=["a report of wrongdoing", "thanks", "another month"],
)
def test_what_is_no_matter_of_this_month_is_in_no_topic(town: Town, facts: dict[str, Any]) -> None:
    mine, others = said(town, 3), said(town, 4, "有人收钱", "noise", **facts)
    actions.mine_month(at=NOW)
    (topic,) = queries.candidates()
    assert sorted(queries.members(topic=topic.key)) == mine
    assert not Member.objects.filter(request__in=others).exists()


def test_a_topic_keeps_its_key_while_more_people_join_it(town: Town) -> None:
    said(town, 3)
    said(town, 5, "夜里施工太吵", "noise")
    actions.mine_month(at=NOW)
    before = {one.category: one.key for one in queries.candidates()}
    said(town, 9)
    actions.mine_month(at=NOW + timedelta(days=1))
    after = queries.candidates()
    assert [one.category for one in after] == ["heating", "noise"]
    assert {one.category: one.key for one in after} == before
    assert Mining.objects.count() == 2, "that it was looked through before is kept"


def test_a_topic_that_is_no_longer_found_loses_its_rank_and_stays_to_be_read(town: Town) -> None:
    gone, _stays = said(town, 2), said(town, 3, "夜里施工太吵", "noise")
    actions.mine_month(at=NOW)
    key = queries.candidates()[1].key
    Request.objects.filter(pk=gone[0]).update(state="withdrawn")
    actions.mine_month(at=NOW)
    assert [one.category for one in queries.candidates()] == ["noise"]
    assert Topic.objects.get(pk=key).rank is None
    assert queries.members(topic=key) == gone


def test_no_request_is_changed_by_being_looked_at(town: Town) -> None:
    said(town, 5)
    before = list(Request.objects.order_by("pk").values())
    actions.mine_month(at=NOW)
    assert list(Request.objects.order_by("pk").values()) == before


def test_the_ledger_tells_that_a_month_was_looked_through_and_how(town: Town) -> None:
    said(town, 3)
    actions.mine_month(at=NOW)
    (entry,) = Entry.objects.filter(what="topics.mined")
    assert '"how":"counted"' in entry.leaf
    assert '"topics":1' in entry.leaf
    assert ledger_holds()


def test_what_somebody_had_erased_speaks_no_more(town: Town) -> None:
    keys = said(town, 3)
    actions.mine_month(at=NOW)
    key = queries.candidates()[0].key
    actions.follow_removals([hotline.Removed(request_ids=(keys[0],), parts=("words",), wholly=True)], NOW)
    assert queries.members(topic=key) == keys[1:]
    assert queries.candidates()[0].voices == 3, "the count is nobody's any more"


def test_every_night_the_running_month_is_looked_through_and_the_last_one_until_it_has_settled(
    town: Town,
) -> None:
    said(town, 3)
    months = [
        [one.month for one in tasks.look_through(at=NOW + timedelta(days=days))]
        for days in (0, 1, 25, 40, 41)
    ]
    february, april = date(2026, 2, 1), date(2026, 4, 1)
    assert months == [[february, MARCH], [MARCH], [MARCH, april], [MARCH, april], [april]]


def test_the_worker_does_it_once_a_night(town: Town) -> None:
    said(town, 3)
    for hours in (0, 1):
        working.work_once(NOW + timedelta(hours=hours), ["nightly"])
    assert Mining.objects.filter(month__first=MARCH).count() == 1
