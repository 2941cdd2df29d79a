"""Joining requests to events: the same thing at the same place, as far as the cleared finder is sure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.algorithms import FINDER, FINDER_VERSION
from minben.needs.hotline.core.arrivals import Intake
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.models import Event, Request

# Requests a batch is compared with at most, the newest first: the work of a batch stays bounded in a busy month.
_COMPARED = 5_000
WINDOW = timedelta(days=14)


def item_of(request: Request, key: int) -> Item:
    """Show a request to the finder."""
    return Item(
        key=key,
        category=str(request.category_id),
        place=request.place_id,
        lat=request.lat,
        lon=request.lon,
        at=request.received_at.timestamp(),
        text=request.text,
    )


def join_events(requests: Sequence[Request], intakes: Mapping[int, Intake], at: datetime) -> int:
    """Give each request that belongs to an event its event; return how many now share one."""
    candidates = [r for r in requests if r.category_id and r.event_id is None and (r.place_id or r.lat is not None)]
    joined = sum(r.event_id is not None for r in requests)
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as guard:
        if guard.cleared and candidates:
            guard.count(items=len(candidates))
            joined += _join(candidates, _open_near(candidates))
    _grow(requests)
    return joined


def _open_near(requests: Sequence[Request]) -> list[Request]:
    """Requests that may be about the same thing, the newest member of each event first."""
    oldest = min(r.received_at for r in requests) - WINDOW
    newest = max(r.received_at for r in requests) + WINDOW
    categories = {r.category_id for r in requests}
    places = {r.place_id for r in requests if r.place_id}
    lats = [r.lat for r in requests if r.lat is not None]
    lons = [r.lon for r in requests if r.lon is not None]
    where = Q(place_id__in=places)
    if lats:
        where |= Q(lat__range=(min(lats) - 0.003, max(lats) + 0.003), lon__range=(min(lons) - 0.004, max(lons) + 0.004))
    fields = ("category_id", "place_id", "lat", "lon", "received_at", "text", "event_id")
    near = Request.objects.filter(where, category_id__in=categories, received_at__range=(oldest, newest))
    return list(near.only(*fields).order_by("-received_at")[:_COMPARED])


def _join(batch: Sequence[Request], open_requests: Sequence[Request]) -> int:
    fresh = {-1 - n: request for n, request in enumerate(batch)}
    known = {request.pk: request for request in open_requests}
    found = Finder().join(
        [item_of(request, key) for key, request in fresh.items()],
        [item_of(request, key) for key, request in known.items()],
    )
    pairs = [(fresh[one.key], fresh.get(one.to) or known[one.to]) for one in found if one.to is not None]
    events = _events_for([first for _, first in pairs])
    for request, first in pairs:
        request.event = first.event = events[id(first)]
    return len(pairs)


def _events_for(firsts: Sequence[Request]) -> dict[int, Event]:
    """The event of each first request, by the request's identity: its own, or a new one made for it."""
    made: dict[int, Event] = {}
    known = Event.objects.in_bulk({first.event_id for first in firsts if first.event_id})
    for first in firsts:
        if first.event_id:
            made[id(first)] = known[first.event_id]
        elif id(first) not in made:
            made[id(first)] = Event(
                category_id=first.category_id, place_id=first.place_id, lat=first.lat, lon=first.lon,
                opened_at=first.received_at, latest_at=first.received_at, size=0,
            )  # fmt: skip
    fresh = [event for event in made.values() if event.pk is None]
    Event.objects.bulk_create(fresh)
    for first in firsts:
        if first.pk and first.event_id is None:
            Request.objects.filter(pk=first.pk).update(event_id=made[id(first)].pk)
            Event.objects.filter(pk=made[id(first)].pk).update(size=F("size") + 1)
    return made


def _grow(requests: Sequence[Request]) -> None:
    """Count the newly joined into their events."""
    more = Counter(r.event_id for r in requests if r.event_id)
    latest = {r.event_id: r.received_at for r in sorted(requests, key=lambda r: r.received_at)}
    events = list(Event.objects.filter(pk__in=more))
    for event in events:
        event.size += more[event.pk]
        event.latest_at = max(event.latest_at, latest[event.pk])
    Event.objects.bulk_update(events, ["size", "latest_at"])
