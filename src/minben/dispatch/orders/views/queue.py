"""My unit's queue: what first, and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.dispatch.orders.views.access import CENTRE, STAFF, house, units_of

PER_PAGE = 50


@never_cache
@require_safe
@requires(*STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """The units the reader works in; the centre may look at any unit, named in the address."""
    at_centre = role_of(request.user) in CENTRE
    asked = request.GET.get("unit", "")
    chosen = next((row for row in house(request).every if row.code == asked), None) if at_centre else None
    if at_centre and chosen is None:
        return redirect("orders:centre")
    keys = [chosen.key] if chosen else units_of(request)
    at = now()
    number = _page_number(request)
    shown = queries.queue(unit_ids=keys, at=at, start=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if number > 1 and not shown.rows:
        return redirect("orders:queue")
    context = {
        "units": [row for row in house(request).every if row.key in keys],
        "queue": shown,
        "counts": queries.counts(unit_ids=keys, at=at),
        "calls": [] if at_centre else queries.calls_for(keys),
        "page": Paginator(range(shown.total), PER_PAGE).get_page(number),
        "at_centre": at_centre,
    }
    return render(request, "orders/queue.html", context)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
