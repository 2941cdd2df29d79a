"""Solar terms (节气): the day on which the sun reaches a longitude, computed and never a fixed date.

GB/T 33661-2017 defines a term as the moment of the apparent longitude; its day is the local day of that moment.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from minben.participation.twin.core.sun import apparent_longitude

__all__ = ["Term", "day_of", "moment_of"]

_DEGREE_S = 365.2422 * 86400 / 360


class Term(StrEnum):
    """The two days of the rules on sunlight: Great Cold (大寒) and winter solstice (冬至)."""

    GREAT_COLD = "great_cold"
    WINTER_SOLSTICE = "winter_solstice"


_LONGITUDE = {Term.GREAT_COLD: 300.0, Term.WINTER_SOLSTICE: 270.0}
_NEAR = {Term.GREAT_COLD: (1, 20), Term.WINTER_SOLSTICE: (12, 22)}


def moment_of(term: Term, year: int) -> datetime:
    """Return the moment of a term in a year of the common calendar, in UTC; within six minutes of the almanac's.

    Examples
    --------
    >>> moment_of(Term.WINTER_SOLSTICE, 2024).strftime("%Y-%m-%d %H h")
    '2024-12-21 09 h'
    """
    unix_s = datetime(year, *_NEAR[term], tzinfo=UTC).timestamp()
    for _ in range(6):
        behind = (_LONGITUDE[term] - float(apparent_longitude(np.array([unix_s]))[0]) + 180) % 360 - 180
        unix_s += behind * _DEGREE_S
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=unix_s)


def day_of(term: Term, year: int, zone: str) -> date:
    """Return the local day of a term.

    Examples
    --------
    >>> day_of(Term.GREAT_COLD, 2026, "Asia/Shanghai").isoformat()
    '2026-01-20'
    >>> day_of(Term.GREAT_COLD, 2024, "Asia/Shanghai").isoformat()
    '2024-01-20'
    """
    return moment_of(term, year).astimezone(ZoneInfo(zone)).date()
