"""Before and after against a comparison: by how much the requests changed beyond what all requests did.

The measure is a ratio of ratios, ``(after / before)`` of the matter over ``(after / before)`` of the comparison, less
one. It is reckoned from the matter's share of each week's requests, so that whatever moves both alike (holidays, a
broken line, a season they have in common) falls out without being modelled.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.commons.statistics import SMALLEST_SHOWN, Estimate

Counts = NDArray[np.float64]
UNIT = "change"


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

    def paired(self) -> "Weeks":
        """Return fortnights; a last odd week is left out."""
        n = len(self.matter) // 2 * 2
        return Weeks(self.matter[:n].reshape(-1, 2).sum(axis=1), self.others[:n].reshape(-1, 2).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Change:
    """What changed.

    Attributes
    ----------
    estimate : Estimate
        Relative change against what the comparison lets expect: −0.3 is 30 % fewer. ``n`` counts the matter's voices.
    dispersion : float
        How much more the weeks scatter than chance alone would make them (1: not at all).
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
    variance of a log ratio of ratios). McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 4.5 (scatter
    beyond chance). Wooldridge, J. M. (2023). Simple approaches to nonlinear difference-in-differences with panel data.
    Econometrics Journal 26 (why ratios, for counts). Bertrand, M., Duflo, E. and Mullainathan, S. (2004). How much
    should we trust differences-in-differences estimates? QJE 119 (why weeks must not pass for independent).

    Examples
    --------
    >>> found = change(Weeks.of([20] * 8, [100] * 8), Weeks.of([10] * 8, [100] * 8))
    >>> round(found.estimate.value, 2), round(found.estimate.low, 2), round(found.estimate.high, 2), found.expected
    (-0.5, -0.63, -0.32, 160.0)
    """
    from scipy.special import stdtrit  # slow to open, and most commands never measure a change

    a, b = float(after.matter.sum()), float(before.matter.sum())
    c, d = float(after.others.sum()), float(before.others.sum())
    few = a < SMALLEST_SHOWN
    a = max(a, SMALLEST_SHOWN - 1.0)
    n = round(a + b)
    freedom = len(before.matter) + len(after.matter) - 2
    if min(b, c, d) < SMALLEST_SHOWN or freedom < 2:
        return Change(Estimate(None, None, None, n, UNIT), 1.0, None)
    cells = np.array([a, b, c, d])
    log_ratio = float(np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3]))
    scatter, own_freedom = _dispersion(before, after, _scatter_of_pairs if matched else _scatter)
    spread = float(np.sqrt(scatter * (1 / cells).sum())) * float(stdtrit(own_freedom, 0.5 + level / 2))
    low, value, high = (float(np.expm1(log_ratio + side * spread)) for side in (-1, 0, 1))
    return Change(Estimate(value, low, high, n, UNIT), scatter, c * b / d, few)


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


def _dispersion(
    before: Weeks, after: Weeks, scatter: Callable[[tuple[Weeks, Weeks]], tuple[float, int]]
) -> tuple[float, int]:
    """Return the largest scatter of weeks, of fortnights and of spans of four, with its degrees of freedom.

    Weeks that resemble their neighbours scatter little by themselves and much when taken together.
    """
    by_week = scatter((before, after))
    by_fortnight = scatter((before.paired(), after.paired()))
    by_four = scatter((before.paired().paired(), after.paired().paired()))
    found = max(by_week, by_fortnight, by_four, key=lambda one: one[0])
    return (found[0], found[1]) if found[0] > 1 else (1.0, max(by_week[1], 1))


def _scatter_of_pairs(periods: tuple[Weeks, Weeks]) -> tuple[float, int]:
    """Return how much more the pairs of weeks scatter about their common ratio than chance alone would make them.

    Given how many asked in both weeks of a pair, how many of them asked in the later one is binomial, and what the
    season made of both falls out. Fisher, R. A. (1935), The logic of inductive inference, JRSS 98.
    """
    before, after = periods
    # A leap day can make one year a week longer.
    n = min(len(before.matter), len(after.matter))
    early, late = before.matter[:n], after.matter[:n]
    told = (early + late > 0) & (before.others[:n] > 0) & (after.others[:n] > 0)
    if told.sum() < 2 or not late.sum() or not early.sum():
        return 0.0, 1
    rise = (after.others[:n] / before.others[:n].clip(min=1))[told]
    early, late = early[told], late[told]
    # The common ratio that Mantel and Haenszel would give with these weights.
    ratio = float(late.sum() / (early * rise).sum()) if (early * rise).sum() else 0.0
    expected = ratio * rise / (1 + ratio * rise)
    total = early + late
    spread = total * expected * (1 - expected)
    # The comparison's own weeks are counts too, and make the expected share less sure.
    noise = (total * expected * (1 - expected)) ** 2 * (
        1 / after.others[:n][told] + 1 / before.others[:n][told]
    )
    squares = ((late - total * expected) ** 2 / (spread + noise))[spread > 0]
    freedom = len(squares) - 1
    return (float(squares.sum()) / freedom, freedom) if freedom > 1 else (0.0, 1)


def _scatter(periods: tuple[Weeks, Weeks]) -> tuple[float, int]:
    squares, freedom = 0.0, 0
    for one in periods:
        total = one.matter + one.others
        share = one.matter.sum() / total.sum() if total.sum() else 0.0
        told = total > 0
        if 0 < share < 1 and told.sum() > 1:
            expected = total[told] * share
            squares += float(((one.matter[told] - expected) ** 2 / (expected * (1 - share))).sum())
            freedom += int(told.sum()) - 1
    return (squares / freedom, freedom) if freedom > 1 else (0.0, 1)
