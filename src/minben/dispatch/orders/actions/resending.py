"""A request that comes again with another category or place: its order moves, and its clock runs on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from minben.dispatch.orders.actions.deeds import Deed
from minben.dispatch.orders.actions.planning import Plan, due_reasons, plan
from minben.dispatch.orders.actions.routing_again import Onward, send_on
from minben.dispatch.orders.limits import ZONE, dated
from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import Actor, State, Step
from minben.needs.hotline import actions as hotline


def resend(arrivals: Sequence[hotline.Arrival], orders: Mapping[int, Order], at: datetime) -> None:
    """Route corrected requests anew; the deadline counts from the first dispatch, plus what stood still."""
    plans = plan(arrivals, at)
    starts = [orders[one.request_id].dispatched_at for one in arrivals]
    dues, calendar = dated(starts=starts, spans=[by.answer for by in plans])
    for one, by, due in zip(arrivals, plans, dues, strict=True):
        order = orders[one.request_id]
        order.due_at = one.due_at or due + timedelta(seconds=order.paused_s)
        certain = due.astimezone(ZONE).year not in calendar.unverified_years
        why = [*by.why, *due_reasons(by, one.urgency, recorded=one.due_at is not None, certain=certain)]
        _move(order, one, by)
        facts = {"from": order.unit_id, "to": by.unit, "category": one.category_code}
        deed = Deed(step=Step.REROUTED, actor=Actor.CENTRE, at=at, unit_id=by.unit, facts=facts)
        send_on(order, Onward(unit_id=by.unit, why=why, sign=by.sign, deed=deed), at)


def _move(order: Order, one: hotline.Arrival, by: Plan) -> None:
    if order.state == State.PAUSED:
        order.paused_at = None
    order.category_id, order.place_id, order.event_id = one.category_id, one.place_id, one.event_id
    order.urgency, order.vulnerable, order.danger = one.urgency, one.vulnerable, one.danger
    order.against_id, order.names_person = one.against_id, by.names_person
