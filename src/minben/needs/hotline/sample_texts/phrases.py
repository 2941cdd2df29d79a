"""What people say about each category, read from ``parameters/sample/texts``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from minben.needs.hotline.sample_texts.tree import leaves, read_sample

_FILES = (
    "care",
    "environment",
    "government",
    "housing",
    "market",
    "people",
    "safety",
    "transport",
    "utilities",
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that goes wrong, with the sentences people have for it.

    Attributes
    ----------
    at : str
        Where it happens: ``home``, ``compound``, ``road`` or ``none``.
    shared : bool
        Whether neighbours ask about the same one.
    danger : bool
        Whether somebody may be hurt.
    """

    at: str
    urgency: str
    shared: bool
    danger: bool
    facts: tuple[str, ...]
    more: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one category; ``months`` weighs January to December."""

    code: str
    weight: float
    months: tuple[float, ...]
    near: tuple[str, ...]
    matters: tuple[Matter, ...]
    asks: tuple[str, ...]
    consult: tuple[str, ...]
    suggest: tuple[str, ...]
    praise: tuple[str, ...]


@cache
def phrases() -> dict[str, Phrases]:
    """Phrases by category code, in the order of the tree."""
    rows: dict[str, Any] = {}
    for name in _FILES:
        rows |= read_sample(f"texts/{name}")
    return {leaf.code: _phrases(leaf.code, rows[leaf.code]) for leaf in leaves()}


def _phrases(code: str, row: dict[str, Any]) -> Phrases:
    return Phrases(
        code=code,
        weight=row["weight"],
        months=tuple(row.get("months", (1.0,) * 12)),
        near=tuple(row["near"]),
        matters=tuple(matter_of(matter) for matter in row["matters"]),
        asks=tuple(row["asks"]),
        consult=tuple(row["consult"]),
        suggest=tuple(row["suggest"]),
        praise=tuple(row["praise"]),
    )


def matter_of(row: Mapping[str, Any]) -> Matter:
    """Read one matter as it stands in the files."""
    return Matter(
        at=row["at"],
        urgency=row["urgency"],
        shared=row.get("shared", False),
        danger=row.get("danger", False),
        facts=tuple(row["facts"]),
        more=tuple(row["more"]),
        asks=tuple(row.get("asks", ())),
    )
