"""Bars with intervals as plain SVG: presentation attributes only, since the page allows no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.amounts import amount, interval
from minben.evaluation.outcomes.showing import Row

register = template.Library()

WIDTH, RIGHT = 320, 250.0
ROW, TOP, THICK = 44, 20, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the coordinates of the drawing, as text that no language's commas can spoil."""

    name: str
    value: str
    text_y: int
    y: int
    width: str
    line: str
    tone: str


@register.inclusion_tag("outcomes/bars.html")
def bars(rows: Sequence[Row], title: str, key: str) -> dict[str, object]:
    """Draw one bar per row, its interval as a line; the table beside it holds the same figures."""
    most = max((_reach(row.estimate) for row in rows), default=0.0) or 1.0
    drawn = [_bar(row, number, RIGHT / most) for number, row in enumerate(rows)]
    size = {"height": ROW * len(rows) + 4, "width": WIDTH, "thick": THICK}
    return {"bars": drawn, "title": title, "key": key, **size}


@register.filter
def amount_of(estimate: Estimate | None) -> str:
    """Return an estimate's value with its unit; a dash where there is none."""
    return "–" if estimate is None or estimate.value is None else amount(estimate.value, estimate.unit)


@register.filter
def interval_of(estimate: Estimate | None) -> str:
    """Return an estimate's interval; nothing where there is none."""
    return "" if estimate is None or estimate.value is None else interval(estimate)


def _bar(row: Row, number: int, scale: float) -> Bar:
    top = number * ROW
    found = row.estimate if row.estimate and row.estimate.value is not None else None
    width, line = "", ""
    if found is not None and found.value is not None:
        width = f"{max(found.value, 0) * scale:.1f}"
        if found.low is not None and found.high is not None:
            line = f"M{max(found.low, 0) * scale:.1f} {top + TOP + THICK // 2}H{found.high * scale:.1f}"
    tone = "care" if row.worst else "soft"
    return Bar(row.name, amount_of(found), top + 14, top + TOP, width, line, tone)


def _reach(estimate: Estimate | None) -> float:
    if estimate is None or estimate.value is None:
        return 0.0
    # Shares are drawn on the whole scale, so that two charts can be compared.
    return 1.0 if estimate.unit == "share" else max(estimate.value, estimate.high or 0.0)
