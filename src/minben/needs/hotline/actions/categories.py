"""The city's list of what people ask for, and the standard answers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from minben.commons import kept
from minben.commons.kept import Kept
from minben.ledger import actions as ledger
from minben.needs.hotline.models import Answer, Category
from minben.needs.hotline.queries.shown import UNSORTED as UNSORTED_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCategory:
    """A heading to add or to bring up to date; ``parent`` is a code that stands earlier in the list."""

    code: str
    name: str
    name_en: str = ""
    parent: str = ""
    tier: str = "basic"
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """A standard answer with its source, owner (a unit's id) and date."""

    category: str
    question: str
    words: str
    source: str
    since: date
    question_en: str = ""
    words_en: str = ""
    owner_id: int | None = None
    until: date | None = None


# What an export had dealt with already, under no heading that anybody is sure of: it needs no clerk to send it on.
UNSORTED = NewCategory(code=UNSORTED_CODE, name="未分类", name_en="Unsorted")


def add_categories(*, rows: Sequence[NewCategory], at: datetime) -> dict[str, int]:
    """Add headings, or bring those with the same code up to date; return the id of each code."""
    with transaction.atomic():
        _take_over(rows)
        ids: dict[str, int] = {}
        for row in rows:
            parent = ids.get(row.parent) or ids_of([row.parent]).get(row.parent) if row.parent else None
            found, _ = Category.objects.update_or_create(
                code=row.code,
                defaults={
                    "name": row.name, "name_en": row.name_en, "parent_id": parent, "tier": row.tier,
                    "since": row.since, "until": row.until,
                },
            )  # fmt: skip
            ids[row.code] = found.pk
        act = ledger.Act(what="hotline.categories", who="registers", subject="hotline.category", at=at,
                         detail={"codes": sorted(ids)})  # fmt: skip
        ledger.write([act])
        return ids


def _take_over(rows: Sequence[NewCategory]) -> None:
    """Give headings that an export brought by their name the code by which the city's own list calls them."""
    alone = Counter(row.name for row in rows)
    for row in rows:
        if (
            row.code != row.name
            and alone[row.name] == 1
            and not Category.objects.filter(code=row.code).exists()
        ):
            kept.changed()
            Category.objects.filter(code=row.name, name=row.name, since=None).update(code=row.code)


def add_answers(*, rows: Sequence[NewAnswer], at: datetime) -> int:
    """Add standard answers that are not there yet; return how many were added."""
    ids = ids_of([row.category for row in rows if row.category])
    with transaction.atomic():
        known = set(Answer.objects.values_list("question", "since"))
        fresh = [row for row in rows if (row.question, row.since) not in known]
        Answer.objects.bulk_create(
            Answer(
                category_id=ids.get(row.category), question=row.question, question_en=row.question_en,
                words=row.words, words_en=row.words_en, source=row.source, owner_id=row.owner_id,
                since=row.since, until=row.until,
            )
            for row in fresh
        )  # fmt: skip
        act = ledger.Act(what="hotline.answers", who="registers", subject="hotline.answer", at=at,
                         detail={"count": len(fresh)})  # fmt: skip
        ledger.write([act])
    return len(fresh)


def _as_named(code: str) -> Category:
    if code == UNSORTED.code:
        return Category(code=code, name=UNSORTED.name, name_en=UNSORTED.name_en)
    return Category(code=code, name=code, name_en=code if code.isascii() else "")


def codes_of(labels: Iterable[str]) -> dict[str, str]:
    """Return the code of each heading that an export or a model calls by its code or its name.

    A name that two headings share, or that nobody has yet, stays what it is.
    """
    known = _known(connection)
    return {label: (_called(known, label) or (0, label))[1] for label in set(labels)}


def ids_of(codes: Sequence[str]) -> dict[str, int]:
    """Return the id of each category; a code that nobody has named yet becomes a category of its own name.

    An export brings its own headings: they are taken as they are, and a person may tidy them later.
    """
    wanted = list(dict.fromkeys(code[:80] for code in codes if code))
    found = _known(connection)
    new = [code for code in wanted if not _called(found, code)]
    if new:
        kept.changed()
        Category.objects.bulk_create([_as_named(code) for code in new], ignore_conflicts=True)
        found = _known(connection)
    return {code: known[0] for code in codes if code and (known := _called(found, code))}


_Names = Mapping[str, tuple[int, str]]


def _called(known: tuple[_Names, _Names], label: str) -> tuple[int, str] | None:
    """Find what is called so; a capital letter or a blank more makes no heading of its own."""
    exact, loose = known
    return exact.get(label[:80]) or loose.get(_plain(label))


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()[:80]


def _read_known() -> tuple[_Names, _Names]:
    """What a heading may be called, with its id and its code; a code is stronger than the name of another.

    Secondly the same without capitals and blanks, where that can mean one heading alone.
    """
    rows = list(Category.objects.values_list("pk", "code", "name", "name_en", "until"))
    in_force = [row for row in rows if row[4] is None]
    called = Counter(name for row in in_force for name in {row[2], row[3]} if name)
    names = {name[:80]: row[:2] for row in in_force for name in (row[2], row[3]) if called[name] == 1}
    exact = names | {row[1]: row[:2] for row in rows}
    alike = Counter(plain for plain, _ in {(_plain(name), row) for name, row in exact.items()})
    return exact, {_plain(name): row for name, row in exact.items() if alike[_plain(name)] == 1}


_known = Kept(_read_known, Category)
