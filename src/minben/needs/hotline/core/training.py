"""How a classifier learns, how sure it may be, and what it did with texts it had not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from minben.commons.errors import TeachingError
from minben.needs.hotline.core.classify import (
    BoolArray,
    Classifier,
    FloatArray,
    Predictions,
    calibrated,
    known,
    places_of,
    weighed,
)
from minben.needs.hotline.core.features import HASHING, Grams, Hashing, counts, parts

MANY = 12_000
"""Rows above which the rehearsal is cut in two: it costs a second learning instead of three more."""
LOWEST = 0.5
"""The lowest threshold that is ever chosen [1]."""
MOST_WEIGHTS = 8_000_000
"""Columns × labels that are kept: 32 MB of weights, however many labels there are."""
DOUBTS = (0.0, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3)
"""The shares of unexplained labels that calibration tries [1]."""
HOPELESS = -2.0
"""The margin of a label that a fold never saw."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Training:
    """How to learn.

    Attributes
    ----------
    penalty
        The C of the support vector machine [1]: higher trusts single examples more.
    folds
        In how many parts the examples are cut to see how sure the classifier may be; two are enough above
        `MANY`.
    hashing
        How texts become columns.
    """

    penalty: float = 0.8
    folds: int = 4
    hashing: Hashing = HASHING


