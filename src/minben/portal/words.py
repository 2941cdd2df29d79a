"""Numbers and moments in the words a reader would use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateformat import format as date_format
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.commons.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it is shown: ``84%`` and, where it is an estimate, ``79–88``."""

    value: str
    interval: str


def quantity(estimate: Estimate) -> Quantity:
    """Put a shown estimate into figures: shares as per cent, everything else with its unit."""
    scale = 100.0 if estimate.unit in {"share", "points"} else 1.0
    value, low, high = (None if x is None else _figure(x * scale) for x in _three(estimate))
    if value is None:
        raise ValueError("an estimate without a value is not shown; ask its `shown` first")
    unit = _unit(estimate)
    interval = "" if low is None or high is None else f"{low}–{high}{unit}"
    return Quantity(value + unit, interval)


def moment_in_words(moment: datetime, today: datetime) -> str:
    """Say a local moment as people do: today, yesterday and tomorrow by name, the year only if another."""
    clock = f"{moment:%H:%M}"
    days = (moment.date() - today.date()) // timedelta(days=1)
    named = {-1: _("yesterday %(clock)s"), 0: _("today %(clock)s"), 1: _("tomorrow %(clock)s")}
    if days in named:
        return named[days] % {"clock": clock}
    return date_format(moment, _("j M, H:i") if moment.year == today.year else _("j M Y, H:i"))


def age_in_words(seconds: float) -> str:
    """Say how long something has waited, in the largest unit that still tells."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def _figure(value: float) -> str:
    """One decimal below ten, none above: more would promise a precision nobody measured."""
    return number_format(value, decimal_pos=1 if abs(value) < 10 and value != round(value) else 0)


def _three(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


def _unit(estimate: Estimate) -> str:
    number = round(estimate.value or 0)
    words = {
        "share": "%",
        "points": _(" percentage points"),
        "hours": ngettext(" hour", " hours", number),
        "days": ngettext(" day", " days", number),
        "requests": ngettext(" request", " requests", number),
        "people": ngettext(" person", " people", number),
        "contacts": ngettext(" contact", " contacts", number),
        "": "",
    }
    return words.get(estimate.unit, f" {estimate.unit}")
