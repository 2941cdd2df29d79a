"""How a day is written in other people's files, read in one place; what can be read two ways is never guessed.

With the year first, or in Chinese, there is one reading. ``03/04/2026`` has two: who asks must know the order, from the
rest of the column or from a person.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

__all__ = [
    "OLDEST_YEAR",
    "ContradictedError",
    "Order",
    "OtherOrderError",
    "TwoWaysError",
    "order_told",
    "read_day",
    "ways",
]

OLDEST_YEAR = 1950
"""Before it, a year is how a program writes that it does not know: 0001-01-01, 1900-01-01."""
_FORMS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日",
          "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H时%M分", "%Y.%m.%d",
          "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S")  # fmt: skip
# Two short numbers and a year: which of the two is the day is not written there.
_YEAR_LAST = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})"
    r"(?:[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
)
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # spreadsheets count naive days


class Order(StrEnum):
    """What stands first where the year stands last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class TwoWaysError(ValueError):
    """A day that can be read two ways, and nobody said which: ``found`` holds both."""

    def __init__(self, text: str, found: Mapping[Order, date]) -> None:
        """Keep the two readings of ``text``."""
        super().__init__(text)
        self.found = found


class OtherOrderError(ValueError):
    """A day that can only be read in the other order than its column is to be: ``order`` is the column's."""

    def __init__(self, text: str, order: Order) -> None:
        """Keep the order in which ``text`` cannot be read."""
        super().__init__(text)
        self.order = order


class ContradictedError(ValueError):
    """A day in the one order or the other, in a column that holds both."""


def read_day(raw: Any, order: Order | None = None) -> date:
    """Read a day, or a moment where a time stands with it; without a zone unless one is written.

    Parameters
    ----------
    raw : Any
        A cell: a date, the serial day of a spreadsheet, or words.
    order : Order, optional
        What stands first where the year stands last; without it only days with one reading are read.

    Raises
    ------
    TwoWaysError
        Without an order, where there are two readings.
    OtherOrderError
        Where only the other order makes a day.
    ValueError
        Where it is no day at all; the two above are such errors too.

    Examples
    --------
    >>> read_day("2026年3月1日"), read_day("13/04/2026"), read_day("03/04/2026", Order.DAY_FIRST)
    (datetime.date(2026, 3, 1), datetime.date(2026, 4, 13), datetime.date(2026, 4, 3))
    """
    if isinstance(raw, date):
        return raw
    if isinstance(raw, (int, float)) and 20_000 < raw < 80_000:
        return _EXCEL_EPOCH + timedelta(days=float(raw))
    text = str(raw).strip()
    found = ways(text)
    return _year_first(text) if found is None else _chosen(text, found, order)


def ways(text: str) -> dict[Order, date] | None:
    """Return each reading of a day whose year stands last; None where the year does not stand last.

    Examples
    --------
    >>> [*ways("13/04/2026")], [*ways("03.04.2026 9:05")], ways("2026-04-03")
    ([<Order.DAY_FIRST: 'day_first'>], [<Order.DAY_FIRST: 'day_first'>, <Order.MONTH_FIRST: 'month_first'>], None)
    """
    written = _YEAR_LAST.fullmatch(text)
    if written is None:
        return None
    one, _sign, two, year, *clock = written.groups()
    found = {}
    for order, day, month in ((Order.DAY_FIRST, one, two), (Order.MONTH_FIRST, two, one)):
        try:
            found[order] = _at(date(int(year), int(month), int(day)), *clock)
        except ValueError:
            continue
    return found


def order_told(raw: Any) -> Order | None:
    """Return the only order in which a cell is a day; None where it tells none.

    Examples
    --------
    >>> order_told("13/04/2026"), order_told("03/04/2026")
    (<Order.DAY_FIRST: 'day_first'>, None)
    """
    found = ways(raw.strip()) if isinstance(raw, str) else None
    return next(iter(found)) if found and len(found) == 1 else None


def _chosen(text: str, found: Mapping[Order, date], order: Order | None) -> date:
    if not found:
        raise ValueError(text)
    if order is not None:
        if order not in found:
            raise OtherOrderError(text, order)
        return found[order]
    if len(set(found.values())) > 1:
        raise TwoWaysError(text, found)
    return next(iter(found.values()))


def _at(day: date, hour: str | None, minute: str, second: str | None, half: str | None) -> date:
    """Put the time behind a day, if one is written; noon and midnight are twelve where the day has two halves."""
    if hour is None:
        return day
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(hour)
        hours = hours % 12 + (12 if half in "Pp" else 0)
    return datetime(day.year, day.month, day.day, hours, int(minute), int(second or 0))  # noqa: DTZ001  # the caller adds the zone


def _year_first(text: str) -> date:
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
        return read if "%H" in form else read.date()
    raise ValueError(text)
