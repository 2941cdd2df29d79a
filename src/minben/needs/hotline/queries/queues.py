"""What waits for a person of the centre: requests without a category, alerts, ends to decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from minben.commons.together import together
from minben.needs.hotline.models import Alert, Ending, Notice, Request
from minben.needs.hotline.queries.cards import (
    ROW,
    EndingRow,
    MaskedRow,
    ending_rows,
    masked_row,
    masked_rows,
)
from minben.needs.hotline.words import Kind, State, Urgency

# A mail server may be away for a night: the pauses after each failure, and then a clerk takes over.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MAX_TRIES = len(PAUSES) + 1


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A crowd, a life or a child: which request, since when."""

    key: int
    kind: str
    at: datetime
    request: MaskedRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests and alerts wait for a clerk."""

    requests: int
    alerts: int


def clerk_queue(*, start: int = 0, limit: int = 25, turn: str = "") -> tuple[list[MaskedRow], int]:
    """Requests that wait for a clerk, the urgent and then the oldest first; with how many there are; two queries."""
    found = _waiting(turn)
    counted = found.aggregate(all=Count("*"), urgent=Count("state", filter=Q(urgency=Urgency.URGENT)))
    urgent = counted["urgent"]
    first, last = min(start, urgent), min(start + limit, urgent)
    slices = [
        (found.filter(urgency=Urgency.URGENT), first, last),
        (found.exclude(urgency=Urgency.URGENT), max(0, start - urgent), max(0, start + limit - urgent)),
    ]
    lists = [
        some.order_by("received_at", "pk").values_list(*ROW)[begin:end]
        for some, begin, end in slices
        if begin < end
    ]
    if counted["all"] <= start:
        return [], counted["all"]
    return [masked_row(row) for rows in together(connection, *lists) for row in rows], counted["all"]


def waiting_for_clerk() -> Waiting:
    """How many requests and alerts wait for a clerk; one query."""
    counted = [
        found.order_by().values(name).annotate(n=Count("*")).values_list("n")
        for found, name in ((_waiting(), "state"), (Alert.objects.filter(seen_at=None), "seen_at"))
    ]
    requests, alerts = (next((n for (n,) in rows), 0) for rows in together(connection, *counted))
    return Waiting(requests, alerts)


def _waiting(turn: str = "") -> QuerySet[Request]:
    found = Request.objects.filter(state=State.WITH_CLERK).exclude(kind=Kind.WHISTLE)
    return found.filter(turn=turn) if turn else found


def reports_waiting(*, limit: int = 200) -> list[int]:
    """Keys of the reports of wrongdoing that wait for the reporting desk, the oldest first."""
    waiting = Q(state=State.SET_APART) | Q(kind=Kind.WHISTLE, state=State.WITH_CLERK)
    return list(Request.objects.filter(waiting).order_by("received_at").values_list("pk", flat=True)[:limit])


def alerts_open() -> list[AlertRow]:
    """Alerts that nobody has signed for yet, the oldest first."""
    found = list(
        Alert.objects.filter(seen_at=None).order_by("at").values_list("pk", "kind", "at", "request_id")[:200]
    )
    rows = masked_rows([request for *_, request in found])
    return [AlertRow(key, kind, at, rows[request]) for key, kind, at, request in found]


def endings_open() -> list[EndingRow]:
    """Ends that wait for a second person, and appeals that wait for a third."""
    waiting = Q(agreed=None) | Q(appealed_at__isnull=False, appeal_at=None)
    return ending_rows(Ending.objects.filter(waiting).order_by("proposed_at"))


def for_machines() -> Q:
    """The messages that a machine can still send; the others are calls to make and letters to write."""
    return Q(sent_at=None, how__in=("email", "sms"), tries__lt=MAX_TRIES, trouble__in=["", "later"])


def backlog_age(*, at: datetime) -> timedelta:
    """How long the oldest message that a machine can send has waited; zero when none waits."""
    oldest = Notice.objects.filter(for_machines()).aggregate(oldest=Min("at"))["oldest"]
    return max(at - oldest, timedelta(0)) if oldest else timedelta(0)
