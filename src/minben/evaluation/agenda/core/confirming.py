"""When people have confirmed that it got better: a rule of the city, as dated data, and what it says of their words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from minben.commons.statistics import SMALLEST_SHOWN, Estimate, share, wilson
from minben.evaluation.agenda.core.looks import lower_end, upper_end


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold before a question may be closed.

    Attributes
    ----------
    least : int
        Answers at least.
    of_few : float
        Where few people are concerned, this share of them instead; never fewer than ten.
    better : float
        The share that says "better" must surely be at least this.
    wrongly : float
        Where it is less, the rule holds in at most this share of cases, on whichever day and however often one looks.
    days : int
        How long people are asked at least [d].
    group_least : int
        Groups with fewer answers are not judged by themselves.
    unheard_members, unheard_answers : int
        Of a group with so many people concerned, so many must have answered: nobody is passed over.
    """

    least: int
    of_few: float
    better: float
    days: int
    group_least: int
    unheard_members: int
    unheard_answers: int
    wrongly: float = 0.05

    def answers(self, concerned: int) -> int:
        """Return how many must answer where so many people are concerned.

        Examples
        --------
        >>> rule = Rule(
        ...     least=30, of_few=0.67, better=0.5, days=14, group_least=10, unheard_members=10, unheard_answers=3
        ... )
        >>> rule.answers(500), rule.answers(30), rule.answers(4)
        (30, 21, 10)
        """
        return min(self.least, max(SMALLEST_SHOWN, ceil(self.of_few * concerned)))


@dataclass(frozen=True, slots=True)
class Tally:
    """What people said; each person once."""

    better: int = 0
    same: int = 0
    worse: int = 0

    @property
    def n(self) -> int:
        """How many answered."""
        return self.better + self.same + self.worse

    @property
    def estimate(self) -> Estimate:
        """The share that says "better", with its interval."""
        return share(self.better, self.n)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against closing, or the rule that was met; ``has`` of the ``needs`` it takes."""

    code: str
    has: float
    needs: float
    dimension: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rule says. That it holds closes nothing: a person does, or does not."""

    holds: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a group said, and how many of it are concerned."""

    tally: Tally
    members: int


def rule_on(
    rule: Rule, whole: Tally, groups: Mapping[tuple[str, str], Said], *, days: int, concerned: int
) -> Ruling:
    """Say whether people have confirmed it, and what stands against it if not.

    Parameters
    ----------
    rule : Rule
    whole : Tally
        Of everybody who answered.
    groups : mapping of (dimension, group) to Said
        By district, age and so on; those of whom it is not known are left out by the caller.
    days : int
        How long people have been asked [d].
    concerned : int
        How many different people are concerned.

    Examples
    --------
    >>> rule = Rule(
    ...     least=30, of_few=0.67, better=0.5, days=14, group_least=10, unheard_members=10, unheard_answers=3
    ... )
    >>> rule_on(rule, Tally(50, 5, 5), {}, days=20, concerned=300).holds
    True
    >>> west = {("district", "west"): Said(Tally(2, 4, 9), 20)}
    >>> [one.code for one in rule_on(rule, Tally(50, 5, 12), west, days=3, concerned=300).reasons]
    ['too_soon', 'group_not_better']
    """
    reasons = (*_of_the_whole(rule, whole, days, rule.answers(concerned)), *_of_groups(rule, groups))
    return Ruling(not reasons, reasons)


def came_back(rule: Rule, whole: Tally, groups: Mapping[tuple[str, str], Said]) -> tuple[Reason, ...]:
    """Return what people say since a question was closed against its being closed; nothing where they do not.

    Closing takes that surely half or more say "better", this that surely fewer do: between the two lies what one more
    word cannot cross. Only words since the closing are judged, so that many earlier ones do not drown them; ten people
    at least, whole or in a group, and on whichever day somebody looks.

    Parameters
    ----------
    rule : Rule
    whole : Tally
        Of everybody who has spoken since.
    groups : mapping of (dimension, group) to Said
        What each has said since.

    Examples
    --------
    >>> rule = Rule(
    ...     least=30, of_few=0.67, better=0.5, days=14, group_least=10, unheard_members=10, unheard_answers=3
    ... )
    >>> [[one.code for one in came_back(rule, Tally(one, 0, 12 - one), {})] for one in (6, 2, 1)]
    [[], [], ['not_better']]
    >>> came_back(rule, Tally(0, 0, 9), {})
    ()
    """
    judged = {("", ""): whole} if whole.n >= max(rule.group_least, SMALLEST_SHOWN) else {}
    of_groups = _judged(rule, groups)
    found = [
        Reason("group_not_better" if group else "not_better", high, rule.better, dimension, group)
        for tallied, wrongly in ((judged, rule.wrongly), (of_groups, rule.wrongly / max(len(of_groups), 1)))
        for (dimension, group), one in sorted(tallied.items())
        for high in [upper_end(one.better, one.n, wrongly=wrongly)]
        if high < rule.better
    ]
    return tuple(found)


def _judged(rule: Rule, groups: Mapping[tuple[str, str], Said]) -> dict[tuple[str, str], Tally]:
    return {key: said.tally for key, said in groups.items() if said.tally.n >= rule.group_least}


def _of_the_whole(rule: Rule, whole: Tally, days: int, least: int) -> Iterator[Reason]:
    if days < rule.days:
        yield Reason("too_soon", days, rule.days)
    if whole.n < least:
        yield Reason("too_few", whole.n, least)
        return
    low = lower_end(whole.better, whole.n, wrongly=rule.wrongly)
    if low < rule.better:
        yield Reason("not_better", low, rule.better)


def _of_groups(rule: Rule, groups: Mapping[tuple[str, str], Said]) -> Iterator[Reason]:
    judged = _judged(rule, groups)
    # One of many groups looks bad by chance alone: stricter, the more there are.
    level = 1 - 0.05 / max(len(judged), 1)
    for (dimension, group), one in sorted(judged.items()):
        high = float(wilson(one.better, one.n, level=level)[1])
        if high < rule.better:
            yield Reason("group_not_better", high, rule.better, dimension, group)
    for (dimension, group), said in sorted(groups.items()):
        if said.members >= rule.unheard_members and said.tally.n < rule.unheard_answers:
            yield Reason("group_unheard", said.tally.n, rule.unheard_answers, dimension, group)


def tally(words: Iterable[str]) -> Tally:
    """Count words.

    Examples
    --------
    >>> tally(["better", "worse", "better"])
    Tally(better=2, same=0, worse=1)
    """
    said = list(words)
    return Tally(said.count("better"), said.count("same"), said.count("worse"))
