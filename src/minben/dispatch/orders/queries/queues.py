"""A unit's queue: what first, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count

from minben.dispatch.orders.core.priority import VERSION, Ranked, Waiting, deadline_order, queue_order
from minben.dispatch.orders.core.reasons import WhyFirst
from minben.dispatch.orders.limits import value_at
from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import OPEN
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import queries as hotline

QUEUE_ORDER = "orders.queue_order"
_PER_QUERY = 10_000


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row, with the codes of the reasons why it stands here and the request as it may be seen."""

    order: int
    state: str
    due_at: datetime | None
    sign_by: datetime | None
    round: int
    people: int
    why: tuple[str, ...]
    request: hotline.MaskedRow
    joint: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of a queue; ``cleared`` is False when only danger and deadline decided, ``why_not`` says why."""

    rows: list[QueueRow]
    total: int
    cleared: bool
    why_not: str


_FIELDS = (
    "pk",
    "request_id",
    "state",
    "danger",
    "vulnerable",
    "due_at",
    "received_at",
    "round",
    "event_id",
    "sign_by",
    "part",
)


def queue(unit_ids: Sequence[int], at: datetime, *, start: int = 0, limit: int = 50) -> Queue:
    """Return a page of the open orders of some units, the first to be done first.

    A number of queries that does not grow with the queue. Behind the guard of its clearance: without one,
    danger and deadline alone decide.
    """
    found = Order.objects.filter(unit_id__in=unit_ids, state__in=OPEN)
    rows = [dict(zip(_FIELDS, values, strict=True)) for values in found.values_list(*_FIELDS)]
    people = _people([row["event_id"] for row in rows if row["event_id"]])
    ranked, cleared, why_not = _ranked(rows, people, at)
    page = [rows[place] for place in ranked.order[start : start + limit].tolist()]
    requests = hotline.masked_rows([row["request_id"] for row in page])
    shown = [
        _row(row, people, why, requests[row["request_id"]])
        for row, why in zip(page, ranked.why[start : start + limit], strict=True)
    ]
    return Queue(shown, len(rows), cleared, why_not)


def _ranked(rows: list[dict[str, Any]], people: dict[int, int], at: datetime) -> tuple[Ranked, bool, str]:
    waiting = _waiting(rows, people)
    ranked = None
    with sandbox.guard(QUEUE_ORDER, version=VERSION, at=at) as run:
        if run.cleared:
            weights = value_at("priority", "weights", at)
            ranked = queue_order(waiting, now_s=at.timestamp(), weights=weights)
            run.count(items=len(rows))
    if ranked is not None:
        return ranked, True, ""
    order = deadline_order(waiting)
    danger, due = (WhyFirst.DANGER.value,), (WhyFirst.DUE.value,)
    why: list[tuple[str, ...]] = [danger if rows[place]["danger"] else due for place in order.tolist()]
    return Ranked(order, why), False, run.why_not


def _waiting(rows: list[dict[str, Any]], people: dict[int, int]) -> Waiting:
    return Waiting(
        keys=[row["pk"] for row in rows],
        danger=[row["danger"] for row in rows],
        vulnerable=[row["vulnerable"] for row in rows],
        due_s=[row["due_at"].timestamp() if row["due_at"] else np.nan for row in rows],
        received_s=[row["received_at"].timestamp() for row in rows],
        rounds=[row["round"] for row in rows],
        people=[people.get(row["event_id"], 1) for row in rows],
    )


def _people(events: Sequence[int]) -> dict[int, int]:
    """How many requests tell of each event: one order leads for each of them."""
    found: dict[int, int] = {}
    distinct = sorted(set(events))
    for first in range(0, len(distinct), _PER_QUERY):
        rows = Order.objects.filter(event_id__in=distinct[first : first + _PER_QUERY], part="lead")
        found.update(rows.values_list("event_id").annotate(n=Count("*")))
    return found


def _row(
    row: dict[str, Any], people: dict[int, int], why: tuple[str, ...], request: hotline.MaskedRow
) -> QueueRow:
    return QueueRow(
        order=row["pk"],
        state=row["state"],
        due_at=row["due_at"],
        sign_by=row["sign_by"],
        round=row["round"],
        people=people.get(row["event_id"], 1),
        why=why,
        request=request,
        joint=row["part"] != "lead",
    )
