"""The median of times some of which are still running (Kaplan and Meier)."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from minben.commons.statistics import Estimate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def survival(times: Floats, observed: Flags) -> tuple[Floats, Floats, Floats]:
    """Return the share still waiting after each time at which somebody's waiting ended.

    Parameters
    ----------
    times : shape (n,)
        Not NaN, not negative; any unit.
    observed : shape (n,)
        False where waiting had not ended when it was last looked at.

    Returns
    -------
    times, waiting, variance : shape (m,)
        ``variance`` is Greenwood's sum, relative to the square of ``waiting``.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53.

    Examples
    --------
    >>> at, waiting, _ = survival(np.array([1.0, 2.0, 2.0, 3.0]), np.array([True, True, False, True]))
    >>> at.tolist(), waiting.tolist()
    ([1.0, 2.0, 3.0], [0.75, 0.5, 0.0])
    """
    order = np.argsort(times, kind="stable")
    ordered, ended = times[order], observed[order]
    first = np.flatnonzero(np.append(np.ones(len(ordered[:1]), dtype=np.bool_), ordered[1:] != ordered[:-1]))
    moments = ordered[first]
    at_risk = len(ordered) - first
    ends = np.add.reduceat(ended.astype(np.int64), first) if len(first) else np.zeros(0, dtype=np.int64)
    kept = ends > 0
    moments, at_risk, ends = moments[kept], at_risk[kept].astype(np.float64), ends[kept]
    waiting: Floats = np.cumprod(1 - ends / at_risk, dtype=np.float64)
    # The last case to end would divide by zero; nothing is estimated beyond it.
    left = np.where(at_risk > ends, at_risk * (at_risk - ends), np.inf)
    return moments, waiting, np.cumsum(ends / left)


def median_time(times: Floats, observed: Flags, *, unit: str, level: float = 0.95) -> Estimate:
    """Return the time after which half have their end, with its interval.

    Parameters
    ----------
    times : shape (n,)
        NaN values are left out.
    observed : shape (n,)
    unit : str
        Unit of ``times``.

    Returns
    -------
    Estimate
        ``value`` is None when fewer than half have ended; ``high`` is None when the upper limit lies beyond
        what was observed.

    References
    ----------
    Brookmeyer, R. and Crowley, J. (1982). A confidence interval for the median survival time. Biometrics 38;
    with the log-log transformation of the survival function.

    Examples
    --------
    >>> found = median_time(np.arange(1.0, 100.0), np.ones(99, dtype=bool), unit="hours")
    >>> found.value, found.low, found.high
    (50.0, 40.0, 59.0)
    """
    known = ~np.isnan(times)
    n = int(known.sum())
    moments, waiting, variance = survival(times[known], observed[known])
    z = NormalDist().inv_cdf(0.5 + level / 2)
    inner = (waiting > 0) & (waiting < 1)
    logs = np.log(np.where(inner, waiting, 0.5))
    spread = np.exp(z * np.sqrt(variance) / -logs)
    lower = np.where(inner, waiting**spread, waiting)
    upper = np.where(inner, waiting ** (1 / spread), waiting)
    return Estimate(_half(moments, waiting), _half(moments, lower), _half(moments, upper), n, unit)


def _half(moments: Floats, share: Floats) -> float | None:
    # A rounding error must not push an exact half to the next time.
    below = np.flatnonzero(share <= 0.5 + 1e-12)
    return float(moments[below[0]]) if len(below) else None
