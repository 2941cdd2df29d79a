"""What anyone may know of the city's algorithms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Subquery, Sum
from django.utils.timezone import localtime

from minben.commons.kept import Kept
from minben.institutions.sandbox.core.declaration import MANDATORY, Declaration, Words
from minben.institutions.sandbox.core.standing import Cleared, Standing, judge
from minben.institutions.sandbox.core.trial import Measure, from_rows
from minben.institutions.sandbox.declared import declaration, declarations, declared_rules
from minben.institutions.sandbox.models import Clearance, Evidence, Revocation, Tally

__all__ = [
    "MANDATORY",
    "Clearing",
    "Counts",
    "Declaration",
    "EvidenceRow",
    "Listed",
    "Measure",
    "Standing",
    "Words",
    "counts",
    "declaration",
    "declarations",
    "declared_rules",
    "evidence_of",
    "history",
    "newest_evidence",
    "register",
    "standing",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A declaration with its standing now."""

    declaration: Declaration
    version: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What one trial showed."""

    key: int
    version: str
    at: datetime
    by: int | None
    rows: int
    data_digest: str
    data_source: str
    code_version: str
    isolation: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Clearing:
    """One clearance as the public sees it; ``ended`` is ``""``, ``revoked`` or ``tripped``."""

    version: str
    at: datetime
    expires: datetime
    conditions: str
    ended: str
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What an algorithm did under its clearances."""

    runs: int
    items: int
    abstained: int
    failures: int
    checked: int
    wrong: int


def standing(*, name: str, at: datetime, version: str | None = None) -> Standing:
    """Return whether an algorithm (its running version, or ``version``) may run at ``at``, in one small query."""
    told = declaration(name)
    if told is None:
        return Standing("not_declared")
    running = version if version is not None else told.running_version
    clearances = _standing(connection).get(name, [])
    return judge(clearances, version=running, at=localtime(at), retires=told.retires)


def register(at: datetime) -> list[Listed]:
    """Return every declared algorithm with its standing, by name, in one small query."""
    told, found = declarations(), _standing(connection)
    listed = []
    for one in told:
        version = one.running_version
        judged = judge(found.get(one.name, []), version=version, at=localtime(at), retires=one.retires)
        listed.append(Listed(one, version, judged))
    return listed


def evidence_of(name: str, *, limit: int = 20) -> list[EvidenceRow]:
    """Return the evidence there is for an algorithm, newest first."""
    return [_evidence(row) for row in Evidence.objects.filter(algorithm=name).order_by("-at", "-pk")[:limit]]


def newest_evidence(names: Sequence[str]) -> dict[str, EvidenceRow]:
    """Return the newest evidence of each algorithm that has any, in one query."""
    newer = Evidence.objects.filter(algorithm=OuterRef("algorithm")).order_by("-at", "-pk").values("pk")[:1]
    rows = Evidence.objects.filter(algorithm__in=names, pk=Subquery(newer))
    return {row.algorithm: _evidence(row) for row in rows}


def history(name: str, *, limit: int = 20) -> list[Clearing]:
    """Return who cleared an algorithm, until when, and what ended it, newest first."""
    rows = (
        Clearance.objects.filter(algorithm=name).select_related("revocation").order_by("-at", "-pk")[:limit]
    )
    found = []
    for row in rows:
        end = getattr(row, "revocation", None)
        ended = _cleared(row).ended
        when, why = (end.at, end.reason) if end else (None, "")
        found.append(Clearing(row.version, row.at, row.expires, row.conditions, ended, when, why))
    return found


def counts(name: str) -> Counts:
    """Return what an algorithm did since it was first cleared."""
    fields = ("runs", "items", "abstained", "failures", "checked", "wrong")
    sums = Tally.objects.filter(clearance__algorithm=name).aggregate(**{f: Sum(f) for f in fields})
    return Counts(**{field: sums[field] or 0 for field in fields})


def _evidence(row: Evidence) -> EvidenceRow:
    return EvidenceRow(
        key=row.pk,
        version=row.version,
        at=row.at,
        by=row.by_id,
        rows=row.rows,
        data_digest=row.data_digest,
        data_source=row.data_source,
        code_version=row.code_version,
        isolation=row.isolation,
        measures=from_rows(row.metrics),
    )


def _clearances() -> dict[str, list[Cleared]]:
    found: dict[str, list[Cleared]] = {}
    for row in Clearance.objects.select_related("revocation").order_by("-at", "-pk"):
        found.setdefault(row.algorithm, []).append(_cleared(row))
    return found


_standing = Kept(_clearances, Clearance, Revocation)


def _cleared(row: Clearance) -> Cleared:
    end = getattr(row, "revocation", None)
    ended = "" if end is None else "tripped" if end.trip else "revoked"
    return Cleared(row.pk, row.version, row.at, row.expires, row.threshold, row.error_limit, ended)
