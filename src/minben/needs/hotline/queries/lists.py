"""The city's headings, its standard answers, drafts and imports."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from minben.commons.text import bigrams
from minben.needs.hotline.core.replying.asks import own_words
from minben.needs.hotline.models import Answer, Category, Draft, Import, SetAside

# How long a draft waits for somebody to come back to it.
DRAFT_KEPT = timedelta(days=14)
_LATIN = re.compile(r"[A-Za-z]{4,}")
_HAN = re.compile(r"[一-鿿]+")
# “要带什么材料”, “怎样办理” stand in questions about everything.
_ANY_QUESTION = re.compile(
    "材料|手续|流程|条件|证件|要带|需要|办理|申请|咨询|您好|你好|谢谢|想问|想知道|我想|怎|吗|呢|的"
)
# Long enough to count as words, and in every question.
_EMPTY = frozenset({
    "about", "could", "does", "from", "have", "should", "that", "them", "there", "they", "this", "what", "when",
    "where", "which", "will", "with", "would", "your",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A heading; ``parent`` is the key of the heading above."""

    key: int
    code: str
    name: str
    name_en: str
    parent: int | None
    tier: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A standard answer; ``owner`` is the name of the unit that answers for it."""

    key: int
    category: int | None
    question: str
    question_en: str
    words: str
    words_en: str
    source: str
    owner: str
    owner_en: str
    since: date


@dataclass(frozen=True, slots=True)
class ImportRow:
    """How far a file came."""

    key: int
    source: str
    name: str
    started_at: datetime
    finished_at: datetime | None
    imported: int
    known: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that could not go in."""

    row: int
    column: str
    reason: str
    remedy: str
    facts: dict[str, Any]
    raw: str


def categories(*, leaves_only: bool = False, ended: bool = False) -> tuple[CategoryRow, ...]:
    """All headings in force (``ended``: and those of the past), in the order of their codes."""
    found = Category.objects.order_by("code")
    found = found if ended else found.filter(until=None)
    rows = tuple(
        CategoryRow(*r) for r in found.values_list("pk", "code", "name", "name_en", "parent_id", "tier")
    )
    parents = {row.parent for row in rows}
    return tuple(row for row in rows if row.key not in parents) if leaves_only else rows


def category_ids(codes: Sequence[str]) -> dict[str, int]:
    """The key of each heading that is known by one of these codes."""
    return dict(Category.objects.filter(code__in=codes).values_list("code", "pk"))


def standard_answers(*, text: str, category: str, on: date, limit: int = 3) -> list[AnswerRow]:
    """Standard answers in force that share most words with a question; those of its category first.

    Chinese is compared by character pairs that tell what is asked about, of which an answer's question must share a
    quarter; English by words of four letters and more, of which two and four in ten must be shared: no answer is
    better than a wrong one. An answer of another heading than the question's must share two pairs, and half.
    """
    rows = _answers_in_force(on)
    codes = category_ids([category]) if category else {}
    marked = []
    for row in rows:
        apart = row.category != codes.get(category, -1)
        pairs = _share_of_pairs(text, row.question, strict=apart and bool(codes))
        shared = max(pairs, _share_of_words(text, row.question_en))
        if shared:
            marked.append((apart, -shared, row.key, row))
    return [row for *_, row in sorted(marked)[:limit]]


def _share_of_pairs(asked: str, question: str, *, strict: bool) -> float:
    """Return the share of the shorter question's pairs that the other has too; 0 under a quarter."""
    pairs, known = _telling_pairs(asked), _telling_pairs(question)
    both = len(pairs & known)
    share = both / max(1, min(len(pairs), len(known)))
    return share if share >= (0.5 if strict else 0.25) and both >= 1 + strict else 0.0


def _telling_pairs(question: str) -> set[str]:
    """Return the pairs of characters that tell what is asked about, without those that any question has."""
    # Pairs of Latin letters occur in any two English texts and say nothing.
    told = _ANY_QUESTION.sub(" ", own_words(question))
    return {pair for run in _HAN.findall(told) for pair in bigrams(run) if len(pair) > 1}


def _share_of_words(asked: str, question: str) -> float:
    """Return the share of the shorter question's words that the other has too; 0 under two words or 0.4."""
    words, known = ({w for w in _LATIN.findall(t.lower()) if w not in _EMPTY} for t in (asked, question))
    both = len(words & known)
    share = both / max(1, min(len(words), len(known)))
    return share if both >= 2 and share >= 0.4 else 0.0


def _answers_in_force(on: date) -> list[AnswerRow]:
    found = Answer.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    fields = (
        "pk",
        "category_id",
        "question",
        "question_en",
        "words",
        "words_en",
        "source",
        "owner__name",
        "owner__name_en",
        "since",
    )
    rows: Iterable[Sequence[Any]] = found.order_by("pk").values_list(*fields)
    return [_answer_row(*row) for row in rows]


def _answer_row(*row: Any) -> AnswerRow:
    said: list[Any] = ["" if value is None and place in (7, 8) else value for place, value in enumerate(row)]
    return AnswerRow(*said)


def open_draft(key: str) -> dict[str, Any] | None:
    """What was said so far under a key; None when there is no such draft (any more)."""
    return Draft.objects.filter(key=key).values_list("facts", flat=True).first()


def draft_kept_until(key: str) -> datetime | None:
    """When a draft is forgotten unless somebody comes back to it; None when there is no such draft (any more)."""
    begun = Draft.objects.filter(key=key).values_list("at", flat=True).first()
    return begun + DRAFT_KEPT if begun else None


_IMPORT = ("pk", "source", "name", "started_at", "finished_at", "imported", "known", "set_aside")


def import_row(key: int) -> ImportRow | None:
    """One import, or None."""
    row = Import.objects.filter(pk=key).values_list(*_IMPORT).first()
    return ImportRow(*row) if row else None


def set_aside_rows(import_key: int, *, limit: int | None = 200) -> list[SetAsideRow]:
    """The rows of a file that could not go in, in the order of the file."""
    found = SetAside.objects.filter(file_id=import_key).order_by("row", "column")
    fields = ("row", "column", "reason", "remedy", "facts", "raw")
    return [SetAsideRow(*row) for row in found.values_list(*fields)[:limit]]
