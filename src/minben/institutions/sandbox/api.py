"""The register of algorithms for machines: what runs, under whose clearance, on which evidence."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from minben.commons.clock import now
from minben.commons.incoming import refuse_filters
from minben.institutions.sandbox import queries
from minben.institutions.sandbox.public import entry

router = Router(tags=["algorithms"])


class Both(Schema):
    """A text in both languages."""

    zh: str
    en: str


class MeasureShown(Schema):
    """One figure of a trial with its interval; null where fewer than ten stand behind it."""

    metric: str
    group: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None


class EvidenceShown(Schema):
    """What the newest trial found."""

    version: str
    at: str
    rows: int
    data_digest: str
    data_source: str
    code_version: str
    measures: list[MeasureShown]


class AlgorithmShown(Schema):
    """One algorithm: what it decides and never decides, whether it may run, and until when."""

    name: str
    version: str
    title: Both
    owner: Both
    contact: Both
    purpose: Both
    decides: Both
    never_decides: Both
    affected: Both
    legal_basis: Both
    people: Both
    input: Both
    personal_data: Both
    method: Both
    explanation: Both
    risks: Both
    safeguards: Both
    groups: Both
    metric: Both
    limits: Both
    appeal: Both
    supplier: Both
    licence: Both
    impact: Both
    error_limit: float
    starts: str | None
    retires: str | None
    may_run: bool
    why_not: str = Field(description="A code that says why it may not run; blank when it may.")
    cleared_until: str | None
    threshold: float | None
    evidence: EvidenceShown | None


class Algorithms(Schema):
    """The register as it stands."""

    items: list[AlgorithmShown]
    next: str | None = None


@router.get("/algorithms", response=Algorithms, summary="List the algorithms")
def list_algorithms(request: HttpRequest) -> Any:
    """The whole register."""
    refuse_filters(request.GET)
    listed = queries.register(now())
    newest = queries.newest_evidence([one.declaration.name for one in listed])
    return {"items": [entry(one, newest.get(one.declaration.name)) for one in listed]}


@router.get("/algorithms/{name}", response=AlgorithmShown, summary="Read an algorithm")
def read_algorithm(request: HttpRequest, name: str) -> Any:
    """One algorithm with its evidence."""
    refuse_filters(request.GET)
    listed = next((one for one in queries.register(now()) if one.declaration.name == name), None)
    if listed is None:
        raise Http404(name)
    return entry(listed, queries.newest_evidence([name]).get(name))
