"""What is heard evenly across districts: a crowd in some of them does not speak for the others."""

import numpy as np

from minben.needs.topics.core.shapes import Floats

FEWEST = 5
"""A city of fewer districts has too few to compare."""
SPREAD = 0.5
"""A matter is the whole city's once it is heard in this share of the districts; below that it is local, and there is
nobody to compare with. Nobody can make it local again by shouting in one of them."""
BENT = 0.4
"""In so many of the districts a crowd may shout without being believed."""
SLACK = 1.25
ONE_MORE = 0.5
"""A district may say so many times more than the quieter ones, and half a voice, before the rest counts for nothing."""


def spared(counts: Floats, base: Floats) -> Floats:
    """Find what share of each district's voices counts for each topic.

    The rate of a district is its voices on a topic beside those on everything else. The mean of the lower rates, those
    of a share 1 - `BENT` of the districts, is at most that of the honest ones while a crowd shouts in fewer than `BENT`
    of them, whatever the size of the crowd (a trimmed mean; its breakdown point is the share trimmed: Huber and
    Ronchetti, Robust Statistics, 2009). What exceeds it, its chance deviation and some slack counts for nothing.

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
    >>> local = np.array([[400.0, 10, 10, 10, 0, 0, 0, 0, 0]])
    >>> spared(local, base).tolist() == np.ones((1, 9)).tolist()
    True
    """
    others = np.maximum(base - counts, 1.0)
    rates = counts / others
    size = counts.shape[1]
    spread = (counts > 0).sum(axis=1) >= max(FEWEST, SPREAD * size)
    quiet = np.sort(rates, axis=1)[:, : max(1, int(np.ceil((1 - BENT) * size)))]
    usual = quiet.mean(axis=1)[:, None] * others
    most = SLACK * usual + np.sqrt(usual) + ONE_MORE
    kept = np.minimum(1.0, most / np.maximum(counts, 1e-9))
    return np.where(spread[:, None], kept, 1.0)
