"""Who is asking, and which block they mean."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from minben.accounts.queries import Role
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.participation.twin import queries

__all__ = ["SET_UP", "account_id_of", "mine", "mine_or_403", "my_units", "seen_or_404", "studied_or_404"]

SET_UP = (Role.OFFICER, Role.WORKER)


def account_id_of(request: HttpRequest) -> int:
    """Return the account of a signed-in person; the page's guard has seen to it that there is one."""
    if request.user.pk is None:
        raise TypeError("this page needs @requires")
    return int(request.user.pk)


def my_units(request: HttpRequest) -> list[int]:
    """The units in which a signed-in person works today."""
    return registers.units_of(request.user, on=localdate(now()))


def mine(request: HttpRequest, row: queries.BlockRow) -> bool:
    """Whether the reader's unit sets up this block."""
    return bool(request.user.is_authenticated and row.unit in my_units(request))


def seen_or_404(request: HttpRequest, key: int) -> queries.BlockRow:
    """Return a block that everybody may see, or that the reader's unit sets up."""
    row = queries.block(key)
    if row is None or (row.shown_at is None and not mine(request, row)):
        raise Http404(key)
    return row


def mine_or_403(request: HttpRequest, key: int) -> queries.BlockRow:
    """Return a block that the reader's unit sets up.

    Raises
    ------
    Http404, PermissionDenied
        There is none; another unit sets it up.
    """
    row = queries.block(key)
    if row is None:
        raise Http404(key)
    if row.unit not in my_units(request):
        raise PermissionDenied("not_your_block")
    return row


def studied_or_404(block: int, key: int) -> queries.StudyRow:
    """Return a study of a block."""
    row = queries.study(key)
    if row is None or row.block != block:
        raise Http404(key)
    return row