STANDARD = Training()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What classifiers that had not seen a text said of it, for every training text.

    Attributes
    ----------
    predictions
        One item per training text, calibrated.
    right
        Whether the first guess was the label given, shape (n,).
    """

    predictions: Predictions
    right: BoolArray


def train(texts: Sequence[str], labels: Sequence[str], *, seed: int, how: Training = STANDARD) -> Classifier:
    """Learn to tell labels apart from examples; see `train_and_rehearse`."""
    return train_and_rehearse(texts, labels, seed=seed, how=how)[0]


def train_and_rehearse(
    texts: Sequence[str], labels: Sequence[str], *, seed: int, how: Training = STANDARD
) -> tuple[Classifier, Rehearsal]:
    """Learn to tell labels apart, and show how it does on texts it has not seen.

    Parameters
    ----------
    texts, labels
        The examples; texts may be raw or segmented with spaces.
    seed
        Decides the folds and the order of learning.

    Returns
    -------
    Classifier
        Calibrated on the rehearsal, with no threshold set.
    Rehearsal
        From which `choose_threshold` finds one.

    Raises
    ------
    TeachingError
        ``labels_too_few``: fewer than two different labels.
    """
    names, answers = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    if len(names) < 2:
        raise TeachingError("labels_too_few", labels=", ".join(names.tolist()), rows=len(texts))
    found = parts(texts, how.hashing)
    columns, rarity = _vocabulary(found, how.hashing, rows=len(texts), labels=len(names))
    matrix = _matrix(found, places_of(columns, how.hashing), rarity, len(texts))
    unseen = _unseen_margins(matrix, answers, how, seed)
    weights, intercept = _fit(matrix, answers, how, seed)
    temperature, doubt = fit_calibration(unseen, answers)
    classifier = Classifier(
        labels=tuple(names.tolist()),
        columns=columns,
        rarity=rarity,
        weights=np.ascontiguousarray(weights.T, dtype=np.float32),
        intercept=intercept.astype(np.float32),
        temperature=temperature,
        doubt=doubt,
        hashing=how.hashing,
    )
    chances = calibrated(unseen, temperature, doubt)
    return classifier, Rehearsal(classifier.judge(chances), chances.argmax(axis=1) == answers)


def choose_threshold(confidence: FloatArray, right: BoolArray, *, accuracy: float) -> float:
    """Find the lowest confidence above which the wanted share of first guesses is right.

    Never below `LOWEST`: a guess that is more likely wrong than right is not acted on, however good the
    others are.

    Parameters
    ----------
    confidence, right
        Of texts that were not trained on, shape (n,).
    accuracy
        The share wanted above the threshold [1].

    Returns
    -------
    float
        The threshold [1]; 1.01, that is abstain always, if no confidence is good enough.

    Examples
    --------
    >>> choose_threshold(np.array([0.9, 0.8, 0.3]), np.array([True, True, False]), accuracy=0.95)
    0.55
    """
    order = np.argsort(-confidence, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= accuracy)
    if not len(good):
        return 1.01
    # Half way to the next one: a text as sure as the last good one must not fall through by rounding.
    sorted_down = np.append(confidence[order], 0.0)
    return max(float(sorted_down[good[-1] : good[-1] + 2].mean()), LOWEST)


def fit_calibration(margins: FloatArray, answers: Ints) -> tuple[float, float]:
    """Find the temperature and the doubt with which margins say how often they are right.

    Parameters
    ----------
    margins
        Of texts that were not trained on, shape (n, n_labels).
    answers
        The number of the right label, shape (n,).

    Returns
    -------
    temperature, doubt : float
        For `calibrated`; those with the least negative log-likelihood.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017), On calibration of modern neural networks, ICML; the doubt is a
    label-noise term beside it.
    """
    found = [(*_fit_temperature(margins, answers, doubt), doubt) for doubt in DOUBTS]
    _, temperature, doubt = min(found)
    return temperature, doubt


def _fit_temperature(margins: FloatArray, answers: Ints, doubt: float) -> tuple[float, float]:
    least, best, low, high = np.inf, 1.0, np.log(0.1), np.log(30.0)
    for _ in range(4):
        tried = np.linspace(low, high, 9)
        losses = [_loss(calibrated(margins, float(np.exp(one)), doubt), answers) for one in tried]
        place = int(np.argmin(losses))
        least, best = losses[place], float(np.exp(tried[place]))
        low, high = tried[max(place - 1, 0)], tried[min(place + 1, 8)]
    return float(least), best


def _loss(chances: FloatArray, answers: Ints) -> float:
    return float(-np.log(np.maximum(chances[np.arange(len(answers)), answers], 1e-12)).mean())


def _vocabulary(
    found: Sequence[Grams], hashing: Hashing, *, rows: int, labels: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Keep the grams that at least two texts share, or all of few texts; the most frequent first."""
    shape = (rows, 1 << hashing.bits)
    seen = np.zeros(shape[1], dtype=np.int64)
    for grams in found:
        seen += np.bincount(counts(grams, shape).indices, minlength=shape[1])
    columns = np.flatnonzero(seen >= (2 if rows >= 200 else 1))
    most = max(MOST_WEIGHTS // labels, 1_000)
    if len(columns) > most:
        columns = np.sort(columns[np.argsort(-seen[columns], kind="stable")[:most]])
    rarity = np.log((1 + rows) / (1 + seen[columns])) + 1
    return columns.astype(np.int32), rarity.astype(np.float32)


def _matrix(
    found: Sequence[Grams], places: NDArray[np.int32], rarity: NDArray[np.float32], rows: int
) -> sparse.csr_matrix:
    shape = (rows, len(rarity))
    return sum(weighed(known(grams, places, shape), rarity) for grams in found).tocsr()


def _fit(matrix: sparse.csr_matrix, answers: Ints, how: Training, seed: int) -> tuple[FloatArray, FloatArray]:
    machine = LinearSVC(C=how.penalty, random_state=seed, tol=0.03).fit(matrix.astype(np.float64), answers)
    weights, intercept = machine.coef_, np.atleast_1d(machine.intercept_)
    if len(machine.classes_) == 2:
        return np.vstack([-weights, weights]), np.hstack([-intercept, intercept])
    return weights, intercept


def _unseen_margins(matrix: sparse.csr_matrix, answers: Ints, how: Training, seed: int) -> FloatArray:
    folds = how.folds if len(answers) <= MANY else 2
    fold = _folds(answers, folds, seed)
    margins = np.full((len(answers), int(answers.max()) + 1), HOPELESS)
    for number in range(folds):
        held, kept = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        present = np.unique(answers[kept])
        if len(held) and len(present) > 1:
            weights, intercept = _fit(matrix[kept], answers[kept], how, seed)
            margins[np.ix_(held, present)] = matrix[held] @ weights.T + intercept
    return margins


def _folds(answers: Ints, folds: int, seed: int) -> Ints:
    """Deal each label's texts out over the folds, in a seeded order."""
    order = np.lexsort((np.random.default_rng(seed).random(len(answers)), answers))
    fold = np.empty(len(answers), dtype=np.int64)
    fold[order] = np.arange(len(answers)) % folds
    return fold
