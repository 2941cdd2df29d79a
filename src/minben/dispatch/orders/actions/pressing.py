"""Pressing an order on: the machine reminds (催办), a person at the centre supervises and signs (督办)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Q

from minben.commons.digests import JSON
from minben.dispatch.orders.actions.deeds import Deed, centre, locked, note, said
from minben.dispatch.orders.actions.telling import tell
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.limits import ZONE, due, limit, value_at
from minben.dispatch.orders.models import Order, OrderEntry, Reminder, Supervision
from minben.dispatch.orders.words import OPEN, Actor, Part, State, Step, WhyReminded, WhySupervised
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline

_PER_INSERT = 1_000


def remind_due(*, at: datetime) -> int:
    """Remind every unit of the orders it has not signed in time or that are due; once a day for each order.

    Returns
    -------
    int
        How many orders were reminded of now; a second run on the same day finds none.
    """
    with transaction.atomic():
        day = at.astimezone(ZONE).date()
        before = dict(Reminder.objects.values_list("order_id").annotate(last=Max("day")))
        waiting = [order for order in _late(at) if before.get(order.pk) != day]
        if not waiting:
            return 0
        Reminder.objects.bulk_create(
            [Reminder(order=order, day=day, at=at, why=_why(order, at)) for order in waiting],
            ignore_conflicts=True,
            batch_size=_PER_INSERT,
        )
        OrderEntry.objects.bulk_create([_entry(order, at) for order in waiting], batch_size=_PER_INSERT)
        # The person is told of the first reminder; one message a day would be a nuisance.
        tellings = [_telling(order, at, public=order.pk not in before) for order in waiting]
        hotline.tell(tellings=tellings, at=at, witness=False)
        detail: dict[str, JSON] = {"orders": len(waiting), "day": day.isoformat()}
        ledger.write([ledger.Act("orders.reminded", "machine", "orders.orders", at, detail=detail)])
        return len(waiting)


def _late(at: datetime) -> Sequence[Order]:
    soon = at + timedelta(hours=value_at("deadlines", "remind_before_h", at))
    unsigned = Q(state=State.DISPATCHED, sign_by__lt=at)
    # A paused order waits for the person, not for the unit; what was sent back waits for the centre.
    due_soon = Q(state__in=(State.DISPATCHED, State.SIGNED), due_at__lt=soon)
    return list(Order.objects.filter(unsigned | due_soon).order_by("pk"))


def _why(order: Order, at: datetime) -> WhyReminded:
    if order.due_at is not None and order.due_at < at:
        return WhyReminded.OVERDUE
    unsigned = order.state == State.DISPATCHED and order.sign_by is not None and order.sign_by < at
    return WhyReminded.NOT_SIGNED if unsigned else WhyReminded.DUE_SOON


def _entry(order: Order, at: datetime) -> OrderEntry:
    facts = {"why": _why(order, at)}
    return OrderEntry(
        order=order, at=at, step=Step.REMINDED, actor=Actor.MACHINE, unit_id=order.unit_id, facts=facts
    )


def _telling(order: Order, at: datetime, *, public: bool) -> hotline.Telling:
    return hotline.Telling(
        request_id=order.request_id,
        step="reminded",
        actor="machine",
        unit_id=order.unit_id,
        facts={"why": _why(order, at)},
        public=public and order.part == Part.LEAD,
    )


def supervise(*, order_id: int, words: str, by: AbstractBaseUser, at: datetime) -> int:
    """Take an order in hand (督办): a person of the centre signs, in words; the unit has until a date to act.

    A supervision that was proposed (twice "not solved") is signed by this; return its id.

    Raises
    ------
    OrderError
        ``not_centre``, ``words_missing``, or ``not_open``.
    """
    with transaction.atomic():
        centre(by)
        order = locked(order_id)
        if order.state not in OPEN:
            raise OrderError("not_open", order=order.pk, state=order.state)
        found = Supervision.objects.select_for_update().filter(order=order, signed_at=None).first()
        made = found or Supervision(order=order, why=WhySupervised.CENTRE, proposed_at=at)
        made.by_id, made.words, made.signed_at = by.pk, said(words), at
        made.due_at = due(start=at, span=limit("supervision", order.urgency, at))
        made.save()
        facts = {"supervision": made.pk, "due_at": made.due_at.isoformat()}
        deed = Deed(step=Step.SUPERVISED, actor=Actor.CENTRE, at=at, by=by, words=made.words, facts=facts)
        note(order, deed)
        tell(
            order,
            "supervised",
            at,
            actor="centre",
            by=by,
            words=made.words,
            facts={"due_at": facts["due_at"]},
        )
        return made.pk


def propose_supervision(order: Order, why: WhySupervised, at: datetime) -> None:
    """Put an order before the centre: the machine may propose supervision, only a person signs it."""
    if Supervision.objects.filter(order=order, signed_at=None).exists():
        return
    Supervision.objects.create(order=order, why=why, proposed_at=at)
    note(order, Deed(step=Step.SUPERVISION_DUE, actor=Actor.MACHINE, at=at, facts={"why": why}))
