"""Who acts, by when, and why: the follower that takes a batch of understood requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minben.commons.digests import JSON
from minben.commons.rows import append_columns, insert_columns
from minben.commons.workdays import Calendar
from minben.dispatch.orders.actions.grants import grant_unit
from minben.dispatch.orders.actions.planning import Plan, due_reasons, plan
from minben.dispatch.orders.actions.resending import resend
from minben.dispatch.orders.limits import ZONE, dated
from minben.dispatch.orders.models import Order, OrderEntry
from minben.dispatch.orders.words import Actor, Part, State, Step
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline


def dispatch(arrivals: Sequence[hotline.Arrival], at: datetime) -> None:
    """Give each request an order: a unit, a deadline, and the reason for both.

    The whole batch is routed at once, with a number of queries that does not grow with it. What an export
    recorded (unit, deadline, closing) is taken as it was: what it closed without a deadline never had one. A
    request that comes again (``resent``) keeps its order and its clock, and moves.

    Raises
    ------
    OrderError
        ``nobody_but_accused`` when only the unit complained about could act. Nothing of the batch is written.
    """
    with transaction.atomic(savepoint=False):
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


@dataclass(frozen=True, slots=True)
class Placed:
    """One request with its order, as far as others must be told."""

    request_id: int
    unit_id: int
    due_at: datetime | None
    closed_at: datetime | None
    why: list[Mapping[str, Any]]
    names_person: bool


def _dispatch(arrivals: Sequence[hotline.Arrival], at: datetime) -> None:
    plans = plan(arrivals, at)
    starts = [one.received_at if one.closed_at or one.due_at or one.keyed_later else at for one in arrivals]
    spans = [*(one.sign for one in plans), *(one.answer for one in plans)]
    both, calendar = dated(starts=starts * 2, spans=spans)
    signs, dues = both[: len(plans)], both[len(plans) :]
    placed = _placed(arrivals, plans, dues, calendar)
    keys = insert_columns(connection, Order, _columns(arrivals, placed, starts, signs), size=len(placed))
    append_columns(connection, OrderEntry, _first(keys, placed, starts), size=len(placed))
    hotline.promise(promises=[_promise(row) for row in placed], at=at)
    grant_unit([row for row in placed if row.closed_at is None], at)
    ledger.note([_act(keys, placed, at)])


def _placed(
    arrivals: Sequence[hotline.Arrival], plans: Sequence[Plan], dues: Sequence[datetime], calendar: Calendar
) -> list[Placed]:
    reasons: dict[Any, list[Mapping[str, Any]]] = {}
    return [
        Placed(
            one.request_id,
            by.unit,
            one.due_at or (None if one.closed_at else due),
            one.closed_at,
            _why(one, by, due, calendar, reasons),
            by.names_person,
        )
        for one, by, due in zip(arrivals, plans, dues, strict=True)
    ]


def _columns(
    arrivals: Sequence[hotline.Arrival],
    placed: Sequence[Placed],
    starts: Sequence[datetime],
    signs: Sequence[datetime],
) -> dict[str, Any]:
    units = [row.unit_id for row in placed]
    return {
        "request": [one.request_id for one in arrivals],
        "unit": units,
        "answers": units,
        "category": [one.category_id for one in arrivals],
        "place": [one.place_id for one in arrivals],
        "event": [one.event_id for one in arrivals],
        "against": [one.against_id for one in arrivals],
        "parent": None,
        "part": Part.LEAD.value,
        "urgency": [one.urgency for one in arrivals],
        "vulnerable": [one.vulnerable for one in arrivals],
        "danger": [one.danger for one in arrivals],
        "names_person": [row.names_person for row in placed],
        "state": [(State.CLOSED if one.closed_at else State.DISPATCHED).value for one in arrivals],
        "received_at": [one.received_at for one in arrivals],
        "dispatched_at": list(starts),
        "sign_by": list(signs),
        "signed_at": None,
        "due_at": [row.due_at for row in placed],
        "paused_at": None,
        "paused_s": 0,
        "done_at": None,
        "closed_at": [one.closed_at for one in arrivals],
        "round": 1,
        "times_sent_back": 0,
        "why": [row.why for row in placed],
    }


def _first(keys: list[int], placed: Sequence[Placed], starts: Sequence[datetime]) -> dict[str, Any]:
    """The first line of each history."""
    return {
        "order": keys,
        "at": list(starts),
        "step": Step.DISPATCHED.value,
        "actor": Actor.MACHINE.value,
        "user": None,
        "unit": [row.unit_id for row in placed],
        "words": "",
        "facts": {},
    }


def _promise(row: Placed) -> hotline.Promise:
    return hotline.Promise(
        request_id=row.request_id,
        unit_id=row.unit_id,
        due_at=row.due_at,
        why=row.why,
        closed_at=row.closed_at,
    )


def _act(keys: Sequence[int], placed: Sequence[Placed], at: datetime) -> ledger.Act:
    detail: dict[str, JSON] = {
        "orders": len(placed),
        "closed": sum(row.closed_at is not None for row in placed),
        "units": len({row.unit_id for row in placed}),
    }
    subject = f"orders.order:{keys[0]}" if len(keys) == 1 else f"orders.orders:{len(keys)}"
    return ledger.Act("orders.dispatched", "algorithm:orders.routing", subject, at, detail=detail)


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
    key = (by.key, recorded, one.closed_at is None, one.urgency, by.answer, year)
    if key not in made:
        certain = year not in calendar.unverified_years
        # A deadline set after the fact would call late, or on time, what nobody had promised.
        promised = recorded or one.closed_at is None
        said = due_reasons(by, one.urgency, recorded=recorded, certain=certain) if promised else []
        made[key] = [*by.why, *said]
    return made[key]
