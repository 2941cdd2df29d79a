"""Who may open which order: those who work in its unit or still answer for it, and the centre."""

from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from minben.accounts.queries import Role, role_name, role_of
from minben.commons.clock import now
from minben.dispatch.orders import queries
from minben.ground.registers import queries as registers
from minben.institutions.rights import actions as rights
from minben.needs.hotline.core.states import is_report

CENTRE = (Role.CLERK,)
UNIT = (Role.OFFICER, Role.WORKER)
STAFF = (*UNIT, *CENTRE)
_HOUSE = "_orders_house"


class OtherUnit(PermissionDenied):
    """An order of another unit: ``code`` is told on the page of refusals."""

    code = "other_unit"


class Apart(PermissionDenied):
    """An order of a report of wrongdoing."""

    code = "report_desk"


def house(request: HttpRequest) -> registers.UnitsAround:
    """All units, and those the signed-in person works in today; asked once for a page."""
    kept: dict[str, registers.UnitsAround] = request.__dict__
    if _HOUSE not in kept:
        kept[_HOUSE] = registers.units_around(request.user, on=localdate(now()))
    return kept[_HOUSE]


def units_of(request: HttpRequest) -> list[int]:
    """Keys of the units the signed-in person works in today."""
    return house(request).own


def open_card(request: HttpRequest, order_id: int) -> queries.Card:
    """Return an order that the signed-in person may open.

    Raises
    ------
    Http404
        When there is no such order.
    OtherUnit
        When it is another unit's.
    Apart
        When it reports wrongdoing.
    """
    card = queries.order_card(order_id)
    if card is None:
        raise Http404
    if is_report(card.request.kind, card.request.state):
        # What turned out to report wrongdoing is the reporting desk's: no unit, and no other clerk, reads it here.
        raise Apart
    if role_of(request.user) in CENTRE or card.order.unit in units_of(request) or may_follow(request, card):
        return card
    raise OtherUnit


def may_follow(request: HttpRequest, card: queries.Card) -> bool:
    """Tell whether the person's unit still answers for the order, or was called by a street for it."""
    mine = units_of(request)
    return card.order.answers in mine or any(call.unit in mine for call in card.calls)


def purpose_of(request: HttpRequest, card: queries.Card) -> str:
    """Return what the signed-in person may open an order's own words and pictures for.

    Raises
    ------
    rights.Refused
        ``confidential``: the unit may not learn who asked.
    """
    if role_of(request.user) in CENTRE:
        return "request.supervise"
    if not card.order.names_person:
        # Units beside the one accused may not know either; rights cannot see that, so no emergency opens it.
        record = rights.Record(f"hotline.request:{card.order.request}")
        raise rights.Refused(rights.Refusal("confidential", "request.handle", reader(request), (record,)))
    return "request.handle"


def reader(request: HttpRequest) -> rights.Reader:
    """Name the signed-in person as the resident will see who read: role and unit, not the whole name."""
    user = cast(AbstractBaseUser, request.user)
    role = role_of(user)
    units = units_of(request)
    names = [row.name for row in house(request).every if row.key in units]
    label = " ".join([*names, role_name(role) if role else ""]).strip()
    holders = tuple(f"unit:{key}" for key in units)
    return rights.Reader(key=f"user:{user.pk}", role=role.value if role else "", holders=holders, label=label)
