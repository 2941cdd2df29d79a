"""Who tells of two things at once makes no one thing of them: strangers stay apart, whoever knows both."""

import numpy as np
import pytest

from minben.needs.topics.core import strands
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.shapes import said
from tests.needs.topics.core.cities import DAY_S, words

PEOPLE = 40


def told(topics, times, rng):
    """So many people who each tell of all of some topics at once, the first part of the text of each."""
    spoken = [[words(topic, rng).split("\n") for topic in topics] for _ in range(times)]
    return [
        "，".join(title for title, _ in parts) + "\n" + "".join(body for _, body in parts) for parts in spoken
    ]


def a_town(*bridges, people=(PEOPLE,) * 3):
    """Three things at three places, forty people each, and people who tell of several at once: how many, of which."""
    rng = np.random.default_rng(3)
    texts = [text for topic, times in enumerate(people) for text in told([topic], times, rng)]
    for times, topics in bridges:
        texts += told(topics, times, rng)
    event = join(said(texts, at=DAY_S * rng.uniform(0, 30, len(texts))))
    *places, both = np.split(event, np.cumsum(people))
    return places, both


def one_event_each(places):
    """The event of each place, all of whose people are in it."""
    events = [set(place.tolist()) for place in places]
    assert [len(some) for some in events] == [1, 1, 1]
    return [some.pop() for some in events]


@pytest.mark.parametrize(
    "bridges",
    [
        [(1, [0, 1])],
        [(30, [0, 1])],
        [(60, [0, 1])],
        # A chain, and all three at once.
        [(30, [0, 1]), (30, [1, 2])],
        [(50, [0, 1, 2])],
    ],
)
def test_things_of_which_others_tell_at_once_stay_as_many_events(bridges):
    places, _ = a_town(*bridges)
    assert len(set(one_event_each(places))) == 3


def test_a_few_neighbours_are_not_swallowed_by_a_crowd_and_a_crowd_is_not_asked_without_end(monkeypatch):
    asked = []
    shared = strands.share_anything
    monkeypatch.setattr(
        strands, "share_anything", lambda sides: asked.append(len(sides.left)) or shared(sides)
    )
    (crowd, few, _), both = a_town((40, [0, 1]), people=(600, 30, PEOPLE))
    assert len(set(few.tolist())) == 1
    assert not np.isin(few, crowd).any()
    # Each is asked of a hundred at most, however many they are.
    assert sum(asked) < 100 * (len(crowd) + len(few) + len(both))


def test_who_tells_of_two_things_at_once_is_heard_with_one_of_them():
    places, both = a_town((2, [0, 1]))
    assert set(both.tolist()) <= set(one_event_each(places)[:2])


def test_one_thing_stays_one_though_each_names_only_a_part_of_where_it_is():
    """Some name the estate, some its firm, and half of them both: it is one, for the words are the same."""
    names = ["青禾家园", "柳荫置业", "青禾家园的柳荫置业", "柳荫置业开发的青禾家园"]
    texts = [
        f"{names[n % 4]}捆绑销售车位\n买房必须买车位，这是捆绑销售，强买强卖，{n}号窗口。" for n in range(32)
    ]
    assert len(set(join(said(texts)).tolist())) == 1
