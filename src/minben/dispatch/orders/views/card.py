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
from minben.dispatch.orders.templates_of import templates_for
from minben.dispatch.orders.views.access import CENTRE, STAFF, open_card, purpose_of, reader, units_of
from minben.dispatch.orders.views.choices import Choice, choices
from minben.dispatch.orders.views.links import Shown
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests

_CONTEXT_ROWS = 5
_SAID_SINCE = frozenset({"added", "chased"})


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
    status: int = 200,
) -> HttpResponse:
    """Show an order; ``wrong`` is the form that could not be taken as it was sent."""
    row = requests.masked_rows([found.order.request])[found.order.request]
    at_centre = role_of(request.user) in CENTRE
    mine = at_centre or found.order.unit in units_of(request)
    context: dict[str, Any] = {
        "card": found,
        "order": found.order,
        "row": row,
        "opened": opened,
        "at_centre": at_centre,
        "pictures": pictures,
        "picture_count": 0 if pictures else len(requests.photos_of(row.key)),
        "may_open": found.order.names_person and mine,
        "choices": _forms(found, row, wrong, at_centre=at_centre, mine=mine),
        "wrong": wrong,
        "calls": queries.calls_of(found.order.key),
        "visits": queries.visits_of(found.order.key),
        "hints": _hints(found),
        "added": _added(row.key),
        **_context(found, row),
    }
    return render(request, "orders/card.html", context, status=status)


def _forms(
    found: queries.Card, row: requests.MaskedRow, wrong: Deed | None, *, at_centre: bool, mine: bool
) -> list[dict[str, Any]]:
    offered = choices(found.order, at_centre=at_centre) if mine else []
    texts = templates_for(found.order.unit, found.order.category)
    return [
        {"choice": one, "form": _form(one, found, wrong), "texts": texts if one.name == "finish" else []}
        for one in offered
    ]


def _form(choice: Choice, found: queries.Card, wrong: Deed | None) -> Form:
    return wrong if wrong is not None and type(wrong) is choice.form else choice.form(unit=found.order.unit)


def _added(request_id: int) -> list[requests.EntryRow]:
    """What the person said since: more of it, or asking how far it is."""
    return [one for one in requests.covered_history(request_id) if one.step in _SAID_SINCE and one.words]


def _hints(found: queries.Card) -> list[dict[str, Any]]:
    """What the centre ruled before on such things, here or around: for whoever must decide now."""
    areas = registers.areas().get(found.order.place or 0, ())
    return queries.hints(found.order.category, areas)


def _context(found: queries.Card, row: requests.MaskedRow) -> dict[str, Any]:
    """Nearby, same event, same person; nothing of the person where the unit may not learn who asked."""
    near = (
        requests.near(
            category_id=row.category,
            place_id=row.place,
            lat=row.lat,
            lon=row.lon,
            text=row.masked,
            at=now(),
            limit=_CONTEXT_ROWS,
        )
        if row.category
        else []
    )
    same = requests.same_person(row.key, limit=_CONTEXT_ROWS) if found.order.names_person else []
    return {
        "near": [one for one in near if one.request.key != row.key],
        "event": requests.same_event(row.key, limit=_CONTEXT_ROWS),
        "person": same,
    }
