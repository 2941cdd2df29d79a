"""Who is heard on a matter, group by group: what speaks for it, what speaks against it, and whose silence says nothing.

A group that asks for much else and seldom for this is counter-evidence. A group that asks for little of anything is no
evidence at all: it may have the trouble and not the telephone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minben.commons.statistics import SMALLEST_SHOWN, Estimate, wilson
from minben.commons.suppression import hidden

PER_1000 = "per_1000"


class Standing(StrEnum):
    """How a group stands to a matter."""

    MORE = "more"
    ALIKE = "alike"
    LESS = "less"
    SILENT = "silent"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Group:
    """Counts of people of one group.

    Attributes
    ----------
    name : str
    residents : int
        In the register; 0 where nobody knows.
    voices : int
        Different people of the group who asked for anything.
    matter : int
        Different people of the group who asked about the matter.
    judged : bool
        False for those of whom it is not known where they belong.
    """

    name: str
    residents: int
    voices: int
    matter: int
    judged: bool = True


@dataclass(frozen=True, slots=True)
class HeardGroup:
    """A group with its rates per 1,000 residents, and how it stands to the matter."""

    name: str
    matter: int
    rate: Estimate
    all_rate: Estimate
    standing: Standing


def listen(groups: Sequence[Group], *, silent_below: float, level: float = 0.95) -> tuple[HeardGroup, ...]:
    """Tell of each group how it stands, compared with all others together.

    Parameters
    ----------
    groups : sequence of Group
        Each person in one of them.
    silent_below : float
        A group is silent when it asks for anything at all less than this share as often as the others, surely less.
    level : float
        Of the intervals; judged stricter the more groups are looked at (Bonferroni).

    Examples
    --------
    >>> found = listen([Group("east", 1000, 300, 60), Group("west", 1000, 310, 12), Group("north", 1000, 60, 10)],
    ...                silent_below=0.67)
    >>> [(one.name, one.standing.value) for one in found]
    [('east', 'more'), ('west', 'less'), ('north', 'silent')]
    """
    judged = [group for group in groups if group.judged]
    strict = 1 - (1 - level) / max(len(judged), 1)
    return tuple(
        HeardGroup(
            one.name,
            one.matter,
            per_1000(one.matter, one.residents, level=level),
            per_1000(one.voices, one.residents, level=level),
            _standing(one, judged, silent_below, strict) if one.judged else Standing.TOO_FEW,
        )
        for one in groups
    )


def per_1000(people: int, residents: int, *, level: float = 0.95) -> Estimate:
    """Return people per 1,000 residents with its Wilson interval; no value where residents are too few.

    Examples
    --------
    >>> found = per_1000(30, 2000)
    >>> round(found.low, 1), found.value, round(found.high, 1), per_1000(3, 0).value
    (10.5, 15.0, 21.3, None)
    """
    if residents < SMALLEST_SHOWN:
        return Estimate(None, None, None, residents, PER_1000)
    whole = max(residents, people)
    low, high = (float(side) * 1000 for side in wilson(people, whole, level=level))
    return Estimate(1000 * people / whole, low, high, residents, PER_1000)


def times_as_often(hits: int, of: int, other_hits: int, other_of: int, *, level: float) -> Estimate:
    """Return how many times as often something happens in one group as in another.

    Given both counts, the first is binomial with a share that only the ratio of the rates decides: the Wilson interval
    of that share gives the interval of the ratio. The upper end is None when it is open.

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31.

    Examples
    --------
    >>> found = times_as_often(40, 1000, 20, 1000, level=0.95)
    >>> round(found.value, 1), round(found.low, 2), round(found.high, 2)
    (2.0, 1.18, 3.4)
    """
    n = hits + other_hits
    if not n or not of or not other_of:
        return Estimate(None, None, None, n, "ratio")
    low, high = (float(side) for side in wilson(hits, n, level=level))
    scale = other_of / of
    value = hits / other_hits * scale if other_hits else None
    top = high / (1 - high) * scale if high < 1 else None
    return Estimate(value, low / (1 - low) * scale, top, n, "ratio")


def _standing(one: Group, judged: Sequence[Group], silent_below: float, level: float) -> Standing:
    others = [group for group in judged if group is not one]
    residents, voices, matter = (
        sum(getattr(group, name) for group in others) for name in ("residents", "voices", "matter")
    )
    if min(one.residents, residents) < SMALLEST_SHOWN or voices < SMALLEST_SHOWN:
        return Standing.TOO_FEW
    asks = times_as_often(one.voices, one.residents, voices, residents, level=level)
    if asks.value is not None and asks.value < silent_below and asks.high is not None and asks.high < 1:
        return Standing.SILENT
    if one.voices < SMALLEST_SHOWN or one.matter + matter < SMALLEST_SHOWN:
        return Standing.TOO_FEW
    speaks = times_as_often(one.matter, one.voices, matter, voices, level=level)
    if speaks.high is not None and speaks.high < 1:
        return Standing.LESS
    return Standing.MORE if speaks.low is not None and speaks.low > 1 else Standing.ALIKE


def hidden_within(
    counts: Sequence[int], wholes: Sequence[object], *, closed: Collection[object] = ()
) -> list[bool]:
    """Tell which counts may not be shown beside the sum of their whole; a nought is nobody's.

    Of a whole that is ``closed``, because its own sum may not be shown, none is: together they would tell it.

    Examples
    --------
    >>> hidden_within([30, 4, 25, 0, 12], ["east", "east", "west", "west", "west"])
    [True, True, False, False, False]
    >>> hidden_within([15, 15, 40], ["east", "east", "west"], closed={"east"})
    [True, True, False]
    """
    found = [whole in closed for whole in wholes]
    for whole in set(wholes).difference(closed):
        present = [row for row, n in enumerate(counts) if n and wholes[row] == whole]
        mask = hidden([counts[row] for row in present]).tolist() if present else []
        for row, hide in zip(present, mask, strict=True):
            found[row] = hide
    return found
