"""What may be read without a purpose: the purposes themselves, and who saw one's own data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from minben.commons.parameters import load
from minben.institutions.rights.core.decide import Reader, Record
from minben.institutions.rights.core.purposes import Purpose, Words, purposes_on
from minben.institutions.rights.models import Access, Line, Outcome

__all__ = [
    "AccessRow",
    "Forced",
    "Outcome",
    "Purpose",
    "Reader",
    "Readings",
    "Record",
    "Words",
    "accesses_of",
    "accesses_on",
    "awaiting_review",
    "counts",
    "purpose",
    "purposes",
    "readings",
]


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One reading, as the person it concerns may see it: no account, no full name of the reader."""

    at: datetime
    label: str
    role: str
    purpose: Words
    basis: Words
    record: str
    fields: tuple[str, ...]
    outcome: str
    reason: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Forced:
    """A reading that was forced open and that nobody has reviewed yet."""

    access: int
    at: datetime
    reader: str
    label: str
    role: str
    reason: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """How often somebody opened pages for one purpose, was refused, and forced one open."""

    reader: str
    label: str
    role: str
    purpose: Words
    opened: int
    refused: int
    forced: int
    last: datetime


@cache
def _on(day: date) -> tuple[Purpose, ...]:
    return purposes_on(load("minben.institutions.rights", "purposes"), day)


def purposes(at: datetime) -> tuple[Purpose, ...]:
    """Return the purposes in force at a moment."""
    return _on(timezone.localtime(at).date())


def purpose(*, key: str, at: datetime) -> Purpose | None:
    """Return the purpose with this key if it is in force, else ``None``."""
    return next((found for found in purposes(at) if found.key == key), None)


def accesses_of(persons: str | Sequence[str], *, limit: int = 200) -> list[AccessRow]:
    """Return who opened, or was refused, the data of a person (who may have several keys), newest first."""
    keys = [persons] if isinstance(persons, str) else list(persons)
    return _rows(Line.objects.filter(person__in=[key for key in keys if key]), limit)


def accesses_on(record: str, *, limit: int = 200) -> list[AccessRow]:
    """Return who opened, or was refused, one record, newest first."""
    return _rows(Line.objects.filter(record=record), limit)


def awaiting_review(*, limit: int = 200) -> list[Forced]:
    """Return the forced readings without a review, oldest first."""
    waiting = Access.objects.filter(outcome=Outcome.BROKE_GLASS, review=None).order_by("at", "pk")
    return [
        Forced(
            access=row.pk,
            at=row.at,
            reader=row.reader,
            label=row.reader_label,
            role=row.role,
            reason=row.reason,
            records=tuple(line.record for line in row.lines.all()),
        )
        for row in waiting.prefetch_related("lines")[:limit]
    ]


def _lately(since: datetime) -> QuerySet[Access]:
    # Every outcome is named, since the index begins with it: years of earlier readings are then passed over.
    return Access.objects.filter(outcome__in=list(Outcome), at__gte=since)


def counts(*, since: datetime | None = None) -> dict[str, int]:
    """Return how many readings were opened, refused and forced (each outcome, nought included)."""
    rows = _lately(since) if since else Access.objects.all()
    found = dict(rows.values_list("outcome").annotate(n=Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}


def readings(*, since: datetime, limit: int = 200) -> list[Readings]:
    """Return who opened pages with personal data for what, whoever did so most first; one query."""
    found = (
        _lately(since)
        .values("reader", "reader_label", "role", "purpose")
        .annotate(
            all=Count("pk"),
            opened=Count("pk", filter=Q(outcome=Outcome.OPENED)),
            refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
            forced=Count("pk", filter=Q(outcome=Outcome.BROKE_GLASS)),
            last=Max("at"),
        )
        .order_by("-all", "reader", "purpose")[:limit]
    )
    return [
        Readings(
            reader=row["reader"],
            label=row["reader_label"],
            role=row["role"],
            purpose=_name(row["purpose"], row["last"]),
            opened=row["opened"],
            refused=row["refused"],
            forced=row["forced"],
            last=row["last"],
        )
        for row in found
    ]


def _name(key: str, at: datetime) -> Words:
    found = purpose(key=key, at=at)
    return found.name if found else Words(zh=key, en=key)


def _rows(lines: QuerySet[Line], limit: int) -> list[AccessRow]:
    newest = lines.select_related("access", "access__review").order_by("-access__at", "-pk")[:limit]
    return [_row(line) for line in newest]


def _row(line: Line) -> AccessRow:
    access = line.access
    then = purpose(key=access.purpose, at=access.at)
    unknown = Words(zh=access.purpose, en=access.purpose)
    review = getattr(access, "review", None)
    return AccessRow(
        at=access.at,
        label=access.reader_label,
        role=access.role,
        purpose=then.name if then else unknown,
        basis=then.basis if then else Words(zh=access.basis, en=access.basis),
        record=line.record,
        fields=tuple(line.fields),
        outcome=access.outcome,
        reason=access.reason,
        verdict=review.verdict if review else "",
    )
