"""Uncertainty, so that no estimate stands without its interval, and no small group can be recognised."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "SMALLEST_SHOWN",
    "Estimate",
    "calibration_error",
    "difference",
    "mean",
    "median",
    "share",
    "suppress",
    "wilson",
]

SMALLEST_SHOWN = 10
"""Fewer people than this are never shown as a figure."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval.

    Attributes
    ----------
    value, low, high : float | None
        None when there was too little to say anything.
    n : int
        How many observations stand behind it.
    unit : str
        A code: ``"share"``, ``"hours"``, ``"points"`` …
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str

    @property
    def shown(self) -> bool:
        """True when enough people stand behind the figure to show it."""
        return self.value is not None and self.n >= SMALLEST_SHOWN


def wilson(successes: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of shares.

    Parameters
    ----------
    successes, n : int arrays that broadcast together
        ``n`` of zero gives the whole range from 0 to 1.
    level : float
        Coverage between 0 and 1.

    Returns
    -------
    low, high : float arrays

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.

    Examples
    --------
    >>> low, high = wilson(84, 100)
    >>> round(float(low), 4), round(float(high), 4)
    (0.7558, 0.899)
    """
    hits, total = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    z = _z(level)
    safe = np.maximum(total, 1)
    p = hits / safe
    centre = p + z * z / (2 * safe)
    spread = z * np.sqrt(p * (1 - p) / safe + z * z / (4 * safe * safe))
    scale = 1 + z * z / safe
    # At the ends rounding could leave the range of a share.
    low = np.where(hits == 0, 0.0, np.clip((centre - spread) / scale, 0, 1))
    high = np.where(hits == total, 1.0, np.clip((centre + spread) / scale, 0, 1))
    return np.where(total > 0, low, 0.0), np.where(total > 0, high, 1.0)


def share(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """Return a share with its Wilson interval.

    Examples
    --------
    >>> share(84, 100).value
    0.84
    >>> share(0, 0).value is None
    True
    """
    if n == 0:
        return Estimate(None, None, None, 0, "share")
    low, high = wilson(successes, n, level=level)
    return Estimate(successes / n, float(low), float(high), n, "share")


def difference(
    successes: int, n: int, other_successes: int, other_n: int, *, level: float = 0.95
) -> Estimate:
    """Return the first share minus the second, with Newcombe's hybrid score interval.

    Returns
    -------
    Estimate
        ``n`` is the smaller of the two groups, so that suppression protects it.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> gap = difference(56, 70, 48, 80)
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if n == 0 or other_n == 0:
        return Estimate(None, None, None, min(n, other_n), "share")
    p, q = successes / n, other_successes / other_n
    low, high = (float(side) for side in wilson(successes, n, level=level))
    other_low, other_high = (float(side) for side in wilson(other_successes, other_n, level=level))
    below = float(np.hypot(p - low, other_high - q))
    above = float(np.hypot(high - p, q - other_low))
    return Estimate(p - q, p - q - below, p - q + above, min(n, other_n), "share")


def median(
    values: ArrayLike, rng: np.random.Generator, *, unit: str, level: float = 0.95, draws: int = 1000
) -> Estimate:
    """Return the median with its percentile-bootstrap interval.

    Parameters
    ----------
    values : float array, shape (n,)
        NaN values are left out.
    rng : numpy.random.Generator
        Seeded by the caller.
    unit : str
        Unit of ``values``.
    draws : int
        Bootstrap samples.

    Examples
    --------
    >>> found = median([1, 2, 3, 4, 100], np.random.default_rng(1), unit="hours")
    >>> found.value, found.low <= 3 <= found.high
    (3.0, True)
    """
    known = _known(values)
    if not len(known):
        return Estimate(None, None, None, 0, unit)
    low, high = _bootstrap(np.sort(known), rng, level, draws)
    return Estimate(float(np.median(known)), low, high, len(known), unit)


def mean(values: ArrayLike, *, unit: str, level: float = 0.95) -> Estimate:
    """Return the mean with its normal interval; one value has no interval.

    Examples
    --------
    >>> found = mean([1.0, 3.0], unit="points")
    >>> round(found.low, 2), found.value, round(found.high, 2), mean([2.0], unit="points").low
    (0.04, 2.0, 3.96, None)
    """
    known = _known(values)
    if len(known) < 2:
        only = float(known[0]) if len(known) else None
        return Estimate(only, None, None, len(known), unit)
    centre = float(known.mean())
    spread = _z(level) * float(known.std(ddof=1)) / len(known) ** 0.5
    return Estimate(centre, centre - spread, centre + spread, len(known), unit)


def calibration_error(confidence: ArrayLike, correct: ArrayLike, *, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width.

    Parameters
    ----------
    confidence : float array, shape (n,)
        Between 0 and 1.
    correct : bool array, shape (n,)
    bins : int

    Returns
    -------
    float
        Between 0 (a confidence of 0.8 is right in 80 of 100 cases) and 1; NaN without observations.

    References
    ----------
    Guo, C. et al. (2017). On calibration of modern neural networks. ICML.

    Examples
    --------
    >>> round(calibration_error([0.9, 0.9, 0.9, 0.9], [True, True, True, False]), 2)
    0.15
    """
    sure, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if not len(sure):
        return float("nan")
    places = np.clip((sure * bins).astype(np.int64), 0, bins - 1)
    gaps = np.bincount(places, weights=sure - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(sure))


def suppress(count: int, *, smallest: int = SMALLEST_SHOWN) -> int | None:
    """Return a count, or None when it is so small that people could be recognised.

    Zero is hidden too: that nobody of a group did something can be as telling.

    Examples
    --------
    >>> suppress(9), suppress(10)
    (None, 10)
    """
    return count if count >= smallest else None


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _known(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64).ravel()
    return array[~np.isnan(array)]


def _bootstrap(ordered: Floats, rng: np.random.Generator, level: float, draws: int) -> tuple[float, float]:
    # The place of a resample's median follows from order statistics of uniforms: a Beta draw replaces the
    # whole resample, so that a million values cost no more than ten.
    half = (len(ordered) + 1) / 2
    places = np.floor(rng.beta(half, half, size=draws) * len(ordered)).astype(np.int64)
    medians = ordered[np.clip(places, 0, len(ordered) - 1)]
    low, high = np.quantile(medians, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
