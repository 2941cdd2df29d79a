"""What the test endpoint was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from minben.needs.hotline.core.open311.asking import Asked
from minben.needs.hotline.models import Rehearsal


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """A request or an update of the test endpoint; ``of`` is the number of the request an update is about."""

    key: str
    of: str
    at: datetime
    updated_at: datetime
    facts: dict[str, Any]


def rehearsals(asked: Asked) -> list[RehearsalRow]:
    """Return the requests of the test endpoint that somebody asks for, the newest first."""
    found = Rehearsal.objects.filter(of=None)
    if asked.ids:
        found = found.filter(key__in=asked.ids)
    else:
        found = found.filter(at__range=(asked.since, asked.until))
        found = found.filter(facts__service_code__in=asked.services) if asked.services else found
        found = found.filter(facts__status=asked.status) if asked.status else found
    rows = found.annotate(newest=Max("updates__at")).order_by("-at", "-pk")
    told = rows.values_list("key", "at", "newest", "facts")[asked.start : asked.start + asked.limit]
    return [RehearsalRow(key, "", at, newest or at, facts) for key, at, newest, facts in told]


def rehearsed_updates(asked: Asked) -> list[RehearsalRow]:
    """Return the updates of the test endpoint, the oldest first."""
    found = Rehearsal.objects.exclude(of=None)
    found = found.filter(of__key__in=asked.ids) if asked.ids else found
    found = found if asked.ids else found.filter(at__range=(asked.since, asked.until))
    rows = found.order_by("at", "pk").values_list("key", "of__key", "at", "facts")
    return [
        RehearsalRow(key, of, at, at, facts)
        for key, of, at, facts in rows[asked.start : asked.start + asked.limit]
    ]


def is_rehearsal(key: str) -> bool:
    """Tell whether a number belongs to a request of the test endpoint."""
    return Rehearsal.objects.filter(key=key, of=None).exists()
