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
HALF = 0.5
NEAREST = 30
"""How many of a pool are weighed a second time, more finely."""
FAR = 1e6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A weighted sum of standardised values: their mean, scale and weights, shape (values,)."""

    mean: Floats
    scale: Floats
    weights: Floats

    def of(self, values: NDArray[np.floating]) -> Floats:
        """Return the sum over the last axis."""
        return np.asarray(((values - self.mean) / self.scale) @ self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """How replies are put in order, and when to say nothing.

    Attributes
    ----------
    rough
        Over the measures of a whole pool.
    knots
        Where a measure may begin to count anew, shape (knots, measures).
    fine
        Over `refined` of the nearest.
    sureness
        Weights of `signs`, the constant first, shape (signs,), where half the requests have a reply and half have none.
    certain
        The same where every request has one.
    least
        What nearly every right reply reaches in the measures of `TELLING`; below it in most of them lies what
        nothing was learned about.
    """

    rough: Weights
    knots: Floats
    fine: Weights
    sureness: Floats
    certain: Floats
    least: Floats

    def scores(self, found: Pool) -> Floats:
        """Return how well each reply of a pool answers, shape (requests, k); the unit has no meaning by itself."""
        rough = self.rough.of(found.measures)
        near = nearest(rough)
        fine = self.fine.of(refined(np.take_along_axis(found.measures, near[..., None], axis=1), self.knots))
        scores = rough - FAR
        np.put_along_axis(scores, near, fine, axis=1)
        return scores

    def sure(self, found: Pool, *, having: float = HALF) -> Floats:
        """Return how likely it is that the first reply is the right one [1], shape (requests,).

        Parameters
        ----------
        having
            The share of requests to which a right reply exists at all [1]; nobody knows it of new ones, so half is
            supposed unless a study says otherwise.
        """
        told = signs(found, self.scores(found), self.rough)
        strange = (told[:, -len(TELLING) :] < self.least).mean(axis=1) > 0.5
        return np.where(
            strange, 0.0, shifted(logistic(told @ self.sureness), logistic(told @ self.certain), having)
        )


def nearest(rough: Floats) -> Ints:
    """Return the places of the best of each pool, shape (requests, up to NEAREST)."""
    return best(rough, NEAREST)


def refined(measures: NDArray[np.floating], knots: Floats) -> Floats:
    """Widen measures so that a sum of them can bend and can look at the rival.

    Parameters
    ----------
    measures
        Shape (requests, k, m).
    knots
        Shape (knots, m).

    Returns
    -------
    float array, shape (requests, k, m · (2 + knots))
        Each measure, what of it lies above each knot, and its lead over the best of the others.
    """
    above = [np.maximum(measures - knot, 0.0) for knot in knots]
    two = -np.sort(-measures, axis=1)[:, :2]
    first, second = two[:, :1], two[:, -1:]
    lead = measures - np.where(measures == first, second, first)
    return np.concatenate([measures, *above, lead], axis=-1, dtype=np.float64)


def best(scores: Floats, count: int) -> Ints:
    """Return the places of the best of each row, the best first, shape (rows, count)."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]


def signs(found: Pool, scores: Floats, rough: Weights) -> Floats:
    """What tells whether the first is right, shape (requests, signs): its chance, its lead, its own measures."""
    first = scores.argmax(axis=1)
    two = -np.sort(-scores, axis=1)[:, :2]
    lead = np.minimum(two[:, 0] - two[:, -1], MOST)
    chance = np.clip(1.0 / np.exp(scores - two[:, :1]).sum(axis=1), 1e-6, 1 - 1e-6)
    measured = (found.measures[np.arange(len(first)), first] - rough.mean) / rough.scale
    telling = np.clip(measured[:, _TELLING], -MOST, MOST)
    general = (np.ones(len(scores)), np.log(chance / (1 - chance)), lead, np.log1p(lead), two[:, 0])
    return np.concatenate([np.stack(general, axis=1), telling], axis=1)


def shifted(sure: Floats, certain: Floats, having: float) -> Floats:
    """Carry a sureness that was learned where half the requests have a reply to where another share has one [1].

    Right is who has a reply (`sure` over `certain`) and finds it (`certain`); only the first changes with the share.

    References
    ----------
    Saerens, Latinne, Decaestecker (2002), Adjusting the outputs of a classifier to new a priori probabilities. *Neural
    Computation* 14.

    Examples
    --------
    >>> one, two = np.array([0.3]), np.array([0.6])
    >>> [float(shifted(one, two, share).round(2)[0]) for share in (0.0, 0.5, 0.8, 1.0)]
    [0.0, 0.3, 0.48, 0.6]
    """
    has = np.minimum(sure / np.maximum(certain, 1e-12), 1.0 - 1e-9)
    odds = having * has, (1.0 - having) * (1.0 - has)
    return np.asarray(certain * odds[0] / (odds[0] + odds[1]))


def logistic(values: Floats) -> Floats:
    """Turn odds on the scale of logarithms into chances [1]."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -50, 50))))
