"""The catalogue in force on a day, kept in memory until somebody changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from minben.commons.kept import Kept
from minben.commons.workdays import Span, SpanUnit
from minben.dispatch.orders.core.limits import Spans
from minben.dispatch.orders.core.routing import EVERYWHERE, Catalogue, Rule, catalogue
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

    catalogue: Catalogue
    terms: Mapping[int, Terms]
    has_areas: bool


_NOTHING = Terms({}, None, {})


def in_force(day: date) -> InForce:
    """Return the rules of a day."""
    return _kept(connection, day)


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
    return InForce(catalogue(rules), terms, any(rule.place != EVERYWHERE for rule in rules))


# The names of areas stand in the reasons that people read.
_kept = Kept(_read, CatalogueRule, Ruling, CatalogueRule._meta.get_field("place").related_model)


def _named(place: Any) -> dict[str, str]:
    return {"place": place.name, "place_en": place.name_en or place.name} if place else {}
