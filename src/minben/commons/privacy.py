"""Noise that hides one person in a count: exact, from whole numbers and a source of chance that the caller brings.

A count with discrete Laplace noise of scale ``sensitivity / epsilon`` is ``epsilon``-differentially private: whether
any one person is in the data changes the probability of no published figure by more than a factor ``exp(epsilon)``.
Sampling floating-point noise is known to leak through its rounding, so no floating-point number takes part here.

References
----------
Canonne, C., Kamath, G., Steinke, T. (2020). The discrete Gaussian for differential privacy. NeurIPS. Algorithms 1, 2.
Mironov, I. (2012). On significance of the least significant bits for differential privacy. CCS.
Ghosh, A., Roughgarden, T., Sundararajan, M. (2012). Universally utility-maximizing privacy mechanisms. SIAM J. Comput.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, exp, log
from typing import TypeAlias

__all__ = ["Below", "chance_of", "discrete_laplace", "noise_within"]

Below: TypeAlias = Callable[[int], int]
"""Given n, returns a whole number from 0 … n - 1, each as likely: ``secrets.randbelow``, in tests a seeded one."""


def discrete_laplace(*, epsilon: Fraction, sensitivity: int, below: Below) -> int:
    """Draw one whole number of noise, exactly: P(x) is proportional to exp(-epsilon · abs(x) / sensitivity).

    Parameters
    ----------
    epsilon : Fraction
        Above nought; the smaller, the more noise.
    sensitivity : int
        By how much one person can change the count, at least 1.
    below : callable
        The source of chance. In production only a cryptographic one will do.

    Returns
    -------
    int

    Examples
    --------
    >>> from random import Random
    >>> below = Random(7).randrange
    >>> [discrete_laplace(epsilon=Fraction(1), sensitivity=1, below=below) for _ in range(8)]
    [5, -1, 0, -1, -1, 2, 1, 0]
    """
    scale = sensitivity / epsilon
    wide, narrow = scale.numerator, scale.denominator
    while True:
        first = below(wide)
        if not _happens(first, wide, below):
            continue
        rounds = 0
        while _happens(1, 1, below):
            rounds += 1
        size = (first + wide * rounds) // narrow
        negative = below(2) == 1
        # Nought has one sign only, or it would come twice as often.
        if not (negative and size == 0):
            return -size if negative else size


def chance_of(value: int, *, epsilon: Fraction, sensitivity: int) -> float:
    """Return the probability of one value of the noise.

    Examples
    --------
    >>> round(chance_of(0, epsilon=Fraction(1), sensitivity=1), 4)
    0.4621
    """
    ratio = exp(-float(epsilon) / sensitivity)
    return float((1 - ratio) / (1 + ratio) * ratio ** abs(value))


def noise_within(*, epsilon: Fraction, sensitivity: int, share: float = 0.95) -> int:
    """Return the smallest m such that the noise lies within ± m in at least this share of cases.

    Examples
    --------
    >>> noise_within(epsilon=Fraction(1), sensitivity=2)
    6
    """
    ratio = exp(-float(epsilon) / sensitivity)
    # Outside ± m lies 2 · ratio^(m + 1) / (1 + ratio).
    return max(0, ceil(log((1 - share) * (1 + ratio) / 2) / log(ratio)) - 1)


def _happens(over: int, under: int, below: Below) -> bool:
    """Tell whether something happened that happens with probability exp(-over / under), over ≤ under."""
    turn = 1
    while below(under * turn) < over:
        turn += 1
    return turn % 2 == 1
