"""Before and after against a comparison: by how much the requests changed beyond what all requests did.

The measure is a ratio of ratios, ``(after / before)`` of the matter over ``(after / before)`` of the comparison, less
one. It is reckoned from the matter's share of each week's requests, so that whatever moves both alike (holidays, a
broken line, a season they have in common) falls out without being modelled.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.commons.statistics import SMALLEST_SHOWN, Estimate
from minben.evaluation.agenda.core.scatter import Series, spread

Counts = NDArray[np.float64]
UNIT = "change"
# The pairs of half a year cannot tell that weeks do not know one another, and whoever believes it has an interval too
# narrow where they do. Chosen in made worlds of benchmarks/following.py, for an eighth to a fifth more width.
_PAIRS_CARRY = 0.6


@dataclass(frozen=True, slots=True)
class Weeks:
    """Voices per week.

    Attributes
    ----------
    matter, others : shape (n,)
        About the question, and of the comparison.
    """

    matter: Counts
    others: Counts

    @classmethod
    def of(cls, matter: ArrayLike, others: ArrayLike) -> "Weeks":
        """Take counts as they come."""
        return cls(np.asarray(matter, dtype=np.float64), np.asarray(others, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Change:
    """What changed.

    Attributes
    ----------
    estimate : Estimate
        Relative change against what the comparison lets expect: −0.3 is 30 % fewer. ``n`` counts the matter's voices.
    dispersion : float
        How many times the variance that chance alone would make stands behind the interval (1: no more than chance).
    expected : float | None
        Voices that the comparison lets expect after the start.
    at_least : bool
        True when fewer than ten asked since: they were reckoned as nine, so that the change tells of nobody.
    """

    estimate: Estimate
    dispersion: float
    expected: float | None
    at_least: bool = False


def change(before: Weeks, after: Weeks, *, level: float = 0.95, matched: bool = False) -> Change:
    """Return the change of a matter against its comparison, with an interval that knows of scattered weeks.

    Fewer than ten since the start count as nine, which makes a success a little smaller and hides who they were. Too
    little to say anything, when fewer than ten voices stand behind the matter before, or behind the comparison
    before or after, or when there are fewer than four weeks: then the estimate has no value.

    Parameters
    ----------
    before, after : Weeks
    level : float
        Coverage of the interval.
    matched : bool
        True when each week before is the same week a year earlier: then the weeks' scatter is reckoned within pairs,
        and a season that the matter has in both years is none.

    References
    ----------
    Woolf, B. (1955). On estimating the relation between blood group and disease. Annals of Human Genetics 19 (the
    variance of a log ratio of ratios; how it is widened stands at ``scatter.spread``). Wooldridge, J. M. (2023). Simple
    approaches to nonlinear difference-in-differences with panel data. Econometrics Journal 26 (why ratios, for
    counts). Bertrand, M., Duflo, E. and Mullainathan, S. (2004). How much should we trust differences-in-differences
    estimates? QJE 119 (why weeks must not pass for independent).

    Examples
    --------
    >>> found = change(Weeks.of([20] * 8, [100] * 8), Weeks.of([10] * 8, [100] * 8))
    >>> round(found.estimate.value, 2), round(found.estimate.low, 2), round(found.estimate.high, 2), found.expected
    (-0.5, -0.67, -0.23, 160.0)
    >>> found = change(Weeks.of([20] * 8, [100] * 8), Weeks.of([10] * 8, [100] * 8), matched=True).estimate
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (-0.5, -0.7, -0.16)
    """
    a, b = float(after.matter.sum()), float(before.matter.sum())
    c, d = float(after.others.sum()), float(before.others.sum())
    few = a < SMALLEST_SHOWN
    a = max(a, SMALLEST_SHOWN - 1.0)
    n = round(a + b)
    freedom = len(before.matter) + len(after.matter) - 2
    if min(b, c, d) < SMALLEST_SHOWN or freedom < 2:
        return Change(Estimate(None, None, None, n, UNIT), 1.0, None)
    log_ratio = float(np.log(a / b) - np.log(c / d))
    if matched:
        variance, apart = 1 / a + 1 / b + 1 / c + 1 / d, _pairs(before, after)
        # Both weeks of a pair scatter.
        series = [Series(apart, variance, 2 / (variance * max(len(apart), 1)))]
    else:
        series = [_about_its_share(before, 1 / b + 1 / d), _about_its_share(after, 1 / a + 1 / c)]
    found = spread(series, level=level, least=_PAIRS_CARRY if matched else 0.0)
    low, value, high = (float(np.expm1(log_ratio + side * found.side)) for side in (-1, 0, 1))
    return Change(Estimate(value, low, high, n, UNIT), found.dispersion, c * b / d, few)


def alike_before(before: Weeks, *, level: float = 0.95) -> Estimate:
    """Tell whether matter and comparison went the same way already before: the change between the halves of before.

    An interval that leaves out nought warns that the comparison is a poor one.

    Examples
    --------
    >>> alike_before(Weeks.of([20] * 8, [100] * 8)).value
    0.0
    """
    half = len(before.matter) // 2
    first = Weeks(before.matter[:half], before.others[:half])
    second = Weeks(before.matter[half:], before.others[half:])
    return change(first, second, level=level).estimate


def _about_its_share(one: Weeks, variance: float) -> Series:
    """Return how far each week lies from the span's own share of matter and comparison together."""
    total = one.matter + one.others
    told = total > 0
    share = one.matter.sum() / total.sum()
    # What a week of the span weighs by chance alone; so it is also known where nobody asked.
    weight = 1 / (variance * max(int(told.sum()), 1))
    if not 0 < share < 1:
        return Series(np.zeros(0), variance, weight)
    expected = total[told] * share
    return Series((one.matter[told] - expected) / np.sqrt(expected * (1 - share)), variance, weight)


def _pairs(before: Weeks, after: Weeks) -> Counts:
    """Return how far each pair of weeks lies from the ratio common to all, in units of chance.

    Given how many asked in both weeks of a pair, how many of them asked in the later one is binomial, and what the
    season made of both falls out. Fisher, R. A. (1935), The logic of inductive inference, JRSS 98.

    Examples
    --------
    Weeks of which the comparison knows nobody are left out; one voice is enough.

    >>> _pairs(Weeks.of([2, 3, 1, 4], [1, 1, 0, 9]), Weeks.of([2, 3, 5, 4], [1, 1, 9, 0])).round(2).tolist()
    [0.0, 0.0]
    """
    # A leap day can make one year a week longer.
    n = min(len(before.matter), len(after.matter))
    early, late = before.matter[:n], after.matter[:n]
    told = (early + late > 0) & (before.others[:n] > 0) & (after.others[:n] > 0)
    if told.sum() < 2 or not late.sum() or not early.sum():
        return np.zeros(0)
    rise = (after.others[:n] / before.others[:n].clip(min=1))[told]
    early, late = early[told], late[told]
    if not (early * rise).sum():
        return np.zeros(0)
    # The common ratio that Mantel and Haenszel would give with these weights.
    ratio = float(late.sum() / (early * rise).sum())
    expected = ratio * rise / (1 + ratio * rise)
    total = early + late
    chance = total * expected * (1 - expected)
    # The comparison's own weeks are counts too, and make the expected share less sure.
    noise = chance**2 * (1 / after.others[:n][told] + 1 / before.others[:n][told])
    known = chance > 0
    apart: Counts = (late - total * expected)[known] / np.sqrt((chance + noise)[known])
    return apart
