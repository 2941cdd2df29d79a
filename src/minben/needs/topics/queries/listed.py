"""The list of a month: its topics in order, and how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from minben.needs.topics.models import Member, Mining, Month, Topic

_FIELDS = (
    "pk", "month__first", "rank", "title", "keywords", "place_names", "category__code", "voices", "people", "requests",
    "discounted", "first_at", "last_at", "hotness", "parts",
)  # fmt: skip
_MINING = (
    "pk", "month__first", "at", "how", "why_not", "version", "verified", "requests", "people", "topics", "discounted",
)  # fmt: skip
_NAMED = ("category__name", "category__name_en", "place__name", "place__name_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One topic of a month's list, with what speaks for it.

    Attributes
    ----------
    key : int
        Stays while the month is looked through again.
    title : str
        Of the messages' own covered words; else heading and place in the reader's language.
    places : tuple of str
        The community; where it is not known, the names that people use, the commonest first.
    category : str
        Code of the heading most of its requests have; blank where none has.
    voices : int
        People, each once, after discounts.
    members, discounted : int
        Requests, and those of them that count for less.
    hotness, parts
        The parts add up to the hotness [1].
    """

    key: int
    rank: int
    title: str
    keywords: tuple[str, ...]
    places: tuple[str, ...]
    category: str
    voices: int
    members: int
    discounted: int
    first: datetime
    last: datetime
    hotness: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as pages tell it; ``rank`` is None once its month's list holds it no more.

    Attributes
    ----------
    title : str
        Blank where it is not told in people's own words: then heading and place stand for it.
    people : int
        Everybody who speaks of it, each once, whatever their voice counts.
    voices : float
        The same after discounts.
    """

    key: int
    month: date
    rank: int | None
    title: str
    keywords: tuple[str, ...]
    place_names: tuple[str, ...]
    category: str
    voices: float
    people: int
    requests: int
    discounted: int
    first: datetime
    last: datetime
    hotness: float
    parts: Mapping[str, float]
    heading: str
    place: str

    @property
    def stand_in(self) -> str:
        """Heading and place, for a topic that nobody's words name."""
        return " · ".join(part for part in (self.heading, self.place) if part)

    @property
    def places(self) -> tuple[str, ...]:
        """The community it is in; where that is not known, the names that people use, the commonest first."""
        return (self.place,) if self.place else self.place_names


@dataclass(frozen=True, slots=True)
class MiningRow:
    """How a month's newest list came about; see `models.Mining`."""

    key: int
    month: date
    at: datetime
    how: str
    why_not: str
    version: str
    verified: bool
    requests: int
    people: int
    topics: int
    discounted: int


def months() -> list[date]:
    """The months that were looked through, the newest first."""
    found = Month.objects.filter(minings__isnull=False).order_by("-first")
    return list(found.values_list("first", flat=True).distinct())


def mining(*, month: date | None = None) -> MiningRow | None:
    """How the newest list of a month came about; without a month, of the newest month that has one."""
    found = Mining.objects.filter(month__first=month.replace(day=1)) if month else Mining.objects.all()
    row = found.order_by("-month__first", "-at", "-pk").values_list(*_MINING).first()
    return MiningRow(*row) if row else None


def candidates(*, month: date | None = None, limit: int = 20) -> list[Candidate]:
    """The topics of a month in the order of their rank, for those who choose.

    They may be of few people: what everybody is shown of them is for whoever shows it to keep back.

    Parameters
    ----------
    month : date, optional
        Any day of it; without one, the newest month that was looked through.
    limit : int
        At most so many.
    """
    return [_candidate(row) for row in listed(month=month, limit=limit)]


def members(*, topic: int) -> list[int]:
    """The keys of the requests that speak of a topic, the most representative first; discounted ones are left out."""
    found = Member.objects.filter(topic=topic, reason="").order_by("nth")
    return list(found.values_list("request_id", flat=True))


def listed(*, month: date | None = None, fewest: int = 1, limit: int = 100) -> list[TopicRow]:
    """The list of a month, leaving out topics of fewer than ``fewest`` people."""
    row = mining(month=month)
    if row is None:
        return []
    found = Topic.objects.filter(month__first=row.month, rank__isnull=False, people__gte=fewest)
    return _rows(found.order_by("rank")[:limit])


def topic(*, key: int) -> TopicRow | None:
    """One topic, also one that is no longer listed."""
    return next(iter(_rows(Topic.objects.filter(pk=key))), None)


def _rows(found: QuerySet[Topic]) -> list[TopicRow]:
    rows = []
    for *plain, parts, name, name_en, place, place_en in found.values_list(*_FIELDS, *_NAMED):
        key, month, rank, title, keywords, place_names, code, *counts = plain
        heading, where = in_language(name, name_en), in_language(place, place_en)
        words: list[Any] = [title, tuple(keywords), tuple(place_names), code or ""]
        told: list[Any] = [key, month, rank, *words, *counts, parts, heading, where]
        rows.append(TopicRow(*told))
    return rows


def _candidate(row: TopicRow) -> Candidate:
    return Candidate(
        key=row.key,
        rank=row.rank or 0,
        title=row.title or row.stand_in,
        keywords=row.keywords,
        places=row.places,
        category=row.category,
        voices=round(row.voices),
        members=row.requests,
        discounted=row.discounted,
        first=row.first,
        last=row.last,
        hotness=row.hotness,
        parts=row.parts,
    )


def in_language(name: str | None, name_en: str | None) -> str:
    """The English name to an English reader, where there is one."""
    return (name_en if name_en and (get_language() or "").startswith("en") else name) or ""
