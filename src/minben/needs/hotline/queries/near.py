"""Open requests that seem to be about the same thing, shown before a person sends theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.algorithms import FINDER, FINDER_VERSION
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import Request
from minben.needs.hotline.queries.cards import MaskedRow, masked_rows
from minben.needs.hotline.words import Kind

_WINDOW = timedelta(days=30)
_COMPARED = 300


@dataclass(frozen=True, slots=True)
class NearRow:
    """One open request, and with how many others it forms an event."""

    request: MaskedRow
    people: int


def near(
    *,
    category_id: int,
    place_id: int | None,
    lat: float | None,
    lon: float | None,
    text: str,
    at: datetime,
    limit: int = 3,
) -> list[NearRow]:
    """Open requests of the same kind within 250 m or in the same community, in similar words.

    One row an event; nothing when the finder is not cleared, or when nobody said where.
    """
    where = Q(pk__in=[])
    if place_id:
        where |= Q(place_id=place_id)
    if lat is not None and lon is not None:
        where |= Q(lat__range=(lat - 0.003, lat + 0.003), lon__range=(lon - 0.004, lon + 0.004))
    found = Request.objects.filter(
        where, category_id=category_id, state__in=OPEN, received_at__gte=at - _WINDOW
    )
    candidates = list(found.exclude(kind=Kind.WHISTLE).order_by("-received_at")[:_COMPARED])
    new = Item(-1, str(category_id), place_id, lat, lon, at.timestamp(), text)
    alike: list[Request] = []
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as guard:
        if guard.cleared and candidates:
            joined = {one.key: one for one in Finder().compare(new, [_item(r) for r in candidates])}
            guard.count(items=1)
            alike = sorted((r for r in candidates if r.pk in joined), key=lambda r: -joined[r.pk].similarity)
    return _one_per_event(alike, limit)


def _item(request: Request) -> Item:
    when = request.received_at.timestamp()
    return Item(
        request.pk, str(request.category_id), request.place_id, request.lat, request.lon, when, request.text
    )


def _one_per_event(alike: list[Request], limit: int) -> list[NearRow]:
    first: dict[object, Request] = {}
    for request in alike:
        first.setdefault(request.event_id or ("alone", request.pk), request)
    rows = masked_rows([request.pk for request in list(first.values())[:limit]])
    return [NearRow(row, row.event_size) for row in rows.values()]
