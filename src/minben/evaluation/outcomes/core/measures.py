"""A measure: one number per request, and how numbers become an estimate with its interval."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from minben.commons.statistics import Estimate, mean, share
from minben.evaluation.outcomes.core.survival import median_time

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


class Kind(StrEnum):
    """How a measure is summed up: a share of yes, a mean, or a median that knows of open cases."""

    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number per request.

    Attributes
    ----------
    code : str
        For example ``"solution"``; edges turn it into words.
    kind : Kind
    unit : str
        ``"share"``, ``"hours"``, ``"days"``, or empty for plain numbers.
    more_is_better : bool
    values : shape (n,)
        In ``unit`` (shares: 1 for yes, 0 for no); NaN where the request does not count.
    observed : shape (n,), or None
        For medians: False where the value is only a lower bound, because the case was still open.
    """

    code: str
    kind: Kind
    unit: str
    more_is_better: bool
    values: Floats
    observed: Flags | None = None

    def counted(self) -> Flags:
        """Tell which requests count, shape (n,)."""
        return ~np.isnan(self.values)

    def estimate(self, rows: Rows | None = None, *, level: float = 0.95) -> Estimate:
        """Return the estimate over some rows, or over all.

        Examples
        --------
        >>> yes = Measure("solution", Kind.SHARE, "share", True, np.array([1.0, 0.0, np.nan, 1.0]))
        >>> yes.estimate().n, round(yes.estimate().value, 2)
        (3, 0.67)
        """
        values = self.values if rows is None else self.values[rows]
        if self.kind is Kind.MEDIAN:
            seen = np.ones(len(self.values), dtype=bool) if self.observed is None else self.observed
            return median_time(values, seen if rows is None else seen[rows], unit=self.unit, level=level)
        if self.kind is Kind.MEAN:
            return mean(values, unit=self.unit, level=level)
        known = values[~np.isnan(values)]
        return share(int(known.sum()), len(known), level=level)


def apart(first: Estimate, second: Estimate) -> Estimate:
    """Return the first estimate minus the second, with an interval built from both intervals (MOVER).

    For shares with Wilson intervals this is Newcombe's method 10; for means it is Welch's interval.

    References
    ----------
    Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures: a general
    approach. Statistics in Medicine 27.

    Examples
    --------
    >>> gap = apart(share(56, 70), share(48, 80))
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    n = min(first.n, second.n)
    if first.value is None or second.value is None:
        return Estimate(None, None, None, n, first.unit)
    value = first.value - second.value
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Estimate(value, None, None, n, first.unit)
    below = float(np.hypot(first.value - first.low, second.high - second.value))
    above = float(np.hypot(first.high - first.value, second.value - second.low))
    return Estimate(value, value - below, value + above, n, first.unit)
