"""Sending what waits: signed, at least once, again and again with longer pauses, every try written down."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min

from minben.accounts.core.sealing import KeyGoneError, unseal
from minben.institutions.partners.actions.answers import forget_answers
from minben.institutions.partners.actions.secrets import sealing_keys
from minben.institutions.partners.actions.sending import CannotReach, send
from minben.institutions.partners.core.backoff import MAX_TRIES, PAUSE_AFTER_TRIES, wait
from minben.institutions.partners.core.signing import sign
from minben.institutions.partners.models import Delivered, Delivery, Subscription, Try

# Whoever took a delivery and was killed leaves it to others after so long.
_LEASE = timedelta(minutes=2)
_SECONDS_EACH = 5.0
_AT_ONCE, _OF_ONE = 32, 8
_EXCERPT = 500
KEPT_FOR = timedelta(days=90)
GIVEN_UP_AFTER = timedelta(days=7)
GONE = 410


@dataclass(frozen=True, slots=True)
class Delivering:
    """What became of one round."""

    arrived: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a thread needs to send, without a database."""

    delivery: int
    address: str
    body: bytes
    headers: dict[str, str]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Came:
    delivery: int
    status: int | None
    trouble: str
    answer: str
    took_ms: int

    @property
    def well(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def deliver_due(*, at: datetime) -> Delivering:
    """Send what is due, a few to each subscriber at a time, so that a silent one holds up nobody else.

    Two workers at once do no harm: each delivery is taken by one of them. A worker that is killed leaves it to the
    next, so that a subscriber may be told twice, under the same id.
    """
    taken = _take(at)
    letters = [_letter(one, at) for one in taken]
    if not letters:
        return Delivering(0, 0)
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="deliver") as threads:
        came = list(threads.map(_send, letters))
    for one in came:
        _settle(one, at)
    well = sum(one.well for one in came)
    return Delivering(well, len(came) - well)


def send_again(*, delivery: int, at: datetime) -> bool:
    """Let a delivery begin anew, however it had ended; False when its subscription has ended."""
    found = Delivery.objects.filter(pk=delivery, subscription__ended_at=None)
    return bool(found.update(state=Delivered.WAITING, due_at=at, tries=0, settled_at=None))


def tidy(*, at: datetime) -> int:
    """Give up what waited a week; forget what was settled three months ago, and answers that nobody asks for again.

    Returns
    -------
    int
        How much was forgotten.
    """
    late = Delivery.objects.filter(state=Delivered.WAITING, made_at__lt=at - GIVEN_UP_AFTER)
    late.update(state=Delivered.GIVEN_UP, settled_at=at)
    return Delivery.objects.filter(settled_at__lt=at - KEPT_FOR).delete()[0] + forget_answers(at=at)


def _take(at: datetime) -> list[Delivery]:
    """Take what is due: of those who answer first, and of those who do not one each, to see whether they do again."""
    due = Delivery.objects.filter(state=Delivered.WAITING, due_at__lte=at, subscription__paused_at=None)
    first = due.values_list("subscription_id", "subscription__failures").annotate(first=Min("due_at"))
    order = sorted((failures > 0, oldest, key) for key, failures, oldest in first)
    taken: list[Delivery] = []
    for fails, _oldest, key in order:
        rows = due.filter(subscription_id=key).select_related("subscription").order_by("due_at", "id")
        taken += [one for one in rows[: 1 if fails else _OF_ONE] if _mine(one, at)]
        if len(taken) >= _AT_ONCE:
            break
    return taken


def _mine(one: Delivery, at: datetime) -> bool:
    """Take a delivery; of two workers who see it at once, one gets it."""
    mine = Delivery.objects.filter(pk=one.pk, state=Delivered.WAITING, due_at=one.due_at)
    return bool(mine.update(due_at=at + _LEASE, tries=F("tries") + 1))


def _letter(one: Delivery, at: datetime) -> _Letter:
    body, now_s = one.body.encode(), int(at.timestamp())
    try:
        signature = sign(key=one.key, timestamp_s=now_s, body=body, secrets=_secrets(one.subscription, at))
    except KeyGoneError:
        return _Letter(one.pk, one.subscription.address, body, {}, trouble="secret_gone")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Minben",
        "webhook-id": one.key,
        "webhook-timestamp": str(now_s),
        "webhook-signature": signature,
    }
    return _Letter(one.pk, one.subscription.address, body, headers)


def _secrets(subscription: Subscription, at: datetime) -> Sequence[bytes]:
    sealed = [subscription.sealed_secret]
    if subscription.old_until is not None and at < subscription.old_until:
        sealed.append(subscription.sealed_old_secret)
    return [unseal(one, sealing_keys()) for one in sealed]


def _send(letter: _Letter) -> _Came:
    """Runs in a thread of its own; touches no database."""
    began = time.monotonic()
    status, trouble, answer = None, letter.trouble, ""
    if not trouble:
        try:
            came = send(
                url=letter.address,
                body=letter.body,
                headers=letter.headers,
                seconds=_SECONDS_EACH,
                largest=65_536,
            )
            status, answer = came.status, came.body.decode("utf-8", "replace")
        except CannotReach as error:
            trouble = error.code
    plain = answer[:_EXCERPT].replace("\x00", "�")
    return _Came(letter.delivery, status, trouble, plain, int((time.monotonic() - began) * 1000))


@transaction.atomic
def _settle(came: _Came, at: datetime) -> None:
    one = (
        Delivery.objects.select_related("subscription").select_for_update(of=("self",)).get(pk=came.delivery)
    )
    Try.objects.create(
        delivery=one,
        at=at,
        status=came.status,
        trouble=came.trouble,
        took_ms=came.took_ms,
        answer=came.answer,
    )
    told = Subscription.objects.filter(pk=one.subscription_id)
    if came.well:
        one.state, one.settled_at = Delivered.ARRIVED, at
        told.update(failures=0)
    else:
        if one.tries >= MAX_TRIES:
            one.state, one.settled_at = Delivered.GIVEN_UP, at
        one.due_at = at + wait(one.tries, random.random())
        told.update(failures=F("failures") + 1)
        _pause(one.subscription_id, came, at)
    one.save(update_fields=["state", "settled_at", "due_at"])


def _pause(subscription: int, came: _Came, at: datetime) -> None:
    """Stop knocking where nobody is: an administrator sees it, and what waits is kept."""
    told = Subscription.objects.filter(pk=subscription, paused_at=None)
    if came.status == GONE:
        told.update(paused_at=at, paused_why="gone")
    else:
        told.filter(failures__gte=PAUSE_AFTER_TRIES).update(paused_at=at, paused_why="silent")
