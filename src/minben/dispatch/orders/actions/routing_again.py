"""An order goes to another unit, or to the same one again: one way, whoever decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minben.commons.workdays import Span
from minben.dispatch.orders.actions.deeds import Deed, keep, move
from minben.dispatch.orders.actions.grants import grant_unit
from minben.dispatch.orders.limits import due
from minben.dispatch.orders.models import Order, SendBack
from minben.dispatch.orders.words import State
from minben.needs.hotline import actions as hotline


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where an order goes now: the unit, why, how long it has to sign, and the line for its history."""

    unit_id: int
    why: Sequence[Mapping[str, Any]]
    sign: Span
    deed: Deed


def send_on(order: Order, onward: Onward, at: datetime) -> None:
    """Give an order to a unit, tell the person, and let the unit read; the deadline stays as it was promised.

    The unit that had it answers until the new one has signed, and until then may read on.
    """
    move(order, State.DISPATCHED)
    order.unit_id = onward.unit_id
    order.sign_by, order.signed_at = due(start=at, span=onward.sign), None
    order.paused_at = order.done_at = order.closed_at = None
    order.why = list(onward.why)
    keep(order, onward.deed)
    SendBack.objects.filter(order=order, settled_at=None).update(settled_at=at)
    grant_unit([order], at)
    promise = hotline.Promise(
        request_id=order.request_id, unit_id=order.unit_id, due_at=order.due_at, why=order.why
    )
    hotline.promise(promises=[promise], at=at)


def due_part(why: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return of the reasons of an order those for its deadline, which stay when only the unit changes."""
    codes = {"span", "due_as_recorded", "calendar_estimated", "reopened", "extended"}
    return [reason for reason in why if reason.get("code") in codes]
