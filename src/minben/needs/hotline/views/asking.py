"""Who is asking: the reader for rights, the account's id, the wrong codes of one address."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.timezone import localdate

from minben.accounts.actions import sender
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.institutions.rights.actions import Reader

WRONG_CODES = 20
WINDOW_S = 600


def account_id_of(request: HttpRequest) -> int:
    """Return the account of a signed-in person; the page's guard has seen to it that there is one."""
    if request.user.pk is None:
        raise TypeError("this page needs @requires")
    return int(request.user.pk)


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads, as rights and the person concerned will see them: the unit and a shortened name."""
    user = request.user
    units = registers.units_of(user, on=localdate(now()))
    names = {row.key: row.name for row in registers.units()} if units else {}
    shown = str(user)
    label = "".join([names.get(units[0], "") if units else "", " ", f"{shown[:1]}*"]).strip()
    return Reader(
        key=f"user:{account_id_of(request)}",
        role=str(role_of(user) or ""),
        holders=tuple(f"unit:{unit}" for unit in units),
        label=label,
    )


def person_id_of(request: HttpRequest) -> int | None:
    """Return the registered person behind a signed-in account, if there is one."""
    return registers.person_of(request.user) if request.user.is_authenticated else None


def too_many_wrong(request: HttpRequest) -> bool:
    """Tell whether this address has tried more wrong codes than slips of the pen explain."""
    return int(cache.get(_key(request), 0)) >= WRONG_CODES


def note_wrong(request: HttpRequest) -> None:
    """Count a code that leads nowhere."""
    key = _key(request)
    if not cache.add(key, 1, timeout=WINDOW_S):
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    window = int(now().timestamp()) // WINDOW_S
    return f"hotline:wrong-code:{sender(request)}:{window}"
