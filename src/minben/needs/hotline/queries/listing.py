"""Lists of requests for machines: in the order of their keys, a page at a time, with covered words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from minben.needs.hotline.models import Photo, Request
from minben.needs.hotline.words import Kind, State


@dataclass(frozen=True, slots=True)
class Listed:
    """One request in a list; codes and names are blank where there is none."""

    key: int
    code: str
    source: str
    source_key: str
    kind: str
    channel: str
    state: str
    urgency: str
    masked: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    solved: bool | None
    category: tuple[str, str, str]
    place: tuple[str, str, str]
    unit: tuple[str, str, str]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which requests a list holds; what is None is not asked for.

    ``source`` alone is that of one partner; without it reports of wrongdoing are left out.
    """

    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None
    unit: int | None = None
    categories: Collection[int] | None = None
    places: Collection[int] | None = None
    reference: str | None = None


_PLAIN = (
    "pk", "code", "source", "source_key", "kind", "channel", "state", "urgency", "masked", "received_at", "due_at",
    "closed_at", "solved",
)  # fmt: skip
_NAMED = tuple(
    f"{what}__{part}" for what in ("category", "place", "unit") for part in ("code", "name", "name_en")
)


def listed(*, wanted: Wanted, before: int | None, limit: int) -> list[Listed]:
    """Requests that are wanted, the newest key first, those below the key ``before``."""
    found = _open_to(wanted.source)
    plain: dict[str, Any] = {
        "received_at__gte": wanted.since, "received_at__lt": wanted.until, "state": wanted.state,
        "unit_id": wanted.unit, "category_id__in": wanted.categories, "place_id__in": wanted.places,
        "source_key": wanted.reference, "pk__lt": before,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in plain.items() if value is not None})
    return [_row(*values) for values in _rows(found.order_by("-pk"))[:limit]]


def listed_one(request_id: int, *, source: str | None) -> Listed | None:
    """One request, if it belongs to the source; without a source, if it is no report of wrongdoing."""
    return next((_row(*values) for values in _rows(_open_to(source).filter(pk=request_id))), None)


def about(request_ids: Collection[int]) -> list[tuple[int, str, str, str, str, str]]:
    """Key, source, channel, kind, state and the unit's code of requests, for those who announce what happened."""
    fields = ("pk", "source", "channel", "kind", "state", "unit__code")
    ordered, found = sorted(request_ids), []
    for start in range(0, len(ordered), 10_000):
        rows = Request.objects.filter(pk__in=ordered[start : start + 10_000]).values_list(*fields)
        found += [(*row[:5], row[5] or "") for row in rows]
    return found


def photo_counts(request_ids: Collection[int]) -> dict[int, int]:
    """How many pictures each request has."""
    counts: dict[int, int] = {}
    for key in Photo.objects.filter(request_id__in=request_ids).values_list("request_id", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return counts


def _open_to(source: str | None) -> QuerySet[Request]:
    if source is not None:
        return Request.objects.filter(source=source)
    return Request.objects.exclude(Q(kind=Kind.WHISTLE) | Q(state=State.SET_APART))


def _rows(found: QuerySet[Request]) -> Any:
    return found.values_list(*_PLAIN, *_NAMED, "signals")


def _row(*row: Any) -> Listed:
    named = [tuple(part or "" for part in row[n : n + 3]) for n in range(len(_PLAIN), len(row) - 1, 3)]
    told: list[Any] = [*row[: len(_PLAIN)], *named, tuple(str(one) for one in row[-1].get("numbers", ()))]
    return Listed(*told)
