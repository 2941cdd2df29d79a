"""Open requests that seem to be about the same thing, shown before a person sends theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from minben.commons.together import together
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.algorithms import FINDER, FINDER_VERSION
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import Request
from minben.needs.hotline.queries.cards import (
    MaskedRow,
    masked_list,
    masked_row,
    masked_rows,
    same_event_list,
    same_person_list,
)
from minben.needs.hotline.words import Kind

_WINDOW = timedelta(days=30)
_COMPARED = 300


@dataclass(frozen=True, slots=True)
class NearRow:
    """One open request, and with how many others it forms an event."""

    request: MaskedRow
    people: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a request; the same event and the same person newest first."""

    near: list[NearRow]
    event: list[MaskedRow]
    person: list[MaskedRow]


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
    new = Item(-1, str(category_id), place_id, lat, lon, at.timestamp(), text)
    return _shown(masked_rows(alike(new, at=at, limit=limit)))


def around(row: MaskedRow, *, at: datetime, limit: int, person: bool) -> Around:
    """What a page shows beside a request: nearby, of the same event, and with ``person`` of the same person."""
    found: list[int] = []
    if row.category:
        new = Item(row.key, str(row.category), row.place, row.lat, row.lon, at.timestamp(), row.masked)
        found = alike(new, at=at, limit=limit, event=row.event)
    lists = [same_event_list(row, limit=limit), *([same_person_list(row, limit=limit)] if person else [])]
    lists += [masked_list(found)] if found else []
    answers = iter([masked_row(one) for one in rows] for rows in together(connection, *lists))
    event, theirs = next(answers), next(answers) if person else []
    near_by = {one.key: one for one in next(answers)} if found else {}
    return Around(_shown({key: near_by[key] for key in found if key in near_by}), event, theirs)


def alike(new: Item, *, at: datetime, limit: int, event: int | None = None) -> list[int]:
    """Keys of open requests that are much like ``new``, the most alike first: one of each event, none of its own."""
    candidates = _candidates(new, at) if new.place or new.lat is not None else []
    similar: dict[int, float] = {}
    if not candidates:
        return []
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as guard:
        if guard.cleared:
            items = [item for item, _event in candidates]
            similar = {one.key: one.similarity for one in Finder().compare(new, items)}
            guard.count(items=1)
    events = {item.key: event for item, event in candidates if item.key in similar}
    first: dict[object, int] = {}
    for key in sorted(events, key=lambda key: -similar[key]):
        if event is None or events[key] != event:
            first.setdefault(events[key] or ("alone", key), key)
    return list(first.values())[:limit]


def _candidates(new: Item, at: datetime) -> list[tuple[Item, int | None]]:
    """The newest open requests of its kind around there, each with its event."""
    where = Q(place_id=new.place) if new.place else Q(pk__in=[])
    if new.lat is not None and new.lon is not None:
        where |= Q(
            lat__range=(new.lat - 0.003, new.lat + 0.003), lon__range=(new.lon - 0.004, new.lon + 0.004)
        )
    found = Request.objects.filter(
        where, category_id=int(new.category), state__in=OPEN, received_at__gte=at - _WINDOW
    )
    found = found.exclude(kind=Kind.WHISTLE).exclude(pk=new.key).order_by("-received_at")
    rows = found.values_list("pk", "place_id", "lat", "lon", "received_at", "text", "event_id")[:_COMPARED]
    return [
        (Item(key, new.category, place, lat, lon, received.timestamp(), text), event)
        for key, place, lat, lon, received, text, event in rows
    ]


def _shown(rows: Mapping[int, MaskedRow]) -> list[NearRow]:
    return [NearRow(row, row.event_size) for row in rows.values()]
