"""One order with all that was done to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minben.accounts.queries import names_of
from minben.dispatch.orders.models import Order, OrderEntry, Proof, Supervision


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order without the person: who acts, by when, where it stands."""

    key: int
    request: int
    unit: int
    unit_kind: str
    unit_name: str
    unit_name_en: str
    answers: int
    answers_name: str
    answers_name_en: str
    part: str
    state: str
    urgency: str
    vulnerable: bool
    danger: bool
    names_person: bool
    category: int
    place: int | None
    dispatched_at: datetime
    sign_by: datetime | None
    signed_at: datetime | None
    due_at: datetime | None
    paused_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    round: int
    times_sent_back: int
    why: list[Any]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of an order's history."""

    at: datetime
    step: str
    actor: str
    user_name: str
    unit_name: str
    unit_name_en: str
    words: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """An order, its history, its proofs, the units that help, and the supervision it is under."""

    order: OrderRow
    entries: list[EntryRow]
    proofs: list[Proof]
    joint: list[OrderRow]
    supervision: Supervision | None


_ROW = (
    "pk",
    "request_id",
    "unit_id",
    "unit__kind",
    "unit__name",
    "unit__name_en",
    "answers_id",
    "answers__name",
    "answers__name_en",
    "part",
    "state",
    "urgency",
    "vulnerable",
    "danger",
    "names_person",
    "category_id",
    "place_id",
    "dispatched_at",
    "sign_by",
    "signed_at",
    "due_at",
    "paused_at",
    "done_at",
    "closed_at",
    "round",
    "times_sent_back",
    "why",
)


def order_card(order_id: int) -> Card | None:
    """Return an order with its history, or None; five queries, however long the history."""
    row = Order.objects.filter(pk=order_id).values_list(*_ROW).first()
    if row is None:
        return None
    joint = Order.objects.filter(parent_id=order_id).order_by("pk").values_list(*_ROW)
    supervision = Supervision.objects.filter(order_id=order_id).order_by("-proposed_at").first()
    proofs = list(Proof.objects.filter(order_id=order_id).order_by("at", "pk"))
    return Card(OrderRow(*row), _entries(order_id), proofs, [OrderRow(*one) for one in joint], supervision)


def _entries(order_id: int) -> list[EntryRow]:
    fields = ("at", "step", "actor", "user_id", "unit__name", "unit__name_en", "words", "facts")
    rows = list(OrderEntry.objects.filter(order_id=order_id).order_by("at", "pk").values_list(*fields))
    names = names_of({row[3] for row in rows if row[3]})
    return [
        EntryRow(
            row[0], row[1], row[2], names.get(row[3] or 0, ""), row[4] or "", row[5] or "", row[6], row[7]
        )
        for row in rows
    ]
