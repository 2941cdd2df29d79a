"""One order with all that was done to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField

from minben.commons.together import together
from minben.dispatch.orders.models import Order, OrderEntry, Proof, Supervision
from minben.dispatch.orders.queries.catalogue import HintRow, TextRow, hint_row, hints_list, texts_list
from minben.dispatch.orders.queries.crews import VisitRow, visit_row, visits_list
from minben.dispatch.orders.queries.together import CallRow, calls_list
from minben.needs.hotline import queries as hotline


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
class ProofRow:
    """What shows that the work was done; ``photo`` is the file of a photograph, blank without one."""

    key: int
    at: datetime
    words: str
    photo: str
    figure: float | None
    figure_unit: str


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """The newest supervision of an order; neither signed nor dated while the machine only proposes it."""

    words: str
    signed_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """An order with its request as it may be seen and all that hangs on it.

    Its history, its proofs, the units that help, the supervision it is under, the departments called, the visits
    promised, the texts to begin an answer with, and what the centre ruled before on such things.
    """

    order: OrderRow
    request: hotline.MaskedRow
    entries: list[EntryRow]
    proofs: list[ProofRow]
    joint: list[OrderRow]
    supervision: SupervisionRow | None
    calls: list[CallRow]
    visits: list[VisitRow]
    texts: list[TextRow]
    hints: list[HintRow]


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


# The place of an order and those around it: a building lies in a community, that in a street, that in a district.
_AROUND = ("place_id", "place__parent_id", "place__parent__parent_id", "place__parent__parent__parent_id")
_ENTRY = (
    "at",
    "step",
    "actor",
    "user__display",
    "user__username",
    "unit__name",
    "unit__name_en",
    "words",
    "facts",
)


def order_card(order_id: int) -> Card | None:
    """Return an order with its request and its lists, or None; three queries, however long the history."""
    if order_id > BigIntegerField.MAX_BIGINT:
        # Django sees by itself that no key is so large; of a parent's key it does not.
        return None
    found = Order.objects.filter(pk=order_id) | Order.objects.filter(parent_id=order_id)
    rows = list(found.order_by("pk").values_list(*_ROW, *_AROUND))
    own = next((row for row in rows if row[0] == order_id), None)
    if own is None:
        return None
    order = _order_row(own)
    around = [place for place in own[len(_ROW) :] if place is not None]
    entries, proofs, supervised, calls, visits, texts, hints = together(connection, *_lists(order, around))
    return Card(
        order=order,
        request=hotline.masked_rows([order.request])[order.request],
        entries=[_entry_row(*row) for row in entries],
        proofs=[ProofRow(*row) for row in proofs],
        joint=[_order_row(row) for row in rows if row is not own],
        supervision=next((SupervisionRow(*row) for row in supervised), None),
        calls=[CallRow(*row) for row in calls],
        visits=[visit_row(*row) for row in visits],
        texts=[TextRow(*row) for row in texts],
        hints=[hint_row(*row) for row in hints],
    )


def _lists(order: OrderRow, around: list[int]) -> list[Any]:
    key = order.key
    proof = ("pk", "at", "words", "photo", "figure", "figure_unit")
    supervised = Supervision.objects.filter(order_id=key).order_by("-proposed_at", "-pk")
    return [
        OrderEntry.objects.filter(order_id=key).order_by("at", "pk").values_list(*_ENTRY),
        Proof.objects.filter(order_id=key).order_by("at", "pk").values_list(*proof),
        supervised.values_list("words", "signed_at", "due_at")[:1],
        calls_list(key),
        visits_list(key),
        texts_list(order.unit, order.category),
        hints_list(order.category, around),
    ]


def _order_row(values: Any) -> OrderRow:
    return OrderRow(*values[: len(_ROW)])


def _entry_row(
    at: datetime, step: str, actor: str, display: str | None, username: str | None, *told: Any
) -> EntryRow:
    unit, unit_en, words, facts = told
    return EntryRow(at, step, actor, display or username or "", unit or "", unit_en or "", words, facts)
