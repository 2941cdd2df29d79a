"""What follows from the person's own word: solved closes, not solved goes back, twice to the centre."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minben.dispatch.orders.actions.deeds import Deed, keep, move
from minben.dispatch.orders.actions.grants import end_grants
from minben.dispatch.orders.actions.pressing import propose_supervision
from minben.dispatch.orders.actions.routing_again import Onward, send_on
from minben.dispatch.orders.actions.telling import tell
from minben.dispatch.orders.actions.working import run_again
from minben.dispatch.orders.core.reasons import WhyDue
from minben.dispatch.orders.limits import due, limit, limits_at
from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import OPEN, Actor, Part, State, Step, WhySupervised
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.core.masking import mask


def follow_judgements(judgements: Sequence[hotline.Judgement], at: datetime) -> None:
    """Close what the person calls solved; send what they call not solved back to the same unit.

    The second time a supervision is put before the centre. A request that never had an order is left to the
    clerks.
    """
    with transaction.atomic():
        orders = _leads([one.request_id for one in judgements])
        for one in judgements:
            if order := orders.get(one.request_id):
                (_solved if one.solved else _not_solved)(order, one, at)


def _covered(one: hotline.Judgement) -> str:
    # A unit reads its order's history without a purpose, so nothing in it may tell who asked.
    return mask([one.words])[0].text


def _leads(request_ids: Sequence[int]) -> dict[int, Order]:
    found = Order.objects.select_for_update().filter(request_id__in=request_ids, part=Part.LEAD)
    return {order.request_id: order for order in found}


def _solved(order: Order, one: hotline.Judgement, at: datetime) -> None:
    if order.state in (State.CLOSED, State.CANCELLED):
        return
    move(order, State.CLOSED)
    order.closed_at, order.paused_at = at, None
    facts = {"solved": True}
    keep(order, Deed(step=Step.CLOSED, actor=Actor.PERSON, at=at, words=_covered(one), facts=facts))
    _end_joint(order, State.CLOSED, at)
    end_grants([order], at)
    tell(order, "closed", at, state="closed", actor="person")


def _not_solved(order: Order, one: hotline.Judgement, at: datetime) -> None:
    # What is still being worked on needs no reopening: the person's word goes to the unit that has it.
    if order.state in OPEN:
        return
    order.round += 1
    span = limit("supervision", order.urgency, at)
    order.due_at = due(start=at, span=span)
    sign = limits_at(at).sign[order.urgency]
    reason = {
        "code": WhyDue.REOPENED.value,
        "amount": span.amount,
        "unit": span.unit.value,
        "round": order.round,
    }
    why = [*[row for row in order.why if row.get("code") != WhyDue.REOPENED], reason]
    facts = {"round": order.round}
    deed = Deed(step=Step.REOPENED, actor=Actor.PERSON, at=at, words=_covered(one), facts=facts)
    send_on(order, Onward(unit_id=order.unit_id, why=why, sign=sign, deed=deed), at)
    if order.round > 2:
        propose_supervision(order, WhySupervised.NOT_SOLVED, at)


def follow_moves(moves: Sequence[hotline.Moved], at: datetime) -> None:
    """Follow a request that left the work (withdrawn, ended) or came back to it (the person answered)."""
    with transaction.atomic():
        orders = _leads([one.request_id for one in moves])
        for one in moves:
            if order := orders.get(one.request_id):
                _follow(order, one, at)


def _follow(order: Order, one: hotline.Moved, at: datetime) -> None:
    if one.step == "added" and order.state == State.PAUSED:
        run_again(order, at)
        keep(order, Deed(step=Step.RESUMED, actor=Actor.PERSON, at=at))
        tell(order, "resumed", at, actor="machine", due_at=order.due_at)
    elif _left(one) and order.state in OPEN | {State.DONE}:
        move(order, State.CANCELLED)
        order.paused_at = None
        keep(order, Deed(step=Step.CANCELLED, actor=_who(one), at=at, facts={"step": one.step}))
        _end_joint(order, State.CANCELLED, at)
        end_grants([order], at)
    elif one.step == "resumed" and order.state == State.CANCELLED:
        _take_up(order, at)


def _left(one: hotline.Moved) -> bool:
    """Tell whether a request left the work; what turns out to report wrongdoing is taken from the unit at once."""
    return one.step in ("withdrawn", "ending_agreed", "passed_on") or one.state == "set_apart"


def _who(one: hotline.Moved) -> Actor:
    return Actor.PERSON if one.step == "withdrawn" else Actor.CENTRE


def _take_up(order: Order, at: datetime) -> None:
    span = limit("supervision", order.urgency, at)
    order.due_at = due(start=at, span=span)
    why = [*order.why, {"code": WhyDue.EXTENDED.value, "amount": span.amount, "unit": span.unit.value}]
    deed = Deed(step=Step.REOPENED, actor=Actor.CENTRE, at=at, facts={"step": "resumed"})
    sign = limits_at(at).sign[order.urgency]
    send_on(order, Onward(unit_id=order.unit_id, why=why, sign=sign, deed=deed), at)


def _end_joint(order: Order, state: State, at: datetime) -> None:
    for child in Order.objects.select_for_update().filter(parent=order, state__in=OPEN):
        child.state, child.paused_at = state, None
        child.closed_at = at if state == State.CLOSED else None
        step = Step.CLOSED if state == State.CLOSED else Step.CANCELLED
        keep(child, Deed(step=step, actor=Actor.MACHINE, at=at, facts={"parent": order.pk}))
