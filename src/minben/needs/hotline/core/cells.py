"""What stands in a cell of an export, as offices and sites write it: moments, how many pressed "me too", words."""

from collections.abc import Mapping
from datetime import datetime, time
from math import isfinite
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from minben.commons.days import OLDEST_YEAR, Order, read_day

_TIMES: Mapping[str, int] = {
    "k": 1_000,
    "千": 1_000,
    "w": 10_000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 100_000_000,
}
_MOST_SUPPORT = 1_000_000_000
RETURN = "_x000D_"
"""How Excel writes the end of a line into the files that it exports."""


def moment(raw: Any, zone: ZoneInfo, *, day_starts: bool, order: Order | None = None) -> datetime:
    """Read a moment as exports write it; a bare day means its first or its last second.

    ``order`` says what stands first where the year stands last.

    >>> moment("2019-02-28", ZoneInfo("Asia/Shanghai"), day_starts=False).isoformat()
    '2019-02-28T23:59:59+08:00'

    Raises
    ------
    ValueError
        When it cannot be read, see :func:`minben.commons.days.read_day`.
    """
    found = read_day(raw, order)
    if found.year < OLDEST_YEAR:
        raise ValueError(str(raw))
    if not isinstance(found, datetime):
        found = datetime.combine(found, time.min if day_starts else time(23, 59, 59))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def plain(value: Any) -> str:
    """Return a cell as words; nothing, and the NaN of tables, as none."""
    if value is None or value != value:  # noqa: PLR0124  # NaN is how tables say "nothing"
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, str):
        return str(value)
    text: str = value
    if RETURN in text:
        text = text.replace(f"{RETURN}\n", "\n").replace(RETURN, "\n")
    return text.strip()


def supporters(text: str) -> int:
    """Read how many pressed "me too", as sites write it; 0 where that cannot be read.

    >>> [supporters(text) for text in ("12", "1.2万", "1,234", "999+", "-3", "NaN")]
    [12, 12000, 1234, 999, 0, 0]
    """
    if text.isdecimal() or not text:
        return min(int(text or "0"), _MOST_SUPPORT)
    told = normalize("NFKC", text).replace(",", "").strip().rstrip("+").lower()
    times = _TIMES.get(told[-1:], 1)
    try:
        value = float(told[:-1] if times > 1 else told) * times
    except ValueError:
        return 0
    return int(min(max(value, 0), _MOST_SUPPORT)) if isfinite(value) else 0
