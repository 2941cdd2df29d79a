"""What makes an event hot: people, not messages; and each part stands beside its sum."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.topics.core.hotness import season_of, weights_at
from minben.needs.topics.core.mining import mine, rank
from minben.needs.topics.core.shapes import PARTS, Season, said

WEIGHTS = weights_at(date(2026, 3, 1))
LI_WEI, ZHOU_MIN, CHEN = 1, 2, 3
HOUR_S = 3_600.0


def one_event(texts, people, **columns):
    messages = said(texts, person=np.array(people, dtype=np.int64), **columns)
    return rank(messages, np.zeros(len(texts), dtype=np.int64), weights=WEIGHTS)


def distinct(count):
    return [f"江畔社区第{n}栋停水\n{'水' * (n % 7 + 1)}没有了{n}" for n in range(count)]


def test_the_parts_add_up_to_the_hotness():
    (topic,) = one_event(distinct(5), range(5), support=np.arange(5.0), urgent=np.full(5, 0.5))
    assert set(topic.parts) == set(PARTS)
    assert sum(topic.parts.values()) == pytest.approx(topic.hotness)


def test_a_message_that_many_support_is_no_event_and_support_is_damped():
    assert one_event(distinct(1), [LI_WEI], support=np.array([1762.0])) == []
    (quiet,) = one_event(distinct(2), [LI_WEI, ZHOU_MIN])
    (loud,) = one_event(distinct(2), [LI_WEI, ZHOU_MIN], support=np.array([1762.0, 0.0]))
    assert 0 < loud.hotness - quiet.hotness < 1.5


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=12), st.integers(0, 5))
def test_one_more_message_by_the_same_person_never_raises_the_voices(people, again):
    before = one_event(distinct(len(people)), people)
    if again not in people:
        again = people[0]
    after = one_event(distinct(len(people) + 1), [*people, again])
    assert sum(t.voices for t in after) <= sum(t.voices for t in before)


@settings(max_examples=20, deadline=None)
@given(st.permutations(list(range(8))))
def test_the_order_of_the_rows_changes_neither_rank_nor_voices(order):
    texts = distinct(4) + [f"柳荫街道路灯不亮{n}\n太暗" for n in range(4)]
    messages = said(texts, person=np.arange(8), at=np.arange(8.0) * HOUR_S)
    rows = np.array(order)
    plain, mixed = mine(messages, weights=WEIGHTS), mine(messages.take(rows), weights=WEIGHTS)
    told = [(t.rank, t.title, t.voices, round(t.hotness, 9), sorted(t.members.tolist())) for t in plain]
    assert told == [
        (t.rank, t.title, t.voices, round(t.hotness, 9), sorted(rows[t.members].tolist())) for t in mixed
    ]


def test_whoever_nobody_knows_is_a_voice_of_their_own():
    (topic,) = one_event(distinct(3), [-1, -1, -1])
    assert topic.voices == 3


def test_a_text_passed_on_counts_less_each_time_and_says_so():
    (topic,) = one_event(["江畔社区停水\n没水三天"] * 4, range(4))
    assert topic.voices == pytest.approx(1 + 1 / 2 + 1 / 3 + 1 / 4)
    assert {cut.reason for cut in topic.discounted} == {"copied"}


def test_many_alike_within_the_hour_are_a_burst_and_over_weeks_they_are_not():
    texts = [f"江畔社区停水没有人管，请尽快恢复供水，谢谢{n}" for n in range(10)]
    (burst,) = one_event(texts, range(10), at=np.arange(10) * 60.0)
    (calm,) = one_event(texts, range(10), at=np.arange(10) * 30 * HOUR_S)
    assert {cut.reason for cut in burst.discounted} == {"burst"}
    assert (burst.voices < 7, calm.voices) == (True, 10.0)


def test_danger_and_care_and_what_came_back_make_it_hotter():
    (calm,) = one_event(distinct(4), range(4))
    yes = np.ones(4, dtype=np.bool_)
    for part in ("vulnerable", "unsolved", "reopened"):
        (hot,) = one_event(distinct(4), range(4), **{part: yes})
        assert hot.hotness > calm.hotness
        assert hot.parts[part] > 0
    (dangerous,) = one_event(distinct(4), range(4), urgent=np.ones(4))
    assert dangerous.parts["danger"] > 0


def test_what_every_winter_brings_is_less_hot_than_what_it_never_brought():
    messages = said(
        distinct(8), person=np.arange(8), category=np.full(8, 2), area=np.zeros(8, dtype=np.int64)
    )
    event = np.zeros(8, dtype=np.int64)
    usual = rank(messages, event, weights=WEIGHTS, season=Season({(2, 0): 8.0}))[0]
    rare = rank(messages, event, weights=WEIGHTS, season=Season({(2, 0): 0.5}))[0]
    assert (usual.parts["excess"], rare.parts["excess"] > 0.5) == (0, True)


def test_a_season_is_the_mean_of_the_same_month_in_earlier_years():
    messages = said(["停水"] * 5, category=np.array([1, 1, 1, 1, -1]), area=np.zeros(5, dtype=np.int64))
    season = season_of(messages, np.array([2024, 2024, 2025, 0, 2025]))
    assert season is not None
    assert season.expected == {(1, 0): 1.5}
    assert season_of(messages, np.zeros(5, dtype=np.int64)) is None


def test_weights_of_nought_leave_nothing():
    none = replace(WEIGHTS, parts=dict.fromkeys(PARTS, 0.0))
    messages = said(distinct(3), person=np.arange(3))
    assert rank(messages, np.zeros(3, dtype=np.int64), weights=none)[0].hotness == 0


def test_the_title_is_the_words_of_somebody_in_it():
    texts = distinct(4)
    (topic,) = one_event(texts, range(4))
    assert topic.title in {text.split("\n")[0] for text in texts}
    assert all(any(word in text for text in texts) for word in topic.keywords)
    assert all(any(place in text for text in texts) for place in topic.places)


def test_what_is_shown_as_a_place_is_no_ordinary_word():
    texts = [
        "江畔社区的人行道被占\n江畔社区的人行道停满了车",
        "江畔社区的人行道走不了\n人行道上全是车",
        "江畔社区门口的人行道停车\n走不过去",
    ]
    (topic,) = one_event(texts, range(3))
    assert topic.places == ("江畔社区",)
