"""What waits for a person of the centre: requests without a category, alerts, ends to decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q

from minben.needs.hotline.models import Alert, Ending, Notice, Request
from minben.needs.hotline.queries.cards import EndingRow, MaskedRow, ending_rows, masked_rows
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


def clerk_queue(*, start: int = 0, limit: int = 25, turn: str = "") -> tuple[list[MaskedRow], int]:
    """Requests that wait for a clerk, the urgent and then the oldest first; with how many there are."""
    found = Request.objects.filter(state=State.WITH_CLERK).exclude(kind=Kind.WHISTLE)
    found = found.filter(turn=turn) if turn else found
    urgent = list(
        found.filter(urgency=Urgency.URGENT)
        .order_by("received_at")
        .values_list("pk", flat=True)[: start + limit]
    )
    keys = urgent[start:]
    if len(keys) < limit:
        rest = found.exclude(urgency=Urgency.URGENT).order_by("received_at").values_list("pk", flat=True)
        offset = max(0, start - found.filter(urgency=Urgency.URGENT).count())
        keys += list(rest[offset : offset + limit - len(keys)])
    rows = masked_rows(keys)
    return [rows[key] for key in keys], found.count()


def waiting_for_clerk() -> int:
    """How many requests wait for a clerk."""
    return Request.objects.filter(state=State.WITH_CLERK).exclude(kind=Kind.WHISTLE).count()


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
