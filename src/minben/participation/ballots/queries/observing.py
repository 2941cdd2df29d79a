"""Who watches a secret vote, what they say, and what may be told of its count."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minben.institutions.vault.queries import marks
from minben.ledger import queries as ledger
from minben.needs.hotline.core.codes import as_typed
from minben.participation.ballots.core.disclosure import Secrecy
from minben.participation.ballots.core.secrecy import Recounted, recount
from minben.participation.ballots.core.tally import Choice, Tally, count, standing
from minben.participation.ballots.law import procedure_of, secrecy_of
from minben.participation.ballots.models import Decision, Observer, Opened, Result
from minben.participation.ballots.openings import commitments_of, interim_of
from minben.participation.ballots.queries.listing import committed


@dataclass(frozen=True, slots=True)
class WordRow:
    """What an observer said: that the count agrees, or what they object to."""

    agrees: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ObserverRow:
    """An observer as everybody knows them; the last of their words holds."""

    key: int
    decision: int
    number: int
    name: str
    stands_for: str
    user: int | None
    words: Sequence[WordRow]


def observers(decision: int) -> list[ObserverRow]:
    """Return who watches a decision, and what they said."""
    found = Observer.objects.filter(decision_id=decision).order_by("number").prefetch_related("words")
    return [_row(one) for one in found]


def observer(key: int) -> ObserverRow | None:
    """Return one observer."""
    found = Observer.objects.filter(pk=key).first()
    return _row(found) if found else None


def observer_of_code(code: str) -> int | None:
    """Return the observer whose appointment carries a code, typed in any way."""
    found = Observer.objects.filter(
        code_mark__in=marks(plain=as_typed(code), context="ballots.observer.code")
    )
    return found.values_list("pk", flat=True).first()


def appointment_of(*, user: int, decision: int) -> str:
    """Return the code with which an account watches a decision; blank when it does not."""
    return (
        Observer.objects.filter(user_id=user, decision_id=decision).values_list("code", flat=True).first()
        or ""
    )


def _row(one: Observer) -> ObserverRow:
    words = sorted(one.words.all(), key=lambda word: word.pk)
    said = tuple(WordRow(word.agrees, word.reason, word.at) for word in words)
    return ObserverRow(one.pk, one.decision_id, one.number, one.name, one.stands_for, one.user_id, said)


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """When a secret vote was opened, and the digest of what its observers got."""

    at: datetime
    digest: str
    gone: bool


def opened(decision: int) -> OpenedRow | None:
    """Return the opening of a secret vote, once there was one."""
    row = Opened.objects.filter(decision_id=decision).first()
    return OpenedRow(row.at, row.digest, not row.content) if row else None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A dwelling under its random name, as much of it as observers see; no choice when nobody voted for it."""

    head: str
    place: str
    area_m2: str
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Recount:
    """What the page of an observer counted from the openings just now, and the roll that was fixed before the vote."""

    found: Recounted
    tally: Tally
    ballots: int
    rows: Sequence[PlaceRow]
    roll_holds: bool

    @property
    def holds(self) -> bool:
        """Whether all of it agrees with the public record."""
        return self.found.holds and self.roll_holds and not self.tally.doubts


def recounted(*, decision: int, openings: str) -> Recount:
    """Count the openings of a decision again, and compare them with the public record as it is now."""
    one = Decision.objects.get(pk=decision)
    found = recount(openings, committed(decision))
    vote = found.vote
    tally = count(vote.dwellings, vote.ballots, procedure_of(one), closes=vote.closes)
    chosen, _doubts = standing(vote.dwellings, vote.ballots, closes=vote.closes)
    rows = [
        PlaceRow(place["head"], place["place"], place["area_m2"], chosen.get(place["place"]))
        for place in json.loads(openings)["places"]
    ]
    rows.sort(key=lambda row: (row.head, row.place))
    return Recount(found, tally, len(vote.ballots), rows, found.roll in _rolls(decision))


def _rolls(decision: int) -> set[str]:
    """The rolls that the public record has fixed for a decision: one, when all is well."""
    acts = (
        json.loads(row.leaf) for row in ledger.entries_about(f"ballots.decision:{decision}", limit=200_000)
    )
    moved = (act["detail"] for act in acts if act["what"] == "ballots.moved")
    return {detail["roll"] for detail in moved if "roll" in detail}


@dataclass(frozen=True, slots=True)
class Commitments:
    """Every commitment of a secret vote with its entry; ``holds`` when the public record has the same, and no other."""

    rows: Sequence[Mapping[str, Any]]
    holds: bool


def commitments(decision: int) -> Commitments:
    """Return the commitments, compared with the public record as it is now."""
    rows = commitments_of(Decision.objects.get(pk=decision))
    return Commitments(rows, sorted(row["commitment"] for row in rows) == sorted(committed(decision)))


def commitments_file(decision: int) -> str:
    """Return the commitments of a secret vote as a file, before there is a result."""
    return interim_of(Decision.objects.get(pk=decision))


def told(key: int) -> Mapping[str, Any] | None:
    """Return what is told of a secret vote, as it was published; None before it is, and for a vote by name."""
    row = Result.objects.filter(decision_id=key, decision__secret=True).first()
    return json.loads(row.content) if row else None


def secrecy(key: int) -> Secrecy:
    """Return the rule by which a secret vote is told."""
    return secrecy_of(Decision.objects.get(pk=key))
