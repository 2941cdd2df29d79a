"""What holds on whichever day somebody looks: a lower end for a share that no number of looks makes luckier."""

from math import exp, log, log1p

_STEPS = 40


def lower_end(hits: int, n: int, *, wrongly: float) -> float:
    """Return the least share that many hits among n answers leave possible, however often they are looked at.

    An interval for one look is left, sooner or later, by chance alone: whoever may choose the day can wait for it. Of
    a fair bet against a share, what it has won so far can be looked at on any day (Ville): where the share is no
    larger, it ever grows beyond 1 / ``wrongly`` in fewer than ``wrongly`` of all cases.

    Parameters
    ----------
    hits, n : int
        So many of n said yes.
    wrongly : float
        In how many cases the true share may, at any time, lie below.

    References
    ----------
    Ville, J. (1939). Etude critique de la notion de collectif. Robbins, H. (1970). Statistical methods related to the
    law of the iterated logarithm. Annals of Mathematical Statistics 41 (mixtures). Howard, S. R., Ramdas, A.,
    McAuliffe, J. and Sekhon, J. (2021). Time-uniform, nonparametric, nonasymptotic confidence sequences. Annals of
    Statistics 49.

    Examples
    --------
    >>> [round(lower_end(hits, 30, wrongly=0.05), 2) for hits in (15, 22, 23, 30)]
    [0.25, 0.48, 0.52, 0.86]
    """
    low, high = 0.0, hits / n if n else 0.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if middle and _won(hits, n, middle) >= -log(wrongly) else (low, middle)
    return low


def upper_end(hits: int, n: int, *, wrongly: float) -> float:
    """Return the greatest share that many hits among n answers leave possible, however often they are looked at.

    Examples
    --------
    >>> [round(upper_end(hits, 30, wrongly=0.05), 2) for hits in (0, 7, 8, 15)]
    [0.14, 0.48, 0.52, 0.75]
    """
    return 1 - lower_end(n - hits, n, wrongly=wrongly)


def _won(hits: int, n: int, share: float) -> float:
    """Return the logarithm of what a bet on every larger share alike has won so far.

    The bet is fair: where the share is just so, nobody wins by it on average.

    Examples
    --------
    >>> from math import comb
    >>> chance = [comb(9, hits) * 0.4**hits * 0.6 ** (9 - hits) for hits in range(10)]
    >>> round(sum(often * exp(_won(hits, 9, 0.4)) for hits, often in enumerate(chance)), 9)
    1.0
    """
    from scipy.special import betainc, betaln  # slow to open, and few commands close a question

    # Where next to nothing lies above, the logarithm would have no end; nobody has won anything there.
    larger = max(float(betainc(n - hits + 1, hits + 1, 1 - share)), exp(-700))
    stake = hits * log(share) + (n - hits) * log1p(-share)
    return float(betaln(hits + 1, n - hits + 1)) + log(larger) - log1p(-share) - stake
