"""A classifier kept in a folder: a skops file of arrays and a card in JSON; never a pickle."""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minben.commons.errors import TeachingError
from minben.needs.hotline.core.classify import Classifier
from minben.needs.hotline.core.features import Hashing

ARRAYS, CARD, FORM = "classifier.skops", "card.json", "minben-classifier-3"
NAMES = ("columns", "rarity", "weights", "intercept")
# How a skops file describes a plain array: nothing else may be in it.
ARRAY = {"__module__": "numpy", "__class__": "ndarray", "__loader__": "NdArrayNode", "type": "numpy"}


class ModelRefused(TeachingError):
    """A model folder that is not ours, damaged, or changed since it was written.

    Attributes
    ----------
    code
        "model_absent" (a file is not there), "model_foreign" (not written by Minben) or "model_changed"
        (not as it was written).
    params
        "path": the file at fault.
    """

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code, path=str(path))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a model comes from: the day, the rows (how many, their digest) and what was measured."""

    made_on: str
    trained_rows: int
    data_digest: str
    seed: int = 0
    metrics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is, as the register of algorithms shows it.

    Attributes
    ----------
    version
        The beginning of the SHA-256 of all below but the file's; it changes with every weight and with the
        threshold, and the same rows and seed give it again.
    arrays_digest, file_digest
        SHA-256 of the arrays' content, and of their file as it lies in the folder.
    """

    form: str
    version: str
    arrays_digest: str
    file_digest: str
    labels: tuple[str, ...]
    threshold: float
    temperature: float
    doubt: float
    hashing: Mapping[str, Any]
    provenance: Provenance


def rows_digest(texts: Sequence[str], labels: Sequence[str]) -> str:
    """Digest of the training rows in their order, so that a model names what it learnt from.

    Examples
    --------
    >>> rows_digest(["路灯坏了"], ["路灯"])[:12] == rows_digest(["路灯坏"], ["了路灯"])[:12]
    False
    """
    digest = hashlib.sha256()
    for text, label in zip(texts, labels, strict=True):
        digest.update(json.dumps([text, label]).encode())
    return digest.hexdigest()


def save(classifier: Classifier, folder: Path, provenance: Provenance) -> Card:
    """Write a classifier and its card into a folder, which is made if absent."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(classifier, name) for name in NAMES}
    import skops.io  # two seconds to open, which only those who write a model need wait for

    content = skops.io.dumps(arrays)
    card = _versioned(
        Card(
            form=FORM,
            version="",
            arrays_digest=_arrays_digest(arrays),
            file_digest=hashlib.sha256(content).hexdigest(),
            labels=classifier.labels,
            threshold=classifier.threshold,
            temperature=classifier.temperature,
            doubt=classifier.doubt,
            hashing=asdict(classifier.hashing),
            provenance=provenance,
        )
    )
    # The card comes last: a folder without one is not a model, so a write that breaks off leaves none.
    (folder / CARD).unlink(missing_ok=True)
    (folder / ARRAYS).write_bytes(content)
    (folder / CARD).write_text(json.dumps(asdict(card), ensure_ascii=False, indent=1), encoding="utf-8")
    return card


def load_card(folder: Path) -> Card:
    """Read the card of a model without its arrays.

    Raises
    ------
    ModelRefused
        If the card is absent, not ours, or changed since it was written.
    """
    path = folder / CARD
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["labels"] = tuple(fields["labels"])
        fields["provenance"] = Provenance(**fields["provenance"])
        card = Card(**fields)
    except FileNotFoundError:
        raise ModelRefused("model_absent", path) from None
    except (ValueError, TypeError, KeyError):
        raise ModelRefused("model_foreign", path) from None
    if card.form != FORM:
        raise ModelRefused("model_foreign", path)
    if _versioned(card) != card:
        raise ModelRefused("model_changed", path)
    return card


def load(folder: Path) -> Classifier:
    """Read a classifier back.

    Raises
    ------
    ModelRefused
        If a file is absent, not ours, or changed since it was written.
    """
    card, path = load_card(folder), folder / ARRAYS
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ModelRefused("model_absent", path) from None
    if hashlib.sha256(content).hexdigest() != card.file_digest:
        raise ModelRefused("model_changed", path)
    arrays = _arrays(content, path)
    if _arrays_digest(arrays) != card.arrays_digest:
        raise ModelRefused("model_changed", path)
    return Classifier(
        labels=card.labels,
        temperature=card.temperature,
        doubt=card.doubt,
        threshold=card.threshold,
        hashing=Hashing(**card.hashing),
        **arrays,
    )


def _arrays(content: bytes, path: Path) -> dict[str, Any]:
    """Read the arrays of a skops file, by numpy alone: importing skops takes longer than a whole command."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            told = json.loads(archive.read("schema.json"))["content"]
            if set(told) != set(NAMES):
                raise ValueError
            return {name: _array(archive, told[name]) for name in NAMES}
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, EOFError):
        raise ModelRefused("model_foreign", path) from None


def _array(archive: zipfile.ZipFile, told: Mapping[str, Any]) -> NDArray[Any]:
    """Read one array; what is anything else is not even looked at."""
    if any(told[key] != value for key, value in ARRAY.items()):
        raise ValueError
    with archive.open(told["file"]) as file:
        found: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
        return found


def _arrays_digest(arrays: Mapping[str, Any]) -> str:
    digest = hashlib.sha256()
    for name in NAMES:
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.data)
    return digest.hexdigest()


def _versioned(card: Card) -> Card:
    # The file's digest is left out: a zip holds times and names that say nothing about the model.
    bare = json.dumps(asdict(replace(card, version="", file_digest="")), sort_keys=True, ensure_ascii=False)
    return replace(card, version=hashlib.sha256(bare.encode()).hexdigest()[:16])
