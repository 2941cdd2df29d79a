"""Playing outcomes of orders in bulk: for a sample city, and for a city that brings its own past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from minben.commons.digests import JSON
from minben.commons.rows import update_columns
from minben.commons.workdays import Span, SpanUnit
from minben.dispatch.orders.actions.grants import end_grants
from minben.dispatch.orders.core.reasons import WhyDue
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.limits import dated, limits_at
from minben.dispatch.orders.models import Order, OrderEntry, Proof
from minben.dispatch.orders.words import Actor, Part, State, Step
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline

_PER_INSERT = 2_000
_PLAYED = (
    "state",
    "dispatched_at",
    "sign_by",
    "signed_at",
    "due_at",
    "done_at",
    "closed_at",
    "round",
    "times_sent_back",
    "answers",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What became of one request's order; times that are None have not happened.

    ``dispatched_at`` moves the clock to when the order really went out; the deadline moves with it.
    """

    request_id: int
    dispatched_at: datetime
    signed_at: datetime | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    answer: str = ""
    evidence: str = ""
    round: int = 1
    times_sent_back: int = 0


def play(*, outcomes: Sequence[Played], at: datetime) -> int:
    """Write what became of many orders at once, with their histories; return how many orders were found.

    Every order walks through the same states as by hand. People's judgements are not made here.

    Raises
    ------
    OrderError
        ``times_out_of_order``, or ``no_evidence`` for work that is done without any.
    """
    for one in outcomes:
        _in_order(one)
    with transaction.atomic():
        orders = _orders([one.request_id for one in outcomes])
        rows = [(orders[one.request_id], one) for one in outcomes if one.request_id in orders]
        _move_clocks(rows, at)
        for order, one in rows:
            _apply(order, one)
        columns = {
            field.name: [getattr(order, field.attname) for order, _ in rows]
            for field in Order._meta.concrete_fields
            if field.name in _PLAYED
        }
        update_columns(connection, Order, columns, [order.pk for order, _ in rows])
        _backdate({order.pk: one.dispatched_at for order, one in rows})
        entries = [entry for order, one in rows for entry in _entries(order, one)]
        OrderEntry.objects.bulk_create(entries, batch_size=_PER_INSERT)
        _prove(rows)
        tellings = [telling for order, one in rows for telling in _tellings(order, one)]
        hotline.tell(tellings=tellings, at=at, witness=False)
        end_grants([order for order, one in rows if one.done_at or one.closed_at], at)
        detail: dict[str, JSON] = {"orders": len(rows)}
        ledger.write([ledger.Act("orders.played", "record", "orders.orders", at, detail=detail)])
        return len(rows)


def _backdate(out: Mapping[int, datetime]) -> None:
    """Let each history begin when the order went out, not when it was written down."""
    begun = OrderEntry.objects.filter(order_id__in=list(out), step=Step.DISPATCHED)
    first = list(begun.values_list("pk", "order_id"))
    update_columns(
        connection, OrderEntry, {"at": [out[order] for _, order in first]}, [key for key, _ in first]
    )


def _in_order(one: Played) -> None:
    times = [t for t in (one.dispatched_at, one.signed_at, one.done_at, one.closed_at) if t is not None]
    if times != sorted(times):
        raise OrderError("times_out_of_order", request=one.request_id)
    if one.done_at and not (one.evidence.strip() and one.answer.strip()):
        raise OrderError("no_evidence", request=one.request_id)


def _orders(request_ids: Sequence[int]) -> dict[int, Order]:
    found: dict[int, Order] = {}
    for start in range(0, len(request_ids), 10_000):
        some = request_ids[start : start + 10_000]
        rows = Order.objects.select_for_update().filter(request_id__in=some, part=Part.LEAD)
        found.update({order.request_id: order for order in rows})
    return found


def _move_clocks(rows: Sequence[tuple[Order, Played]], at: datetime) -> None:
    """Count signing and answering from when the order really went out; what an export recorded stays."""
    limits = limits_at(at).sign
    signs, _ = dated(
        starts=[one.dispatched_at for _, one in rows], spans=[limits[o.urgency] for o, _ in rows]
    )
    for (order, one), sign in zip(rows, signs, strict=True):
        order.sign_by, order.dispatched_at = sign, one.dispatched_at
    promised = [(order, span) for order, _ in rows if (span := _promised(order))]
    dues, _ = dated(
        starts=[order.dispatched_at for order, _ in promised], spans=[span for _, span in promised]
    )
    for (order, _), due in zip(promised, dues, strict=True):
        order.due_at = due


def _promised(order: Order) -> Span | None:
    reason = next((row for row in order.why if row.get("code") == WhyDue.SPAN), None)
    return Span(reason["amount"], SpanUnit(reason["unit"])) if reason else None


def _apply(order: Order, one: Played) -> None:
    order.signed_at, order.done_at, order.closed_at = one.signed_at, one.done_at, one.closed_at
    order.round, order.times_sent_back = one.round, one.times_sent_back
    order.answers_id = order.unit_id
    order.state = _state(one)


def _state(one: Played) -> State:
    if one.closed_at:
        return State.CLOSED
    if one.done_at:
        return State.DONE
    return State.SIGNED if one.signed_at else State.DISPATCHED


def _entries(order: Order, one: Played) -> list[OrderEntry]:
    steps = (
        (Step.SIGNED, one.signed_at, ""),
        (Step.DONE, one.done_at, one.answer),
        (Step.CLOSED, one.closed_at, ""),
    )
    return [
        OrderEntry(order=order, at=at, step=step, actor=Actor.UNIT, unit_id=order.unit_id, words=words)
        for step, at, words in steps
        if at is not None
    ]


def _prove(rows: Sequence[tuple[Order, Played]]) -> None:
    proofs = [
        Proof(order=order, at=one.done_at, words=one.evidence)
        for order, one in rows
        if one.done_at is not None
    ]
    Proof.objects.bulk_create(proofs, batch_size=_PER_INSERT)


def _tellings(order: Order, one: Played) -> list[hotline.Telling]:
    steps = (
        ("signed", one.signed_at, ""),
        ("done", one.done_at, one.answer),
        ("closed", one.closed_at, ""),
    )
    return [
        hotline.Telling(
            request_id=order.request_id,
            step=step,
            actor="unit",
            state=step,
            unit_id=order.unit_id,
            words=words,
            at=moment,
        )
        for step, moment, words in steps
        if moment is not None
    ]
