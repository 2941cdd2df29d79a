"""The dispatch catalogue: bringing rules, and the rules in force on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from minben.commons.digests import JSON
from minben.dispatch.orders.core.limits import span_of
from minben.dispatch.orders.models import CatalogueRule
from minben.dispatch.orders.words import Origin
from minben.ledger import actions as ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A line of the catalogue; no ``place_id``: everywhere else; ``spans`` like ``{"soon": "2 days"}``."""

    category_id: int
    unit_id: int
    since: date
    source: str
    place_id: int | None = None
    until: date | None = None
    verified: bool = False
    sign_hours: int | None = None
    spans: dict[str, str] = field(default_factory=dict)


def bring_catalogue(*, rows: Sequence[NewRule], at: datetime, by: str = "registers") -> int:
    """Bring rules into force; each ends, the day before it starts, the open rule for its category and area.

    Rules that stand already as they are brought are left alone, so that the same file again changes nothing.

    Returns
    -------
    int
        How many rules are new.

    Raises
    ------
    TeachingError
        ``span_unreadable`` when a limit is not like "5 working_days".
    """
    for row in rows:
        for text in row.spans.values():
            span_of(text)
    with transaction.atomic():
        standing = _open_rules()
        latest = {_key(row): row for row in rows}
        fresh = [row for row in latest.values() if not _stands(standing.get(_key(row)), row)]
        ended = [_end(standing[_key(row)], row.since, at) for row in fresh if _key(row) in standing]
        ended += _own_no_longer(fresh, standing.values(), at)
        CatalogueRule.objects.bulk_update(ended, ["until", "replaced_at", "changed_at"], batch_size=200)
        CatalogueRule.objects.bulk_create([_rule(row, at) for row in fresh], batch_size=500)
        detail: dict[str, JSON] = {"rules": len(fresh), "ended": len(ended)}
        ledger.write([ledger.Act("orders.catalogue", by, "orders.catalogue", at, detail=detail)])
    return len(fresh)


def _key(row: NewRule) -> tuple[int, int | None]:
    return row.category_id, row.place_id


def _open_rules() -> dict[tuple[int, int | None], CatalogueRule]:
    rules = CatalogueRule.objects.select_for_update().filter(until=None, replaced_at=None)
    return {(rule.category_id, rule.place_id): rule for rule in rules}


def _stands(rule: CatalogueRule | None, row: NewRule) -> bool:
    if rule is None or rule.origin == Origin.OWN:
        return False
    said = (row.unit_id, row.sign_hours, dict(row.spans), row.source, row.verified)
    return (rule.unit_id, rule.sign_hours, rule.spans, rule.source, rule.verified) == said


def _end(rule: CatalogueRule, since: date, at: datetime) -> CatalogueRule:
    last = since - timedelta(days=1)
    if last >= rule.since:
        rule.until = last
    else:
        rule.replaced_at = at
    rule.changed_at = at
    return rule


def _own_no_longer(
    fresh: Sequence[NewRule], standing: Iterable[CatalogueRule], at: datetime
) -> list[CatalogueRule]:
    """End the units made for categories that people have now put into the catalogue."""
    brought = {row.category_id: row.since for row in fresh}
    own = [rule for rule in standing if rule.origin == Origin.OWN and rule.category_id in brought]
    replaced = {_key(row) for row in fresh}
    return [
        _end(rule, brought[rule.category_id], at)
        for rule in own
        if (rule.category_id, rule.place_id) not in replaced
    ]


def _rule(row: NewRule, at: datetime) -> CatalogueRule:
    return CatalogueRule(
        category_id=row.category_id,
        place_id=row.place_id,
        unit_id=row.unit_id,
        since=row.since,
        until=row.until,
        source=row.source,
        verified=row.verified,
        sign_hours=row.sign_hours,
        spans=dict(row.spans),
        changed_at=at,
    )
