"""What everybody may see of the year: which headings have their season."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minben.commons.bars import Bar
from minben.commons.clock import now
from minben.needs.topics import queries, showing, wording

SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    month: str
    most: int
    times: str


@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """Show the headings that have a season, and the year of the most marked one."""
    year = queries.seasons(at=now())
    names = [wording.month_in_words(month) for month in year.months]
    rows = [
        _Told(one.heading, names[one.peak], one.most, showing.amount(one.times))
        for one in year.headings[:SHOWN]
    ]
    context: dict[str, Any] = {"rows": rows, "first": rows[0] if rows else None}
    if rows:
        marked = year.headings[0]
        told = [_("too few to show") if count is None else str(count) for count in marked.counts]
        context |= {
            "months": list(zip(names, told, strict=True)),
            "bars": [
                Bar(
                    name,
                    words,
                    None if count is None else float(count),
                    tone="care" if place == marked.peak else "soft",
                )
                for place, (name, words, count) in enumerate(zip(names, told, marked.counts, strict=True))
            ],
            "chart_title": _("%(heading)s, month by month") % {"heading": marked.heading},
        }
    return render(request, "topics/seasons.html", context)
