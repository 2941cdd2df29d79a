"""What was removed of a request, who waits for a decision about it, and how long what is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minben.commons.parameters import load
from minben.needs.hotline.core.retention import Rule, rules_on
from minben.needs.hotline.models import Category, Erasure, Removal


@dataclass(frozen=True, slots=True)
class RemovalRow:
    """One part that is gone; ``rule``: the first day of the rule, none where the person asked."""

    part: str
    at: datetime
    rule: date | None


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """A wish that data goes, and what became of it."""

    key: int
    request: int
    words: str
    asked_at: datetime
    asked_by: int | None
    decided_at: datetime | None
    agreed: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """How long one part is kept; ``headings``: categories with days of their own."""

    rule: Rule
    headings: tuple[tuple[str, str, int], ...]


_ERASURE = ("pk", "request_id", "words", "asked_at", "asked_by_id", "decided_at", "agreed", "answer")


def removals_of(request_id: int) -> list[RemovalRow]:
    """What was removed of a request, the first first."""
    return [RemovalRow(*row) for row in removals_list(request_id)]


def removals_list(request_id: int) -> Any:
    """List what was removed of a request, the first first."""
    rows = Removal.objects.filter(request_id=request_id).order_by("at", "id")
    return rows.values_list("part", "at", "rule")


def erasures_open() -> list[ErasureRow]:
    """The wishes that nobody has decided, the oldest first."""
    rows = Erasure.objects.filter(decided_at=None).order_by("asked_at")
    return [ErasureRow(*row) for row in rows.values_list(*_ERASURE)]


def wishes_list(request_id: int) -> Any:
    """List the wishes about a request, the newest first."""
    return Erasure.objects.filter(request_id=request_id).order_by("-asked_at").values_list(*_ERASURE)


def kept(*, day: date) -> list[KeptRow]:
    """How long what is kept from a day on, as the rules in force say."""
    rules = rules_on(load("minben.needs.hotline", "retention"), day)
    codes = {code for rule in rules.values() for code in rule.categories}
    rows = Category.objects.filter(code__in=codes).values_list("code", "name", "name_en")
    names = {code: (name, name_en) for code, name, name_en in rows}
    return [
        KeptRow(rule, tuple((*names.get(code, (code, code)), days) for code, days in rule.categories.items()))
        for rule in rules.values()
    ]
