"""What is heard evenly across districts: a crowd in some of them does not speak for the others."""

import numpy as np

from minben.needs.topics.core.shapes import Floats

SPREAD = 5
HEARD = 2.0
"""A matter is the whole city's once it is heard, by two voices, in so many districts; below that it is local, and there
is nobody to compare with. Nobody can make it local again by shouting in one of them."""
SLACK = 1.25
"""How much more than the median of the districts one may say before the rest counts for less."""


def spared(counts: Floats, base: Floats) -> Floats:
    """Find what share of each district's voices counts for each topic.

    The rate of a district is its voices on a topic beside those on everything else. The median rate of the districts
    moves little while fewer than half of them are brigaded, whatever the size of the crowd (its breakdown point is one
    half; Rousseeuw and Leroy, Robust Regression and Outlier Detection, 1987). What exceeds the median rate and its
    chance deviation counts for nothing.

    Parameters
    ----------
    counts
        Voices, shape (topics, districts).
    base
        Voices of each district on all topics, shape (districts,).

    Returns
    -------
    float array, shape (topics, districts) [1]
        1 where all count; local topics are left alone.

    Examples
    --------
    >>> counts, base = np.full((1, 9), 10.0), np.full(9, 500.0)
    >>> counts[0, 0], base[0] = 400, 890
    >>> spared(counts, base).round(2)[0, :2].tolist()
    [0.04, 1.0]
    """
    others = np.maximum(base - counts, 1.0)
    rates = counts / others
    present = counts >= HEARD
    spread = present.sum(axis=1) >= SPREAD
    middle = np.array(
        [np.median(rates[row, present[row]]) if spread[row] else 0.0 for row in range(len(counts))]
    )
    usual = middle[:, None] * others
    most = SLACK * usual + np.sqrt(usual) + 1
    kept = np.minimum(1.0, most / np.maximum(counts, 1e-9))
    return np.where(spread[:, None], kept, 1.0)
