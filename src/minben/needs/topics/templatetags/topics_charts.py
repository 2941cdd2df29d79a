"""Bars as plain SVG: presentation attributes only, since the page allows no inline style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from django import template

from minben.needs.topics.showing import Bar

register = template.Library()

# The drawing is scaled to the page: a narrower one has larger letters, for the elder view.
WIDTHS = {"elder": 250}
WIDTH, ROOM_FOR_VALUE = 330, 70
ROW, TOP, THICK, LETTER = 44, 20, 12, 14


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar in the coordinates of the drawing, as text that no language's commas can spoil."""

    name: str
    value: str
    said: bool
    text_y: int
    value_y: int
    y: int
    width: str
    tone: str


@register.inclusion_tag("topics/bars.html", takes_context=True)
def topic_bars(context: Mapping[str, Any], rows: Sequence[Bar], title: str, key: str) -> dict[str, object]:
    """Draw one bar a row; the table beside it holds the same figures."""
    width = WIDTHS.get(str(context.get("frame", {}).get("view", "")), WIDTH)
    most = max((abs(row.value) for row in rows), default=0.0) or 1.0
    drawn = [_drawn(row, number, (width - ROOM_FOR_VALUE) / most, width) for number, row in enumerate(rows)]
    return {
        "bars": drawn,
        "title": title,
        "key": key,
        "height": ROW * len(rows) + 4,
        "width": width,
        "thick": THICK,
    }


def fitted(text: str, width_px: float) -> str:
    """Return as much of a text as fits into one line of the drawing.

    Examples
    --------
    >>> fitted("北岸社区三号楼停水三天", 70)
    '北岸社区…'
    """
    room = width_px / LETTER
    if sum(map(_broad, text)) <= room:
        return text
    kept = ""
    for sign in text:
        room -= _broad(sign)
        if room < 1:
            break
        kept += sign
    return f"{kept}…"


def _broad(sign: str) -> float:
    return 1.0 if east_asian_width(sign) in "WF" else 0.56


def _drawn(row: Bar, number: int, scale: float, width: int) -> Drawn:
    top = number * ROW
    return Drawn(
        fitted(row.name, width),
        row.told,
        row.said,
        top + LETTER,
        top + TOP + THICK - 1,
        top + TOP,
        f"{max(row.value, 0) * scale:.1f}",
        row.tone,
    )
