"""From messages to ranked topics."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from minben.needs.topics.core.hotness import parts
from minben.needs.topics.core.joining import in_time, join
from minben.needs.topics.core.shapes import PARTS, Floats, Ints, Messages, Season, Topic, Weights
from minben.needs.topics.core.titles import Vocabulary, call, vocabulary
from minben.needs.topics.core.voices import Voices, hear

MOST = 1_000
"""How many topics are told at most; nobody reads further."""


def mine(
    messages: Messages,
    *,
    weights: Weights,
    season: Season | None = None,
    silence: Mapping[int, float] | None = None,
    most: int = MOST,
) -> list[Topic]:
    """Bring messages together as events and rank them, the hottest first.

    An event needs several voices: one message, however many pressed "me too", is none.

    Parameters
    ----------
    messages
        Of the period, in any order.
    weights
        What each part of the hotness is worth.
    season
        What the period usually brings.
    silence
        What a voice of each district stands for, from `silent.reporting_rates`; 1 where it is not told.
    most
        How many topics are wanted at most.

    Examples
    --------
    >>> from datetime import date
    >>> from minben.needs.topics.core.hotness import weights_at
    >>> from minben.needs.topics.core.shapes import said
    >>> texts = ["丽景花园旁搅拌站噪音扰民", "丽景花园的搅拌站夜间噪音大", "江畔社区公交太少"]
    >>> [(topic.title, topic.voices) for topic in mine(said(texts), weights=weights_at(date(2026, 1, 5)))]
    [('丽景花园旁搅拌站噪音扰民', 2.0)]
    """
    return rank(messages, join(messages), weights=weights, season=season, silence=silence, most=most)


def rank(
    messages: Messages,
    event: Ints,
    *,
    weights: Weights,
    season: Season | None = None,
    silence: Mapping[int, float] | None = None,
    most: int = MOST,
) -> list[Topic]:
    """Rank events that are known already; parameters as in `mine`, with the event of each message."""
    if not len(messages):
        return []
    size = int(event.max()) + 1
    shown = np.flatnonzero(np.bincount(event, minlength=size) >= weights.fewest)
    heard = hear(messages, event, shown)
    found = parts(messages, event, size, heard.weight * _stands_for(messages, silence), season)
    # What a person says twice or copies is no second voice: it makes no event of one message.
    enough = np.bincount(event, weights=heard.weight, minlength=size) >= weights.fewest - 0.5
    added = found.weighed(weights)
    hot = np.where(enough, added.sum(axis=1), -np.inf)
    first = np.full(size, np.inf)
    np.minimum.at(first, event, messages.at)
    order = np.lexsort((np.arange(size), first, -hot))[: min(most, int(enough.sum()))]
    known, members = vocabulary(_sorted_texts(messages)), _members(messages, event, order)
    return [
        replace(_topic(messages, members[number], heard, added[number], known), rank=place)
        for place, number in enumerate(order.tolist(), start=1)
    ]


def _stands_for(messages: Messages, silence: Mapping[int, float] | None) -> Floats:
    """Tell how many a voice stands for; that moves the rank, while the voices that are shown stay those that spoke."""
    if not silence:
        return np.ones(len(messages))
    areas, which = np.unique(messages.area, return_inverse=True)
    return np.array([silence.get(int(area), 1.0) for area in areas])[which]


def _sorted_texts(messages: Messages) -> list[str]:
    return [messages.text[row] for row in in_time(messages).tolist()]


def _members(messages: Messages, event: Ints, wanted: Ints) -> dict[int, Ints]:
    """Gather the members of events, in the order of time."""
    order = in_time(messages)
    order = order[np.argsort(event[order], kind="stable")]
    starts = np.searchsorted(event[order], wanted)
    ends = np.searchsorted(event[order], wanted, side="right")
    return {
        number: order[start:end]
        for number, start, end in zip(wanted.tolist(), starts.tolist(), ends.tolist(), strict=True)
    }


def _topic(messages: Messages, members: Ints, heard: Voices, added: Floats, known: Vocabulary) -> Topic:
    # Who counts in full speaks first: a copy never lends its words to the title.
    members = members[np.argsort(-heard.weight[members], kind="stable")]
    called = call([messages.text[row] for row in members.tolist()], known)
    spokesman = members[called.spokesman]
    return Topic(
        rank=0,
        hotness=float(added.sum()),
        parts=dict(zip(PARTS, added.tolist(), strict=True)),
        first=float(messages.at[members].min()),
        last=float(messages.at[members].max()),
        places=called.places,
        title=called.title,
        keywords=called.keywords,
        voices=float(heard.weight[members].sum()),
        members=np.concatenate([[spokesman], members[members != spokesman]]),
        discounted=heard.discounts(members),
    )
