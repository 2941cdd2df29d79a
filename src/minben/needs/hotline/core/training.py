"""How a classifier learns, how sure it may be, and what it did with texts it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.commons.errors import TeachingError
from minben.needs.hotline.core.calibration import fit_calibration
from minben.needs.hotline.core.classify import (
    BoolArray,
    Classifier,
    FloatArray,
    Predictions,
    calibrated,
    joined,
    places_of,
)
from minben.needs.hotline.core.features import HASHING, Hashing, counts, parts
from minben.needs.hotline.core.leastsquares import solve

MANY = 12_000
"""Rows above which the rehearsal is cut in two: it costs a second learning instead of three more."""
LOWEST = 0.5
"""The lowest threshold that is ever chosen [1]."""
MOST_WEIGHTS = 8_000_000
"""Columns × labels that are kept: 32 MB of weights, however many labels there are."""
RARE = 4
"""Grams that fewer texts share are left out; with less than three thousand texts fewer are enough."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Training:
    """How to learn.

    Attributes
    ----------
    penalty
        What large weights cost beside the squared error [1]: lower trusts single examples more.
    steps
        Steps of the solver.
    folds
        In how many parts the examples are cut to see how sure the classifier may be; two are enough above
        `MANY`.
    hashing
        How texts become columns.
    """

    penalty: float = 0.15
    steps: int = 8
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
    columns, rarity, matrix = _seen(texts, how.hashing, len(names))
    weights, intercept, unseen = _learn(matrix, answers, how, seed)
    calibration = fit_calibration(unseen, answers)
    classifier = Classifier(
        labels=tuple(names.tolist()),
        columns=columns,
        rarity=rarity,
        weights=weights,
        intercept=(intercept + calibration.shift).astype(np.float32),
        temperature=calibration.temperature,
        doubt=calibration.doubt,
        hashing=how.hashing,
    )
    chances = calibrated(unseen + calibration.shift, calibration.temperature, calibration.doubt)
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


def _seen(
    texts: Sequence[str], hashing: Hashing, labels: int
) -> tuple[NDArray[np.int32], NDArray[np.float32], sparse.csr_matrix]:
    """Count the grams that several texts share, the most frequent first; how rare each is; and weigh them."""
    shape = (len(texts), 1 << hashing.bits)
    counted = [counts(grams, shape) for grams in parts(texts, hashing)]
    seen = np.zeros(shape[1], dtype=np.int64)
    for matrix in counted:
        # A text that says a gram in its head, too, is still one text.
        seen = np.maximum(seen, np.bincount(matrix.indices, minlength=shape[1]))
    shared = np.flatnonzero(seen >= min(RARE, 1 + len(texts) // 1_000))
    # In this order most of what a text needs of the weights lies side by side.
    shared = shared[np.argsort(-seen[shared], kind="stable")]
    columns: NDArray[np.int32] = shared[: max(MOST_WEIGHTS // labels, 1_000)].astype(np.int32)
    rarity = (np.log((1 + len(texts)) / (1 + seen[columns])) + 1).astype(np.float32)
    places = places_of(columns, hashing)
    return (
        columns,
        rarity,
        joined([_kept(matrix, places, len(columns)) for matrix in counted], rarity, hashing),
    )


def _kept(counted: sparse.csr_matrix, places: NDArray[np.int32], columns: int) -> sparse.csr_matrix:
    found = places.take(counted.indices)
    kept = np.flatnonzero(found >= 0)
    ends = np.searchsorted(kept, counted.indptr).astype(np.int32)
    return sparse.csr_matrix(
        (counted.data.take(kept), found.take(kept), ends), shape=(counted.shape[0], columns)
    )


def _learn(
    matrix: sparse.csr_matrix, answers: Ints, how: Training, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], FloatArray]:
    """Learn from all texts, and in the same passes once without each fold; also what each fold then reads."""
    rows, labels = len(answers), int(answers.max()) + 1
    folds = how.folds if rows <= MANY else 2
    fold = _folds(answers, folds, seed)
    wanted = np.where(answers[:, None] == np.arange(labels), np.float32(1), np.float32(-1))
    learnt = np.column_stack([np.ones(rows, dtype=bool), fold[:, None] != np.arange(folds)]).astype(
        np.float32
    )
    intercepts = (learnt.T @ wanted) / np.maximum(learnt.sum(axis=0), 1)[:, None]
    weights = solve(
        matrix.T.tocsr(),
        np.hstack([wanted - intercept for intercept in intercepts]),
        np.repeat(learnt, labels, axis=1),
        penalty=how.penalty,
        steps=how.steps,
    )
    unseen = np.zeros((rows, labels))
    for number in range(folds):
        held, own = np.flatnonzero(fold == number), slice((number + 1) * labels, (number + 2) * labels)
        unseen[held] = matrix[held] @ weights[:, own] + intercepts[number + 1]
    return np.ascontiguousarray(weights[:, :labels]), intercepts[0], unseen


def _folds(answers: Ints, folds: int, seed: int) -> Ints:
    """Deal each label's texts out over the folds, in a seeded order."""
    order = np.lexsort((np.random.default_rng(seed).random(len(answers)), answers))
    fold = np.empty(len(answers), dtype=np.int64)
    fold[order] = np.arange(len(answers)) % folds
    return fold
