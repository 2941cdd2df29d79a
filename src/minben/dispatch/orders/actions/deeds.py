"""What all deeds share: the locked order, the right to act, the move, the line in its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import localdate

from minben.accounts.queries import may, role_of
from minben.commons.digests import JSON
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.core.transitions import check
from minben.dispatch.orders.models import Order, OrderEntry
from minben.dispatch.orders.words import Actor, State, Step
from minben.ground.registers import queries as registers
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done to an order by somebody."""

    step: Step
    actor: Actor
    at: datetime
    by: AbstractBaseUser | None = None
    unit_id: int | None = None
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def locked(order_id: int) -> Order:
    """Return an order that, with its request, nobody else can change until the transaction ends.

    Raises
    ------
    OrderError
        ``order_unknown``.
    """
    request = Order.objects.filter(pk=order_id).values_list("request_id", flat=True).first()
    # The request first, as the hotline's own deeds do: else a clerk and an officer could wait for each other.
    hotline.hold(request_ids=[request] if request else [])
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise OrderError("order_unknown", order=order_id)
    return order


def worker_of(order: Order, by: AbstractBaseUser, at: datetime) -> None:
    """Let those pass who work in the order's unit.

    Raises
    ------
    OrderError
        ``not_your_unit``.
    """
    units = registers.units_of(by, on=localdate(at))
    if not may(role_of(by), "work on", "order") or order.unit_id not in units:
        raise OrderError("not_your_unit", order=order.pk, unit=order.unit_id)


def centre(by: AbstractBaseUser) -> None:
    """Let those pass who work at the hotline's centre.

    Raises
    ------
    OrderError
        ``not_centre``.
    """
    if not may(role_of(by), "supervise", "order"):
        raise OrderError("not_centre")


def said(words: str) -> str:
    """Return words without the blanks around them.

    Raises
    ------
    OrderError
        ``words_missing``.
    """
    if not words.strip():
        raise OrderError("words_missing")
    return words.strip()


def move(order: Order, new: State) -> None:
    """Put an order into another state, where the one table allows it.

    Raises
    ------
    OrderError
        ``move_refused``.
    """
    check(order=order.pk, old=order.state, new=new)
    order.state = new


def keep(order: Order, deed: Deed) -> None:
    """Save the order, append the deed to its history, and witness it in the ledger."""
    order.save()
    note(order, deed)


def note(order: Order, deed: Deed) -> None:
    """Append a deed to an order's history and witness it in the ledger."""
    OrderEntry.objects.create(
        order=order,
        at=deed.at,
        step=deed.step,
        actor=deed.actor,
        user_id=deed.by.pk if deed.by else None,
        unit_id=deed.unit_id or order.unit_id,
        words=deed.words,
        facts=dict(deed.facts),
    )
    ledger.write([act(order.pk, deed)])


def act(order_id: int, deed: Deed) -> ledger.Act:
    """Return the ledger's line; words stand in it as a digest, since people may be named in them."""
    detail: dict[str, JSON] = {"unit": deed.unit_id} if deed.unit_id else {}
    if deed.words:
        detail["words"] = ledger.salted_digest(deed.words, owner=f"orders.order:{order_id}")
    who = f"user:{deed.by.pk}" if deed.by else f"{deed.actor}"
    return ledger.Act(f"orders.{deed.step}", who, f"orders.order:{order_id}", deed.at, detail=detail)
