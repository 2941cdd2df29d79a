"""Where partners are told, and what waits to be told: an outbox in the caller's own transaction."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction

from minben.accounts.core.sealing import seal
from minben.commons.digests import JSON
from minben.commons.errors import TeachingError
from minben.commons.kept import Kept
from minben.institutions.partners.actions.secrets import sealing_keys
from minben.institutions.partners.actions.sending import check_address
from minben.institutions.partners.core.signing import SECRET_BYTES, spell_secret
from minben.institutions.partners.models import Delivered, Delivery, Partner, Subscription
from minben.ledger import actions as ledger

OLD_SECRET_LASTS = timedelta(hours=24)
MOST_SUBSCRIPTIONS = 20


class SubscriptionRefused(TeachingError):
    """``subscribed_already``, ``too_many_subscriptions`` or ``subscription_ended``."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription; ``secret`` is shown this once."""

    key: int
    secret: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that partners may want to know. No field may hold personal data.

    Attributes
    ----------
    kind : str
        Such as ``request.routed``.
    owner : str
        The code of the partner it belongs to; blank when it is nobody's.
    open : bool
        Whether subscribers to everything are told, too, and not only the owner.
    """

    kind: str
    at: datetime
    data: Mapping[str, JSON] = field(default_factory=dict)
    owner: str = ""
    open: bool = True


def subscribe(*, partner: int, address: str, everything: bool, at: datetime, who: str = "") -> Subscribed:
    """Send a partner from now on what happens: to its own, or to everything.

    Raises
    ------
    SubscriptionRefused
        The address is told already, or too many are.
    CannotReach
        The address could never be called.
    """
    check_address(address)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner)
        told = Subscription.objects.filter(partner_id=partner, ended_at=None)
        if told.filter(address=address).exists():
            raise SubscriptionRefused("subscribed_already")
        if told.count() >= MOST_SUBSCRIPTIONS:
            raise SubscriptionRefused("too_many_subscriptions", most=MOST_SUBSCRIPTIONS)
        secret = secrets.token_bytes(SECRET_BYTES)
        row = Subscription.objects.create(
            partner_id=partner,
            address=address,
            everything=everything,
            sealed_secret=seal(secret, sealing_keys()),
            since=at,
        )
        ledger.write([ledger.Act("partners.subscribed", who, _key(row.pk), at)])
    return Subscribed(row.pk, spell_secret(secret))


def unsubscribe(*, subscription: int, at: datetime, who: str = "") -> bool:
    """Send no more to an address; what waits is given up. False when it had ended before."""
    with transaction.atomic():
        ended = Subscription.objects.filter(pk=subscription, ended_at=None).update(ended_at=at)
        if ended:
            waiting = Delivery.objects.filter(subscription_id=subscription, state=Delivered.WAITING)
            waiting.update(state=Delivered.GIVEN_UP, settled_at=at)
            ledger.write([ledger.Act("partners.unsubscribed", who, _key(subscription), at)])
    return bool(ended)


def renew_secret(*, subscription: int, at: datetime) -> Subscribed:
    """Make a new secret; for a day deliveries are signed with both, so that the receiver can change over.

    Raises
    ------
    SubscriptionRefused
        ``subscription_ended``.
    """
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(pk=subscription, ended_at=None).first()
        if row is None:
            raise SubscriptionRefused("subscription_ended")
        secret = secrets.token_bytes(SECRET_BYTES)
        row.sealed_old_secret, row.old_until = row.sealed_secret, at + OLD_SECRET_LASTS
        row.sealed_secret = seal(secret, sealing_keys())
        row.save(update_fields=["sealed_secret", "sealed_old_secret", "old_until"])
    return Subscribed(row.pk, spell_secret(secret))


def resume(*, subscription: int, at: datetime, who: str = "") -> bool:
    """Try a paused address again, at once, with everything that waits; False when it was not paused."""
    with transaction.atomic():
        paused = Subscription.objects.filter(pk=subscription, ended_at=None).exclude(paused_at=None)
        resumed = paused.update(paused_at=None, paused_why="", failures=0)
        if resumed:
            waiting = Delivery.objects.filter(subscription_id=subscription, state=Delivered.WAITING)
            waiting.update(due_at=at)
            ledger.write([ledger.Act("partners.resumed", who, _key(subscription), at)])
    return bool(resumed)


def anybody_listens() -> bool:
    """Tell, at the price of one small query at most, whether announcing anything would reach anybody."""
    # Asked with every request that comes in: one table is enough here, announcing looks at the rest.
    return _anybody(connection)


def _read_anybody() -> bool:
    return Subscription.objects.filter(ended_at=None).exists()


_anybody = Kept(_read_anybody, Subscription)


def announce(*, events: Sequence[Event], at: datetime) -> int:
    """Put events into the outbox, within the caller's transaction; return how many deliveries that makes."""
    listed = Subscription.objects.filter(ended_at=None, partner__active=True)
    listening = list(listed.values_list("pk", "partner__code", "everything"))
    rows = [
        Delivery(
            subscription_id=key,
            key=f"msg_{uuid4().hex}",
            event=one.kind,
            body=_body(one),
            made_at=at,
            due_at=at,
        )
        for one in events
        for key, code, everything in listening
        if (one.owner == code) or (everything and one.open)
    ]
    Delivery.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _body(one: Event) -> str:
    told = {"type": one.kind, "timestamp": one.at.isoformat(), "data": dict(one.data)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _key(subscription: int) -> str:
    return f"partners.subscription:{subscription}"
