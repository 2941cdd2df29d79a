"""The list of a month: its topics in order, and how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from minben.needs.topics.models import Member, Mining, Month, Topic

_FIELDS = (
    "pk", "rank", "title", "keywords", "place_names", "category__code", "voices", "requests", "discounted", "first_at",
    "last_at", "hotness", "parts",
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
        As people named them, the commonest first; else the community.
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
    row = mining(month=month)
    if row is None:
        return []
    found = Topic.objects.filter(month__first=row.month, rank__isnull=False).order_by("rank")
    return [_candidate(*told) for told in found.values_list(*_FIELDS, *_NAMED)[:limit]]


def members(*, topic: int) -> list[int]:
    """The keys of the requests that speak of a topic, the most representative first; discounted ones are left out."""
    found = Member.objects.filter(topic=topic, reason="").order_by("nth")
    return list(found.values_list("request_id", flat=True))


def _candidate(  # noqa: PLR0917  # the columns of one row
    key: int, rank: int, title: str, keywords: list[str], place_names: list[str], category: str | None, voices: float,
    requests: int, discounted: int, first: datetime, last: datetime, hotness: float, parts: dict[str, float],
    *names: str | None,
) -> Candidate:  # fmt: skip
    heading, place = _in_language(names[:2]), _in_language(names[2:])
    return Candidate(
        key=key,
        rank=rank,
        title=title or " · ".join(part for part in (heading, place) if part),
        keywords=tuple(keywords),
        places=tuple(place_names) or ((place,) if place else ()),
        category=category or "",
        voices=round(voices),
        members=requests,
        discounted=discounted,
        first=first,
        last=last,
        hotness=hotness,
        parts=parts,
    )


def _in_language(names: tuple[str | None, ...]) -> str:
    name, name_en = names
    return (name_en if name_en and (get_language() or "").startswith("en") else name) or ""
