"""A crowd that cannot be faked: whoever shouts, the true ten keep their order, and what was cut is listed."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import spearmanr

from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.mining import rank
from minben.needs.topics.core.shapes import REASONS
from tests.needs.topics.core.cities import ATTACKS, a_month, attacked

WEIGHTS = weights_at(date(2026, 3, 1))
TARGET = 14


def heat_of(city):
    """The hotness of each true event."""
    topics = rank(city.messages, city.event, weights=WEIGHTS)
    heat = np.zeros(len(city.honest))
    for topic in topics:
        heat[np.bincount(city.event[topic.members]).argmax()] = topic.hotness
    return heat, topics


def true_ten(heat):
    return np.argsort(-heat)[:10]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ATTACKS)
def test_the_true_ten_keep_their_order(kind, seed):
    city = a_month(seed)
    before, _ = heat_of(city)
    after, _ = heat_of(attacked(city, kind, target=TARGET, share=0.4, seed=seed))
    ten = true_ten(before)
    assert spearmanr(before[ten], after[ten]).statistic >= 0.95
    # The crowd's own event, fifteenth in truth, does not come near the front.
    assert (after > after[TARGET]).sum() >= 8


def test_raw_counts_would_have_been_fooled():
    city = a_month(1)
    bent = attacked(city, "distinct", target=TARGET, share=0.4, seed=1)
    counts = np.bincount(bent.event)
    assert counts.argmax() == TARGET


@pytest.mark.parametrize("kind", ATTACKS)
def test_what_is_cut_is_listed_with_a_reason_and_stays_a_member(kind):
    city = attacked(a_month(3), kind, target=TARGET, share=0.4, seed=3)
    _, topics = heat_of(city)
    bent = next(one for one in topics if city.event[one.members[0]] == TARGET)
    assert len(bent.members) == (city.event == TARGET).sum()
    assert {cut.reason for cut in bent.discounted} <= set(REASONS)
    assert all(0 <= cut.weight < 1 for cut in bent.discounted)
    fakes = len(city.event) - city.honest.sum()
    assert len(bent.discounted) >= 0.5 * fakes


def test_an_honest_month_is_hardly_cut():
    city = a_month(4)
    _, topics = heat_of(city)
    lost = sum(1 - cut.weight for topic in topics for cut in topic.discounted)
    assert lost / len(city.event) < 0.1


def test_a_name_that_a_crowd_makes_common_parts_events_still():
    city = attacked(a_month(11, largest=120), "paraphrase", target=14, share=0.4, seed=11)
    found = join(city.messages)
    pairs, true = found[:, None] == found[None, :], city.event[:, None] == city.event[None, :]
    assert (pairs & ~true).sum() == 0
    assert (pairs & true).sum() / true.sum() > 0.9


def test_the_texts_of_the_month_are_joined_as_they_were_meant():
    city = a_month(5, largest=60)
    found = join(city.messages)
    pairs = found[:, None] == found[None, :]
    true = city.event[:, None] == city.event[None, :]
    assert (pairs & ~true).sum() == 0
    assert (pairs & true).sum() / true.sum() > 0.9
