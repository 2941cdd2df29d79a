"""For analysts: the candidates, each with evidence and counter-evidence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.commons.statistics import Estimate
from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.naming import Names
from minben.evaluation.agenda.sentences import standing_lines
from minben.evaluation.agenda.showing import Row
from minben.needs.hotline import queries as hotline

_SAMPLES = 5
TELLING = ("more", "less", "silent")


@requires(Role.ANALYST)
@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """Show what many people ask for now, or asked for in a month; none of it is chosen yet."""
    month = _month(request)
    found = queries.candidates(month=month)
    context = {
        "found": found,
        "month": request.GET.get("month", ""),
        "chart": [Row(f"{one.rank}. {one.title}", _plain(one.voices)) for one in found[:10]],
    }
    return render(request, "agenda/candidates.html", context)


@requires(Role.ANALYST)
@require_safe
def candidate(request: HttpRequest, key: int) -> HttpResponse:
    """Show one candidate with what speaks for it and what against."""
    one = queries.candidate(key)
    if one is None:
        raise Http404(key)
    names, members = Names(), queries.members_of(key)
    evidence = queries.evidence_for(requests=members, at=as_of(one, now()))
    shown = hotline.masked_rows(members[-_SAMPLES:])
    context = {
        "one": one,
        "parts": [
            Row(str(wording.PARTS.get(name, name)), _plain(value)) for name, value in one.parts.items()
        ],
        "most": _(", ").join(_largest(one.parts)),
        "evidence": evidence,
        "tables": [heard(table, names) for table in evidence.tables],
        "samples": [row.masked for row in shown.values() if row.masked],
    }
    return render(request, "agenda/candidate.html", context)


def _largest(parts: Mapping[str, float]) -> list[str]:
    """Return the names of the two parts that count most."""
    most = sorted((name for name in parts if parts[name] > 0), key=lambda name: -parts[name])
    return [str(wording.PARTS.get(name, name)) for name in most[:2]]


def heard(table: queries.HeardTable, names: Names) -> dict[str, Any]:
    """Return who speaks of a matter by one kind of group: rows, chart and the sentence that says what they show."""
    rows = [
        {
            "name": names.of(table.dimension, one.name),
            "matter": None if hides else one.matter,
            "rate": None if hides or one.rate.value is None else one.rate,
            "all_rate": one.all_rate if one.all_rate.value is not None else None,
            "standing": wording.STANDINGS[one.standing],
            "tone": wording.STANDING_TONES.get(one.standing, ""),
        }
        for one, hides in zip(table.groups, table.hides, strict=True)
    ]
    telling = standing_lines(
        (names.of(table.dimension, one.name), one.standing.value)
        for one in table.groups
        if one.standing.value in TELLING
    )
    chart = [Row(str(row["name"]), cast("Estimate | None", row["all_rate"])) for row in rows]
    return {
        "key": table.dimension, "title": wording.DIMENSIONS[table.dimension], "rows": rows, "chart": chart,
        "sentence": _("; ").join(telling) or _("No group stands out."), "stands_out": bool(telling),
    }  # fmt: skip


def as_of(topic: queries.Candidate, at: datetime) -> datetime:
    """Return when a candidate was spoken of last: one of an earlier month is set beside those who asked then."""
    return min(at, topic.last + timedelta(days=1))


def _plain(value: float) -> Estimate:
    """Return a count as a bar: it was counted, not estimated, and so has no interval."""
    return Estimate(float(value), None, None, 0, "")


def _month(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None
