"""Where the ranker of earlier replies lies, and what it looks through; how both are taken up and opened.

The ranker is part of a backup; what it looks through is made anew from the rows and is not.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from minben.commons.digests import canonical_json, digest
from minben.needs.hotline.core.answering.index import Index
from minben.needs.hotline.core.answering.keeping import KeptRefused, card_of, index_in, keep, ranker_in
from minben.needs.hotline.core.answering.learning import Ranker


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ranker and its version."""

    version: str
    ranker: Ranker


@dataclass(frozen=True, slots=True)
class Laid:
    """Replies laid out.

    ``keys``: the line of a history, or minus the key of a standard answer, of each; ``categories``: their headings (0:
    none); ``public``: which are for everybody.
    """

    index: Index
    keys: tuple[int, ...]
    categories: NDArray[np.int64]
    public: NDArray[np.bool_]

    def among(self, *, category: int, public: bool) -> NDArray[np.int64] | None:
        """Return the rows that a request is compared with: those of its heading, if it has one; None: all."""
        if public:
            return np.flatnonzero(self.public)
        return np.flatnonzero(self.categories == category) if category else None


def take_up(ranker: Ranker, told: Mapping[str, Any]) -> str:
    """Keep a ranker in the home folder and point to it; its clearance is a separate act of a person."""
    fresh = _rankers() / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    version = keep(ranker, fresh, told)
    target = _rankers() / version
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    # A trial runs as another user and must read it; there is nobody's data in what was learned.
    target.chmod(0o755)
    _point(_rankers() / "current", version)
    return version


def folder_in_use() -> Path | None:
    """Return the folder of the ranker in use, or None when none was learned yet."""
    return _pointed(_rankers() / "current")


def version_in_use() -> str:
    """Return the version of the ranker in use, without opening it; empty when there is none."""
    folder = folder_in_use()
    return folder.name if folder else ""


def current() -> Loaded | None:
    """Open the ranker in use; None when there is none or it cannot be trusted."""
    folder = folder_in_use()
    try:
        return _ranker(folder, (folder / "card.json").stat().st_mtime_ns) if folder else None
    except (KeptRefused, FileNotFoundError):
        return None


@lru_cache(maxsize=1)
def _ranker(folder: Path, _changed: int) -> Loaded:
    return Loaded(card_of(folder)["version"], ranker_in(folder))


def told_of_ranker() -> dict[str, Any]:
    """Return what was told when the ranker in use was learned; empty when there is none."""
    folder = folder_in_use()
    try:
        found: dict[str, Any] = card_of(folder)["told"] if folder else {}
    except KeptRefused:
        return {}
    return found


def put(index: Index, told: Mapping[str, Any]) -> None:
    """Keep an index beside the old one, point to it, and drop the old one: who reads it still has it open."""
    fresh = _indexes() / f"laid-{digest(canonical_json(dict(told)).encode())[-12:]}"
    keep(index, fresh, told)
    _point(_indexes() / "current", fresh.name)
    for other in _indexes().glob("laid-*"):
        if other != fresh:
            shutil.rmtree(other, ignore_errors=True)


def told_of_index() -> Any:
    """Return what was told of the index in use; None when there is none."""
    folder = _pointed(_indexes() / "current")
    try:
        return card_of(folder)["told"] if folder else None
    except KeptRefused:
        return None


def laid_out(loaded: Loaded) -> Laid | None:
    """Open what was laid out for a ranker; None when nothing was, or for another ranker."""
    folder = _pointed(_indexes() / "current")
    try:
        return _opened(folder, loaded.version) if folder else None
    except KeptRefused:
        return None


@lru_cache(maxsize=1)
def _opened(folder: Path, version: str) -> Laid | None:
    told, loaded = card_of(folder)["told"], current()
    if loaded is None or told["ranker"] != version or loaded.version != version:
        return None
    return Laid(
        index_in(folder, loaded.ranker.learned),
        tuple(told["keys"]),
        np.array(told["categories"], dtype=np.int64),
        np.array(told["public"], dtype=np.bool_),
    )


def _rankers() -> Path:
    return Path(settings.MINBEN_HOME) / "models" / "replies"


def _indexes() -> Path:
    return Path(settings.MINBEN_HOME) / "replies"


def _point(pointer: Path, name: str) -> None:
    fresh = pointer.with_name(f"{pointer.name}.new")
    fresh.write_text(name)
    fresh.replace(pointer)


def _pointed(pointer: Path) -> Path | None:
    try:
        return pointer.parent / pointer.read_text().strip()
    except FileNotFoundError:
        return None
