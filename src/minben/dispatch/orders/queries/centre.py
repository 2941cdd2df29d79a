"""What the centre has before it: orders sent back, late ones, and supervisions."""

from dataclasses import dataclass
from datetime import datetime

from minben.dispatch.orders.models import Order, SendBack, Supervision
from minben.dispatch.orders.words import State
from minben.needs.hotline import queries as hotline


@dataclass(frozen=True, slots=True)
class SentBack:
    """An order that waits for the centre; ``needs_ruling`` when it was sent back before."""

    order: int
    unit_name: str
    unit_name_en: str
    reason: str
    words: str
    at: datetime
    needs_ruling: bool
    request: hotline.MaskedRow


@dataclass(frozen=True, slots=True)
class Late:
    """An order past its deadline that nobody has supervised yet."""

    order: int
    unit_name: str
    unit_name_en: str
    due_at: datetime
    state: str
    proposed: str
    request: hotline.MaskedRow


@dataclass(frozen=True, slots=True)
class Supervising:
    """A supervision that was signed and runs."""

    order: int
    unit_name: str
    unit_name_en: str
    words: str
    signed_at: datetime
    due_at: datetime


def sent_back(*, limit: int = 100) -> list[SentBack]:
    """Return the orders that units sent back, the longest waiting first; two queries."""
    found = SendBack.objects.filter(settled_at=None, order__state=State.SENT_BACK).order_by("at", "pk")
    fields = (
        "order_id",
        "unit__name",
        "unit__name_en",
        "reason",
        "words",
        "at",
        "order__times_sent_back",
        "order__request_id",
    )
    rows = list(found.values_list(*fields)[:limit])
    requests = hotline.masked_rows([row[7] for row in rows])
    return [
        SentBack(order, name, name_en, reason, words, at, times > 1, requests[request])
        for order, name, name_en, reason, words, at, times, request in rows
    ]


def late_orders(at: datetime, *, limit: int = 100) -> list[Late]:
    """Return what is late or was proposed for supervision, the longest late first; four queries."""
    proposed = dict(Supervision.objects.filter(signed_at=None).values_list("order_id", "why"))
    signed = Supervision.objects.filter(signed_at__isnull=False).values("order_id")
    working = Order.objects.filter(state__in=(State.DISPATCHED, State.SIGNED))
    late = working.filter(due_at__lt=at).exclude(pk__in=signed) | working.filter(pk__in=list(proposed))
    fields = ("pk", "unit__name", "unit__name_en", "due_at", "state", "request_id")
    rows = list(late.order_by("due_at", "pk").values_list(*fields)[:limit])
    requests = hotline.masked_rows([row[5] for row in rows])
    return [
        Late(order, name, name_en, due_at or at, state, proposed.get(order, ""), requests[request])
        for order, name, name_en, due_at, state, request in rows
    ]


def supervisions(*, limit: int = 100) -> list[Supervising]:
    """Return the supervisions that run, the first due first; two queries."""
    running = Supervision.objects.filter(
        signed_at__isnull=False, order__state__in=(State.DISPATCHED, State.SIGNED)
    )
    fields = (
        "order_id",
        "order__unit__name",
        "order__unit__name_en",
        "words",
        "signed_at",
        "due_at",
    )
    return [Supervising(*row) for row in running.order_by("due_at").values_list(*fields)[:limit]]
