"""What the centre decides when a unit has sent an order back: to whom it goes, the second time in writing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.dispatch.orders.actions.acting_units import parents_of
from minben.dispatch.orders.actions.deeds import Deed, centre, locked, said
from minben.dispatch.orders.actions.routing_again import Onward, due_part, send_on
from minben.dispatch.orders.core.reasons import WhyUnit
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.core.routing import above, line_of
from minben.dispatch.orders.limits import limits_at
from minben.dispatch.orders.models import Order, Ruling, SendBack
from minben.dispatch.orders.words import Actor, State, Step
from minben.ground.registers import queries as registers

# What a unit has signed for is taken from it only by way of sending back, or by correcting the request.
_TO_DECIDE = (State.SENT_BACK, State.DISPATCHED)


def reroute(*, order_id: int, unit_id: int, words: str = "", by: AbstractBaseUser, at: datetime) -> None:
    """Give an order that was sent back once to another unit.

    Raises
    ------
    OrderError
        ``not_centre``, ``needs_ruling`` (it was sent back before: rule in writing) or ``move_refused``.
    """
    with transaction.atomic():
        centre(by)
        order = _to_decide(order_id)
        if order.times_sent_back > 1:
            raise OrderError("needs_ruling", order=order.pk)
        why = {"code": WhyUnit.CENTRE_DECIDED.value}
        deed = Deed(
            step=Step.REROUTED, actor=Actor.CENTRE, at=at, by=by, unit_id=unit_id, words=words.strip()
        )
        _send(order, unit_id, why, deed)


def rule_on(
    *, order_id: int, unit_id: int, words: str, by: AbstractBaseUser, at: datetime, general: bool = False
) -> int:
    """Decide in writing who acts; no unit may send it back after that. Return the ruling's id.

    A ``general`` ruling also guides later requests of this category in this place, until the centre rules
    anew.

    Raises
    ------
    OrderError
        ``not_centre``, ``words_missing`` or ``move_refused``.
    """
    with transaction.atomic():
        centre(by)
        order = _to_decide(order_id)
        ruling = Ruling.objects.create(
            category_id=order.category_id,
            place_id=order.place_id,
            unit_id=unit_id,
            words=said(words),
            general=general,
            by_id=by.pk,
            at=at,
        )
        SendBack.objects.filter(order=order, settled_at=None).update(settled_at=at, ruling=ruling)
        why = {"code": WhyUnit.RULING.value, "ruling": ruling.pk, "words": words.strip()}
        facts = {"ruling": ruling.pk, "general": general}
        deed = Deed(
            step=Step.RULED,
            actor=Actor.CENTRE,
            at=at,
            by=by,
            unit_id=unit_id,
            words=words.strip(),
            facts=facts,
        )
        _send(order, unit_id, why, deed)
        return ruling.pk


def _to_decide(order_id: int) -> Order:
    order = locked(order_id)
    if order.state not in _TO_DECIDE:
        raise OrderError("move_refused", order=order.pk, old=order.state, new=State.DISPATCHED)
    return order


def _send(order: Order, unit_id: int, why: Mapping[str, Any], deed: Deed) -> None:
    not_accused(order, unit_id)
    sign = limits_at(deed.at).sign[order.urgency]
    onward = Onward(unit_id=unit_id, why=[why, *due_part(order.why)], sign=sign, deed=deed)
    send_on(order, onward, deed.at)


def not_accused(order: Order, unit_id: int) -> None:
    """Let a unit pass that may act, and keep from it who complained where it stands above the one accused.

    Raises
    ------
    OrderError
        ``unit_unknown``, or ``unit_accused`` for the unit complained about and those below it.
    """
    parents = parents_of(registers.units())
    if unit_id not in parents:
        raise OrderError("unit_unknown", unit=unit_id)
    if order.against_id is None:
        return
    if order.against_id in above(unit_id, parents):
        raise OrderError("unit_accused", unit=unit_id)
    order.names_person = order.names_person and unit_id not in line_of(order.against_id, parents)
