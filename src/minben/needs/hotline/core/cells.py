"""What stands in a cell of an export, as offices and sites write it: moments, how many pressed "me too", words."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

_FORMS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M",
          "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H时%M分", "%Y.%m.%d", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S",
          "%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%m/%d/%Y %I:%M:%S %p")  # fmt: skip
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
_OLDEST_YEAR = 1950
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # spreadsheets count naive days


def moment(raw: Any, zone: ZoneInfo, *, day_starts: bool) -> datetime:
    """Read a moment as exports write it; a bare day means its first or its last second.

    >>> moment("2019-02-28", ZoneInfo("Asia/Shanghai"), day_starts=False).isoformat()
    '2019-02-28T23:59:59+08:00'

    Raises
    ------
    ValueError
        When it cannot be read.
    """
    found = raw if isinstance(raw, date) else _parsed(raw)
    if found.year < _OLDEST_YEAR:
        # 0001-01-01 and 1900-01-01 are how programs write that they do not know.
        raise ValueError(str(raw))
    if not isinstance(found, datetime):
        found = datetime.combine(found, time.min if day_starts else time(23, 59, 59))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(raw: Any) -> date:
    if isinstance(raw, (int, float)) and 20_000 < raw < 80_000:
        return _EXCEL_EPOCH + timedelta(days=float(raw))
    text = str(raw).strip()
    if _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=float(text))
    if len(text) <= 10 and text.count("-") == 2:
        return date.fromisoformat("-".join(part.zfill(2) for part in text.split("-")))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007  # the zone is added by the caller
        except ValueError:
            continue
        return read if "%H" in form or "%I" in form else read.date()
    raise ValueError(text)


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
