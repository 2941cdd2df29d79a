"""How the telephone is answered, beside the standard; for everybody, and as files."""

import csv
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.needs.telephone import exporting, queries

PERIODS = (1, 7, 30, 90, 365)
_USUAL = 30
_KEPT_S = 300


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the last days, as sentence, chart and table."""
    days, found = _found(request)
    context: dict[str, Any] = {"found": found, "figures": found.figures, "days": days, "periods": PERIODS}
    return render(request, "telephone/figures.html", context)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Hand the figures to a machine."""
    return JsonResponse(exporting.as_document(_found(request)[1]), json_dumps_params={"indent": 1})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Hand the figures out as a file that spreadsheets open."""
    found = _found(request)[1]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="telephone-{found.until:%Y-%m-%d}.csv"'
    # Spreadsheets take UTF-8 for UTF-8 only with this mark.
    answer.write("\ufeff")
    csv.writer(answer).writerows(exporting.as_rows(found))
    return answer


def _found(request: HttpRequest) -> tuple[int, queries.FiguresOf]:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in PERIODS} else _USUAL
    at = now()
    # Anybody may ask, and a year of a large city is millions of calls: one reckoning serves all for a while.
    moment = at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
    key = f"telephone.figures:{days}:{moment:%Y%m%d%H%M}"
    found: queries.FiguresOf | None = cache.get(key)
    if found is None:
        found = queries.figures(since=at - timedelta(days=days), until=at, at=at)
        cache.set(key, found, timeout=_KEPT_S)
    return days, found
