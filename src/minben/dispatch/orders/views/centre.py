"""The centre: orders that wait for a decision, late ones, and supervisions that run."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.accounts.actions import requires
from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.dispatch.orders.limits import value_at
from minben.dispatch.orders.views.access import CENTRE
from minben.dispatch.orders.wording import said

WHISTLES_OVER = timedelta(days=30)


@never_cache
@require_safe
@requires(*CENTRE)
def centre(request: HttpRequest) -> HttpResponse:
    at = now()
    reasons = {row["code"]: said(row) for row in value_at("send-back-reasons", "reasons", at)}
    back = queries.sent_back()
    context = {
        "sent_back": [{"row": row, "reason": reasons.get(row.reason, row.reason)} for row in back],
        "late": queries.late_orders(at),
        "supervisions": queries.supervisions(),
        "counts": queries.counts(unit_ids=None, at=at),
        "whistles": queries.whistle_figures(since=at - WHISTLES_OVER, until=at),
        "whistle_days": WHISTLES_OVER.days,
    }
    return render(request, "orders/centre.html", context)
