"""What a partner's machine may do about itself: see what its token allows, subscribe, look at deliveries."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema
from pydantic import ConfigDict

from minben.commons.clock import now
from minben.institutions.partners import actions, queries
from minben.institutions.partners.actions import Scope
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
from minben.institutions.partners.words import WHY_NOT_SUBSCRIBED

router = Router(tags=["subscriptions"])
_SCOPED = {"x-scope": Scope.SUBSCRIPTIONS.value}
Key = Annotated[int, Path(ge=1, le=9_223_372_036_854_775_807)]


class TokenShown(Schema):
    """Whose token this is and what it allows."""

    partner: str
    name: str
    scopes: list[str]
    purpose: str = Field(
        description="The purpose for which it may read what others asked; blank when it may not."
    )
    per_minute: int


class NewSubscription(Schema):
    """Where you want to be told."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(min_length=8, max_length=500, description="The http or https address that we call.")
    everything: bool = Field(False, description="Every request of the city, not only those that you sent in.")


class SubscriptionShown(Schema):
    """Where you are told, and how that goes."""

    id: int
    address: str
    everything: bool
    since: datetime
    paused_at: datetime | None
    paused_why: str = Field(description="“gone”: your machine said so; “silent”: it did not answer for long.")


class SubscriptionMade(SubscriptionShown):
    """A subscription with the secret that signs its deliveries: shown this once."""

    secret: str


class DeliveryShown(Schema):
    """One message to you and how it went."""

    id: str
    event: str
    state: str
    made_at: datetime
    due_at: datetime
    tries: int
    status: int | None = Field(description="What your machine answered last.")
    trouble: str = Field(description="Why the last try did not come about.")


@router.get("/token", response=TokenShown, auth=Bearer(), summary="See what the token allows", tags=["token"])
def read_token(request: HttpRequest) -> Any:
    """Whose token is used, with which scopes, for which purpose, how fast."""
    refuse_unknown(request)
    caller = caller_of(request)
    return TokenShown(
        partner=caller.code,
        name=caller.name,
        scopes=sorted(caller.scopes),
        purpose=caller.purpose,
        per_minute=caller.per_minute,
    )


@router.get(
    "/subscriptions",
    response=Page[SubscriptionShown],
    auth=Bearer(Scope.SUBSCRIPTIONS),
    summary="List your subscriptions",
    openapi_extra=_SCOPED,
)
def list_subscriptions(request: HttpRequest) -> Any:
    """Where you are told what happens."""
    refuse_unknown(request)
    rows = queries.subscriptions_of(caller_of(request).partner)
    return {"items": [_shown(row) for row in rows if row.ended_at is None], "next": None}


@router.post(
    "/subscriptions",
    response={201: SubscriptionMade},
    auth=Bearer(Scope.SUBSCRIPTIONS),
    summary="Subscribe",
    openapi_extra=_SCOPED,
)
@once
def subscribe(request: HttpRequest, body: NewSubscription, idempotency_key: IdempotencyKey) -> Made:
    """From now on your machine is told each public step of your requests, signed."""
    refuse_unknown(request)
    caller = caller_of(request)
    if body.everything and not caller.may(Scope.REQUESTS_READ):
        raise Problem("scope_missing", detail=_("To be told of everything needs the scope requests:read."))
    try:
        made = actions.subscribe(
            partner=caller.partner, address=body.address, everything=body.everything, at=now(), who=caller.key
        )
    except actions.CannotReach:
        raise Problem("address_refused") from None
    except actions.SubscriptionRefused as error:
        raise Problem("subscription_refused", detail=str(WHY_NOT_SUBSCRIBED[error.code])) from None
    row = _own(made.key, caller.partner)
    return Made(
        201, SubscriptionMade(**_shown(row).model_dump(), secret=made.secret), "/api/v1/subscriptions"
    )


@router.post(
    "/subscriptions/{subscription_id}/secret",
    response={201: SubscriptionMade},
    auth=Bearer(Scope.SUBSCRIPTIONS),
    summary="Make a new secret",
    openapi_extra=_SCOPED,
)
@once
def renew(request: HttpRequest, subscription_id: Key, idempotency_key: IdempotencyKey) -> Made:
    """For a day deliveries are signed with the old secret, too, so that you can change over."""
    refuse_unknown(request)
    row = _own(subscription_id, caller_of(request).partner)
    made = actions.renew_secret(subscription=row.key, at=now())
    return Made(201, SubscriptionMade(**_shown(row).model_dump(), secret=made.secret))


@router.delete(
    "/subscriptions/{subscription_id}",
    response={204: None},
    auth=Bearer(Scope.SUBSCRIPTIONS),
    summary="End a subscription",
    openapi_extra=_SCOPED,
)
@once
def unsubscribe(request: HttpRequest, subscription_id: Key, idempotency_key: IdempotencyKey) -> Made:
    """Nothing more is sent there; what waits is given up."""
    refuse_unknown(request)
    caller = caller_of(request)
    actions.unsubscribe(subscription=_own(subscription_id, caller.partner).key, at=now(), who=caller.key)
    return Made(204)


@router.get(
    "/subscriptions/{subscription_id}/deliveries",
    response=Page[DeliveryShown],
    auth=Bearer(Scope.SUBSCRIPTIONS),
    summary="List what was sent",
    openapi_extra=_SCOPED,
)
def list_deliveries(
    request: HttpRequest, subscription_id: Key, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Each message with its tries, the newest first."""
    refuse_unknown(request, "cursor", "limit")
    row = _own(subscription_id, caller_of(request).partner)
    rows = queries.deliveries_of(row.key, before=place_of(cursor), limit=limit + 1)
    return page_of(request, rows, limit=limit, key=lambda one: one.key, show=_delivery)


def _own(subscription: int, partner: int) -> queries.SubscriptionRow:
    rows = queries.subscriptions_of(partner)
    found = next((row for row in rows if row.key == subscription and row.ended_at is None), None)
    if found is None:
        raise Problem("not_found")
    return found


def _shown(row: queries.SubscriptionRow) -> SubscriptionShown:
    return SubscriptionShown(
        id=row.key,
        address=row.address,
        everything=row.everything,
        since=row.since,
        paused_at=row.paused_at,
        paused_why=row.paused_why,
    )


def _delivery(one: queries.DeliveryRow) -> DeliveryShown:
    return DeliveryShown(
        id=one.message,
        event=one.event,
        state=one.state,
        made_at=one.made_at,
        due_at=one.due_at,
        tries=one.tries,
        status=one.status,
        trouble=one.trouble,
    )
