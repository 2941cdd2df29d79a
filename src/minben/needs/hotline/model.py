"""Where the classifier in use lies, and how it is taken up and loaded."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from minben.commons import rjieba
from minben.needs.hotline import ranker
from minben.needs.hotline.core.classify import Classifier
from minben.needs.hotline.core.modelfile import ModelRefused, load, load_card


@dataclass(frozen=True, slots=True)
class Loaded:
    version: str
    classifier: Classifier


@lru_cache(maxsize=2)
def _load(folder: Path, stamp: int) -> Loaded:
    return Loaded(load_card(folder).version, load(folder))


def load_from(folder: Path) -> Loaded:
    """Load the model in ``folder``, once for as long as its card stays the same."""
    card = folder / "card.json"
    return _load(folder, card.stat().st_mtime_ns if card.exists() else 0)


def folder_in_use() -> Path | None:
    """Return the folder of the model in use, or None when no model was taken up yet."""
    if settings.MINBEN_MODEL:
        return Path(settings.MINBEN_MODEL)
    pointer = Path(f"{settings.MINBEN_HOME}/models/current")
    try:
        # Looked at each time: when a person takes up another model, this process follows at once.
        found = pointer.stat()
    except FileNotFoundError:
        return None
    return _pointed(pointer, (found.st_ino, found.st_mtime_ns))


@lru_cache(maxsize=2)
def _pointed(pointer: Path, _changed: tuple[int, int]) -> Path:
    return pointer.parent / pointer.read_text().strip()


def current() -> Loaded | None:
    """Load the model in use; None when there is none or it cannot be trusted: then people decide."""
    folder = folder_in_use()
    try:
        return load_from(folder) if folder else None
    except ModelRefused:
        return None


def warm_up() -> None:
    """Open what is learned and the dictionary of words, so that nobody's request has to wait for them."""
    rjieba.cut("市民")
    current()
    ranker.current()


def train_model(*, texts: Sequence[str], labels: Sequence[str], folder: Path, made_on: date) -> str:
    """Train a classifier into a folder; return its version. It runs only once a person has cleared it."""
    # Learning brings in scipy's optimiser, which no page and no other command should wait for.
    from minben.needs.hotline.core.making import make

    return make(texts, labels, folder, seed=7, made_on=made_on).version


def take_up(folder: Path) -> str:
    """Copy a trained model into the home folder and point to it; its clearance is a separate act of a person."""
    version = load_card(folder).version
    models = Path(settings.MINBEN_HOME) / "models"
    target = models / version
    if target.resolve() != folder.resolve():
        shutil.copytree(folder, target, dirs_exist_ok=True)
        # A trial runs as another user and must read it; there is nobody's data in a model.
        target.chmod(0o755)
    fresh = models / "current.new"
    fresh.write_text(version)
    fresh.replace(models / "current")
    return version
