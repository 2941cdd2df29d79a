"""Who is asking, and which decision they mean."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from minben.accounts.queries import Role
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.institutions.rights.actions import Reader, reader_of
from minben.participation.ballots import queries
from minben.participation.ballots.actions import Stage

__all__ = ["DESK", "ORGANISERS", "account_id_of", "announced_or_404", "mine_or_403", "my_units", "reader"]

DESK = (Role.CLERK, Role.OFFICER, Role.WORKER)
ORGANISERS = (Role.OFFICER, Role.WORKER)
Row = TypeVar("Row")


def account_id_of(request: HttpRequest) -> int:
    """Return the account of a signed-in person; the page's guard has seen to it that there is one."""
    if request.user.pk is None:
        raise TypeError("this page needs @requires")
    return int(request.user.pk)


def my_units(request: HttpRequest) -> list[int]:
    """The units in which a signed-in person works today."""
    return registers.units_of(request.user, on=localdate(now()))


def reader(request: HttpRequest) -> Reader:
    """Return who reads, as rights and the person concerned will see them."""
    units = my_units(request)
    names = {row.key: row.name for row in registers.units()} if units else {}
    return reader_of(
        request.user,
        holders=tuple(f"unit:{unit}" for unit in units),
        unit=names.get(units[0], "") if units else "",
    )


def announced_or_404(key: int) -> queries.DecisionRow:
    """Return a decision that everybody may see, or the page that says there is none."""
    row = queries.decision(key)
    if row is None or row.stage is Stage.PREPARED:
        raise Http404(key)
    return row


def mine_or_403(request: HttpRequest, key: int) -> queries.DecisionRow:
    """Return a decision that the reader's unit organises.

    Raises
    ------
    Http404, PermissionDenied
        There is none; another unit organises it.
    """
    row = queries.decision(key)
    if row is None:
        raise Http404(key)
    if row.unit not in my_units(request):
        raise PermissionDenied("not_your_decision")
    return row
