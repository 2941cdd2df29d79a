"""A unit's queue: what first, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from minben.commons.columns import Kind, columns_of
from minben.dispatch.orders.core.priority import VERSION, Ranked, Waiting, deadline_order, queue_order
from minben.dispatch.orders.core.reasons import WhyFirst
from minben.dispatch.orders.limits import value_at
from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import OPEN
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import queries as hotline

QUEUE_ORDER = "orders.queue_order"
_PER_QUERY = 10_000
_Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row, with the codes of the reasons why it stands here and the request as it may be seen."""

    order: int
    state: str
    due_at: datetime | None
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


_FIELDS = {
    "pk": Kind.KEY,
    "request_id": Kind.KEY,
    "state": Kind.WORD,
    "danger": Kind.FLAG,
    "vulnerable": Kind.FLAG,
    "due_at": Kind.TIME,
    "received_at": Kind.TIME,
    "round": Kind.KEY,
    "event_id": Kind.KEY,
    "part": Kind.WORD,
}


def queue(*, unit_ids: Sequence[int], at: datetime, start: int = 0, limit: int = 50) -> Queue:
    """Return a page of the open orders of some units, the first to be done first.

    A number of queries that does not grow with the queue. Behind the guard of its clearance: without one,
    danger and deadline alone decide.
    """
    found = Order.objects.filter(unit_id__in=unit_ids, state__in=OPEN)
    rows = columns_of(found.values_list(*_FIELDS), _FIELDS)
    total, people = len(rows["pk"]), _people(rows["event_id"])
    ranked, cleared, why_not = _ranked(rows, people, at)
    page = ranked.order[start : start + limit]
    requests = hotline.masked_rows(rows["request_id"][page].tolist())
    shown = [
        _row({name: column[place] for name, column in rows.items()}, int(people[place]), why, requests)
        for place, why in zip(page.tolist(), ranked.why[start : start + limit], strict=True)
    ]
    return Queue(shown, total, cleared, why_not)


def _ranked(rows: _Columns, people: NDArray[np.int64], at: datetime) -> tuple[Ranked, bool, str]:
    waiting = Waiting(
        keys=rows["pk"],
        danger=rows["danger"],
        vulnerable=rows["vulnerable"],
        due_s=rows["due_at"],
        received_s=rows["received_at"],
        rounds=rows["round"],
        people=people,
    )
    ranked = None
    with sandbox.guard(QUEUE_ORDER, version=VERSION, at=at) as run:
        if run.cleared:
            weights = value_at("priority", "weights", at)
            ranked = queue_order(waiting, now_s=at.timestamp(), weights=weights)
            run.count(items=len(people))
    if ranked is not None:
        return ranked, True, ""
    order = deadline_order(waiting)
    danger, due = (WhyFirst.DANGER.value,), (WhyFirst.DUE.value,)
    why: list[tuple[str, ...]] = [danger if one else due for one in rows["danger"][order].tolist()]
    return Ranked(order, why), False, run.why_not


def _people(events: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many requests tell of the event of each order: one order leads for each of them; 1 where there is none."""
    distinct, which = np.unique(events, return_inverse=True)
    found: dict[int, int] = {}
    asked = distinct[distinct >= 0].tolist()
    for first in range(0, len(asked), _PER_QUERY):
        rows = Order.objects.filter(event_id__in=asked[first : first + _PER_QUERY], part="lead")
        found.update(rows.values_list("event_id").annotate(n=Count("*")))
    return np.array([found.get(one, 1) for one in distinct.tolist()], dtype=np.int64)[which]


def _row(
    row: Mapping[str, Any], people: int, why: tuple[str, ...], requests: Mapping[int, hotline.MaskedRow]
) -> QueueRow:
    due = row["due_at"]
    return QueueRow(
        order=int(row["pk"]),
        state=row["state"],
        due_at=None if np.isnan(due) else datetime.fromtimestamp(due, UTC),
        round=int(row["round"]),
        people=people,
        why=why,
        request=requests[row["request_id"]],
        joint=row["part"] != "lead",
    )
