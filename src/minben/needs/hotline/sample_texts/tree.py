"""The default category tree, read from ``parameters/sample/categories.yaml``."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from minben.commons.parameters import from_yaml
from minben.commons.workdays import Span, SpanUnit


@dataclass(frozen=True, slots=True)
class Limits:
    """Time to an answer by urgency."""

    urgent: Span
    soon: Span
    normal: Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category that requests are filed under.

    Attributes
    ----------
    by : str
        ``city``, ``district`` or ``street``: whose unit acts.
    unit : str
        Code of the unit, before the code of the area is put behind it; see `unit_code`.
    """

    code: str
    parent: str
    zh: str
    en: str
    covers_zh: str
    covers_en: str
    kind: str
    tier: str
    by: str
    unit: str
    limits: Limits

    def unit_code(self, *, district: str, street: str) -> str:
        """Code of the unit that acts in an area of the sample city.

        >>> next(leaf for leaf in leaves() if leaf.code == "noise").unit_code(district="d2", street="d2s1")
        'urban-d2'
        """
        areas = {"city": "", "district": f"-{district}", "street": f"-{street}"}
        return self.unit + areas[self.by]


@dataclass(frozen=True, slots=True)
class Parent:
    """A heading of the tree."""

    code: str
    zh: str
    en: str


@cache
def read_sample(name: str) -> Any:
    """A file of ``parameters/sample``, read once."""
    path = resources.files("minben.needs.hotline") / "parameters" / "sample" / f"{name}.yaml"
    return from_yaml(path.read_text(encoding="utf-8"))


@cache
def parents() -> tuple[Parent, ...]:
    """The headings, in order."""
    return tuple(Parent(row["code"], row["zh"], row["en"]) for row in read_sample("categories")["categories"])


@cache
def leaves() -> tuple[Leaf, ...]:
    """The categories, in order.

    >>> len(leaves()), leaves()[0].limits.urgent.amount
    (30, 2)
    """
    tree = read_sample("categories")["categories"]
    return tuple(_leaf(parent["code"], row) for parent in tree for row in parent["leaves"])


def _leaf(parent: str, row: dict[str, Any]) -> Leaf:
    limits = Limits(*(_span(row["limits"][urgency]) for urgency in ("urgent", "soon", "normal")))
    return Leaf(
        code=row["code"],
        parent=parent,
        zh=row["zh"],
        en=row["en"],
        covers_zh=row["covers"]["zh"],
        covers_en=row["covers"]["en"],
        kind=row["kind"],
        tier=row["tier"],
        by=row["unit"]["by"],
        unit=row["unit"]["code"],
        limits=limits,
    )


def _span(words: str) -> Span:
    amount, _, unit = words.partition(" ")
    return Span(int(amount), SpanUnit(unit.replace(" ", "_")))
