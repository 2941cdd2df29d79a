"""Counting a vote of owners by name, from its published list.

Area counts by dwelling; heads count by person. The Supreme People's Court's interpretation on owners' rights
(法释〔2009〕7 号, amended 2020), articles 8 and 9, says how: a dwelling with several owners counts as one, and one
person with several dwellings counts as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from minben.participation.ballots.core.procedure import Least, Procedure

__all__ = ["Ballot", "Choice", "Doubt", "Dwelling", "Share", "Tally", "count", "heads", "standing"]


class Choice(StrEnum):
    """What a ballot says. Who abstains takes part, and does not agree."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling: its area [m²], and its owners, one of whom speaks for all."""

    id: str
    area_m2: Fraction
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What was said for a dwelling, by whom and when.

    Attributes
    ----------
    dwelling : str
    choice : Choice
    at : datetime
        Aware.
    by : str
        The owner, or who acts for them.
    paper : str
        Where the proxy's paper lies; needed when ``by`` is no owner.
    entered : tuple of str
        For a ballot on paper what each of two people read; empty for a ballot cast in person.
    """

    dwelling: str
    choice: Choice
    at: datetime
    by: str
    paper: str = ""
    entered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A ballot that is not counted: its dwelling and the code of the reason."""

    dwelling: str
    code: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, exactly, and the least that is needed."""

    part: Fraction
    whole: Fraction
    needed: Least

    @property
    def reached(self) -> bool:
        """Whether the part is large enough; nothing is rounded."""
        line = self.needed.share * self.whole
        return self.whole > 0 and (self.part > line if self.needed.beyond else self.part >= line)


@dataclass(frozen=True, slots=True)
class Tally:
    """The count: who took part and who agreed, by area [m²] and by heads; and what was not counted."""

    area_present: Share
    owners_present: Share
    area_for: Share
    owners_for: Share
    doubts: tuple[Doubt, ...]

    @property
    def shares(self) -> Mapping[str, Share]:
        """The four shares by name, in the order of the law."""
        return {
            "area_present": self.area_present,
            "owners_present": self.owners_present,
            "area_for": self.area_for,
            "owners_for": self.owners_for,
        }

    @property
    def carried(self) -> bool:
        """Whether all four are reached."""
        return all(share.reached for share in self.shares.values())


def standing(
    dwellings: Sequence[Dwelling], ballots: Iterable[Ballot], *, closes: datetime
) -> tuple[dict[str, Choice], list[Doubt]]:
    """Return the choice that counts for each dwelling, and the ballots that do not count.

    Parameters
    ----------
    dwellings : sequence of Dwelling
    ballots : iterable of Ballot
        In any order. Of several for one dwelling the latest before the close counts, so that people may change
        their minds.
    closes : datetime
        Aware; a ballot at this moment is still in time.
    """
    known = {one.id: one for one in dwellings}
    doubts, chosen = [], dict[str, Ballot]()
    for ballot in sorted(ballots, key=lambda one: one.at):
        code = _doubt(ballot, known.get(ballot.dwelling), closes)
        if code:
            doubts.append(Doubt(ballot.dwelling, code))
        else:
            chosen[ballot.dwelling] = ballot
    return {key: ballot.choice for key, ballot in chosen.items()}, doubts


def _doubt(ballot: Ballot, dwelling: Dwelling | None, closes: datetime) -> str:
    if dwelling is None:
        return "no_such_dwelling"
    if ballot.at > closes:
        return "too_late"
    if ballot.by not in dwelling.owners and not ballot.paper:
        return "no_paper"
    if ballot.entered and len(ballot.entered) < 2:
        return "entered_once"
    if ballot.entered and set(ballot.entered) != {str(ballot.choice)}:
        return "entered_differently"
    return ""


def count(
    dwellings: Sequence[Dwelling], ballots: Iterable[Ballot], procedure: Procedure, *, closes: datetime
) -> Tally:
    """Count a vote.

    Parameters
    ----------
    dwellings : sequence of Dwelling
        All that the decision concerns, each once.
    ballots : iterable of Ballot
    procedure : Procedure
    closes : datetime
        Aware.

    Notes
    -----
    Heads are counted over groups of owners: dwellings that share an owner belong to one head, as a chain of shared
    ownership does. A head takes part when one of its dwellings does, and agrees when all of those that took part do: a
    person who says yes for one dwelling and no for another has not agreed.
    """
    chosen, doubts = standing(dwellings, ballots, closes=closes)
    area = {one.id: one.area_m2 for one in dwellings}
    head_of = heads(dwellings)
    came = set(chosen)
    said_yes = {key for key, choice in chosen.items() if choice is Choice.FOR}
    heads_came = {head_of[key] for key in came}
    heads_yes = heads_came - {head_of[key] for key in came - said_yes}
    present = sum((area[key] for key in came), Fraction(0))
    whole = sum(area.values(), Fraction(0))
    return Tally(
        area_present=Share(present, whole, procedure.area_present),
        owners_present=Share(
            Fraction(len(heads_came)), Fraction(len(set(head_of.values()))), procedure.owners_present
        ),
        area_for=Share(sum((area[key] for key in said_yes), Fraction(0)), present, procedure.area_for),
        owners_for=Share(Fraction(len(heads_yes)), Fraction(len(heads_came)), procedure.owners_for),
        doubts=tuple(doubts),
    )


def heads(dwellings: Sequence[Dwelling]) -> dict[str, str]:
    """Return the head of each dwelling: one dwelling of the chain of shared owners to which it belongs."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    first_of: dict[str, str] = {}
    for one in dwellings:
        for owner in one.owners:
            other = first_of.setdefault(owner, one.id)
            leader[find(one.id)] = find(other)
    return {one.id: find(one.id) for one in dwellings}
