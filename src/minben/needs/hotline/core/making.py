"""From examples to a model in a folder: learn, rehearse, choose the threshold, write the card."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from minben.needs.hotline.core.modelfile import Card, Provenance, rows_digest, save
from minben.needs.hotline.core.scores import scores
from minben.needs.hotline.core.training import STANDARD, Training, choose_threshold, train_and_rehearse

ACCURACY = 0.94
"""The share of right first guesses wanted above the threshold, unless a city wants another [1]."""


def make(
    texts: Sequence[str],
    labels: Sequence[str],
    folder: Path,
    *,
    seed: int,
    made_on: date,
    accuracy: float = ACCURACY,
    how: Training = STANDARD,
) -> Card:
    """Train a classifier, choose the threshold on texts it had not seen, and keep it in a folder.

    Parameters
    ----------
    texts, labels
        The examples.
    folder
        Where to; it is made if absent.
    seed
        Decides the folds and the order of learning.
    made_on
        The day that the card shows.
    accuracy
        The share of right first guesses wanted above the threshold [1].

    Returns
    -------
    Card
        Its metrics are those of the rehearsal: each text judged by a classifier that had not seen it.

    Raises
    ------
    TeachingError
        ``labels_too_few``: fewer than two different labels.
    """
    classifier, rehearsal = train_and_rehearse(texts, labels, seed=seed, how=how)
    threshold = choose_threshold(rehearsal.predictions.confidence, rehearsal.right, accuracy=accuracy)
    metrics = scores(labels, rehearsal.predictions, threshold=threshold)
    metrics["per_class"] = {name: asdict(score) for name, score in metrics["per_class"].items()}
    provenance = Provenance(made_on.isoformat(), len(texts), rows_digest(texts, labels), seed, metrics)
    return save(classifier.cleared_at(threshold), folder, provenance)
