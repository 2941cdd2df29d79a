"""Joining requests to events: the same thing at the same place, as far as the cleared finder is sure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection

from minben.commons.rows import insert_columns, marks, moment, select, update_columns
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.algorithms import FINDER, FINDER_VERSION
from minben.needs.hotline.core.newcomers import Newcomer
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.models import Event, Request
from minben.needs.hotline.words import Kind

# Requests a batch is compared with at most, the newest first: the work of a batch stays bounded in a busy month, and
# that of one request in a street that is without heating.
_COMPARED, _COMPARED_AT_LEAST, _COMPARED_EACH = 5_000, 100, 5
WINDOW = timedelta(days=14)
# Words that stand so often in what is compared are a formula of the form or the export ("Street light out").
_FORMULA = 5
_SAME_SPOT_M = 30.0


def item_of(request: Newcomer, key: int, *, formula: bool = False) -> Item:
    """Show a request to the finder.

    A formula says nothing but its heading: only the very spot can tell that two mean the same thing.
    """
    return Item(
        key=key,
        category=str(request.category_id),
        place=None if formula else request.place_id,
        lat=request.lat,
        lon=request.lon,
        at=request.received_at.timestamp(),
        text=request.text,
    )


def join_events(requests: Sequence[Newcomer], at: datetime) -> int:
    """Give each request that belongs to an event its event; return how many now share one."""
    candidates = [r for r in requests if _may_meet(r)]
    joined = sum(r.event_id is not None for r in requests)
    near = _open_near(candidates) if candidates else []
    pairs: list[tuple[Newcomer, Newcomer]] = []
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at, rows=False) as guard:
        if guard.cleared and candidates:
            guard.count(items=len(candidates))
            pairs = _pairs(candidates, near)
    if pairs:
        events = _events_for([first for _, first in pairs])
        for request, first in pairs:
            request.event_id = first.event_id = events[id(first)]
    _grow(requests)
    return joined + len(pairs)


def _may_meet(request: Newcomer) -> bool:
    """Whoever reports wrongdoing stands alone; and nothing is alike that happens nowhere in particular."""
    somewhere = request.place_id is not None or request.lat is not None
    return (
        bool(request.category_id) and request.event_id is None and somewhere and request.kind != Kind.WHISTLE
    )


def _open_near(requests: Sequence[Newcomer]) -> list[Newcomer]:
    """Requests that may be about the same thing, the newest member of each event first."""
    told = [r.received_at for r in requests]
    categories = sorted({r.category_id for r in requests if r.category_id})
    where, values = _somewhere_near(requests)
    most = min(_COMPARED, _COMPARED_AT_LEAST + _COMPARED_EACH * len(requests))
    # Asked with every request that comes in: written out, it costs a third of what it takes to build it each time.
    rows = select(
        connection,
        "SELECT id, category_id, place_id, lat, lon, received_at, text, event_id FROM hotline_request "  # noqa: S608  # marks alone
        f"WHERE category_id IN ({marks(categories)}) AND received_at BETWEEN %s AND %s AND kind <> %s "
        f"AND ({where}) ORDER BY received_at DESC LIMIT %s",
        [*categories, min(told) - WINDOW, max(told) + WINDOW, Kind.WHISTLE.value, *values, most],
    )
    return [
        Newcomer(
            key=key, category_id=category, place_id=place, lat=lat, lon=lon, received_at=moment(at), text=text,
            event_id=event, masked="", channel="",
        )
        for key, category, place, lat, lon, at, text, event in rows
    ]  # fmt: skip


def _somewhere_near(requests: Sequence[Newcomer]) -> tuple[str, list[float]]:
    """In the same community, or in the rectangle around all that have a point; every request has one of both."""
    places = sorted({r.place_id for r in requests if r.place_id})
    points = [(r.lat, r.lon) for r in requests if r.lat is not None and r.lon is not None]
    where, values = [], list[float](places)
    if places:
        where.append(f"place_id IN ({marks(places)})")
    if points:
        where.append("(lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s)")
        lats, lons = zip(*points, strict=True)
        values += [min(lats) - 0.003, max(lats) + 0.003, min(lons) - 0.004, max(lons) + 0.004]
    return " OR ".join(where), values


def _pairs(batch: Sequence[Newcomer], open_requests: Sequence[Newcomer]) -> list[tuple[Newcomer, Newcomer]]:
    """Each request that is about the same thing as an earlier one, with the first of them."""
    fresh = {-1 - n: request for n, request in enumerate(batch)}
    known = {request.key: request for request in open_requests}
    same_words = Counter(request.text for request in (*batch, *open_requests))
    belongs: dict[int, int] = {}
    for finder, formula in ((Finder(), False), (Finder(metres=_SAME_SPOT_M), True)):
        mine, theirs = (
            [
                item_of(request, key, formula=formula)
                for key, request in some.items()
                if (same_words[request.text] >= _FORMULA) is formula
            ]
            for some in (fresh, known)
        )
        if mine:
            belongs |= {one.key: one.to for one in finder.join(mine, theirs) if one.to is not None}
    return [
        (fresh[key], fresh.get(root) or known[root])
        for key in belongs
        if (root := _root(key, belongs)) != key
    ]


def _root(key: int, belongs: Mapping[int, int]) -> int:
    """Follow an item to the first one of its event."""
    while key in belongs:
        key = belongs[key]
    return key


def _events_for(firsts: Sequence[Newcomer]) -> dict[int, int]:
    """The key of the event of each first request, by the request's identity: its own, or a new one made for it."""
    alone = list({id(first): first for first in firsts if first.event_id is None}.values())
    columns = {
        "category": [first.category_id for first in alone],
        "place": [first.place_id for first in alone],
        "lat": [first.lat for first in alone],
        "lon": [first.lon for first in alone],
        "opened_at": [first.received_at for first in alone],
        "latest_at": [first.received_at for first in alone],
        "size": [int(first.key > 0) for first in alone],
    }
    keys = insert_columns(connection, Event, columns, size=len(alone))
    stored = [(first.key, key) for first, key in zip(alone, keys, strict=True) if first.key]
    update_columns(connection, Request, {"event": [key for _, key in stored]}, [pk for pk, _ in stored])
    made = {id(first): key for first, key in zip(alone, keys, strict=True)}
    return {id(first): first.event_id or made[id(first)] for first in firsts}


def _grow(requests: Sequence[Newcomer]) -> None:
    """Count the newly joined into their events."""
    more = Counter(r.event_id for r in requests if r.event_id)
    if not more:
        return
    latest = {r.event_id: r.received_at for r in sorted(requests, key=lambda r: r.received_at)}
    asked = f"SELECT id, size, latest_at FROM hotline_event WHERE id IN ({marks(more)})"  # noqa: S608  # marks alone
    rows = select(connection, asked, list(more))
    grown = [(key, size + more[key], max(moment(at), latest[key])) for key, size, at in rows]
    columns = {"size": [size for _, size, _ in grown], "latest_at": [at for *_, at in grown]}
    update_columns(connection, Event, columns, [key for key, *_ in grown])
