"""Who is asking, and which call they mean."""

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.institutions.rights.actions import Reader
from minben.needs.telephone import queries


def account_id_of(request: HttpRequest) -> int:
    """Return the account of a signed-in person; the page's guard has seen to it that there is one."""
    if request.user.pk is None:
        raise TypeError("this page needs @requires")
    return int(request.user.pk)


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads, as rights and the person concerned will see them: the unit and a shortened name."""
    user = request.user
    around = registers.units_around(user, on=localdate(now()))
    own = next((row.name for row in around.every if row.key in around.own), "")
    label = f"{own} {str(user)[:1]}*".strip()
    return Reader(
        key=f"user:{account_id_of(request)}",
        role=str(role_of(user) or ""),
        holders=tuple(f"unit:{unit}" for unit in around.own),
        label=label,
    )


def call_or_404(call_id: int) -> queries.CallRow:
    """Return a call, or the page that says there is none."""
    found = queries.call(call_id)
    if found is None:
        raise Http404(call_id)
    return found
