"""How sure margins may be: a temperature, a shift for each label, and a share of doubt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.classify import FloatArray, softmax

Ints = NDArray[np.int64]
DOUBTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
"""The shares of unexplained labels that are tried [1]."""
START = 1.5
"""Where the search begins [logarithm of the temperature]."""


class Calibration(NamedTuple):
    """What makes margins honest.

    Attributes
    ----------
    temperature
        What margins are multiplied with before the softmax.
    shift
        What is added to the margin of each label, shape (n_labels,): so that each is named as often as people name it.
    doubt
        The share of labels that no text explains [1].
    """

    temperature: float
    shift: FloatArray
    doubt: float


def fit_calibration(margins: FloatArray, answers: Ints) -> Calibration:
    """Find the calibration with which margins say how often they are right.

    Parameters
    ----------
    margins
        Of texts that were not trained on, shape (n, n_labels).
    answers
        The number of the right label, shape (n,).

    Returns
    -------
    Calibration
        That with the least negative log-likelihood; each shift is held back as by one contrary text.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017), On calibration of modern neural networks, ICML; Alexandari, Kundaje, Shrikumar
    (2020), Maximum likelihood with bias-corrected calibration, ICML; the doubt is a label-noise term beside them.
    """
    from scipy.optimize import minimize  # slow to open, and only teaching needs it

    best, least = np.zeros(margins.shape[1] + 1), np.inf
    start, doubt = np.concatenate([[START], best[1:]]), 0.0
    for tried in DOUBTS:
        found = minimize(_loss, start, (margins, answers, tried), method="L-BFGS-B", jac=True)
        # A neighbouring doubt is solved from where this one ended, in a few steps.
        start = found.x
        if found.fun < least:
            best, least, doubt = found.x, float(found.fun), tried
    temperature = float(np.exp(best[0]))
    return Calibration(temperature, best[1:] / temperature, doubt)


def _loss(tried: FloatArray, margins: FloatArray, answers: Ints, doubt: float) -> tuple[float, FloatArray]:
    """Mean negative log-likelihood, and how it changes with the logarithm of the temperature and each shift."""
    rows, heat = np.arange(len(answers)), np.exp(tried[0])
    explained = softmax(heat * margins + tried[1:])
    chances = (1 - doubt) * explained[rows, answers] + doubt / margins.shape[1]
    chances = np.maximum(chances, 1e-12)
    change = explained * ((1 - doubt) * explained[rows, answers] / chances)[:, None]
    change[rows, answers] -= (1 - doubt) * explained[rows, answers] / chances
    shifts = tried[1:] / len(answers)
    loss = -np.log(chances).mean() + (tried[1:] * shifts).sum() / 2
    slope = np.concatenate([[heat * (change * margins).sum() / len(rows)], change.mean(axis=0) + shifts])
    return float(loss), slope
