"""Crews, and who goes when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.commons.digests import JSON
from minben.dispatch.orders.actions.deeds import Deed, locked, note, worker_of
from minben.dispatch.orders.actions.telling import tell
from minben.dispatch.orders.core.capacity import CrewDay, Job, earliest
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.limits import ZONE
from minben.dispatch.orders.models import Crew, Visit
from minben.dispatch.orders.words import OPEN, Actor, Step
from minben.ground.registers import queries as registers
from minben.ledger import actions as ledger
from minben.needs.hotline import queries as hotline

_DAYS_AHEAD = 30
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCrew:
    """A crew of a unit; ``skills`` are codes of categories, none meaning all the unit does."""

    unit_id: int
    name: str
    per_day: int
    name_en: str = ""
    skills: tuple[str, ...] = ()


def add_crews(*, rows: Sequence[NewCrew], at: datetime, by: str = "registers") -> int:
    """Add crews, or bring those of the same unit and name up to date; return how many rows were taken in."""
    made = [
        Crew(
            unit_id=row.unit_id,
            name=row.name,
            name_en=row.name_en,
            per_day=row.per_day,
            skills=list(row.skills),
        )
        for row in {(row.unit_id, row.name): row for row in rows}.values()
    ]
    with transaction.atomic():
        Crew.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["unit", "name"],
            update_fields=["name_en", "per_day", "skills"],
            batch_size=200,
        )
        detail: dict[str, JSON] = {"crews": len(made)}
        ledger.write([ledger.Act("orders.crews", by, "orders.crews", at, detail=detail)])
    return len(made)


def plan_visit(*, order_id: int, by: AbstractBaseUser, at: datetime, not_before: date | None = None) -> Visit:
    """Promise the person the earliest free place of a crew that can do it, tomorrow at the soonest.

    An order with danger may be promised today.

    Raises
    ------
    OrderError
        ``not_your_unit``, ``not_open``, ``already_planned``, ``too_far_ahead`` (more than a year) or
        ``no_crew_free`` (none within thirty days).
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        if order.state not in OPEN:
            raise OrderError("not_open", order=order.pk, state=order.state)
        if Visit.objects.filter(order=order, given_up_at=None, day__gte=at.astimezone(ZONE).date()).exists():
            raise OrderError("already_planned", order=order.pk)
        today = at.astimezone(ZONE).date()
        if not_before and not_before - today > _FURTHEST:
            raise OrderError("too_far_ahead", furthest=today + _FURTHEST)
        first = max(not_before or today, today if order.danger else today + timedelta(days=1))
        visit = _earliest(order.pk, order.unit_id, order.category_id, first, at, danger=order.danger)
        facts = {"crew": visit.crew_id, "day": visit.day.isoformat(), "slot": visit.slot}
        note(order, Deed(step=Step.VISIT_PLANNED, actor=Actor.UNIT, at=at, by=by, facts=facts))
        tell(order, "visited", at, by=by, facts={"planned": True, "day": facts["day"]})
        return visit


def _earliest(order: int, unit: int, category: int, first: date, at: datetime, *, danger: bool) -> Visit:
    codes = {row.code: row.key for row in hotline.categories()}
    crews = [
        CrewDay(crew.pk, crew.per_day, frozenset(codes[code] for code in crew.skills if code in codes))
        for crew in Crew.objects.select_for_update().filter(unit_id=unit, until=None).order_by("pk")
    ]
    days = going_out(first, every_day=danger)
    places = earliest([Job(order, category)], crews, days, taken=_taken([crew.key for crew in crews], first))
    if places[0] is None:
        raise OrderError("no_crew_free", unit=unit)
    found = places[0]
    return Visit.objects.create(
        order_id=order, crew_id=found.crew, day=found.day, slot=found.slot, planned_at=at
    )


def going_out(first: date, *, every_day: bool) -> list[date]:
    """Return the next days on which crews go out: working days; every day where there is danger."""
    days = [first + timedelta(days=n) for n in range(_DAYS_AHEAD)]
    calendar = registers.calendar()
    known = {day.year for day in days} <= set(calendar.years)
    return [day for day in days if every_day or (calendar.is_working(day) if known else day.weekday() < 5)]


def _taken(crews: Sequence[int], first: date) -> dict[tuple[int, date], set[int]]:
    taken: dict[tuple[int, date], set[int]] = defaultdict(set)
    rows = Visit.objects.filter(crew_id__in=crews, day__gte=first, given_up_at=None)
    for crew, day, slot in rows.values_list("crew_id", "day", "slot"):
        taken[crew, day].add(slot)
    return taken


def give_up_visit(*, visit_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """Give a promised place back; the person is told, with the reason.

    Raises
    ------
    OrderError
        ``visit_unknown`` or ``not_your_unit``.
    """
    with transaction.atomic():
        visit = Visit.objects.select_for_update().filter(pk=visit_id, given_up_at=None).first()
        if visit is None:
            raise OrderError("visit_unknown", visit=visit_id)
        order = locked(visit.order_id)
        worker_of(order, by, at)
        visit.given_up_at = at
        visit.save()
        facts = {"day": visit.day.isoformat(), "given_up": True}
        note(order, Deed(step=Step.VISIT_PLANNED, actor=Actor.UNIT, at=at, by=by, words=words, facts=facts))
        tell(order, "visited", at, by=by, words=words, facts={**facts, "planned": False})
