"""Who acts, by when, and why: the follower that takes a batch of understood requests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from minben.commons.workdays import Calendar
from minben.dispatch.orders.actions.grants import grant_unit
from minben.dispatch.orders.actions.planning import Plan, due_reasons, plan
from minben.dispatch.orders.actions.resending import resend
from minben.dispatch.orders.core.reasons import WhyDue
from minben.dispatch.orders.limits import ZONE, dated
from minben.dispatch.orders.models import Order, OrderEntry
from minben.dispatch.orders.words import Actor, State, Step
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline

_PER_INSERT = 2_000


def dispatch(arrivals: Sequence[hotline.Arrival], at: datetime) -> None:
    """Give each request an order: a unit, a deadline, and the reason for both.

    The whole batch is routed at once, with a number of queries that does not grow with it. What an export recorded
    (unit, deadline, closing) is taken as it was. A request that comes again (``resent``) keeps its order and its
    clock, and moves.

    Raises
    ------
    OrderError
        ``nobody_but_accused`` when only the unit complained about could act. Nothing of the batch is written.
    """
    with transaction.atomic():
        again = _known([one for one in arrivals if one.resent])
        fresh = [one for one in arrivals if not (one.resent and one.request_id in again)]
        if fresh:
            _dispatch(fresh, at)
        if again:
            resend([one for one in arrivals if one.resent and one.request_id in again], again, at)


def _known(arrivals: Sequence[hotline.Arrival]) -> dict[int, Order]:
    if not arrivals:
        return {}
    ids = [one.request_id for one in arrivals]
    found = Order.objects.select_for_update().filter(request_id__in=ids, part="lead")
    return {order.request_id: order for order in found}


def _dispatch(arrivals: Sequence[hotline.Arrival], at: datetime) -> None:
    plans = plan(arrivals, at)
    orders = Order.objects.bulk_create(_orders(arrivals, plans, at), batch_size=_PER_INSERT)
    OrderEntry.objects.bulk_create([_first(order) for order in orders], batch_size=_PER_INSERT)
    hotline.promise(
        promises=[
            hotline.Promise(request_id=row.request_id, unit_id=row.unit_id, due_at=row.due_at, why=row.why)
            for row in orders
        ],
        at=at,
    )
    _tell_closed(orders, at)
    grant_unit([row for row in orders if row.state != State.CLOSED], at)
    detail: dict[str, ledger.JSON] = {
        "orders": len(orders),
        "closed": sum(row.state == State.CLOSED for row in orders),
        "units": len({row.unit_id for row in orders}),
    }
    subject = f"orders.order:{orders[0].pk}" if len(orders) == 1 else f"orders.orders:{len(orders)}"
    ledger.write([ledger.Act("orders.dispatched", "algorithm:orders.routing", subject, at, detail=detail)])


def _orders(arrivals: Sequence[hotline.Arrival], plans: Sequence[Plan], at: datetime) -> list[Order]:
    starts = [one.received_at if one.closed_at or one.due_at else at for one in arrivals]
    signs, _ = dated(starts=starts, spans=[one.sign for one in plans])
    dues, calendar = dated(starts=starts, spans=[one.answer for one in plans])
    reasons: dict[Any, list[Mapping[str, Any]]] = {}
    rows = zip(arrivals, plans, starts, signs, dues, strict=True)
    return [
        _order(one, by, (start, sign, due), _why(one, by, due, calendar, reasons))
        for one, by, start, sign, due in rows
    ]


def _order(
    one: hotline.Arrival, by: Plan, times: tuple[datetime, datetime, datetime], why: list[Mapping[str, Any]]
) -> Order:
    start, sign, due = times
    return Order(
        request_id=one.request_id,
        unit_id=by.unit,
        answers_id=by.unit,
        category_id=one.category_id,
        place_id=one.place_id,
        event_id=one.event_id,
        against_id=one.against_id,
        urgency=one.urgency,
        vulnerable=one.vulnerable,
        danger=one.danger,
        names_person=by.names_person,
        state=State.CLOSED if one.closed_at else State.DISPATCHED,
        received_at=one.received_at,
        dispatched_at=start,
        sign_by=sign,
        due_at=one.due_at or due,
        closed_at=one.closed_at,
        why=why,
    )


def _why(
    one: hotline.Arrival,
    by: Plan,
    due: datetime,
    calendar: Calendar,
    made: dict[Any, list[Mapping[str, Any]]],
) -> list[Mapping[str, Any]]:
    """Say why this unit and why this deadline; equal reasons share one list, written once for the batch."""
    recorded = one.due_at is not None
    year = due.astimezone(ZONE).year
    key = (by.key, recorded, one.urgency, by.answer, year)
    if key not in made:
        certain = year not in calendar.unverified_years
        made[key] = [*by.why, *due_reasons(by, one.urgency, recorded=recorded, certain=certain)]
    return made[key]


def _first(order: Order) -> OrderEntry:
    return OrderEntry(
        order=order, at=order.dispatched_at, step=Step.DISPATCHED, actor=Actor.MACHINE, unit_id=order.unit_id
    )


def _tell_closed(orders: Sequence[Order], at: datetime) -> None:
    tellings = [
        hotline.Telling(
            request_id=row.request_id,
            step="closed",
            actor="record",
            state="closed",
            unit_id=row.unit_id,
            at=row.closed_at,
        )
        for row in orders
        if row.state == State.CLOSED
    ]
    if tellings:
        hotline.tell(tellings=tellings, at=at, witness=False)
