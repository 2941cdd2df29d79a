"""What others may read of work orders: queues, cards, catalogue, loads, figures; masked or aggregate."""

from minben.dispatch.orders.queries.cards import (
    Card,
    EntryRow,
    OrderRow,
    ProofRow,
    SupervisionRow,
    order_card,
)
from minben.dispatch.orders.queries.catalogue import HintRow, RuleRow, TextRow, catalogue_rows
from minben.dispatch.orders.queries.centre import (
    Late,
    SentBack,
    Supervising,
    late_orders,
    sent_back,
    supervisions,
)
from minben.dispatch.orders.queries.crews import CrewLoad, VisitRow, crew_loads
from minben.dispatch.orders.queries.figures import (
    Counts,
    StageFigures,
    counts,
    due_between,
    facts_for_outcomes,
    finished_in,
    overdue,
    stage_figures,
)
from minben.dispatch.orders.queries.queues import Queue, QueueRow, queue
from minben.dispatch.orders.queries.together import (
    CallRow,
    WhistleFigures,
    calls_for,
    whistle_figures,
)
from minben.dispatch.orders.words import OPEN, State, Step

__all__ = [
    "OPEN",
    "CallRow",
    "Card",
    "Counts",
    "CrewLoad",
    "EntryRow",
    "HintRow",
    "Late",
    "OrderRow",
    "ProofRow",
    "Queue",
    "QueueRow",
    "RuleRow",
    "SentBack",
    "StageFigures",
    "State",
    "Step",
    "Supervising",
    "SupervisionRow",
    "TextRow",
    "VisitRow",
    "WhistleFigures",
    "calls_for",
    "catalogue_rows",
    "counts",
    "crew_loads",
    "due_between",
    "facts_for_outcomes",
    "finished_in",
    "late_orders",
    "order_card",
    "overdue",
    "queue",
    "sent_back",
    "stage_figures",
    "supervisions",
    "whistle_figures",
]
