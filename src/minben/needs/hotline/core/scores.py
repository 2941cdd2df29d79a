"""What a classifier is worth: figures from texts whose label a person gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.classify import Predictions


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one label fares: precision, recall and their harmonic mean [1], and how many texts have it."""

    precision: float
    recall: float
    f1: float
    rows: int


def per_class(labels: Sequence[str], guesses: Sequence[str]) -> dict[str, ClassScore]:
    """Score each label that was given or guessed.

    Examples
    --------
    >>> per_class(["灯", "灯", "暖"], ["灯", "暖", "暖"])["灯"]
    ClassScore(precision=1.0, recall=0.5, f1=0.6666666666666666, rows=2)
    """
    names, numbers = np.unique(np.array([*labels, *guesses], dtype=str), return_inverse=True)
    given, guessed = numbers[: len(labels)], numbers[len(labels) :]
    rows, named = np.bincount(given, minlength=len(names)), np.bincount(guessed, minlength=len(names))
    hits = np.bincount(given[given == guessed], minlength=len(names))
    return {
        str(name): ClassScore(
            precision=float(hit / said) if said else 0.0,
            recall=float(hit / all_) if all_ else 0.0,
            f1=float(2 * hit / (said + all_)),
            rows=int(all_),
        )
        for name, hit, said, all_ in zip(names, hits, named, rows, strict=True)
    }


def scores(labels: Sequence[str], predictions: Predictions, *, threshold: float) -> dict[str, Any]:
    """Summarise predictions against the labels that people gave.

    Parameters
    ----------
    threshold
        Below this confidence the classifier abstains [1].

    Returns
    -------
    dict
        ``rows``, ``accuracy``, ``macro_f1`` (over the labels that people gave), ``second_guess`` (share of
        texts whose label is among the two guesses), ``ece`` (expected calibration error), ``threshold``,
        ``abstained`` (share), ``accuracy_above`` the threshold (None if all abstain) and ``per_class``.
    """
    given = np.array(labels, dtype=object)
    right = np.array(predictions.labels, dtype=object) == given
    either = right | (np.array(predictions.second, dtype=object) == given)
    sure = predictions.confidence >= threshold
    classes = per_class(labels, predictions.labels)
    return {
        "rows": len(labels),
        "accuracy": float(right.mean()),
        "macro_f1": float(np.mean([score.f1 for score in classes.values() if score.rows])),
        "second_guess": float(either.mean()),
        "ece": float(calibration_error(predictions.confidence, right)),
        "threshold": threshold,
        "abstained": float(1 - sure.mean()),
        "accuracy_above": float(right[sure].mean()) if sure.any() else None,
        "per_class": classes,
    }


def auc(above: Sequence[float], below: Sequence[float]) -> float:
    """Return the chance that one of the first is larger than one of the second; a tie counts half [1].

    Examples
    --------
    >>> auc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    first, second = np.asarray(above, dtype=np.float64), np.sort(np.asarray(below, dtype=np.float64))
    less, not_more = (np.searchsorted(second, first, side=side) for side in ("left", "right"))
    return float((less + not_more).mean() / 2 / len(second))
