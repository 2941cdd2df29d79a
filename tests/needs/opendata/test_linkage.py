"""Can somebody who knows a neighbour find them in the open data? No better than by chance.

The attacker knows of each person the community, the month, the heading and the channel of their request, and has the
release. Two attacks: to point at the own record of a person, and to learn of what kind their request was. Only every
second person of the town is in the release; what is learnt about the others can only be knowledge about
the town, and is the measure of chance. The same attacks on a release with k = 1 show their teeth.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np
import pytest
from scipy.stats import binomtest, fisher_exact

from minben.ground.registers.core.city import imagine
from minben.ground.registers.core.trees import ancestors
from minben.needs.hotline.sample_texts import leaves, write_requests
from minben.needs.opendata.core.classes import ANY, LEVELS, Class, Facts, classes
from minben.needs.opendata.core.releases import Rule, noisy_rows

PEOPLE, REQUESTS, K = 16_000, 20_000, 10
RULE = Rule(k=K, cap=2, epsilon_milli=1000, budget_milli=12_000)
KNOWN = ("category", "place", "channel")
Row = tuple[int, ...]


@dataclass(frozen=True)
class Town:
    """A month of requests, and where each of them would stand at each level."""

    facts: Facts

    def place_in(self, row: int, level: int) -> Row:
        names = LEVELS[level]
        return tuple(int(self.facts.columns[name][row]) if name else ANY for name in names)


@pytest.fixture(scope="module")
def town() -> Town:
    """A month of a sample city."""
    city = imagine(Random(1), people=PEOPLE)
    keys = {place.code: nth for nth, place in enumerate(city.places)}
    chains = ancestors({keys[p.code]: keys.get(p.parent) for p in city.places})
    kinds = {keys[place.code]: place.kind.value for place in city.places}
    categories = {leaf.code: nth for nth, leaf in enumerate(leaves())}
    headings = {
        leaf.code: 1_000 + sorted({one.parent for one in leaves()}).index(leaf.parent) for leaf in leaves()
    }
    written = list(write_requests(Random(20260301), n=REQUESTS, city=city, start=date(2026, 3, 2), days=28))
    channels, what = (sorted({getattr(one, name) for one in written}) for name in ("channel", "kind"))

    def within(code: str, kind: str) -> int:
        return next((key for key in chains.get(keys.get(code, ANY), ()) if kinds[key] == kind), ANY)

    columns: dict[str, list[int]] = {
        "week": [one.received_at.date().toordinal() // 7 for one in written],
        "category": [categories[one.category] for one in written],
        "heading": [headings[one.category] for one in written],
        **{
            kind: [within(one.place, kind) for one in written] for kind in ("community", "street", "district")
        },
        "channel": [channels.index(one.channel) for one in written],
        "kind": [what.index(one.kind) for one in written],
    }
    who = np.array([one.person for one in written], dtype=np.int64)
    return Town(Facts({name: np.array(column, dtype=np.int64) for name, column in columns.items()}, who))


def half(town: Town, *, first: bool) -> Town:
    """The requests of every second person."""
    kept = (town.facts.who % 2 == 0) == first
    columns = {name: column[kept] for name, column in town.facts.columns.items()}
    return Town(Facts(columns, town.facts.who[kept]))


def targets(where: Town) -> list[int]:
    """The requests of people who asked once that month and whose community is known."""
    often = Counter(where.facts.who.tolist())
    return [
        row
        for row, who in enumerate(where.facts.who.tolist())
        if often[who] == 1 and where.facts.columns["community"][row] != ANY
    ]


def fitting(rows: list[Class]) -> Mapping[Row, list[Class]]:
    """Rows by what the attacker can compare."""
    found: dict[Row, list[Class]] = {}
    for row in rows:
        found.setdefault((row.category, row.place, row.channel), []).append(row)
    return found


def best(known: Town, row: int, published: Mapping[Row, list[Class]]) -> list[Class]:
    """The finest rows of a release that fit what is known of a person."""
    for level in LEVELS:
        key = tuple(
            int(known.facts.columns[getattr(level, name)][row]) if getattr(level, name) else ANY
            for name in KNOWN
        )
        if key in published:
            return published[key]
    return []


def guess(rows: list[Class], usual: int) -> int:
    """The kind that the fitting rows make likeliest; where none tells, that of most people."""
    votes = Counter[int]()
    for row in rows:
        votes[row.kind] += row.requests
    told = max(votes, key=lambda kind: (votes[kind], kind)) if votes else ANY
    return usual if told == ANY else told


def found_records(where: Town, k: int, seed: int) -> tuple[int, int]:
    """How many of the targets an attacker finds who points at one record of the row that fits best."""
    rng, published = Random(seed), classes(where.facts, k=k)
    by_key = {tuple(row[:5]): row for row in published}
    right = tried = 0
    for row in targets(where):
        # The attacker knows how rows are made, so they know the row; the records in it all look alike.
        own = next(
            (by_key[key] for n in range(len(LEVELS)) if (key := where.place_in(row, n)) in by_key), None
        )
        tried += 1
        right += own is not None and rng.randrange(own.requests) == 0
    return right, tried


def test_pointing_at_somebodys_record_is_right_no_more_often_than_one_in_ten(town: Town) -> None:
    right, tried = found_records(town, K, seed=1)
    assert tried > 1_500
    assert binomtest(right, tried, 1 / K, alternative="greater").pvalue > 0.01, f"{right} of {tried}"


def test_without_k_the_same_attacker_finds_far_more(town: Town) -> None:
    right, tried = found_records(town, 1, seed=1)
    assert binomtest(right, tried, 1 / K, alternative="greater").pvalue < 1e-12, f"{right} of {tried}"


def singled_out(published: list[Class]) -> int:
    """Rows behind which one person stands alone."""
    return sum(row.people == 1 for row in published)


def test_nobody_is_singled_out_and_without_k_hundreds_are(town: Town) -> None:
    assert singled_out(classes(town.facts, k=K)) == 0
    assert singled_out(classes(town.facts, k=1)) > 500


def learnt(town: Town, *, k: int) -> list[tuple[int, int]]:
    """How many kinds the attacker names rightly and wrongly: of the people in the release, and of those who are not."""
    inside, outside = half(town, first=True), half(town, first=False)
    published = fitting(
        noisy_rows(inside.facts, RULE, Random(3).randrange) if k == K else classes(inside.facts, k=k)
    )
    usual = Counter(town.facts.columns["kind"].tolist()).most_common(1)[0][0]
    told = []
    for people in (inside, outside):
        kinds = people.facts.columns["kind"]
        asked = targets(people)
        right = sum(guess(best(people, row, published), usual) == kinds[row] for row in asked)
        told.append((right, len(asked) - right))
    return told


def test_the_release_tells_no_more_about_those_in_it_than_about_their_neighbours_who_are_not(
    town: Town,
) -> None:
    told = learnt(town, k=K)
    assert min(right for right, _wrong in told) > 500, "the attack must be able to learn something"
    assert fisher_exact(told, alternative="greater").pvalue > 0.01, told


@pytest.mark.parametrize("k", [1, 2])
def test_without_k_the_release_tells_on_those_in_it(town: Town, k: int) -> None:
    told = learnt(town, k=k)
    assert fisher_exact(told, alternative="greater").pvalue < 1e-6, told
