"""Counts and columns for those who evaluate; no words, no people but their keys."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from django.db.models import Count, Q
from numpy.typing import NDArray

from minben.commons.columns import Kind as Holds
from minben.commons.columns import columns_of
from minben.commons.statistics import suppress
from minben.commons.suppression import hidden
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import Category, Ending, Request
from minben.needs.hotline.words import Kind

Column: TypeAlias = NDArray[Any]
FACTS = {
    "id": Holds.KEY, "received_at": Holds.TIME, "channel": Holds.WORD, "kind": Holds.WORD, "category_id": Holds.KEY,
    "place_id": Holds.KEY, "person_id": Holds.KEY, "unit_id": Holds.KEY, "due_at": Holds.TIME, "closed_at": Holds.TIME,
    "solved": Holds.NUMBER, "state": Holds.WORD, "chases_id": Holds.KEY, "event_id": Holds.KEY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StageFigures:
    """Today's figures of the first stage."""

    heard: int
    heard_before: int
    open: int
    with_clerk: int
    classified: int


def facts_for_outcomes(*, since: datetime, until: datetime, turn: str = "") -> dict[str, Column]:
    """Columns of the requests received in a period, or of one turn.

    Returns
    -------
    dict
        ``request_id`` and the other keys as int64 (−1: none), times as float64 [s since 1970] (NaN: none), ``solved``
        as float64 (NaN: not said), the rest as objects. All of one length.
    """
    found = (
        Request.objects.filter(turn=turn)
        if turn
        else Request.objects.filter(received_at__range=(since, until))
    )
    rows = found.order_by("id").values_list(*FACTS).iterator(chunk_size=5_000)
    facts = columns_of(rows, FACTS)
    facts["request_id"] = facts.pop("id")
    return facts


def stage_figures(*, day_start: datetime) -> StageFigures:
    """Figures of the day that began at ``day_start`` beside the same day a week before."""
    day = timedelta(days=1)
    today = Q(received_at__gte=day_start, received_at__lt=day_start + day)
    before = Q(received_at__gte=day_start - 7 * day, received_at__lt=day_start - 6 * day)
    # "*": the index alone answers; a count of keys would look at every row.
    states = Counter(dict(Request.objects.filter(state__in=OPEN).values_list("state").annotate(n=Count("*"))))
    counted = Request.objects.filter(today | before).aggregate(
        heard=Count("id", filter=today),
        classified=Count("category", filter=today),
        before=Count("id", filter=before),
    )
    return StageFigures(
        heard=counted["heard"],
        heard_before=counted["before"],
        open=sum(states.values()),
        with_clerk=states["with_clerk"],
        classified=counted["classified"],
    )


def of_turn(turn: str) -> dict[str, int]:
    """How many requests of a turn are in each state."""
    return dict(Request.objects.filter(turn=turn).values_list("state").annotate(n=Count("id")))


def endings_counted(*, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """Agreed ends of a period by kind and reason: what is left out of the rates is public."""
    found = Ending.objects.filter(agreed=True, decided_at__range=(since, until))
    return {
        (kind, reason): n for kind, reason, n in found.values_list("kind", "reason").annotate(n=Count("id"))
    }


def newest_at(at: datetime) -> datetime | None:
    """When the last request came in, up to a moment."""
    return (
        Request.objects.filter(received_at__lte=at)
        .order_by("-received_at")
        .values_list("received_at", flat=True)
        .first()
    )


def open_since_before(*, turn: str, moment: datetime) -> int:
    """How many requests that one turn brought are open though they came in long ago."""
    return Request.objects.filter(turn=turn, state__in=OPEN, received_at__lt=moment).count()


@dataclass(frozen=True, slots=True)
class HeardRow:
    """How many requests under one heading or by one way; None where it could tell of fewer than ten.

    A row without a name is everything that is not listed by name.
    """

    name: str
    name_en: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a period; no total of fewer than ten, and no rows of which all would be hidden."""

    total: int | None
    by_category: tuple[HeardRow, ...]
    by_channel: tuple[HeardRow, ...]


def heard_between(*, since: datetime, until: datetime, limit: int = 15) -> Heard:
    """Counts of the requests received in a period; whistle-blowing is not among them.

    Publish periods that do not overlap: the difference of two that do would be a count of its own.
    """
    found = Request.objects.filter(received_at__gte=since, received_at__lt=until).exclude(kind=Kind.WHISTLE)
    # One pass over the period, without names: a large city's month is read once, not once for each table.
    counted = found.order_by().values_list("category_id", "channel").annotate(n=Count("id"))
    headings, channels, total = Counter[int | None](), Counter[str](), 0
    for category, channel, n in counted:
        headings[category] += n
        channels[channel] += n
        total += n
    by_category = _by_name(headings)[:limit]
    if others := total - sum(n for _zh, _en, n in by_category):
        by_category.append(("", "", others))
    by_channel = sorted(channels.items(), key=lambda row: (-row[1], row[0]))
    return Heard(
        total=suppress(total),
        by_category=_told(by_category),
        by_channel=_told([(channel, channel, n) for channel, n in by_channel]),
    )


def _by_name(headings: Mapping[int | None, int]) -> list[tuple[str, str, int]]:
    """Add up headings of one name, the most asked for first; what has no heading is left out."""
    found = Category.objects.filter(pk__in=[key for key in headings if key]).values_list(
        "pk", "name", "name_en"
    )
    named = Counter[tuple[str, str]]()
    for key, zh, en in found:
        named[zh, en or zh] += headings[key]
    return sorted(((zh, en, n) for (zh, en), n in named.items()), key=lambda row: (-row[2], row[0]))


def _told(rows: list[tuple[str, str, int]]) -> tuple[HeardRow, ...]:
    """Hide small counts, and enough of the others that none follows from the total."""
    mask = hidden([n for _zh, _en, n in rows]) if rows else np.array([], dtype=bool)
    if mask.all():
        return ()
    return tuple(HeardRow(zh, en, None if hide else n) for (zh, en, n), hide in zip(rows, mask, strict=True))
