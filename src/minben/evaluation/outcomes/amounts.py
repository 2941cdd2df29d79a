"""Amounts in the reader's words: per cent, points, hours, days."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.commons.statistics import Estimate


def amount(value: float, unit: str) -> str:
    """Return a value with its unit, one decimal below ten and none above."""
    number = _number(value * (100 if unit in {"share", "points"} else 1))
    one = 1 if number == "1" else 2
    words = {
        "share": "%(n)s%%",
        "points": ngettext("%(n)s percentage point", "%(n)s percentage points", one),
        "hours": ngettext("%(n)s hour", "%(n)s hours", one),
        "days": ngettext("%(n)s day", "%(n)s days", one),
    }
    return words.get(unit, "%(n)s") % {"n": number}


def interval(estimate: Estimate) -> str:
    """Return the interval in the same scale, without the unit; an open upper end says so."""
    scale = 100 if estimate.unit == "share" else 1
    low = "–" if estimate.low is None else _number(estimate.low * scale)
    high = _("not yet known") if estimate.high is None else _number(estimate.high * scale)
    return f"{low}–{high}" if estimate.low is not None else ""


def whole(count: int) -> str:
    """Return a count in the reader's way of writing numbers."""
    return number_format(count, force_grouping=True)


def _number(value: float) -> str:
    places = 1 if abs(value) < 10 and round(value, 1) != round(value) else 0
    return str(number_format(round(value, places), decimal_pos=places, force_grouping=True))
