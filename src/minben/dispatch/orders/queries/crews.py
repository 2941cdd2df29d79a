"""Who can go when: crews, their load on each day, and visits promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from minben.dispatch.orders.models import Crew, Visit


@dataclass(frozen=True, slots=True)
class CrewLoad:
    """A crew with the places taken on each of the days asked for."""

    crew: int
    unit: int
    unit_name: str
    unit_name_en: str
    name: str
    name_en: str
    per_day: int
    skills: list[str]
    taken: list[int]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit promised."""

    key: int
    day: date
    slot: int
    crew_name: str
    crew_name_en: str
    given_up: bool


def crew_loads(*, unit_ids: Sequence[int] | None, days: Sequence[date]) -> list[CrewLoad]:
    """Return the crews of some units (None: of all) with their load on each day; two queries."""
    crews = Crew.objects.filter(until=None)
    if unit_ids is not None:
        crews = crews.filter(unit_id__in=unit_ids)
    visits = Visit.objects.filter(crew__in=crews, day__in=days, given_up_at=None)
    taken = {(crew, day): n for crew, day, n in visits.values_list("crew_id", "day").annotate(n=Count("pk"))}
    fields = ("pk", "unit_id", "unit__name", "unit__name_en", "name", "name_en", "per_day", "skills")
    rows = crews.order_by("unit__code", "pk").values_list(*fields)
    return [_load(row, [taken.get((row[0], day), 0) for day in days]) for row in rows]


def _load(values: Sequence[Any], taken: list[int]) -> CrewLoad:
    full: list[Any] = [*values, taken]
    return CrewLoad(*full)


def visits_list(order_id: int) -> Any:
    """List the visits promised for an order, the first first."""
    rows = Visit.objects.filter(order_id=order_id).order_by("day", "slot", "pk")
    return rows.values_list("pk", "day", "slot", "crew__name", "crew__name_en", "given_up_at")


def visit_row(*row: Any) -> VisitRow:
    """Read one row of that list."""
    told: list[Any] = [*row[:5], row[5] is not None]
    return VisitRow(*told)
