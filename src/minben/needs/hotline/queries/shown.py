"""What anybody may see of requests: covered words, a place no more exact than is right, the steps that are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from minben.commons.parameters import load
from minben.ground.registers import queries as registers
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.open311.asking import Asked
from minben.needs.hotline.core.open311.showing import TOLD, Coarse, is_coarse, point
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import Category, Entry, PublicId, Request
from minben.needs.hotline.queries.cards import MaskedRow, masked_rows
from minben.needs.hotline.words import Channel, Identity, Kind, State

UNSORTED = "unsorted"
"""The code of what nobody has put under a heading yet."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step as it is told to anybody; ``nth`` counts the told steps of its request from 1."""

    request: int
    nth: int
    at: datetime
    step: str
    words: str
    last: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A request as anybody may see it.

    ``lat`` and ``lon`` [°] are those of its community where the exact place would tell too much.
    """

    row: MaskedRow
    updated_at: datetime
    words: str
    place: registers.PlaceRow | None
    places: tuple[registers.PlaceRow, ...]
    address: str
    lat: float | None
    lon: float | None


def open_to_all(*, posted_only: bool) -> QuerySet[Request]:
    """Return the requests that may be shown at all.

    Left out, always: what was asked in confidence or without a name, reports of wrongdoing, complaints about a unit,
    what may be about a life or a child, and the records of an export, whose people nobody has told. With
    ``posted_only`` only what came in through Open311 itself.
    """
    found = Request.objects.filter(identity=Identity.NAMED, against=None)
    found = found.exclude(kind=Kind.WHISTLE).exclude(state=State.SET_APART).exclude(channel=Channel.IMPORT)
    found = found.exclude(signals__has_key="alerts")
    return found.filter(channel=Channel.OPEN311) if posted_only else found


def shown_keys(asked: Asked, *, posted_only: bool) -> list[int]:
    """Return the keys of the requests somebody asks for, the newest first."""
    found = open_to_all(posted_only=posted_only)
    if asked.ids:
        named = PublicId.objects.filter(key__in=asked.ids).values("request_id")
        return list(found.filter(pk__in=named).order_by("-received_at", "-pk").values_list("pk", flat=True))
    found = found.filter(received_at__range=(asked.since, asked.until))
    if asked.services:
        unsorted = Q(category=None) if UNSORTED in asked.services else Q()
        found = found.filter(Q(category__code__in=asked.services) | unsorted)
    if asked.status:
        found = found.filter(state__in=OPEN) if asked.status == "open" else found.exclude(state__in=OPEN)
    ordered = found.order_by("-received_at", "-pk").values_list("pk", flat=True)
    return list(ordered[asked.start : asked.start + asked.limit])


def shown_rows(request_ids: Sequence[int]) -> list[ShownRow]:
    """Show requests, in the order of their keys given."""
    rows = masked_rows(request_ids)
    steps = _steps(request_ids)
    headings, places = _headings(), {place.key: place for place in registers.gazetteer()}
    return [
        _shown(rows[key], steps.get(key, []), headings, places, localdate(rows[key].received_at))
        for key in request_ids
        if key in rows
    ]


def shown_steps(asked: Asked, *, posted_only: bool) -> list[ShownStep]:
    """Return the steps told in a span of time, the oldest first; ``ids`` alone names the requests instead."""
    allowed = open_to_all(posted_only=posted_only)
    if asked.ids:
        keys = shown_keys(asked, posted_only=posted_only)
        return [step for key in keys for step in _steps(keys).get(key, [])]
    told = Entry.objects.filter(public=True, step__in=TOLD, at__range=(asked.since, asked.until))
    told = told.filter(Exists(allowed.filter(pk=OuterRef("request_id")))).order_by("at", "id")
    some = list(told.values_list("pk", "request_id")[asked.start : asked.start + asked.limit])
    wanted = {pk for pk, _ in some}
    steps = _steps(sorted({key for _, key in some}), wanted)
    return sorted((step for few in steps.values() for step in few), key=lambda step: (step.at, step.request))


def public_ids(request_ids: Sequence[int]) -> dict[int, str]:
    """Return the public numbers that requests have so far."""
    return dict(PublicId.objects.filter(request_id__in=request_ids).values_list("request_id", "key"))


def id_of_public(key: str, *, posted_only: bool = False) -> int | None:
    """Return the request with a public number, if it may be shown."""
    request_id = PublicId.objects.filter(key=key).values_list("request_id", flat=True).first()
    if request_id is None or not open_to_all(posted_only=posted_only).filter(pk=request_id).exists():
        return None
    return request_id


def is_public_id(key: str) -> bool:
    """Tell whether a number was ever given out for a request that may be shown now."""
    return id_of_public(key) is not None


def newest_number(request_id: int) -> int:
    """Return which of its told steps the newest one of a request is, counted from 1."""
    return Entry.objects.filter(request_id=request_id, public=True, step__in=TOLD).count()


def _steps(request_ids: Sequence[int], wanted: set[int] | None = None) -> dict[int, list[ShownStep]]:
    """The told steps of requests; all are counted, those wanted are returned."""
    told = Entry.objects.filter(request_id__in=request_ids, public=True, step__in=TOLD)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in told.order_by("request_id", "pk").values_list("request_id", "pk", "at", "step", "words"):
        found.setdefault(row[0], []).append(row)
    chosen = [
        (row, nth, nth == len(rows))
        for rows in found.values()
        for nth, row in enumerate(rows, 1)
        if wanted is None or row[1] in wanted
    ]
    covered = mask([row[4] for row, _, _ in chosen])
    steps: dict[int, list[ShownStep]] = {}
    for (row, nth, last), words in zip(chosen, covered, strict=True):
        steps.setdefault(row[0], []).append(ShownStep(row[0], nth, row[2], row[3], words.text, last))
    return steps


def _headings() -> dict[int, tuple[str, str, str, int | None]]:
    rows = Category.objects.values_list("pk", "code", "name", "name_en", "parent_id")
    return {pk: (code, name, name_en, parent) for pk, code, name, name_en, parent in rows}


def _shown(
    row: MaskedRow,
    steps: Sequence[ShownStep],
    headings: Mapping[int, tuple[str, str, str, int | None]],
    places: Mapping[int, registers.PlaceRow],
    day: date,
) -> ShownRow:
    chain = _above(row.category, headings)
    codes, names = [one[0] for one in chain], [name for one in chain for name in one[1:3]]
    within = _around(row.place, places)
    coarse = is_coarse(codes, names, row.signals, _coarse(day))
    community = next((one for one in within if one.kind == registers.PlaceKind.COMMUNITY), None)
    community = community or (within[0] if within else None)
    exact = (None, None) if coarse else point(row.lat, row.lon)
    lat, lon = (
        exact if exact[0] is not None else (community.lat, community.lon) if community else (None, None)
    )
    newest = max((step.at for step in steps), default=row.received_at)
    return ShownRow(
        row=row,
        updated_at=row.closed_at if row.closed_at and row.state not in OPEN else newest,
        words=next((step.words for step in reversed(steps) if step.words), ""),
        place=community,
        places=tuple(within),
        address="" if coarse else row.address,
        lat=lat,
        lon=lon,
    )


def _above(category: int | None, headings: Mapping[int, Any]) -> list[Any]:
    chain: list[Any] = []
    # A heading that stands under itself must not turn for ever.
    while category is not None and category in headings and len(chain) < 8:
        chain.append(headings[category])
        category = headings[category][3]
    return chain


def _around(place: int | None, places: Mapping[int, registers.PlaceRow]) -> list[registers.PlaceRow]:
    found: list[registers.PlaceRow] = []
    while place is not None and place in places and len(found) < 8:
        found.append(places[place])
        place = places[place].parent
    # A building says as much as a door: what is shown begins with the community.
    return [one for one in found if one.kind != registers.PlaceKind.BUILDING] or found[-1:]


def _coarse(day: date) -> Coarse:
    known = load("minben.needs.hotline", "open311").series["coarse"]
    latest = next((entry for entry in reversed(known) if entry.since <= day), known[0])
    return Coarse.of(latest.value)
