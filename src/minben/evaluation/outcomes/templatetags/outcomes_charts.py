"""Bars with intervals as plain SVG: presentation attributes only, since the page allows no inline style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.amounts import amount, interval
from minben.evaluation.outcomes.showing import Row

register = template.Library()

# The drawing is scaled to the page: a narrower one has larger letters, for the elder view.
WIDTHS = {"elder": 250}
WIDTH, ROOM_FOR_VALUE = 330, 80
ROW, TOP, THICK = 44, 20, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the coordinates of the drawing, as text that no language's commas can spoil."""

    name: str
    value: str
    text_y: int
    value_y: int
    y: int
    width: str
    line: str
    tone: str


@register.inclusion_tag("outcomes/bars.html", takes_context=True)
def bars(context: Mapping[str, Any], rows: Sequence[Row], title: str, key: str) -> dict[str, object]:
    """Draw one bar per row, its interval as a line; the table beside it holds the same figures."""
    most = max((_reach(row.estimate) for row in rows), default=0.0) or 1.0
    width = WIDTHS.get(str(context.get("frame", {}).get("view", "")), WIDTH)
    drawn = [_bar(row, number, (width - ROOM_FOR_VALUE) / most) for number, row in enumerate(rows)]
    size = {"height": ROW * len(rows) + 4, "width": width, "thick": THICK}
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
    return Bar(row.name, amount_of(found), top + 14, top + TOP + THICK - 1, top + TOP, width, line, tone)


def _reach(estimate: Estimate | None) -> float:
    if estimate is None or estimate.value is None:
        return 0.0
    # Shares are drawn on the whole scale, so that two charts can be compared.
    return 1.0 if estimate.unit == "share" else max(estimate.value, estimate.high or 0.0)
