"""Counts and columns for those who evaluate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Count, Q
from numpy.typing import NDArray

from minben.commons.columns import Kind, columns_of
from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import OPEN, Part, State

Column: TypeAlias = NDArray[Any]
_FACTS = {
    "request_id": Kind.KEY, "signed_at": Kind.TIME, "due_at": Kind.TIME, "done_at": Kind.TIME, "round": Kind.KEY,
    "times_sent_back": Kind.KEY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open orders of some units stand where."""

    by_state: dict[str, int]
    overdue: int
    due_today: int

    @property
    def open(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class StageFigures:
    """Today's figures: dispatched since the day began, open, overdue, waiting for the centre."""

    dispatched: int
    open: int
    overdue: int
    sent_back: int


def facts_for_outcomes(*, since: datetime, until: datetime, turn: str = "") -> dict[str, Column]:
    """Columns of the leading orders whose requests were received in a period, or came in with one turn.

    Returns
    -------
    dict
        Keys and counts as int64, times as float64 [s since 1970] (NaN: has not happened). All of one length, in
        the order of the requests.
    """
    found = Order.objects.filter(part=Part.LEAD)
    found = found.filter(request__turn=turn) if turn else found.filter(received_at__range=(since, until))
    rows = found.order_by("request_id").values_list(*_FACTS).iterator(chunk_size=5_000)
    facts = columns_of(rows, _FACTS)
    facts["sent_back"] = facts.pop("times_sent_back")
    return facts


def counts(*, unit_ids: Sequence[int] | None, at: datetime) -> Counts:
    """Count the open orders of some units (None: of all) by state, and what is overdue or due within a day.

    One question, which only the open ones are looked through for: the closed ones of years would take a second.
    """
    found = Order.objects.filter(state__in=OPEN)
    found = found if unit_ids is None else found.filter(unit_id__in=unit_ids)
    rows = found.values_list("state").annotate(
        n=Count("*"),
        overdue=Count("due_at", filter=Q(due_at__lt=at)),
        today=Count("due_at", filter=Q(due_at__gte=at, due_at__lt=at + timedelta(days=1))),
    )
    states = {state: (n, overdue, today) for state, n, overdue, today in rows.order_by("state")}
    waiting = [states[state] for state in (State.DISPATCHED, State.SIGNED) if state in states]
    return Counts(
        {state: n for state, (n, _overdue, _today) in states.items()},
        sum(overdue for _n, overdue, _today in waiting),
        sum(today for _n, _overdue, today in waiting),
    )


def stage_figures(*, day_start: datetime, at: datetime) -> StageFigures:
    """Figures of the stage on the day that began at ``day_start``."""
    now = counts(unit_ids=None, at=at)
    dispatched = Order.objects.filter(dispatched_at__gte=day_start, dispatched_at__lte=at).count()
    return StageFigures(dispatched, now.open, now.overdue, now.by_state.get(State.SENT_BACK, 0))


def overdue(*, at: datetime) -> int:
    """How many open orders are past their deadline."""
    return Order.objects.filter(state__in=(State.DISPATCHED, State.SIGNED), due_at__lt=at).count()


def due_between(*, since: datetime, until: datetime) -> int:
    """How many open orders fall due in a period."""
    return Order.objects.filter(state__in=OPEN, due_at__gte=since, due_at__lt=until).count()


def finished_in(periods: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """How many leading orders the units finished in each of some periods, from … until before; one query."""
    spans = [Q(done_at__gte=since, done_at__lt=until) for since, until in periods]
    counted = Order.objects.filter(reduce(or_, spans), part=Part.LEAD).aggregate(
        **{f"n{n}": Count("done_at", filter=span) for n, span in enumerate(spans)}
    )
    return [counted[f"n{n}"] for n in range(len(spans))]
