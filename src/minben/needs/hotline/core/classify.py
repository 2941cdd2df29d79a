"""The category of a request: two guesses with their confidence, or none that is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.features import HASHING, Grams, Hashing, counts, parts

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
BATCH = 1_000
"""Texts that are predicted at once: memory stays the same however many there are."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """A linear classifier over hashed grams; made by `training.train`, never changed.

    Attributes
    ----------
    labels
        The labels it knows, sorted.
    columns
        The hashed grams it knows, the most frequent first, shape (n_columns,).
    rarity
        Inverse document frequency of each, shape (n_columns,).
    weights, intercept
        Shapes (n_columns, n_labels) and (n_labels,).
    temperature
        What margins are multiplied with before the softmax.
    doubt
        The share of labels that no text explains [1]: people err, too, when they label.
    threshold
        Below this confidence it abstains [1].
    hashing
        How texts become columns.
    """

    labels: tuple[str, ...]
    columns: NDArray[np.int32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float = 1.0
    doubt: float = 0.0
    threshold: float = 0.0
    hashing: Hashing = HASHING
    _places: NDArray[np.int32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", places_of(self.columns, self.hashing))

    def predict(self, texts: Sequence[str]) -> Predictions:
        """Name the two likeliest labels of each text."""
        return self.judge(self.probabilities(texts))

    def probabilities(self, texts: Sequence[str]) -> FloatArray:
        """Return the calibrated probability of each label, shape (n_texts, n_labels), rows sum to one."""
        batches = [self.margins(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        margins = np.concatenate(batches) if batches else np.zeros((0, len(self.labels)))
        return calibrated(margins, self.temperature, self.doubt)

    def margins(self, texts: Sequence[str]) -> FloatArray:
        """Return the uncalibrated score of each label, shape (n_texts, n_labels)."""
        if len(texts) == 1:
            return self._margins_alone(texts)
        shape = (len(texts), len(self.columns))
        counted = [known(grams, self._places, shape) for grams in parts(texts, self.hashing)]
        margins = self.intercept + sum(
            share * (weighed(one, self.rarity, self.hashing.repeats) @ self.weights)
            for share, one in zip(shares(self.hashing), counted, strict=False)
        )
        return np.asarray(margins, dtype=np.float64)

    def _margins_alone(self, texts: Sequence[str]) -> FloatArray:
        """Score one text: making sparse matrices takes longer than what they would save."""
        margins: NDArray[np.floating] = self.intercept
        for share, grams in zip(shares(self.hashing), parts(texts, self.hashing), strict=False):
            found = self._places.take(grams.columns)
            columns, times = np.unique(found[found >= 0], return_counts=True)
            weights = often(times.astype(np.float32), self.hashing.repeats) * self.rarity.take(columns)
            if length := np.sqrt(weights @ weights):
                margins = margins + share / length * (weights @ self.weights.take(columns, axis=0))
        return np.asarray(margins[np.newaxis], dtype=np.float64)

    def judge(self, probabilities: FloatArray) -> Predictions:
        """Turn probabilities into the two guesses and the abstentions."""
        if not len(probabilities):
            return Predictions([], np.zeros(0), [], np.zeros(0), np.zeros(0, dtype=np.bool_))
        two = np.argpartition(-probabilities, 1, axis=1)[:, :2]
        chances = np.take_along_axis(probabilities, two, axis=1)
        swap = chances[:, 1] > chances[:, 0]
        two[swap], chances[swap] = two[swap, ::-1], chances[swap, ::-1]
        names = np.array(self.labels, dtype=object)[two]
        return Predictions(
            labels=names[:, 0].tolist(),
            confidence=chances[:, 0],
            second=names[:, 1].tolist(),
            second_confidence=chances[:, 1],
            abstained=chances[:, 0] < self.threshold,
        )

    def cleared_at(self, threshold: float) -> Classifier:
        """Return the same classifier, abstaining below another confidence [1]."""
        return replace(self, threshold=threshold)


def places_of(columns: NDArray[np.int32], hashing: Hashing) -> NDArray[np.int32]:
    """Return the place of each hashed gram among the columns, -1 for those not among them."""
    places = np.full(1 << hashing.bits, -1, dtype=np.int32)
    places[columns] = np.arange(len(columns), dtype=np.int32)
    return places


def known(grams: Grams, places: NDArray[np.int32], shape: tuple[int, int]) -> sparse.csr_matrix:
    """Count the grams that a classifier knows."""
    found = places.take(grams.columns)
    kept = np.flatnonzero(found >= 0)
    return counts(Grams(grams.rows.take(kept), found.take(kept).astype(np.int64)), shape)


def weighed(matrix: sparse.csr_matrix, rarity: NDArray[np.float32], repeats: int) -> sparse.csr_matrix:
    """Weigh counts by (1 + log count) × rarity, rows of length one; changes the matrix in place.

    `repeats`: how often a gram counts at most, 0 for always.
    """
    matrix.data = often(matrix.data, repeats) * rarity[matrix.indices]
    lengths = np.diff(matrix.indptr)
    filled = np.flatnonzero(lengths)
    if len(filled):
        squares = np.add.reduceat(matrix.data**2, matrix.indptr[:-1][filled])
        matrix.data /= np.repeat(np.sqrt(squares), lengths[filled])
    return matrix


def often(times: NDArray[np.float32], repeats: int) -> NDArray[np.float32]:
    """Weigh how often a gram stands in a text, 1 + log count, of at most `repeats`.

    Examples
    --------
    >>> times = np.array([1, 2, 9], dtype=np.float32)
    >>> [round(value, 2) for value in often(times, 2).tolist()], round(float(often(times, 0)[2]), 1)
    ([1.0, 1.69, 1.69], 3.2)
    """
    counted = np.minimum(times, np.float32(repeats)) if repeats else times
    return np.asarray(1 + np.log(counted), dtype=np.float32)


def shares(hashing: Hashing) -> tuple[float, float, float]:
    """How much the characters, the words and the head of a text count [1]."""
    return hashing.weight, 1.0, 1.0


def joined(
    counted: Sequence[sparse.csr_matrix], rarity: NDArray[np.float32], hashing: Hashing
) -> sparse.csr_matrix:
    """Weigh the counts of each part and add them up; changes them in place."""
    parts_ = zip(shares(hashing), counted, strict=False)
    return sum(np.float32(share) * weighed(one, rarity, hashing.repeats) for share, one in parts_).tocsr()


def calibrated(margins: FloatArray, temperature: float, doubt: float) -> FloatArray:
    """Turn margins into probabilities: a softmax, a share `doubt` of it spread evenly over the labels."""
    shares: FloatArray = (1 - doubt) * softmax(temperature * margins) + doubt / margins.shape[1]
    return shares


def softmax(margins: FloatArray) -> FloatArray:
    """Turn scores into shares that sum to one in each row.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    shares = np.exp(margins - margins.max(axis=1, keepdims=True, initial=-np.inf))
    normed: FloatArray = shares / shares.sum(axis=1, keepdims=True)
    return normed
