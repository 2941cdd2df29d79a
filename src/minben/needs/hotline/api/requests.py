"""Requests for partners: hand one in, follow it, add the person's words."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from minben.commons.clock import now
from minben.institutions.partners.actions import Caller, Scope
from minben.institutions.partners.edge import (
    Bearer,
    Cursor,
    IdempotencyKey,
    Limit,
    Made,
    Page,
    Problem,
    caller_of,
    once,
    page_of,
    refuse_unknown,
)
from minben.institutions.partners.edge.lists import place_of
from minben.needs.hotline import actions, queries
from minben.needs.hotline.api import filters
from minben.needs.hotline.api.reaching import own, readable, share, source_of
from minben.needs.hotline.api.shapes import Key, NewRequest, NewWords, RequestShown, Step, shown, step_shown
from minben.needs.hotline.words import Channel

router = Router(tags=["requests"])


@router.post(
    "/requests",
    response={201: RequestShown},
    auth=Bearer(Scope.REQUESTS_WRITE),
    summary="Send a request in",
    openapi_extra={"x-scope": Scope.REQUESTS_WRITE.value},
)
@once
def send_in(request: HttpRequest, body: NewRequest, idempotency_key: IdempotencyKey) -> Made:
    """Take a request in as at every other edge: understood, grouped, routed with its deadline."""
    refuse_unknown(request)
    caller, at = caller_of(request), now()
    received = actions.receive(intakes=[_intake(body, caller, idempotency_key, at)], at=at)
    key = received.request_ids[0]
    if key is None:
        raise Problem("reference_known")
    row = own(key, caller)
    return Made(201, shown(row, own=True), f"/api/v1/requests/{key}")


@router.get(
    "/requests",
    response=Page[RequestShown],
    auth=Bearer(),
    summary="List requests",
)
def list_requests(
    request: HttpRequest,
    *,
    since: filters.Since = None,
    until: filters.Until = None,
    state: filters.StateAsked = None,
    category: filters.CategoryAsked = None,
    unit: filters.UnitAsked = None,
    place: filters.PlaceAsked = None,
    reference: filters.ReferenceAsked = None,
    mine: filters.Mine = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The newest first: your own, or with the scope requests:read everybody's, with personal data covered."""
    refuse_unknown(request, *filters.NAMES)
    caller = caller_of(request)
    everybody = caller.may(Scope.REQUESTS_READ) and not mine and reference is None
    asked = filters.wanted(
        source=None if everybody else source_of(caller), since=since, until=until, state=state, category=category,
        unit=unit, place=place, reference=reference,
    )  # fmt: skip
    rows = queries.listed(wanted=asked, before=place_of(cursor), limit=limit + 1)
    if everybody:
        share(rows[:limit], caller)
    source = source_of(caller)
    return page_of(
        request,
        rows,
        limit=limit,
        key=lambda row: row.key,
        show=lambda row: shown(row, own=row.source == source),
    )


@router.get("/requests/{request_id}", response=RequestShown, auth=Bearer(), summary="Read a request")
def read_request(request: HttpRequest, request_id: Key) -> Any:
    """One request with personal data covered."""
    refuse_unknown(request)
    caller = caller_of(request)
    row = readable(request_id, caller)
    return shown(row, own=row.source == source_of(caller))


@router.get(
    "/requests/{request_id}/history", response=Page[Step], auth=Bearer(), summary="Read what happened since"
)
def history(request: HttpRequest, request_id: Key) -> Any:
    """Every public step, the first first."""
    refuse_unknown(request)
    readable(request_id, caller_of(request), fields=("history",))
    return {"items": [step_shown(row) for row in queries.covered_history(request_id)], "next": None}


@router.post(
    "/requests/{request_id}/history",
    response={201: Page[Step]},
    auth=Bearer(Scope.REQUESTS_WRITE),
    summary="Add what the person says later",
    openapi_extra={"x-scope": Scope.REQUESTS_WRITE.value},
)
@once
def add_words(request: HttpRequest, request_id: Key, body: NewWords, idempotency_key: IdempotencyKey) -> Made:
    """Append words to a request of your own; if the unit had asked, its work goes on."""
    refuse_unknown(request)
    own(request_id, caller_of(request))
    try:
        actions.add_words(request_id=request_id, words=body.words, at=now())
    except actions.MoveRefused as refused:
        words = _("A request that is “%(old)s” cannot become “%(new)s”.")
        raise Problem("move_refused", detail=words % {"old": refused.old, "new": refused.new}) from None
    steps = [step_shown(row) for row in queries.covered_history(request_id)]
    return Made(201, Page[Step](items=steps, next=None), f"/api/v1/requests/{request_id}/history")


def _intake(body: NewRequest, caller: Caller, key: str, at: datetime) -> actions.Intake:
    if body.received_at is not None and body.received_at > at:
        raise filters.unknown("/received_at", "", _("This time lies in the future."))
    category = body.category or ""
    if category:
        filters.categories_below(category, "/category")
    given = body.contact
    return actions.Intake(
        text=body.text,
        received_at=body.received_at or at,
        channel=Channel.PARTNER,
        identity=body.identity,
        source=source_of(caller),
        source_key=body.reference or key,
        contact=actions.ContactGiven(**given.model_dump()) if given is not None else None,
        place_id=filters.place_key(body.place, "/place") if body.place is not None else None,
        address=body.address,
        since_when=body.since_when,
        lat=body.lat,
        lon=body.lon,
        category=category,
        kind=body.kind or "",
    )
