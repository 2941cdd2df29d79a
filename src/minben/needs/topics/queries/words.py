"""What the staff may read of a topic: covered words, and what became of each request."""

from dataclasses import dataclass
from datetime import datetime

from minben.needs.hotline import queries as hotline
from minben.needs.hotline.core.states import is_report
from minben.needs.topics.models import Member


@dataclass(frozen=True, slots=True)
class SaidRow:
    """One request of a topic; with a reason it counts for ``weight`` of a voice."""

    masked: str
    received_at: datetime
    state: str
    reason: str
    weight: float


def said(*, topic: int, discounted: bool, limit: int = 20) -> list[SaidRow]:
    """Covered words of those who speak of a topic, the most representative first, or of those who count for less."""
    found = Member.objects.filter(topic=topic)
    found = found.exclude(reason="") if discounted else found.filter(reason="")
    rows = list(found.order_by("nth").values_list("request_id", "reason", "weight")[:limit])
    told = hotline.masked_rows([key for key, _reason, _weight in rows])
    return [
        SaidRow(told[key].masked, told[key].received_at, told[key].state, reason, weight)
        for key, reason, weight in rows
        if key in told and not is_report(told[key].kind, told[key].state)
    ]
