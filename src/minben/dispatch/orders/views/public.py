"""What everybody may read: the dispatch catalogue of a day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.dispatch.orders.limits import limits_at


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Who answers for what, where, from when on; of any day, so that a decision of then can be checked."""
    today = localdate(now())
    asked, wrong = _day(request.GET.get("on", ""), today)
    context = {
        "day": asked,
        "wrong": wrong,
        "rows": queries.catalogue_rows(asked),
        "limits": limits_at(now()),
    }
    return render(request, "orders/catalogue.html", context)


def _day(text: str, today: date) -> tuple[date, bool]:
    try:
        return (date.fromisoformat(text), False) if text else (today, False)
    except ValueError:
        return today, True
