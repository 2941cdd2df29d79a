"""With a clearance events are found and ranked; a crowd of copies lifts nothing; without one people are counted."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from random import Random

import pytest

from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.core.declaration import empty_fields
from minben.institutions.sandbox.core.trial import TrialContext, TrialResult
from minben.needs.topics import actions, finding, queries, trials
from minben.needs.topics.core.naming import fit_to_show
from tests.city import NOW, Town, ledger_holds, settle

pytestmark = pytest.mark.django_db
WAYS = (
    "江畔社区自来水发黄发臭，不敢喝",
    "江畔社区水龙头放出来的水又黄又臭",
    "江畔社区家家自来水都有臭味，烧开了也呛人",
    "江畔社区的水有问题，发黄，孩子喝了拉肚子",
    "江畔社区自来水浑得像泥汤，一股臭味",
    "江畔社区自来水变黄，闻着发臭，老人不敢用",
)
SPAM = "强烈要求在滨江广场建七彩音乐喷泉，全体市民强烈呼吁！"


@pytest.fixture
def town() -> Town:
    return settle()


@lru_cache
def tried(name: str) -> TrialResult:
    told = register.declaration(name)
    assert told is not None
    assert told.trial is not None
    return told.trial(TrialContext(at=NOW))


def clear(town: Town, *names: str) -> None:
    """Gao Ming tries algorithms and lets them run."""
    for name in names:
        told, result = register.declaration(name), tried(name)
        assert told is not None
        evidence = sandbox.record_evidence(name=name, result=result, at=NOW)
        terms = sandbox.Terms(expires=NOW + timedelta(days=30), error_limit=told.error_limit)
        version, by = told.running_version, town.users["gao.ming"]
        sandbox.clear(name=name, version=version, by=by, evidence=evidence, terms=terms, at=NOW)


@pytest.fixture
def crowded(town: Town) -> Iterator[Town]:
    """Twelve people tell of bad water in their own words; five accounts send forty copies about a fountain."""
    for n in range(12):
        text = f"{WAYS[n % len(WAYS)]}，{n + 1}号楼"
        town.ask(text, "heating", received_at=NOW - timedelta(hours=9 * n))
    crowd = [town.people[name] for name in ("chen", "li.wei", "zhou.min")]
    for n in range(40):
        town.ask(SPAM, "road", received_at=NOW - timedelta(minutes=n), person_id=crowd[n % 3])
    return town


def test_a_cleared_program_finds_what_is_one_thing_and_ranks_it(crowded: Town) -> None:
    clear(crowded, "topics.finder", "topics.ranking")
    mined = actions.mine_month(at=NOW)
    assert mined.how == "ranked"
    first = queries.candidates()[0]
    assert "水" in first.title
    assert first.voices >= 8
    assert sum(first.parts.values()) == pytest.approx(first.hotness)
    assert "excess" not in first.parts, "nobody knows this month from an earlier year"
    assert ledger_holds()


def test_letters_of_years_ago_are_ranked_by_the_weights_of_the_day_that_looks(town: Town) -> None:
    clear(town, "topics.finder", "topics.ranking")
    long_ago = NOW.replace(year=2011)
    for n in range(3):
        town.ask(f"{WAYS[n]}，{n + 1}号楼", "heating", received_at=long_ago)
    mined = actions.mine_month(at=NOW, month=long_ago.date())
    assert (mined.how, mined.requests) == ("ranked", 3)


def test_forty_copies_of_three_people_lift_nothing_and_are_listed_with_their_reason(crowded: Town) -> None:
    clear(crowded, "topics.finder", "topics.ranking")
    actions.mine_month(at=NOW)
    fountain = next(one for one in queries.candidates() if "喷泉" in one.title)
    assert fountain.rank > 1
    assert fountain.voices <= 3
    assert fountain.discounted >= 37
    kept = queries.members(topic=fountain.key)
    assert len(kept) + fountain.discounted == fountain.members == 40
    reasons = {one.reason: one.requests for one in queries.discounted(topic=fountain.key)}
    assert reasons["same_person"] == 37


def test_without_the_ranking_events_are_found_and_people_only_counted(crowded: Town) -> None:
    clear(crowded, "topics.finder")
    mined = actions.mine_month(at=NOW)
    assert (mined.how, mined.discounted) == ("found", 0)
    assert [set(one.parts) for one in queries.candidates()] == [{"voices"}] * mined.topics
    row = queries.mining()
    assert row is not None
    assert row.why_not


def test_without_the_finder_nothing_is_read_and_heading_and_place_are_counted(crowded: Town) -> None:
    clear(crowded, "topics.ranking")
    assert actions.mine_month(at=NOW).how == "counted"
    assert {one.title for one in queries.candidates()} == {"供暖 · 江畔社区", "道路破损 · 江畔社区"}


def test_a_finder_that_breaks_off_is_counted_and_people_are_still_shown(
    crowded: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(crowded, "topics.finder", "topics.ranking")
    monkeypatch.setattr(finding, "join", lambda messages: 1 / 0)
    assert actions.mine_month(at=NOW).how == "counted"


@pytest.mark.parametrize("name", ["topics.finder", "topics.ranking"])
def test_both_are_declared_in_full(name: str) -> None:
    told = register.declaration(name)
    assert told is not None
    assert empty_fields(told) == []


def test_the_trials_show_figures_by_group() -> None:
    found = trials.try_finder(TrialContext(at=NOW, seed=3))
    assert {one.group for one in found.measures} >= {"all", "voice:elder", "name:shared"}
    ranked = trials.try_ranking(TrialContext(at=NOW, seed=3))
    assert {one.metric for one in ranked.measures} == {"order_changed", "kept_in_top", "honest_counted_less"}
    assert {one.group for one in ranked.measures} >= {"vulnerable:yes", "vulnerable:no"}


def test_a_trial_can_be_repeated_to_the_letter() -> None:
    first, again = (trials.try_finder(TrialContext(at=NOW, seed=5)) for _ in range(2))
    assert first == again


def test_what_was_said_in_confidence_lends_a_topic_no_words(town: Town) -> None:
    clear(town, "topics.finder", "topics.ranking")
    for n in range(12):
        identity = "confidential" if n < 11 else "named"
        town.ask(
            f"{WAYS[n % len(WAYS)]}，{n + 1}号楼", identity=identity, received_at=NOW - timedelta(hours=n)
        )
    actions.mine_month(at=NOW)
    for topic in queries.candidates():
        assert topic.keywords == ()
        assert topic.title in {"供暖 · 江畔社区", "江畔社区自来水变黄，闻着发臭，老人不敢用，12号楼"}


@pytest.mark.parametrize(
    "title", ["三号楼王阿姨家水管漏了", "门牌***的陈大爷摔了", "周女士的水表"], ids=["aunt", "covered", "ms"]
)
def test_a_title_that_names_a_neighbour_is_not_shown(title: str) -> None:
    assert fit_to_show(title, [], [title] * Random(1).randint(3, 9))[0] == ""
