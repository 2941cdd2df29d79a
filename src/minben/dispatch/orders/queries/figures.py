"""Counts and columns for those who evaluate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Count
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
    """How many orders of some units stand where."""

    by_state: dict[str, int]
    overdue: int
    due_today: int

    @property
    def open(self) -> int:
        return sum(n for state, n in self.by_state.items() if state in OPEN)


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


def counts(unit_ids: Sequence[int] | None, at: datetime) -> Counts:
    """Count the orders of some units (None: of all) by state, and what is overdue or due within a day."""
    found = Order.objects.all() if unit_ids is None else Order.objects.filter(unit_id__in=unit_ids)
    states = Counter(dict(found.values_list("state").annotate(n=Count("pk"))))
    waiting = found.filter(state__in=(State.DISPATCHED, State.SIGNED))
    overdue = waiting.filter(due_at__lt=at).count()
    today = waiting.filter(due_at__gte=at, due_at__lt=at + timedelta(days=1)).count()
    return Counts(dict(states), overdue, today)


def stage_figures(*, day_start: datetime, at: datetime) -> StageFigures:
    """Figures of the stage on the day that began at ``day_start``."""
    now = counts(None, at)
    dispatched = Order.objects.filter(dispatched_at__gte=day_start, dispatched_at__lte=at).count()
    return StageFigures(dispatched, now.open, now.overdue, now.by_state.get(State.SENT_BACK, 0))


def overdue(*, at: datetime) -> int:
    """How many open orders are past their deadline."""
    return Order.objects.filter(state__in=(State.DISPATCHED, State.SIGNED), due_at__lt=at).count()


def due_between(*, since: datetime, until: datetime) -> int:
    """How many open orders fall due in a period."""
    return Order.objects.filter(state__in=OPEN, due_at__gte=since, due_at__lt=until).count()


def finished_between(*, since: datetime, until: datetime) -> int:
    """How many leading orders the units finished in a period."""
    return Order.objects.filter(part=Part.LEAD, done_at__gte=since, done_at__lt=until).count()
