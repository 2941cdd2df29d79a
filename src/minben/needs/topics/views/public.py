"""What everybody may see: a month's topics, each with its parts; what counts for less, and why."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minben.commons.bars import Bar
from minben.commons.statistics import SMALLEST_SHOWN
from minben.needs.topics import queries, showing, wording
from minben.needs.topics.views.asked import choice, month_of

SHOWN, DRAWN = 20, 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the topics of a month that at least ten people speak of."""
    row, found = _told_most_recently(month_of(request))
    topics = [showing.tell(one) for one in found]
    context = {
        **choice(row),
        "topics": topics,
        "crowds": [one for one in topics if one.is_crowd],
        "bars": showing.hotness_bars(topics[:DRAWN]),
        "chart_title": _("How hot each topic is"),
        "how": wording.HOW.get(row.how, "") if row else "",
    }
    return render(request, "topics/index.html", context)


def _told_most_recently(month: date | None) -> tuple[queries.MiningRow | None, list[queries.TopicRow]]:
    """The list of a month; without one, of the newest in which ten people speak of anything."""
    for one in [month] if month else [*queries.months(), None]:
        row = queries.mining(month=one)
        found = queries.listed(month=row.month, fewest=SMALLEST_SHOWN, limit=SHOWN) if row else []
        if found or month:
            break
    return row, found


@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Show one topic that at least ten people speak of: its parts, when, where, and what counts for less."""
    row = queries.topic(key=topic_id)
    if row is None or row.people < SMALLEST_SHOWN:
        raise Http404(str(topic_id))
    mining = queries.mining(month=row.month)
    context = {**choice(mining), **told(row), "how": wording.HOW.get(mining.how, "") if mining else ""}
    return render(request, "topics/topic.html", context)


@require_safe
def discounted(request: HttpRequest) -> HttpResponse:
    """Show what counts for less in a month, with the reason; nothing of it was deleted."""
    row = queries.mining(month=month_of(request))
    month = row.month if row else None
    rows = queries.discounted(month=month)
    lines = showing.less(rows, queries.listed(month=month, fewest=SMALLEST_SHOWN, limit=1_000))
    context = {
        **choice(row),
        "lines": lines,
        "requests": sum(one.requests or 0 for one in rows),
        "others": any(one.requests is None for one in rows),
        "answered": sum(one.answered or 0 for one in rows),
        "bars": [
            Bar(f"{line.reason}: {line.title}", str(line.requests), line.requests, tone="care")
            for line in lines[:DRAWN]
            if line.requests is not None
        ],
        "chart_title": _("Requests that count for less, by topic and reason"),
        "how": wording.HOW.get(row.how, "") if row else "",
    }
    return render(request, "topics/discounted.html", context)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show how readily each district reports, and its people as they are beside the corrected number."""
    row = queries.mining(month=month_of(request))
    rows = queries.hearings(month=row.month) if row else []
    shown = [one for one in rows if one.people >= SMALLEST_SHOWN]
    bars = []
    for one in shown:
        tone = "care" if one.is_quiet else "soft"
        bars.append(Bar(_("%(place)s, as reported") % {"place": one.name}, str(one.people), one.people))
        told_name = _("%(place)s, corrected") % {"place": one.name}
        bars.append(Bar(told_name, str(one.corrected), one.corrected, tone=tone))
    context = {
        **choice(row),
        "rows": [(one, *map(showing.amount, (one.rate, one.low, one.high))) for one in shown],
        "quiet": [one for one in shown if one.is_quiet],
        "bars": bars,
        "chart_title": _("People by district, as reported and corrected"),
    }
    return render(request, "topics/places.html", context)


def told(row: queries.TopicRow) -> dict[str, Any]:
    """What a page tells of one topic that enough people speak of."""
    evidence, parts = queries.evidence(topic=row.key), showing.parts(row)
    periods = [(wording.days_in_words(one.first, one.last), one.people) for one in evidence.spans]
    return {
        "told": showing.tell(row),
        "row": row,
        "heading": row.heading,
        "keywords": wording.listed(row.keywords),
        "parts": parts,
        "part_bars": showing.part_bars(parts),
        "periods": periods,
        "period_bars": [Bar(name, str(people), people) for name, people in periods],
        "places": evidence.places,
        "lines": showing.less(queries.discounted(topic=row.key), [row]),
        "busiest": max(periods, key=lambda one: one[1], default=("", 0)),
    }
