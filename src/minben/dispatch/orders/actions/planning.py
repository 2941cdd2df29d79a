"""Planning a batch: which unit, which limits, and whether the unit may learn who asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from minben.commons.workdays import Span
from minben.dispatch.orders.actions.acting_units import centre_of, own_units, parents_of, recorded
from minben.dispatch.orders.core.limits import Limits, answer_span
from minben.dispatch.orders.core.reasons import WhyDue, WhyUnit
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.core.routing import Rule, above, instead_of, line_of, route
from minben.dispatch.orders.limits import ZONE, limits_at
from minben.dispatch.orders.rules import InForce, Terms, in_force, terms_of
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions as hotline


@dataclass(frozen=True, slots=True)
class Plan:
    """What one request gets; ``key`` is equal where unit and reason are, ``rests_on`` is of the rule for ``answer``."""

    unit: int
    why: tuple[Mapping[str, Any], ...]
    key: tuple[Any, ...]
    answer: Span
    sign: Span
    names_person: bool
    rests_on: Mapping[str, Any]


def plan(arrivals: Sequence[hotline.Arrival], at: datetime) -> list[Plan]:
    """Plan a batch; categories without a rule and units that only an export knows are made on the way.

    Raises
    ------
    OrderError
        ``nobody_but_accused``.
    """
    rules, routed = _route([one for one in arrivals if not one.unit.strip()], at)
    units = registers.units() if any(one.unit.strip() or one.against_id for one in arrivals) else ()
    named = recorded({one.unit for one in arrivals if one.unit.strip()}, units, at)
    city = _City(rules, limits_at(at), routed, named, parents_of(units), centre_of(units))
    made: dict[tuple[Any, ...], Plan] = {}
    return [_plan(one, city, made) for one in arrivals]


@dataclass(frozen=True, slots=True)
class _City:
    """What a batch is planned by."""

    rules: InForce
    limits: Limits
    routed: Mapping[tuple[int, int | None], tuple[Rule, str]]
    named: Mapping[str, int]
    parents: Mapping[int, int | None]
    centre: int | None


def _route(
    arrivals: Sequence[hotline.Arrival], at: datetime
) -> tuple[InForce, dict[tuple[int, int | None], tuple[Rule, str]]]:
    pairs = list(dict.fromkeys((one.category_id, one.place_id) for one in arrivals))
    rules, routes = _look_up(pairs, at)
    if without := {category for category, place in pairs if (category, place) not in routes}:
        own_units(without, at)
        rules, routes = _look_up(pairs, at)
    return rules, routes


def _look_up(
    pairs: Sequence[tuple[int, int | None]], at: datetime
) -> tuple[InForce, dict[tuple[int, int | None], tuple[Rule, str]]]:
    rules = in_force(at.astimezone(ZONE).date())
    areas = registers.areas() if rules.has_areas and any(place for _, place in pairs) else {}
    by = replace(rules.catalogue, areas=areas)
    found = route([category for category, _ in pairs], [place for _, place in pairs], by)
    rows = zip(pairs, found.rules, found.why, strict=True)
    return rules, {pair: (rule, why) for pair, rule, why in rows if rule is not None}


def _plan(one: hotline.Arrival, city: _City, made: dict[tuple[Any, ...], Plan]) -> Plan:
    key = (one.category_id, one.place_id, one.unit, one.urgency, one.kind, one.identity, one.against_id)
    if key not in made:
        made[key] = _new_plan(one, city)
    return made[key]


def _new_plan(one: hotline.Arrival, city: _City) -> Plan:
    unit, why, rule = _unit_of(one, city)
    names_person = one.identity == "named"
    if one.against_id is not None:
        line = line_of(one.against_id, city.parents)
        if unit == one.against_id or one.against_id in above(unit, city.parents):
            unit, why, rule = _instead(one, city), ({"code": WhyUnit.ABOVE_ACCUSED.value},), None
        names_person = names_person and unit not in line
    terms = terms_of(rule, city.rules)
    return Plan(
        unit=unit,
        why=why,
        key=(unit, rule.key if rule else why[0]["code"]),
        answer=answer_span(city.limits, kind=one.kind, urgency=one.urgency, own=terms.spans),
        sign=terms.sign or city.limits.sign[one.urgency],
        names_person=names_person,
        rests_on=_rests_on(terms, city.limits, one.urgency),
    )


def _rests_on(terms: Terms, limits: Limits, urgency: str) -> Mapping[str, Any]:
    """Tell since when the rule of a deadline is in force, and whether anybody compared it with its source."""
    if urgency in terms.spans:
        return {name: terms.facts[name] for name in ("since", "verified")}
    return {"since": limits.since.isoformat(), "verified": limits.verified}


def _unit_of(one: hotline.Arrival, city: _City) -> tuple[int, tuple[Mapping[str, Any], ...], Rule | None]:
    if name := one.unit.strip():
        return city.named[name], ({"code": WhyUnit.AS_RECORDED.value},), None
    rule, why = city.routed[one.category_id, one.place_id]
    return rule.unit, ({"code": why, **terms_of(rule, city.rules).facts},), rule


def _instead(one: hotline.Arrival, city: _City) -> int:
    accused = one.against_id or 0
    unit = instead_of(accused, city.parents, city.centre)
    if unit is None:
        raise OrderError("nobody_but_accused", request=one.request_id, unit=accused)
    return unit


def due_reasons(by: Plan, urgency: str, *, recorded: bool, certain: bool) -> list[Mapping[str, Any]]:
    """Say why the deadline stands where it stands; ``certain`` is False where the calendar was estimated."""
    if recorded:
        return [{"code": WhyDue.AS_RECORDED.value}]
    amount, unit = by.answer.amount, by.answer.unit.value
    span = {"code": WhyDue.SPAN.value, "amount": amount, "unit": unit, "urgency": urgency, **by.rests_on}
    return [span] if certain else [span, {"code": WhyDue.CALENDAR_ESTIMATED.value}]
