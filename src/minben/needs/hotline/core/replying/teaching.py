"""How the reply check learns from examples of whole and lacking replies what its measures weigh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.replying.check import general, pairs, read_by_rule
from minben.needs.hotline.core.replying.cues import Patterns
from minben.needs.hotline.core.replying.matter import Background
from minben.needs.hotline.core.replying.saying import Saying, learn_saying
from minben.needs.hotline.core.replying.weighing import GENERAL, MEASURES, Taught, says_enough, share_out

Floats = NDArray[np.float64]
PENALTY, ROUNDS = 3e-3, 4
BEGIN = {"does": 0.5, "about": 0.5, "says": 0.3, "does_about": 0.5, "does_about_says": 0.5}
"""From where the weights are learned: which clause answers is not told, and must be guessed at first."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message, a reply to it, and what is missing in it; examples of one `group` are never parted."""

    group: str
    message: str
    reply: str
    missing: tuple[str, ...]
    heavy: float = 1.0

    @property
    def empty(self) -> bool:
        """Whether it says nothing: no finding, or only that it was passed on."""
        return "finding" in self.missing or "contact" in self.missing


@dataclass(frozen=True, slots=True)
class Measured:
    """An example measured: by ask and clause, shape (asks, clauses, measures), and as a whole."""

    pairs: Floats
    general: Floats


def saying_of(examples: Sequence[Example]) -> Saying:
    """Learn which sentences say something; legal formula teaches neither."""
    plain = [one for one in examples if "plain_words" not in one.missing]
    return learn_saying(
        [one.reply for one in plain if not one.empty], [one.reply for one in plain if one.empty]
    )


def measure(
    examples: Sequence[Example], saying: Saying, patterns: Patterns, background: Background
) -> list[Measured]:
    """Measure examples by what other examples taught to be saying something."""
    found = []
    for one in examples:
        seen = read_by_rule(one.message, one.reply, patterns, background)
        table = pairs(seen, background, saying)
        whole = general(seen, says_enough(saying.share(one.reply)))
        found.append(Measured(np.array(table).reshape(len(table), -1, len(MEASURES)), np.array(whole)))
    return found


def learn_weights(examples: Sequence[Example], found: Sequence[Measured]) -> tuple[Floats, Floats]:
    """Learn the weights of `MEASURES` and `GENERAL`: which clause answers is guessed, weighed, and guessed anew.

    A reply is whole as far as its least answered ask is (soft minimum): logistic regression on that, whole and lacking
    replies alike heavy.
    """
    whole = np.array([not one.missing for one in examples], dtype=np.float64)
    heavy = np.array([one.heavy for one in examples])
    heavy = np.where(whole > 0, heavy / heavy[whole > 0].sum(), heavy / heavy[whole == 0].sum()) / 2
    weights = np.array([BEGIN.get(name, 0.0) for name in MEASURES] + [0.0] * len(GENERAL))
    for _ in range(ROUNDS):
        asked = [_chosen(one, weights[: len(MEASURES)]) for one in found]
        weights = _fitted(asked, np.array([one.general for one in found]), whole, heavy, weights)
    return weights[: len(MEASURES)], weights[len(MEASURES) :]


def _chosen(one: Measured, weights: Floats) -> Floats:
    """Return the measures of the clause that each ask was given, shape (asks, measures)."""
    given = share_out((one.pairs @ weights).tolist())
    rows = [
        one.pairs[ask, place] if place >= 0 else np.zeros(len(weights))
        for ask, (_, place) in enumerate(given)
    ]
    return np.array(rows)


def _fitted(asked: Sequence[Floats], rest: Floats, whole: Floats, heavy: Floats, begin: Floats) -> Floats:
    """Fit the weights: where nothing is to be won any more, what the examples still pull is what the penalty holds.

    Examples
    --------
    >>> one, none = np.zeros((1, len(MEASURES))), np.zeros((2, len(GENERAL)))
    >>> one[0, 0] = 1.0
    >>> begin = np.zeros(len(MEASURES) + len(GENERAL))
    >>> weight = _fitted([one, -one], none, np.array([1.0, 0.0]), np.array([0.5, 0.5]), begin)[0]
    >>> bool(abs(1 / (1 + np.exp(weight)) - 2 * PENALTY * weight) < 1e-3)
    True
    """
    from scipy.optimize import minimize  # slow to open, and only teaching needs it

    owner = np.repeat(np.arange(len(asked)), [len(one) for one in asked])
    flat, asks = np.concatenate(asked), np.bincount(owner)
    free = np.ones(len(begin))
    free[len(MEASURES)] = 0.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        pair, other = weights[: len(MEASURES)], weights[len(MEASURES) :]
        value = np.exp(np.clip(-(flat @ pair), -30, 30))
        total = np.bincount(owner, value)
        odds = -np.log(total / asks) + rest @ other
        error = heavy * (1 / (1 + np.exp(-odds)) - whole)
        slope = flat.T @ (error[owner] * value / total[owner])
        cost = (heavy * np.logaddexp(0, np.where(whole > 0, -odds, odds))).sum()
        held = free * weights
        return float(cost + PENALTY * held @ held), np.concatenate(
            [slope, rest.T @ error]
        ) + 2 * PENALTY * held

    found: Any = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x, dtype=np.float64)


def teach(
    examples: Sequence[Example], fold: Sequence[int], patterns: Patterns, background: Background
) -> Taught:
    """Learn all from examples; each is measured by what the examples of other folds taught to be saying something."""
    found: dict[int, Measured] = {}
    for number in sorted(set(fold)):
        rows = [n for n, own in enumerate(fold) if own == number]
        saying = saying_of([one for one, own in zip(examples, fold, strict=True) if own != number])
        found |= zip(rows, measure([examples[n] for n in rows], saying, patterns, background), strict=True)
    pair, whole = learn_weights(examples, [found[n] for n in range(len(examples))])
    return Taught(saying_of(examples), pair.tolist(), whole.tolist())
