"""Whistles: who was called, who reported in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from minben.dispatch.orders.models import WhistleCall


@dataclass(frozen=True, slots=True)
class CallRow:
    """One department called by a street."""

    key: int
    order: int
    street_name: str
    street_name_en: str
    unit: int
    unit_name: str
    unit_name_en: str
    subject: str
    at: datetime
    report_by: datetime
    reported_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class WhistleFigures:
    """Both sides of 吹哨报到: how often each street whistled, how often each department came in time."""

    name: str
    name_en: str
    whistled: int
    called: int
    reported: int
    in_time: int


_FIELDS = (
    "pk",
    "whistle__order_id",
    "whistle__unit__name",
    "whistle__unit__name_en",
    "unit_id",
    "unit__name",
    "unit__name_en",
    "whistle__subject",
    "whistle__at",
    "report_by",
    "reported_at",
    "words",
)


def calls_list(order_id: int) -> Any:
    """List the departments called for an order, the first due first."""
    found = WhistleCall.objects.filter(whistle__order_id=order_id).order_by("report_by", "pk")
    return found.values_list(*_FIELDS)


def calls_for(unit_ids: Sequence[int], *, open_only: bool = True) -> list[CallRow]:
    """Return the calls to some units, those not yet reported first due first."""
    found = WhistleCall.objects.filter(unit_id__in=unit_ids)
    found = found.filter(reported_at=None) if open_only else found
    return [CallRow(*row) for row in found.order_by("report_by", "pk").values_list(*_FIELDS)[:100]]


def whistle_figures(*, since: datetime, until: datetime) -> list[WhistleFigures]:
    """Measure both sides of a period's whistles, streets and departments, by name; two queries."""
    calls = WhistleCall.objects.filter(whistle__at__range=(since, until))
    streets = calls.values_list("whistle__unit__name", "whistle__unit__name_en")
    whistled = streets.annotate(n=Count("whistle", distinct=True))
    rows = [WhistleFigures(name, name_en, n, 0, 0, 0) for name, name_en, n in whistled]
    reported = Count("pk", filter=Q(reported_at__isnull=False))
    in_time = Count("pk", filter=Q(reported_at__lte=F("report_by")))
    units = calls.values_list("unit__name", "unit__name_en").annotate(n=Count("pk"), r=reported, t=in_time)
    rows += [WhistleFigures(name, name_en, 0, n, r, t) for name, name_en, n, r, t in units]
    return sorted(rows, key=lambda row: row.name)
