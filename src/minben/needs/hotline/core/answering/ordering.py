"""How the order of replies, and how sure it may be, is learned from requests whose right reply is known."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from minben.needs.hotline.core.answering.measures import Pool
from minben.needs.hotline.core.answering.ranking import Order, logistic, signs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RIDGE = 1e-2


def learn_order(found: Pool, own: Ints) -> Order:
    """Learn an order from requests whose right reply is known.

    Parameters
    ----------
    found
        Pools of requests whose measures were made without knowing their own reply.
    own
        Place of the right reply in each pool, −1 where it is not in it, shape (requests,).
    """
    flat = found.measures.reshape(-1, found.measures.shape[-1]).astype(np.float64)
    mean, scale = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    there = np.flatnonzero(own >= 0)
    weights = _listwise((found.measures[there] - mean) / scale, own[there])
    scores = ((found.measures - mean) / scale) @ weights
    return Order(mean, scale, weights, _learn_sureness(found, scores, own, mean, scale))


def _learn_sureness(found: Pool, scores: Floats, own: Ints, mean: Floats, scale: Floats) -> Floats:
    """Learn when to say nothing: from each request with its reply among the others, and once more without it.

    Nobody promises that a good reply to a new request exists; half of what it learns from has none.
    """
    there = np.flatnonzero(own >= 0)
    without = scores.copy()
    without[there, own[there]] = -np.inf
    right = (scores.argmax(axis=1) == own).astype(np.float64)
    told = np.concatenate([signs(found, one, mean, scale) for one in (scores, without)])
    return _calibrated(told, np.concatenate([right, np.zeros(len(right))]))


def _listwise(measures: Floats, own: Ints) -> Floats:
    """Maximise the likelihood that of each list the right one is chosen (conditional logit)."""
    rows = np.arange(len(measures))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = measures @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -np.log(chances[rows, own] + 1e-12).mean() + RIDGE * float(weights @ weights) / 2
        chances[rows, own] -= 1.0
        slope = np.einsum("nk,nkm->m", chances, measures) / len(rows) + RIDGE * weights
        return float(value), slope

    start = np.zeros(measures.shape[2])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def _calibrated(signs: Floats, right: Floats) -> Floats:
    def loss(weights: Floats) -> tuple[float, Floats]:
        chance = logistic(signs @ weights)
        value = -(right * np.log(chance + 1e-12) + (1 - right) * np.log(1 - chance + 1e-12)).mean()
        return float(value + 1e-3 * float(weights @ weights)), signs.T @ (chance - right) / len(
            right
        ) + 2e-3 * weights

    return np.asarray(minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B").x)
