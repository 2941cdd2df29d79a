"""Months before and after as plain SVG: presentation attributes only, since the page allows no inline style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django import template

from minben.evaluation.agenda.queries import MonthCount

register = template.Library()

# The drawing is scaled to the page: a narrower one has larger letters, for the elder view.
WIDTHS = {"elder": 250}
WIDTH, HEIGHT, BASE, TOP, LEFT, HIDDEN = 330, 168, 140, 14, 2, 24


@dataclass(frozen=True, slots=True)
class Column:
    """A month, or several together, in the coordinates of the drawing; ``mark`` is what was to be expected.

    Months that stand together are as wide as they are many and as high as one of them on average. What may not be
    shown has a dashed outline of always the same height: an empty place would look like nobody.
    """

    x: str
    width: str
    y: str
    height: str
    middle: str
    label: str
    tone: str
    mark: str


@register.inclusion_tag("agenda/months.html", takes_context=True)
def months_chart(context: Mapping[str, Any], months: Sequence[MonthCount]) -> dict[str, object]:
    """Draw one column per month and, across it, what the comparison lets expect."""
    width = WIDTHS.get(str(context.get("frame", {}).get("view", "")), WIDTH)
    step = (width - LEFT) / max(sum(one.length for one in months), 1)
    most = max((max(one.count or 0, one.expected or 0) / one.length for one in months), default=0) or 1
    begins = accumulate((one.length for one in months), initial=0)
    columns = [_column(one, number, step, most) for number, one in zip(begins, months, strict=False)]
    return {"columns": columns, "width": width, "height": HEIGHT, "base": BASE}


def _column(one: MonthCount, number: int, step: float, most: float) -> Column:
    left, thick = LEFT + number * step, (one.length - 0.28) * step
    per_person = (BASE - TOP) / most / one.length
    tall = HIDDEN if one.count is None else one.count * per_person
    mark = ""
    if one.expected is not None:
        level = BASE - one.expected * per_person
        mark = f"M{left - step * 0.06:.1f} {level:.1f}H{left + thick + step * 0.06:.1f}"
    # Every month has its row in the table; on the drawing there is room for some.
    room = step * one.length
    label = str(one.month.month) if room >= 18 or number % 2 == 0 else ""
    if one.length > 1 and room >= 38:
        label = f"{one.month.month}–{one.last.month}"
    tone = "hidden" if one.count is None else "" if one.after else "soft"
    return Column(
        f"{left:.1f}", f"{thick:.1f}", f"{BASE - tall:.1f}", f"{tall:.1f}", f"{left + thick / 2:.1f}", label, tone, mark
    )  # fmt: skip
