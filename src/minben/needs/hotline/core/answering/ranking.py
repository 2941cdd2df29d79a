"""The learned order of replies, how sure it is of the first, and when it had better say nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.answering.measures import MEASURES, Pool

TELLING = (
    "pairs",
    "covered_pairs",
    "covers_pairs",
    "head_covered",
    "z_pairs",
    "z_words",
    "z_latent",
    "z_meaning",
)
"""The measures of the first reply that say how much stands behind it at all."""
MOST = 20.0
_TELLING = [MEASURES.index(name) for name in TELLING]
SIGNS = 5 + len(TELLING)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Weights over standardised measures, and of the sureness.

    Attributes
    ----------
    mean, scale, weights
        Of each measure, shape (measures,).
    sureness
        Weights of `signs`, the constant first, shape (signs,).
    """

    mean: Floats
    scale: Floats
    weights: Floats
    sureness: Floats

    def scores(self, found: Pool) -> Floats:
        """Return how well each reply of a pool answers, shape (requests, k); the unit has no meaning by itself."""
        return ((found.measures - self.mean) / self.scale) @ self.weights

    def sure(self, found: Pool) -> Floats:
        """Return how likely it is that the first reply is the right one [1], shape (requests,)."""
        return logistic(signs(found, self.scores(found), self.mean, self.scale) @ self.sureness)


def best(scores: Floats, count: int) -> Ints:
    """Return the places of the best of each row, the best first, shape (rows, count)."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]


def signs(found: Pool, scores: Floats, mean: Floats, scale: Floats) -> Floats:
    """What tells whether the first is right, shape (requests, signs): its chance, its lead, its own measures."""
    first = scores.argmax(axis=1)
    two = -np.sort(-scores, axis=1)[:, :2]
    lead = np.minimum(two[:, 0] - two[:, -1], MOST)
    chance = np.clip(1.0 / np.exp(scores - two[:, :1]).sum(axis=1), 1e-6, 1 - 1e-6)
    measured = ((found.measures[np.arange(len(first)), first] - mean) / scale)[:, _TELLING]
    general = (np.ones(len(scores)), np.log(chance / (1 - chance)), lead, np.log1p(lead), two[:, 0])
    return np.concatenate([np.stack(general, axis=1), np.clip(measured, -MOST, MOST)], axis=1)


def logistic(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -50, 50))))
