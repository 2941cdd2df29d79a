"""Places that report slowly are found from later reports alone, and heard as if they reported like the others."""

from datetime import date

import numpy as np
import pytest

from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.mining import rank
from minben.needs.topics.core.shapes import said
from minben.needs.topics.core.silent import Incidents, incidents_of, reporting_rates

DAY_S = 86_400.0


def a_city(rng, rates, incidents=400, days=20.0):
    """Incidents of known rates: the later reports of each are a Poisson process while it lasts."""
    group = rng.integers(0, len(rates), incidents)
    lasts = rng.exponential(days, incidents)
    return Incidents(group, rng.poisson(np.asarray(rates)[group] * lasts).astype(float), lasts)


def test_known_rates_are_found_again():
    rates = np.array([0.05, 0.1, 0.15, 0.3])
    found = reporting_rates(a_city(np.random.default_rng(1), rates, incidents=2_000))
    assert found.rate == pytest.approx(rates, rel=0.1)
    assert (found.factor[0], found.factor[-1]) == (pytest.approx(found.factor.max()), found.factor.min())


def test_intervals_hold_the_truth_as_often_as_they_say():
    rates, held = np.array([0.05, 0.1, 0.2]), []
    for seed in range(200):
        found = reporting_rates(a_city(np.random.default_rng(seed), rates, incidents=60))
        truth = rates[found.group]
        held.append(((found.low <= truth) & (truth <= found.high)).mean())
    assert 0.93 <= np.mean(held) <= 0.99


def test_the_less_is_known_of_a_place_the_nearer_it_stands_to_the_others():
    raw, drawn = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rates = rng.gamma(4, 0.05, 30)
        found = reporting_rates(a_city(rng, rates, incidents=60))
        raw.append(((found.rate - rates[found.group]) ** 2).mean())
        drawn.append(((found.shrunk - rates[found.group]) ** 2).mean())
    assert np.mean(drawn) < 0.7 * np.mean(raw)


def test_places_alike_are_not_told_apart_by_chance():
    found = reporting_rates(a_city(np.random.default_rng(4), np.full(10, 0.1), incidents=300))
    assert np.abs(np.log(found.factor)).max() < 0.35


def test_no_place_counts_for_more_than_three():
    found = reporting_rates(Incidents(np.array([0, 1]), np.array([0.0, 5_000.0]), np.array([5_000.0, 50.0])))
    assert found.factor.max() <= 3
    assert found.factor.min() >= 1 / 3


def test_only_later_people_count_and_only_while_it_lasts():
    at = np.array([0, 1, 2, 3, 40, 100]) * DAY_S
    messages = said(
        ["漏水"] * 6, at=at, person=np.array([1, 2, 2, -1, 4, 5]), area=np.zeros(6, dtype=np.int64)
    )
    found = incidents_of(messages, np.zeros(6, dtype=np.int64))
    assert (found.later.tolist(), found.days.tolist()) == ([2.0], [30.0])
    ended = incidents_of(messages, np.zeros(6, dtype=np.int64), ended=np.full(6, 1.5 * DAY_S))
    assert (ended.later.tolist(), ended.days.tolist()) == ([1.0], [1.5])


def test_a_silent_district_is_heard_but_its_voices_are_told_as_they_are():
    texts = ["江畔社区漏水\n水管漏水。"] * 3 + ["柳荫街道停电\n停电三天。"] * 4
    people, area = np.arange(7), np.array([0, 0, 0, 1, 1, 1, 1])
    days = np.arange(7) * DAY_S
    messages = said([f"{text}{n}" for n, text in enumerate(texts)], person=people, area=area, at=days)
    event, weights = np.array([0, 0, 0, 1, 1, 1, 1]), weights_at(date(2026, 3, 1))
    plain = rank(messages, event, weights=weights)
    heard = rank(messages, event, weights=weights, silence={0: 2.0, 1: 0.8})
    assert [topic.voices for topic in plain] == [4.0, 3.0]
    assert [topic.voices for topic in heard] == [3.0, 4.0]
