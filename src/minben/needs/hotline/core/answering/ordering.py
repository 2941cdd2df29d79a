"""How the order of replies, and how sure it may be, is learned from requests whose right reply is known."""

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.answering.measures import Pool
from minben.needs.hotline.core.answering.ranking import (
    FAR,
    TELLING,
    Order,
    Weights,
    logistic,
    nearest,
    refined,
    signs,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RIDGE_ROUGH, RIDGE_FINE = 1e-2, 3e-2
KNOTS = (0.3, 0.6, 0.85, 0.97)
"""The shares of replies below the places where a measure may bend [1]."""
SELDOM = 0.03
"""The share of right replies that lie lower in a measure than what is called its least [1]."""


def learn_order(found: Pool, own: Ints) -> Order:
    """Learn an order from requests whose right reply is known.

    Parameters
    ----------
    found
        Pools of requests whose measures were made without knowing their own reply.
    own
        Place of the right reply in each pool, −1 where it is not in it, shape (requests,).
    """
    rough = _listwise(found.measures, own, RIDGE_ROUGH)
    near = nearest(rough.of(found.measures))
    measures = np.take_along_axis(found.measures, near[..., None], axis=1).astype(np.float64)
    knots = np.quantile(measures.reshape(-1, measures.shape[-1]), KNOTS, axis=0)
    hit = near == own[:, None]
    fine = _listwise(refined(measures, knots), np.where(hit.any(axis=1), hit.argmax(axis=1), -1), RIDGE_FINE)
    unsure = Order(rough, knots, fine, np.zeros(0), np.zeros(0), np.zeros(0))
    return _made_sure(unsure, found, own)


def _made_sure(order: Order, found: Pool, own: Ints) -> Order:
    """Learn when to say nothing: from each request with its reply among the others, and once more without it.

    Nobody promises that a good reply to a new request exists; half of what it learns from has none.
    """
    scores = order.scores(found)
    there = np.flatnonzero(own >= 0)
    without = scores.copy()
    without[there, own[there]] = -2 * FAR
    right = scores.argmax(axis=1) == own
    told = [signs(found, one, order.rough) for one in (scores, without)]
    sureness = _calibrated(
        np.concatenate(told), np.concatenate([right, np.zeros(len(right))]).astype(np.float64)
    )
    telling = told[0][right, -len(TELLING) :]
    least = np.quantile(telling, SELDOM, axis=0) if len(telling) else np.full(len(TELLING), -np.inf)
    certain = _calibrated(told[0], right.astype(np.float64))
    return Order(order.rough, order.knots, order.fine, sureness, certain, least)


def _listwise(values: NDArray[np.floating], own: Ints, ridge: float) -> Weights:
    """Maximise the likelihood that of each list the right one is chosen (conditional logit; McFadden 1974)."""
    from scipy.optimize import minimize  # slow to open, and only teaching needs it

    flat = values.reshape(-1, values.shape[-1])
    mean, scale = flat.mean(axis=0, dtype=np.float64), flat.std(axis=0, dtype=np.float64) + 1e-6
    there = np.flatnonzero(own >= 0)
    lists, right, rows = (values[there] - mean) / scale, own[there], np.arange(len(there))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = lists @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -np.log(chances[rows, right] + 1e-12).mean() + ridge * float(weights @ weights) / 2
        chances[rows, right] -= 1.0
        slope = np.tensordot(chances, lists, axes=([0, 1], [0, 1])) / len(rows) + ridge * weights
        return float(value), slope

    if not len(there):
        return Weights(mean, scale, np.zeros(values.shape[-1]))
    found = minimize(loss, np.zeros(values.shape[-1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return Weights(mean, scale, np.asarray(found.x))


def _calibrated(told: Floats, right: Floats) -> Floats:
    from scipy.optimize import minimize

    def loss(weights: Floats) -> tuple[float, Floats]:
        chance = logistic(told @ weights)
        value = -(right * np.log(chance + 1e-12) + (1 - right) * np.log(1 - chance + 1e-12)).mean()
        slope = told.T @ (chance - right) / len(right) + 2e-3 * weights
        return float(value + 1e-3 * float(weights @ weights)), slope

    return np.asarray(minimize(loss, np.zeros(told.shape[1]), jac=True, method="L-BFGS-B").x)
