"""Secret ballots: what is committed to, the file that opens it, and the recount that observers make from it.

A ballot is fixed in the public record by a salted digest: SHA-256 over its canonical JSON with 256 random bits. It
hides the ballot as long as the salt stays hidden, and binds to it as far as SHA-256 resists collisions. That is how
salted disclosures are made (SD-JWT, RFC 9901, section 4.2; on the salt, its security considerations).
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from minben.commons.digests import JSON, canonical_json, digest
from minben.participation.ballots.core.lists import Fault, ListRefused, Vote, read_vote
from minben.participation.ballots.core.tally import Dwelling, heads

__all__ = [
    "Opening",
    "Place",
    "Recounted",
    "opening_commitment",
    "places_of",
    "read_commitments",
    "recount",
    "roll_digest",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A dwelling under a random name, its area [m²] as it is written, and the random name of its head."""

    place: str
    area_m2: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the commitment to a secret ballot holds.

    Attributes
    ----------
    decision : int
    place : Place
    choice, at : str
        ``at`` in ISO 8601 with its zone.
    nonce : str
        32 random bytes in hexadecimal, which the voter never sees: whoever has them can prove the choice.
    """

    decision: int
    place: Place
    choice: str
    at: str
    nonce: str


def opening_commitment(opening: Opening, algorithm: str = "sha256") -> str:
    """Return the digest that stands in the ledger for a secret ballot.

    Examples
    --------
    >>> place = Place("5f", "63.20", "5f")
    >>> one = Opening(decision=1, place=place, choice="for", at="2026-03-01T09:00+08:00", nonce="00")
    >>> opening_commitment(one)[:15]
    'sha256:5d6707fc'
    """
    named: dict[str, JSON] = {
        "area_m2": opening.place.area_m2,
        "at": opening.at,
        "choice": opening.choice,
        "decision": opening.decision,
        "head": opening.place.head,
        "nonce": opening.nonce,
        "place": opening.place.place,
    }
    return digest(canonical_json(named).encode(), algorithm)


def places_of(dwellings: Sequence[Dwelling], names: Sequence[str], areas: Sequence[str]) -> list[Place]:
    """Give each dwelling a random name, and its head the name of the head's first dwelling.

    Parameters
    ----------
    dwellings : sequence of Dwelling
    names, areas : sequence of str
        A random name for each, and its area [m²] as it is written.
    """
    named = {one.id: name for one, name in zip(dwellings, names, strict=True)}
    leaders = heads(dwellings)
    return [
        Place(named[one.id], area, named[leaders[one.id]]) for one, area in zip(dwellings, areas, strict=True)
    ]


def roll_digest(places: Iterable[Place], algorithm: str = "sha256") -> str:
    """Return the digest that fixes, before anybody votes, which areas and heads have a say."""
    rows: list[JSON] = [[one.place, one.area_m2, one.head] for one in sorted(places, key=lambda p: p.place)]
    return digest(canonical_json(rows).encode(), algorithm)


@dataclass(frozen=True, slots=True)
class Recounted:
    """What an observer finds in the file of openings.

    Attributes
    ----------
    vote : Vote
        What is counted: places for dwellings, heads for owners.
    strange : tuple of int
        Rows, from 1, that open no commitment: a choice, an area, a time or a salt was changed.
    missing : tuple of str
        Commitments that no row opens.
    fits : bool
        Whether places and heads have the same areas as the dwellings and owners of the list that everybody knows.
    roll : str
        The digest of the places, to compare with the one that stands in the ledger since the vote was opened.
    """

    vote: Vote
    strange: tuple[int, ...]
    missing: tuple[str, ...]
    fits: bool
    roll: str

    @property
    def holds(self) -> bool:
        """Whether every commitment is opened, nothing else is counted, and the areas are those of the list."""
        return self.fits and not self.strange and not self.missing


def recount(text: str | bytes, committed: Collection[str]) -> Recounted:
    """Open every commitment again and gather what is counted.

    Parameters
    ----------
    text : str or bytes
        The openings: ``{"decision", "procedure", "law_of"?, "closes", "dwellings": [{"id", "area_m2", "owners"}],
        "places": [{"place", "area_m2", "head"}], "ballots": [{"place", "choice", "at", "nonce"}]}``.
    committed : collection of str
        Every commitment in the ledger about this decision.

    Raises
    ------
    ListRefused
        When anything in it cannot be read.
    """
    # Read as it is published first: whatever is wrong with its list of dwellings is told as for any list.
    listed = read_vote(json.dumps({**_object(text), "ballots": []}))
    raw = _object(text)
    places, ballots = _places(raw), _rows(raw, "ballots")
    vote = read_vote(json.dumps(_as_named(raw, places, ballots)))
    left, strange = list(committed), []
    algorithms = sorted({one.partition(":")[0] for one in left})
    for number, row in enumerate(ballots, 1):
        found = _found(raw["decision"], row, places, left, algorithms)
        if found:
            left.remove(found)
        else:
            strange.append(number)
    fits = _shape(listed.dwellings) == _shape(vote.dwellings)
    algorithm = algorithms[0] if algorithms else "sha256"
    return Recounted(vote, tuple(strange), tuple(left), fits, roll_digest(places.values(), algorithm))


def read_commitments(text: str | bytes) -> tuple[list[str], str]:
    """Read the public file of a secret vote: its commitments, and the digest of its roll.

    Raises
    ------
    ListRefused
        When it is no such file.
    """
    raw = _object(text)
    return [str(row.get("commitment", "")) for row in _rows(raw, "commitments")], str(raw.get("roll", ""))


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        raw = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise ListRefused([Fault("not_json", "file", 0, {"detail": str(error)})]) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("decision"), int):
        raise ListRefused([Fault("not_an_object", "file", 0, {})])
    return raw


def _rows(raw: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = raw.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ListRefused([Fault("no_rows", name, 0, {"name": name})])
    return rows


def _places(raw: Mapping[str, Any]) -> dict[str, Place]:
    made = [
        Place(*(str(row.get(key, "")) for key in ("place", "area_m2", "head")))
        for row in _rows(raw, "places")
    ]
    seen = Counter(one.place for one in made)
    for number, one in enumerate(made, 1):
        if seen[one.place] > 1:
            raise ListRefused([Fault("id_twice", "places", number, {"value": one.place})])
    return {one.place: one for one in made}


def _as_named(
    raw: Mapping[str, Any], places: Mapping[str, Place], ballots: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The same vote in the form of a vote by name, which the one count there is can read."""
    told = {key: raw.get(key) for key in ("procedure", "law_of", "closes")}
    homes = [{"id": one.place, "area_m2": one.area_m2, "owners": [one.head]} for one in places.values()]
    rows = []
    for row in ballots:
        place = places.get(str(row.get("place")))
        by = place.head if place else ""
        rows.append(
            {"dwelling": row.get("place"), "choice": row.get("choice"), "at": row.get("at"), "by": by}
        )
    return {**told, "dwellings": homes, "ballots": rows}


def _found(
    decision: int,
    row: Mapping[str, Any],
    places: Mapping[str, Place],
    left: Collection[str],
    algorithms: Sequence[str],
) -> str:
    place = places.get(str(row.get("place")))
    if place is None:
        return ""
    choice, at, nonce = (str(row.get(key, "")) for key in ("choice", "at", "nonce"))
    opening = Opening(decision=decision, place=place, choice=choice, at=at, nonce=nonce)
    return next((made for name in algorithms if (made := opening_commitment(opening, name)) in left), "")


def _shape(dwellings: Sequence[Dwelling]) -> Counter[tuple[Fraction, ...]]:
    """How many heads have which areas, without any name."""
    leaders = heads(dwellings)
    areas: dict[str, list[Fraction]] = {}
    for one in dwellings:
        areas.setdefault(leaders[one.id], []).append(one.area_m2)
    return Counter(tuple(sorted(found)) for found in areas.values())
