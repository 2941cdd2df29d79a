"""One order: the request as it may be seen, its context, its history, and what can be done now."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.dispatch.orders.forms import Deed
from minben.dispatch.orders.views.access import CENTRE, STAFF, house, open_card, purpose_of, reader, units_of
from minben.dispatch.orders.views.checking import LookedOver
from minben.dispatch.orders.views.choices import FINISH, Choice, choices
from minben.dispatch.orders.views.links import Shown
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests

_CONTEXT_ROWS = 5


@never_cache
@require_safe
@requires(*STAFF)
def card(request: HttpRequest, order_id: int) -> HttpResponse:
    return show(request, open_card(request, order_id))


@never_cache
@require_POST
@requires(*STAFF)
def contact(request: HttpRequest, order_id: int) -> HttpResponse:
    """Open the person's own words and contact for a purpose; shown on this page only, and written down."""
    found = open_card(request, order_id)
    purpose = purpose_of(request, found)
    opened = hotline.open_for(
        purpose=purpose, request_id=found.order.request, reader=reader(request), at=now()
    )
    return show(request, found, opened=opened)


def show(
    request: HttpRequest,
    found: queries.Card,
    *,
    opened: hotline.Opened | None = None,
    pictures: Sequence[Shown] = (),
    wrong: Deed | None = None,
    looked: LookedOver | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show an order; ``wrong`` is the form that was not taken as it was sent, ``looked`` what a check says of it."""
    row, at_centre = found.request, role_of(request.user) in CENTRE
    mine = at_centre or found.order.unit in units_of(request)
    said = requests.said_since(row.key)
    context: dict[str, Any] = {
        "card": found,
        "order": found.order,
        "row": row,
        "opened": opened,
        "at_centre": at_centre,
        "pictures": pictures,
        "picture_count": 0 if pictures else said.pictures,
        "may_open": found.order.names_person and mine,
        "choices": _forms(request, found, wrong) if mine else [],
        "wrong": wrong,
        "looked": looked,
        "added": said.added,
        "around": _around(found, row),
    }
    return render(request, "orders/card.html", context, status=status)


def _forms(request: HttpRequest, found: queries.Card, wrong: Deed | None) -> list[dict[str, Any]]:
    offered = choices(found.order, at_centre=role_of(request.user) in CENTRE)
    every = house(request).every

    def form(choice: Choice) -> Form:
        sent = wrong is not None and type(wrong) is choice.form
        return wrong if wrong is not None and sent else choice.form(unit=found.order.unit, units=every)

    return [{"choice": one, "form": form(one), **(_helps(found) if one is FINISH else {})} for one in offered]


def _helps(found: queries.Card) -> dict[str, Any]:
    """What helps to answer the person: texts to begin with, earlier answers, a check before it is sent."""
    at, row = now(), found.request
    earlier = requests.earlier_replies(row, at=at)
    return {"texts": found.texts, "earlier": earlier, "checks": requests.reply_check_stands(at=at)}


def _around(found: queries.Card, row: requests.MaskedRow) -> requests.Around:
    """Nearby, same event, same person; nothing of the person where the unit may not learn who asked."""
    return requests.around(row, at=now(), limit=_CONTEXT_ROWS, person=found.order.names_person)
