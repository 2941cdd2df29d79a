"""The category of a request: two guesses with their confidence, or none that is sure enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from minben.needs.hotline.core.features import Hashing, count

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class TooFewLabels(ValueError):
    """Fewer than two different labels: there is nothing to tell apart."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What the classifier says of a batch, one item per text.

    Attributes
    ----------
    labels, second
        The likeliest label and the next one.
    confidence, second_confidence
        Calibrated probabilities of the two [1], shape (n,).
    abstained
        True where ``confidence`` is below the cleared threshold: a clerk chooses between the two guesses.
    """

    labels: list[str]
    confidence: FloatArray
    second: list[str]
    second_confidence: FloatArray
    abstained: BoolArray


@dataclass(frozen=True, slots=True)
class Classifier:
    """A linear classifier over hashed grams; made by `train`, never changed.

    Attributes
    ----------
    labels
        The labels it knows, sorted.
    weights, intercept
        Shapes (2 ** bits, n_labels), float32, and (n_labels,).
    rarity
        Inverse document frequency of each column, shape (2 ** bits,).
    temperature
        What margins are multiplied with before the softmax.
    threshold
        Below this confidence it abstains [1].
    """

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    rarity: NDArray[np.float32]
    temperature: float = 1.0
    threshold: float = 0.0
    hashing: Hashing = Hashing()

    def predict(self, texts: Sequence[str]) -> Predictions:
        """Name the two likeliest labels of each text."""
        chances = self.probabilities(texts)
        order = np.argsort(-chances, axis=1)[:, :2]
        best, second = np.take_along_axis(chances, order, axis=1).T if len(chances) else np.zeros((2, 0))
        names = [(self.labels[first], self.labels[other]) for first, other in order]
        return Predictions(
            labels=[name for name, _ in names],
            confidence=best,
            second=[name for _, name in names],
            second_confidence=second,
            abstained=best < self.threshold,
        )

    def probabilities(self, texts: Sequence[str]) -> FloatArray:
        """Calibrated probability of each label, shape (n_texts, n_labels), rows sum to one."""
        return _softmax(self.temperature * (_weighed(count(texts, self.hashing), self.rarity) @ self.weights + self.intercept))

    def cleared_at(self, threshold: float) -> "Classifier":
        """Return the same classifier, abstaining below another confidence."""
        return replace(self, threshold=threshold)


def train(texts: Sequence[str], labels: Sequence[str], *, seed: int) -> Classifier:
    """Learn to tell labels apart from examples.

    Raises
    ------
    TooFewLabels
        If there are fewer than two different labels.
    """
    names, answers = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    if len(names) < 2:
        raise TooFewLabels(len(names))
    hashing = Hashing()
    counts = count(texts, hashing)
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    grams = _weighed(counts, rarity)
    machine = LinearSVC(C=0.5, random_state=seed).fit(grams, answers)
    coefficients, intercept = machine.coef_, machine.intercept_
    if len(names) == 2:
        coefficients, intercept = np.vstack([-coefficients, coefficients]), np.hstack([-intercept, intercept])
    return Classifier(
        labels=tuple(names.tolist()),
        weights=np.ascontiguousarray(coefficients.T, dtype=np.float32),
        intercept=intercept.astype(np.float32),
        rarity=rarity,
        temperature=3.0,
        hashing=hashing,
    )


def choose_threshold(confidence: FloatArray, right: BoolArray, *, accuracy: float) -> float:
    """Find the lowest confidence above which the wanted share of answers is right.

    Parameters
    ----------
    confidence, right
        Of texts that were not trained on, shape (n,).
    accuracy
        The share of right answers wanted above the threshold [1].

    Returns
    -------
    float
        The threshold [1]; 1.01 (abstain always) if no confidence is good enough.

    Examples
    --------
    >>> choose_threshold(np.array([0.9, 0.8, 0.3]), np.array([True, True, False]), accuracy=0.95)
    0.8
    """
    order = np.argsort(-confidence, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= accuracy)
    return float(confidence[order][good[-1]]) if len(good) else 1.01


def _weighed(counts, rarity):
    grams = counts.copy()
    grams.data = (1 + np.log(grams.data)) * rarity[grams.indices]
    norms = np.sqrt(np.add.reduceat(np.append(grams.data**2, 0), grams.indptr[:-1])) if grams.shape[0] else np.ones(0)
    norms[np.diff(grams.indptr) == 0] = 1
    grams.data /= np.repeat(norms, np.diff(grams.indptr)).astype(np.float32)
    return grams


def _softmax(scores):
    chances = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf)).astype(np.float64)
    return chances / chances.sum(axis=1, keepdims=True)
