"""How sure a change is where weeks scatter more than chance alone would make them, and may resemble their neighbours.

The scatter beyond chance is a process of its own that carries over from week to week: of weight ``excess`` beside
chance, of which ``carried`` stays from one week to the next. A year of weeks cannot tell these two exactly, and any
one guess of them makes an interval too narrow. So none is guessed: the interval is the average over all that the weeks
make plausible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# From "weeks do not know one another" to "nineteen in twenty of it stays": each as likely before anything is seen.
_CARRIED = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95)
# Variance of the log share from week to week beyond chance.
_EXCESS: Numbers = np.geomspace(1e-4, 10, 36)
# Before anything is seen, half of all matters scatter by less than a sixth (its square is this). Chosen in made worlds
# of benchmarks/following.py: more holds the truth oftener where much is carried over, and widens every interval.
_HALF = 0.03
_PRIOR: Numbers = _EXCESS * _HALF / (_EXCESS + _HALF) ** 2
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Series:
    """Weeks of one span, as they lie about their common share.

    Attributes
    ----------
    apart : shape (n,)
        How far each week lies from what was expected, in units of its standard deviation by chance alone.
    variance : float
        Of the span's log share by chance alone.
    weight : float
        How strongly scatter beyond chance shows in a week of it: one over the variance of that week's log share by
        chance alone.
    """

    apart: Numbers
    variance: float
    weight: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the interval of a log ratio reaches to either side, and the scatter behind it (1: chance alone)."""

    side: float
    dispersion: float


def spread(series: Sequence[Series], *, level: float, least: float = 0.0) -> Spread:
    """Return how far a log ratio may be off, all scatters that the weeks make plausible taken together.

    Parameters
    ----------
    series : sequence of Series
        Spans with a common share each, as before and after; the log ratio's variance is the sum of theirs.
    level : float
        Coverage of the interval.
    least : float
        What is supposed to stay of the scatter from one week to the next, at least: where weeks are too few to tell.

    References
    ----------
    Zeger, S. L. (1988). A regression model for time series of counts. Biometrika 75 (chance, and a carried-over process
    beside it). Harville, D. A. (1974). Bayesian inference for variance components using only error contrasts.
    Biometrika 61 (the shares fall out of the likelihood). Zellner, A. and Tiao, G. C. (1964). Bayesian analysis of the
    regression model with autocorrelated errors. JASA 59 (averaging over what is carried). Daniels, M. J. (1999). A
    prior for the variance in hierarchical models. Canadian Journal of Statistics 27.

    Examples
    --------
    >>> calm, waves = np.tile([1.0, -1.0], 13), np.repeat([3.0, -3.0], 13)
    >>> [round(spread([Series(one, 0.01, 4.0)] * 2, level=0.95).side, 2) for one in (calm, waves)]
    [0.33, 3.36]
    """
    from scipy.special import ndtr  # slow to open, and most commands never measure a change

    supposed = [carried for carried in _CARRIED if carried >= least]
    likely = np.tile(np.log(_PRIOR), (len(supposed), 1))
    variance = np.zeros_like(likely)
    for one in series:
        excess = _EXCESS * one.weight
        for row, carried in enumerate(supposed):
            basis = _basis(len(one.apart), carried)
            likely[row] += _log_likelihood(one.apart, basis, excess)
            variance[row] += one.variance * (1 + excess * basis.mean)
    weights = np.exp(likely - likely.max())
    weights /= weights.sum()
    sides = np.sqrt(variance)
    low, high = 0.0, 10.0 * float(sides.max())
    for _step in range(_STEPS):
        middle = (low + high) / 2
        inside = float((weights * ndtr(middle / sides)).sum())
        low, high = (middle, high) if inside < 0.5 + level / 2 else (low, middle)
    chance = sum(one.variance for one in series)
    return Spread(high, float((weights * variance).sum()) / chance)


@dataclass(frozen=True, slots=True)
class _Basis:
    """Directions in which weeks about their own mean are independent, and how much of the carried scatter lies in each.

    ``mean`` is how much more the mean of all weeks scatters than if the weeks did not know one another.
    """

    directions: Numbers
    shares: Numbers
    mean: float


@lru_cache(maxsize=512)
def _basis(n: int, carried: float) -> _Basis:
    if n < 2:
        return _Basis(np.zeros((n, 0)), np.zeros(0), 1.0)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    alike = np.where(apart == 0, 1.0, carried**apart)
    contrasts = np.linalg.svd(np.eye(n) - 1 / n)[0][:, : n - 1]
    shares, turn = np.linalg.eigh(contrasts.T @ alike @ contrasts)
    return _Basis(contrasts @ turn, shares, float(alike.sum()) / n)


def _log_likelihood(apart: Numbers, basis: _Basis, excess: Numbers) -> Numbers:
    """Return the log likelihood of each excess, the span's own mean left out (Harville, 1974)."""
    squares = (apart @ basis.directions) ** 2
    variances = 1 + np.outer(excess, basis.shares)
    found: Numbers = -0.5 * (np.log(variances) + squares / variances).sum(axis=1)
    return found
