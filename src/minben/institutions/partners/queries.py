"""What may be read of partners: who they are, what they may do, what they were sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from minben.institutions.partners.models import Delivered, Delivery, Partner, Subscription, Token, Try

__all__ = [
    "Delivered",
    "DeliveryRow",
    "PartnerRow",
    "SubscriptionRow",
    "TokenRow",
    "TryRow",
    "deliveries_of",
    "delivery",
    "partner",
    "partners",
    "subscription",
    "subscriptions_of",
    "tokens_of",
    "tries_of",
]


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner, with how many tokens open something and how many addresses are paused."""

    key: int
    code: str
    name: str
    name_en: str
    contact: str
    since: datetime
    active: bool
    tokens: int
    paused: int


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token without what would let anybody use it."""

    key: int
    partner: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    purpose: str
    per_minute: int
    issued_at: datetime
    until: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """Where a partner is told, and how that goes."""

    key: int
    partner: str
    address: str
    everything: bool
    since: datetime
    failures: int
    paused_at: datetime | None
    paused_why: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message; ``status`` and ``trouble`` are those of the last try."""

    key: int
    subscription: int
    message: str
    event: str
    body: str
    made_at: datetime
    due_at: datetime
    tries: int
    state: str
    settled_at: datetime | None
    status: int | None
    trouble: str


@dataclass(frozen=True, slots=True)
class TryRow:
    """One attempt to deliver."""

    at: datetime
    status: int | None
    trouble: str
    took_ms: int
    answer: str


def partners() -> list[PartnerRow]:
    """Every partner, by code."""
    return _partners(Partner.objects.all())


def partner(code: str) -> PartnerRow | None:
    """The partner with a code, if there is one."""
    return next(iter(_partners(Partner.objects.filter(code=code))), None)


def tokens_of(partner_key: int) -> list[TokenRow]:
    """The tokens a partner was ever given, the newest first."""
    fields = (
        "pk", "partner__code", "name", "hint", "scopes", "purpose", "per_minute", "issued_at", "until", "revoked_at",
        "used_at",
    )  # fmt: skip
    rows: Any = Token.objects.filter(partner_id=partner_key).values_list(*fields)
    return [_token(*row) for row in rows]


def subscriptions_of(partner_key: int) -> list[SubscriptionRow]:
    """Where a partner is or was told, the first first."""
    return _subscriptions(Subscription.objects.filter(partner_id=partner_key))


def subscription(key: int) -> SubscriptionRow | None:
    """One subscription."""
    return next(iter(_subscriptions(Subscription.objects.filter(pk=key))), None)


def deliveries_of(subscription_key: int, *, before: int | None = None, limit: int = 50) -> list[DeliveryRow]:
    """What a subscriber was or will be sent, the newest first, those below the key ``before``."""
    found = Delivery.objects.filter(subscription_id=subscription_key)
    return _deliveries(found.filter(pk__lt=before) if before is not None else found, limit)


def delivery(key: int) -> DeliveryRow | None:
    """One message."""
    return next(iter(_deliveries(Delivery.objects.filter(pk=key), 1)), None)


def tries_of(delivery_key: int) -> list[TryRow]:
    """Each attempt to deliver a message, the first first."""
    rows = Try.objects.filter(delivery_id=delivery_key)
    return [TryRow(*row) for row in rows.values_list("at", "status", "trouble", "took_ms", "answer")]


def _partners(found: QuerySet[Partner]) -> list[PartnerRow]:
    open_tokens = Count("tokens", filter=Q(tokens__revoked_at=None), distinct=True)
    paused = Q(subscriptions__ended_at=None) & ~Q(subscriptions__paused_at=None)
    rows = found.annotate(open=open_tokens, paused=Count("subscriptions", filter=paused, distinct=True))
    fields = ("pk", "code", "name", "name_en", "contact", "since", "active", "open", "paused")
    return [PartnerRow(*row) for row in rows.values_list(*fields)]


def _subscriptions(found: QuerySet[Subscription]) -> list[SubscriptionRow]:
    fields = (
        "pk", "partner__code", "address", "everything", "since", "failures", "paused_at", "paused_why", "ended_at",
    )  # fmt: skip
    return [SubscriptionRow(*row) for row in found.values_list(*fields)]


def _deliveries(found: QuerySet[Delivery], limit: int) -> list[DeliveryRow]:
    last = Try.objects.filter(delivery=OuterRef("pk")).order_by("-at", "-id")
    rows = found.annotate(
        status=Subquery(last.values("status")[:1]), trouble=Subquery(last.values("trouble")[:1])
    ).order_by("-pk")
    fields = (
        "pk", "subscription_id", "key", "event", "body", "made_at", "due_at", "tries", "state", "settled_at", "status",
        "trouble",
    )  # fmt: skip
    return [_delivery(*row) for row in rows.values_list(*fields)[:limit]]


def _token(*row: Any) -> TokenRow:
    told: list[Any] = list(row)
    told[4] = tuple(told[4])
    return TokenRow(*told)


def _delivery(*row: Any) -> DeliveryRow:
    told: list[Any] = [*row[:-1], row[-1] or ""]
    return DeliveryRow(*told)
