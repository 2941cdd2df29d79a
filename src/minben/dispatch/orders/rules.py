"""The catalogue in force on a day, kept in memory until somebody changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.utils.timezone import localdate

from minben.commons.workdays import Span, SpanUnit
from minben.dispatch.orders.core.limits import Spans
from minben.dispatch.orders.core.routing import EVERYWHERE, Rule
from minben.dispatch.orders.limits import spans_of
from minben.dispatch.orders.models import CatalogueRule, Ruling
from minben.dispatch.orders.words import Origin


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says beside its unit; ``facts`` go into the reason that people read."""

    spans: Spans
    sign: Span | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InForce:
    """All rules and general rulings of a day."""

    rules: tuple[Rule, ...]
    terms: Mapping[int, Terms]
    has_areas: bool


_NOTHING = Terms({}, None, {})
_kept: dict[str, tuple[tuple[Any, ...], InForce]] = {}


def in_force(day: date) -> InForce:
    """Return the rules of a day: two small queries when nothing has changed, four when it has."""
    # Keys of a transaction that was rolled back are given again: the sums tell such rules from the new ones.
    changed = CatalogueRule.objects.aggregate(
        n=Count("pk"),
        last=Max("changed_at"),
        top=Max("pk"),
        units=Sum(F("pk") * F("unit_id")),
        categories=Sum(F("pk") * F("category_id")),
    )
    rulings = Ruling.objects.aggregate(n=Count("pk"), top=Max("pk"))
    version = (day, *changed.values(), *rulings.values())
    known = _kept.get("rules")
    if known is None or known[0] != version:
        known = _kept["rules"] = (version, _read(day))
    return known[1]


def terms_of(rule: Rule | None, found: InForce) -> Terms:
    return found.terms.get(rule.key, _NOTHING) if rule else _NOTHING


def _read(day: date) -> InForce:
    rules, terms = [], {}
    running = Q(since__lte=day, replaced_at=None) & (Q(until=None) | Q(until__gte=day))
    for row in CatalogueRule.objects.filter(running).select_related("place"):
        place = row.place_id or EVERYWHERE
        rules.append(Rule(row.pk, row.category_id, place, row.unit_id, own=row.origin == Origin.OWN))
        sign = Span(row.sign_hours, SpanUnit.HOURS) if row.sign_hours else None
        facts = {"since": row.since.isoformat(), "source": row.source, "verified": row.verified}
        terms[row.pk] = Terms(spans_of(tuple(row.spans.items())), sign, facts | _named(row.place))
    for ruling in Ruling.objects.filter(general=True).select_related("place"):
        place = ruling.place_id or EVERYWHERE
        rules.append(Rule(-ruling.pk, ruling.category_id, place, ruling.unit_id, ruled=True))
        facts = {"since": localdate(ruling.at).isoformat(), "ruling": ruling.pk}
        terms[-ruling.pk] = Terms({}, None, facts | _named(ruling.place))
    return InForce(tuple(rules), terms, any(rule.place != EVERYWHERE for rule in rules))


def _named(place: Any) -> dict[str, str]:
    return {"place": place.name, "place_en": place.name_en or place.name} if place else {}
