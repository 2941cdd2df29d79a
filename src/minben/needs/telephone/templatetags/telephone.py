"""Tags of the pages of calls: words for codes, spans of time, shares with one decimal, the chart by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from minben.commons.statistics import Estimate
from minben.needs.hotline import queries as requests
from minben.needs.telephone import telling, wording
from minben.needs.telephone.queries import Hour

register = template.Library()

HEIGHT, WIDTH, BASE, STEP = 150, 330, 120, 13


@register.filter
def call_word(code: Any, of: str) -> str:
    """Show a code of the telephone as the reader's word."""
    return wording.word(of, str(code))


@register.filter
def request_word(code: Any, of: str) -> str:
    """Show a code of the hotline as the reader's word."""
    return requests.word(of, str(code))


@register.filter
def danger_word(code: str) -> str:
    """Show what a danger is: a number to call, or what may be at stake."""
    return f"{code} {requests.word('emergency', code)}" if code.isdigit() else requests.word("alert", code)


@register.filter
def named_in(row: Any, what: str) -> str:
    """Show the name of a request's category, place or unit in the reader's language."""
    return requests.named(row, what)


@register.filter
def clock(seconds: float | None) -> str:
    """Show a span of time as minutes and seconds, as telephones do."""
    if seconds is None:
        return "–"
    whole = max(round(seconds), 0)
    return f"{whole // 60}:{whole % 60:02}"


@register.simple_tag
def since(moment: datetime, now: datetime) -> str:
    """Show how long ago something was, as minutes and seconds."""
    return clock((now - moment).total_seconds())


@register.simple_tag
def told(found: Estimate) -> SafeString:
    """Show an estimate with its interval; say so when too few calls stand behind it.

    Shares have one decimal: 94.6 % beside a limit of 95 % must not read as reaching it.
    """
    if not found.shown:
        return format_html('<span class="why">{}</span>', _("too few calls to show"))
    low, high = (telling.figure(x, found.unit) for x in (found.low, found.high))
    words = _("likely between %(low)s and %(high)s") % {"low": low, "high": high}
    return format_html(
        '<span>{} <small><span class="sr">{}</span><span aria-hidden="true">{}</span></small></span>',
        plain(found), words, telling.interval(found),
    )  # fmt: skip


@register.filter
def plain(found: Estimate) -> str:
    """Show an estimate's value with its unit, for a sentence."""
    return telling.with_unit(telling.figure(found.value, found.unit), found.unit)


@dataclass(frozen=True, slots=True)
class Column:
    """One hour of the drawing, in its coordinates, as text that no language's commas can spoil."""

    x: str
    all_y: str
    all_height: str
    soon_y: str
    soon_height: str
    label: str


@register.inclusion_tag("telephone/hours.html")
def hours_chart(hours: Sequence[Hour]) -> dict[str, object]:
    """Draw the calls of each hour, and how many of them were answered in time; the table holds the same figures."""
    most = max((hour.calls for hour in hours), default=0) or 1
    scale = (BASE - 10) / most
    columns = [_column(hour, scale) for hour in hours]
    return {"columns": columns, "width": WIDTH, "height": HEIGHT, "base": BASE, "most": most}


def _column(hour: Hour, scale: float) -> Column:
    tall, soon = hour.calls * scale, hour.calls * (hour.within.value or 0.0) * scale
    label = str(hour.hour) if hour.hour % 6 == 0 else ""
    x = f"{10 + hour.hour * STEP}"
    return Column(x, f"{BASE - tall:.1f}", f"{tall:.1f}", f"{BASE - soon:.1f}", f"{soon:.1f}", label)
