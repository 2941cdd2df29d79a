"""Who can go when: crews and their load in the days ahead."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.dispatch.orders.views.access import CENTRE, STAFF, units_of

DAYS = 7


@never_cache
@require_safe
@requires(*STAFF)
def crews(request: HttpRequest) -> HttpResponse:
    today = localdate(now())
    days = [today + timedelta(days=n) for n in range(DAYS)]
    units = None if role_of(request.user) in CENTRE else units_of(request)
    loads = queries.crew_loads(unit_ids=units, days=days)
    free = sum(load.per_day * DAYS - sum(load.taken) for load in loads)
    return render(request, "orders/crews.html", {"days": days, "loads": loads, "free": free})
