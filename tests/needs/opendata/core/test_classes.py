"""Nobody stands alone in a row, and nobody stands in two."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.needs.opendata.core.classes import ANY, LEVELS, Class, Facts, classes, within_cap
from minben.needs.opendata.core.releases import FEWEST, Rule, bearable, noisy_rows

NAMES = ("week", "category", "heading", "community", "street", "district", "channel", "kind")
RULE = Rule(k=10, cap=2, epsilon_milli=1000, budget_milli=12_000)


@st.composite
def months(draw: st.DrawFn) -> Facts:
    """Small months in which places lie within one another, as in a city; some things are not known."""
    rng = Random(draw(st.integers(0, 10_000)))
    size, people = draw(st.integers(0, 120)), draw(st.integers(1, 60))
    rows = []
    for _ in range(size):
        community = rng.choice([ANY, 0, 1, 2, 3, 4, 5])
        street, district = (ANY, ANY) if community == ANY else (100 + community // 2, 200 + community // 4)
        category = rng.choice([ANY, 0, 1, 2])
        heading = ANY if category == ANY else 10 + category // 2
        week, channel, kind = rng.randrange(3), rng.randrange(2), rng.randrange(2)
        rows.append((week, category, heading, community, street, district, channel, kind))
    table = np.array(rows, dtype=np.int64).reshape(size, len(NAMES))
    who = np.array([rng.randrange(people) for _ in range(size)], dtype=np.int64)
    return Facts({name: table[:, nth] for nth, name in enumerate(NAMES)}, who)


def slowly(facts: Facts, k: int) -> tuple[Counter[tuple[int, ...]], int]:
    """The same by plain counting: requests per row, and how many people are left over at the end."""
    left = list(range(len(facts.who)))
    found: Counter[tuple[int, ...]] = Counter()
    for level in LEVELS:
        groups: dict[tuple[int, ...], list[int]] = {}
        for row in left:
            key = tuple(int(facts.columns[name][row]) if name else ANY for name in level)
            groups.setdefault(key, []).append(row)
        people = {key: len({int(facts.who[row]) for row in rows}) for key, rows in groups.items()}
        short = {key[1:4] for key in groups if people[key] < k}
        for key, rows in groups.items():
            if key[1:4] not in short:
                found[key] += len(rows)
                left = [row for row in left if row not in set(rows)]
    return found, len({int(facts.who[row]) for row in left})


@given(months(), st.integers(1, 15))
def test_rows_are_those_of_plain_counting_and_each_has_its_k_people(facts: Facts, k: int) -> None:
    rows = classes(facts, k=k)
    counted, left_over = slowly(facts, k)
    assert {tuple(row[:5]): row.requests for row in rows} == dict(counted)
    assert all(row.people >= k and row.requests >= k for row in rows)
    assert sum(row.requests for row in rows) <= len(facts.who)
    assert left_over < k


@given(months(), st.integers(1, 4))
def test_nobody_counts_more_often_than_the_cap(facts: Facts, cap: int) -> None:
    kept = facts.who[within_cap(facts.who, cap)]
    assert Counter(kept.tolist()) == {p: min(n, cap) for p, n in Counter(facts.who.tolist()).items()}


@given(months(), st.integers(0, 1000))
def test_no_count_is_told_under_k_and_no_headcount_at_all(facts: Facts, seed: int) -> None:
    rows = noisy_rows(facts, RULE, Random(seed).randrange)
    assert all(row.requests >= RULE.k and row.people == 0 for row in rows)


def test_week_and_kind_are_told_of_all_alike_or_of_none() -> None:
    kind = np.array([0] * 30 + [1] * 5, dtype=np.int64)
    alike = {**dict.fromkeys(NAMES, np.zeros(35, dtype=np.int64)), "kind": kind}
    rows = classes(Facts(alike, np.arange(35, dtype=np.int64)), k=10)
    assert [(row.kind, row.requests) for row in rows] == [(ANY, 35)], (
        "else the five would pass for the thirty"
    )
    alike["kind"] = np.array([0] * 20 + [1] * 15, dtype=np.int64)
    rows = classes(Facts(alike, np.arange(35, dtype=np.int64)), k=10)
    assert [(row.kind, row.requests) for row in rows] == [(0, 20), (1, 15)]


def test_a_dozen_requests_of_one_person_make_no_row() -> None:
    same = np.zeros(12, dtype=np.int64)
    assert classes(Facts(dict.fromkeys(NAMES, same), same), k=10) == []


def test_the_noise_does_not_choose_the_rows() -> None:
    facts = Facts({name: np.arange(60, dtype=np.int64) % 3 for name in NAMES}, np.arange(60, dtype=np.int64))
    shown = {tuple(row[:5] for row in noisy_rows(facts, RULE, Random(seed).randrange)) for seed in range(20)}
    assert len(shown) == 1


def test_each_step_tells_no_column_more_finely_than_the_one_before() -> None:
    order = {
        "week": ("week", ""),
        "category": ("category", "heading", ""),
        "place": ("community", "street", "district", ""),
        "channel": ("channel", ""),
        "kind": ("kind", ""),
    }
    for column, finest_first in order.items():
        steps = [finest_first.index(getattr(level, column)) for level in LEVELS]
        assert steps == sorted(steps), column
    assert set(order) == set(Class._fields) - {"requests", "people"}


def test_no_city_can_set_k_under_ten() -> None:
    with pytest.raises(TeachingError, match="k = 9 is too small"):
        Rule(k=FEWEST - 1, cap=2, epsilon_milli=1000, budget_milli=12_000)


@given(st.lists(st.integers(1, 3000), max_size=20), st.integers(0, 12_000))
def test_a_year_never_spends_more_than_its_budget(asked: list[int], budget: int) -> None:
    spent = 0
    for epsilon in asked:
        if bearable(spent, Rule(k=10, cap=1, epsilon_milli=epsilon, budget_milli=budget)):
            spent += epsilon
    assert spent <= budget
