"""What may be told of a secret vote without telling what a single dwelling said.

The areas of the dwellings are known. So an exact sum of the areas that agreed would name the dwellings behind it: of
45.30, 63.20 and 71.90 m² only two add up to 117.20. Areas are therefore told in bands only, numbers of heads only when
each stands for at least ``k``; otherwise the lines of the law are told as reached or not, and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from minben.commons.errors import TeachingError
from minben.commons.parameters import Parameters
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling, Share, Tally, heads, standing

__all__ = ["Band", "Head", "Secrecy", "Told", "band", "heads_of", "secrecy_at", "told"]


@dataclass(frozen=True, slots=True)
class Secrecy:
    """The rule in force.

    Attributes
    ----------
    k : int
        Heads that a published number stands for, at least.
    area_step_percent : int
        Width of a band [%].
    observers, observe_days : int
        How many are named at least; for how many days the result waits for their word.
    """

    version: str
    k: int
    area_step_percent: int
    observers: int
    observe_days: int
    source: str
    verified: bool


def secrecy_at(parameters: Parameters, day: date) -> Secrecy:
    """Return the rule as it is in force on a day.

    Raises
    ------
    TeachingError
        ``parameter_unknown``, ``parameter_not_in_force`` or ``parameter_incomplete``.
    """
    entry = parameters.at("secret-ballot", day)
    names = ("k", "area_step_percent", "observers", "observe_days")
    try:
        figures = {name: int(entry.value[name]) for name in names}
    except KeyError as error:
        field = str(error.args[0])
        raise TeachingError(
            "parameter_incomplete", file=parameters.file, key="secret-ballot", field=field
        ) from error
    version = f"secret-ballot@{entry.since.isoformat()}"
    return Secrecy(version=version, source=entry.source, verified=entry.verified, **figures)


@dataclass(frozen=True, slots=True)
class Band:
    """A share [%] of something: at least ``low``, less than ``high``, or exactly 100."""

    low: int
    high: int


def band(part: Fraction, whole: Fraction, step: int) -> Band:
    """Return the band in which a share lies.

    Examples
    --------
    >>> band(Fraction(3), Fraction(4), 5), band(Fraction(1), Fraction(1), 5)
    (Band(low=75, high=80), Band(low=95, high=100))
    """
    if not whole:
        return Band(0, step)
    low = min(int(part * 100 / whole) // step * step, 100 - step)
    return Band(low, low + step)


@dataclass(frozen=True, slots=True)
class Head:
    """A head that took part: what it said as a whole, its area that took part and its area that agreed [m²]."""

    said: Choice
    present: Fraction
    agreed: Fraction


def heads_of(dwellings: Sequence[Dwelling], ballots: Iterable[Ballot], *, closes: datetime) -> list[Head]:
    """Return the heads that took part. Who says one thing for one dwelling and another for another has not agreed."""
    chosen, _doubts = standing(dwellings, ballots, closes=closes)
    leaders = heads(dwellings)
    gathered: dict[str, list[tuple[Choice, Fraction]]] = {}
    for one in dwellings:
        if one.id in chosen:
            gathered.setdefault(leaders[one.id], []).append((chosen[one.id], one.area_m2))
    return [_head(said) for said in gathered.values()]


def _head(said: Sequence[tuple[Choice, Fraction]]) -> Head:
    choices = {choice for choice, _area in said}
    whole = choices.pop() if len(choices) == 1 else Choice.AGAINST
    agreed = sum((area for choice, area in said if choice is Choice.FOR), Fraction(0))
    return Head(whole, sum((area for _choice, area in said), Fraction(0)), agreed)


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody reads of the count.

    Attributes
    ----------
    lines : mapping of str to bool
        The four lines of the law: reached or not. Always told.
    heads_present, heads_whole : int
        Heads that took part, and all. Who took part is no secret.
    area_present : Band
    heads : mapping of str to int
        By choice, or ``for`` and ``other``; empty when a number would stand for fewer than ``k``.
    area_for : Band or None
        The share of the area that agreed; None when it would say too much.
    """

    lines: Mapping[str, bool]
    heads_present: int
    heads_whole: int
    area_present: Band
    heads: Mapping[str, int]
    area_for: Band | None


def told(tally: Tally, came: Sequence[Head], rule: Secrecy) -> Told:
    """Decide what is told of a count.

    Parameters
    ----------
    tally : Tally
        Exact.
    came : sequence of Head
        Of :func:`heads_of`.
    rule : Secrecy

    Notes
    -----
    A band is told only when, for each head, at least ``k - 1`` others could have said what it said: exchanging the two
    would leave everything published as it is. That the band is missing says a little too; see the documentation.
    """
    present, agreed = tally.area_present, tally.area_for
    cells = _cells(came, rule.k)
    step = rule.area_step_percent
    hidden = cells and _interchangeable(came, agreed, rule)
    return Told(
        lines={name: share.reached for name, share in tally.shares.items()},
        heads_present=int(tally.owners_present.part),
        heads_whole=int(tally.owners_present.whole),
        area_present=band(present.part, present.whole, step),
        heads=cells,
        area_for=band(agreed.part, agreed.whole, step) if hidden else None,
    )


def _cells(came: Sequence[Head], k: int) -> dict[str, int]:
    """Numbers of heads, each of at least k; by three choices if all three are large enough, by two, or none."""
    three = {str(choice): sum(head.said is choice for head in came) for choice in Choice}
    if min(three.values()) >= k:
        return three
    two = {"for": three["for"], "other": len(came) - three["for"]}
    return two if min(two.values()) >= k else {}


def _interchangeable(came: Sequence[Head], agreed: Share, rule: Secrecy) -> bool:
    yes = [head for head in came if head.said is Choice.FOR]
    other = [head for head in came if head.said is not Choice.FOR]
    return all(_partners(one, other, agreed, rule) >= rule.k - 1 for one in yes) and all(
        _partners(one, yes, agreed, rule) >= rule.k - 1 for one in other
    )


def _partners(one: Head, others: Sequence[Head], agreed: Share, rule: Secrecy) -> int:
    """Count the heads with which one could exchange what was said, so that nobody outside sees a difference."""
    now = (band(agreed.part, agreed.whole, rule.area_step_percent), agreed.reached)
    found = 0
    for other in others:
        yes, no = (one, other) if one.said is Choice.FOR else (other, one)
        part = agreed.part - yes.present + no.present - no.agreed
        then = Share(part, agreed.whole, agreed.needed)
        found += (band(part, agreed.whole, rule.area_step_percent), then.reached) == now
    return found
