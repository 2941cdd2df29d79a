"""Bars of a chart in the coordinates of a drawing; the table beside it holds the same figures.

Pure geometry for plain SVG: presentation attributes only, since pages allow no inline style. Numbers are handed on as
text that no language's commas can spoil.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

__all__ = ["Bar", "Chart", "laid_out"]

# The drawing is scaled to the page: a narrower one has larger letters, for the elder view.
_WIDTHS = {"elder": 250}
_WIDTH, _ROOM_FOR_VALUE = 330, 80
_ROW, _TOP, _THICK, _LETTER = 44, 20, 12, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words.

    Attributes
    ----------
    name, told
        What it is about, and its value in words.
    value
        How long it is; None where nothing may be shown.
    low, high
        The interval, drawn as a line; None where there is none.
    whole
        The least that the scale must reach, so that two charts of shares can be compared.
    tone
        ``"soft"``, ``"care"`` or ``""``.
    said
        The name is in people's own Chinese words.
    """

    name: str
    told: str
    value: float | None
    low: float | None = None
    high: float | None = None
    whole: float = 0.0
    tone: str = "soft"
    said: bool = False

    @property
    def reach(self) -> float:
        """How far the scale must go for it."""
        return 0.0 if self.value is None else max(self.whole, self.value, self.high or 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar in the coordinates of the drawing."""

    name: str
    value: str
    said: bool
    text_y: int
    value_y: int
    y: int
    width: str
    line: str
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below one another, and the size of the drawing."""

    bars: tuple[Drawn, ...]
    width: int
    height: int
    thick: int = _THICK


def laid_out(bars: Sequence[Bar], *, view: str = "") -> Chart:
    """Lay bars out, the longest as wide as there is room.

    Examples
    --------
    >>> chart = laid_out([Bar("路灯", "8", 8.0), Bar("供暖", "4", 4.0)])
    >>> [bar.width for bar in chart.bars]
    ['250.0', '125.0']
    """
    width = _WIDTHS.get(view, _WIDTH)
    most = max((bar.reach for bar in bars), default=0.0) or 1.0
    scale = (width - _ROOM_FOR_VALUE) / most
    drawn = tuple(_drawn(bar, number * _ROW, scale, width) for number, bar in enumerate(bars))
    return Chart(drawn, width, _ROW * len(bars) + 4)


def _drawn(bar: Bar, top: int, scale: float, width: int) -> Drawn:
    length, line = "", ""
    if bar.value is not None:
        length = f"{max(bar.value, 0) * scale:.1f}"
        if bar.low is not None and bar.high is not None:
            line = f"M{max(bar.low, 0) * scale:.1f} {top + _TOP + _THICK // 2}H{bar.high * scale:.1f}"
    return Drawn(
        name=fitted(bar.name, width),
        value=bar.told,
        said=bar.said,
        text_y=top + _LETTER,
        value_y=top + _TOP + _THICK - 1,
        y=top + _TOP,
        width=length,
        line=line,
        tone=bar.tone,
    )


def fitted(text: str, width_px: float) -> str:
    """Return as much of a text as fits into one line of the drawing.

    Examples
    --------
    >>> fitted("北岸社区三号楼停水三天", 70)
    '北岸社区…'
    """
    room = width_px / _LETTER
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
