"""Figures of groups as bars with intervals, and as words of a table."""

from collections.abc import Sequence

from django import template

from minben.commons.bars import Bar
from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.amounts import amount, interval
from minben.evaluation.outcomes.showing import Row

register = template.Library()


@register.filter
def as_bars(rows: Sequence[Row]) -> list[Bar]:
    """Return one bar per row; shares are drawn on the whole scale, so that two charts can be compared."""
    return [_bar(row) for row in rows]


@register.filter
def amount_of(estimate: Estimate | None) -> str:
    """Return an estimate's value with its unit; a dash where there is none."""
    return "–" if estimate is None or estimate.value is None else amount(estimate.value, estimate.unit)


@register.filter
def interval_of(estimate: Estimate | None) -> str:
    """Return an estimate's interval; nothing where there is none."""
    return "" if estimate is None or estimate.value is None else interval(estimate)


def _bar(row: Row) -> Bar:
    tone = "care" if row.worst else "soft"
    found = row.estimate
    if found is None or found.value is None:
        return Bar(row.name, amount_of(None), None, tone=tone)
    whole = 1.0 if found.unit == "share" else 0.0
    return Bar(row.name, amount_of(found), found.value, found.low, found.high, whole, tone)
