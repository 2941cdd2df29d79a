"""Opening a secret vote finds whatever was changed, counts as the direct count does, and tells no single choice."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.parameters import load
from minben.participation.ballots.core.disclosure import Band, Told, heads_of, secrecy_at, told
from minben.participation.ballots.core.secrecy import (
    Opening,
    Place,
    opening_commitment,
    places_of,
    recount,
    roll_digest,
)
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling, count
from tests.participation.ballots.core.test_tally import BUILDING, CLOSES, house, say

RULE = secrecy_at(load("minben.participation.ballots", "secrecy"), date(2026, 3, 1))
CHANGES = ("choice", "area", "nonce", "at", "head", "gone", "twice")
AREAS = st.integers(20_00, 140_00).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
HOUSES = st.lists(
    st.tuples(AREAS, st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=2, unique=True)),
    min_size=1,
    max_size=9,
)
SAID = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(Choice), st.integers(1, 9_000)), max_size=14)


class Vote:
    """A secret vote as the house keeps it: dwellings, ballots, the file of openings, the commitments."""

    def __init__(
        self, homes: Sequence[tuple[str, Sequence[str]]], said: Sequence[tuple[int, Choice, int]]
    ) -> None:
        self.dwellings = [
            Dwelling(str(n), Fraction(area), tuple(owners)) for n, (area, owners) in enumerate(homes)
        ]
        self.places = places_of(
            self.dwellings, [f"p{n:x}" for n in range(len(homes))], [area for area, _o in homes]
        )
        said = [(n % len(homes), choice, ago) for n, choice, ago in said]
        self.ballots = [
            Ballot(dwelling=str(n), choice=choice, at=CLOSES - timedelta(seconds=ago), by=homes[n][1][0])
            for n, choice, ago in said
        ]
        rows = [
            {"place": self.places[n].place, "choice": str(choice), "nonce": f"{i:064x}",
             "at": (CLOSES - timedelta(seconds=ago)).isoformat()}
            for i, (n, choice, ago) in enumerate(said)
        ]  # fmt: skip
        named = {one.place: one for one in self.places}
        self.committed = [self._commit(named[row["place"]], row) for row in rows]
        self.file: dict[str, Any] = {
            "decision": 7, "procedure": "civil-code-278-building", "closes": CLOSES.isoformat(),
            "dwellings": [
                {"id": str(n), "area_m2": area, "owners": list(owners)}
                for n, (area, owners) in enumerate(homes)
            ],
            "places": [
                {"place": one.place, "area_m2": one.area_m2, "head": one.head} for one in self.places
            ],
            "ballots": rows,
        }  # fmt: skip

    def _commit(self, place: Place, row: dict[str, str]) -> str:
        told = {key: row[key] for key in ("choice", "at", "nonce")}
        return opening_commitment(Opening(decision=7, place=place, **told))


@settings(max_examples=40)
@given(HOUSES, SAID)
def test_the_count_of_the_openings_is_the_direct_count(homes: Any, said: Any) -> None:
    vote = Vote(homes, said)
    found = recount(json.dumps(vote.file), vote.committed)
    assert found.holds
    assert found.roll == roll_digest(vote.places)
    direct = count(vote.dwellings, vote.ballots, BUILDING, closes=CLOSES)
    assert count(found.vote.dwellings, found.vote.ballots, BUILDING, closes=CLOSES).shares == direct.shares


@settings(max_examples=40)
@given(
    HOUSES,
    SAID.filter(bool),
    st.sampled_from(CHANGES),
    st.data(),
)
def test_whatever_is_changed_in_the_openings_is_found(homes: Any, said: Any, what: str, data: Any) -> None:
    vote = Vote(homes, said)
    row = data.draw(st.sampled_from(vote.file["ballots"]))
    place = next(one for one in vote.file["places"] if one["place"] == row["place"])
    changes: dict[str, Any] = {
        "choice": lambda: row.update(choice="for" if row["choice"] != "for" else "against"),
        "area": lambda: place.update(area_m2=str(Fraction(place["area_m2"]) + 1)),
        "nonce": lambda: row.update(nonce="f" * 64),
        "at": lambda: row.update(at=(CLOSES - timedelta(days=9)).isoformat()),
        "head": lambda: place.update(head="somebody else"),
        "gone": lambda: vote.file["ballots"].remove(row),
        "twice": lambda: vote.file["ballots"].append(dict(row)),
    }
    changes[what]()
    assert not recount(json.dumps(vote.file), vote.committed).holds


def test_an_area_changed_where_nobody_voted_is_found_too() -> None:
    vote = Vote([("60.00", "A"), ("70.00", "B")], [(0, Choice.FOR, 60)])
    vote.file["places"][1]["area_m2"] = "700.00"
    found = recount(json.dumps(vote.file), vote.committed)
    assert (found.strange, found.missing, found.holds) == ((), (), False)


def telling(homes: list[Dwelling], *ballots: Ballot) -> Told:
    tally = count(homes, ballots, BUILDING, closes=CLOSES)
    return told(tally, heads_of(homes, ballots, closes=CLOSES), RULE)


def votes(choices: str) -> list[Ballot]:
    named = {"f": "for", "a": "against", "0": "abstain"}
    return [say(n, named[letter]) for n, letter in enumerate(choices, 1) if letter != "-"]


@pytest.mark.parametrize(
    ("choices", "heads"),
    [
        ("ffffffffff", {}),
        ("ffffffaaaa", {}),
        ("fffffaaaaa", {"for": 5, "other": 5}),
        ("fffffaaaa0", {"for": 5, "other": 5}),
        ("fffffaaaaa00000", {"for": 5, "against": 5, "abstain": 5}),
    ],
)
def test_no_number_stands_for_fewer_than_five_owners(choices: str, heads: dict[str, int]) -> None:
    found = telling(house(*[60] * len(choices)), *votes(choices))
    assert found.heads == heads
    # All of one mind is told by no number either: it would tell what each of them said.
    assert (found.area_for is None) is (not heads)


def test_areas_that_would_tell_one_owner_from_the_others_are_not_told() -> None:
    """One dwelling is so large that the band of the area would say how it voted."""
    alike = telling(house(*[60] * 12), *votes("ffffffaaaaaa"))
    assert alike.area_for == Band(50, 55)
    large = telling(house(600, *[60] * 11), *votes("ffffffaaaaaa"))
    assert large.heads == {"for": 6, "other": 6}
    assert large.area_for is None


def test_area_passes_and_heads_fail_and_exactly_the_lines_are_told() -> None:
    found = telling(house(300, 300, 300, 40, 40, 40), *votes("fffaaa"))
    assert found.lines == {
        "area_present": True,
        "owners_present": True,
        "area_for": True,
        "owners_for": False,
    }


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(30, 140), st.sampled_from("fa0")), min_size=10, max_size=16))
def test_whoever_said_something_another_could_have_said_it_and_nothing_told_would_differ(
    said: list[tuple[int, str]],
) -> None:
    homes, choices = house(*[area for area, _c in said]), "".join(choice for _a, choice in said)
    found = telling(homes, *votes(choices))
    if found.area_for is None:
        return
    for n, one in enumerate(choices):
        same = 0
        for m, other in enumerate(choices):
            if (one == "f") is not (other == "f"):
                swapped = list(choices)
                swapped[n], swapped[m] = other, one
                again = telling(homes, *votes("".join(swapped)))
                same += (again.heads, again.lines, again.area_present) == (
                    found.heads, found.lines, found.area_present,
                ) and again.area_for in (found.area_for, None)  # fmt: skip
        assert same >= RULE.k - 1
