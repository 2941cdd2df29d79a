"""Who is asking: the reader for rights, the account's id, the wrong codes of one address."""

from contextlib import suppress
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from minben.accounts.actions import sender
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.institutions.rights.actions import Reader
from minben.needs.hotline.core.codes import as_typed

# Slips of the pen of one address; and those after which nothing opens there any more, right or wrong: otherwise
# whoever guesses would still be told each time whether they had guessed right.
WRONG_CODES, CLOSED_AFTER = 20, 60
WINDOW_S = 600
_HOUSE = "_hotline_house"
_OPENED, _REMEMBERED, _KEPT_S = "codes", 20, 60 * 60 * 24 * 90


def account_id_of(request: HttpRequest) -> int:
    """Return the account of a signed-in person; the page's guard has seen to it that there is one."""
    if request.user.pk is None:
        raise TypeError("this page needs @requires")
    return int(request.user.pk)


def house(request: HttpRequest) -> registers.UnitsAround:
    """All units, and those the signed-in person works in today; asked once for a page."""
    kept: dict[str, registers.UnitsAround] = request.__dict__
    if _HOUSE not in kept:
        kept[_HOUSE] = registers.units_around(request.user, on=localdate(now()))
    return kept[_HOUSE]


def places_and_house(request: HttpRequest) -> tuple[tuple[registers.PlaceRow, ...], registers.UnitsAround]:
    """All places besides, for the lists of a form."""
    places, request.__dict__[_HOUSE] = registers.lists_around(request.user, on=localdate(now()))
    return places, house(request)


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads, as rights and the person concerned will see them: the unit and a shortened name."""
    user, around = request.user, house(request)
    own = next((row.name for row in around.every if row.key in around.own), "")
    label = f"{own} {str(user)[:1]}*".strip()
    return Reader(
        key=f"user:{account_id_of(request)}",
        role=str(role_of(user) or ""),
        holders=tuple(f"unit:{unit}" for unit in around.own),
        label=label,
    )


def person_id_of(request: HttpRequest) -> int | None:
    """Return the registered person behind a signed-in account, if there is one."""
    return registers.person_of(request.user) if request.user.is_authenticated else None


def too_many_wrong(request: HttpRequest) -> bool:
    """Tell whether this address has tried more wrong codes than slips of the pen explain."""
    return _wrong_ones(request) >= WRONG_CODES


def closed_to(request: HttpRequest, code: str) -> bool:
    """Tell whether nothing opens from this address for a while, unless this browser has opened this code before."""
    return _wrong_ones(request) >= CLOSED_AFTER and _mark(code) not in _opened_before(request)


def note_wrong(request: HttpRequest) -> None:
    """Count a code that leads nowhere."""
    key = _key(request)
    if not cache.add(key, 1, timeout=WINDOW_S):
        with suppress(ValueError):
            cache.incr(key)


def remember_code(request: HttpRequest, response: HttpResponseBase, code: str) -> None:
    """Let this browser open this code again although a neighbour guesses; the code itself is not in the cookie."""
    before, mark = _opened_before(request), _mark(code)
    if mark in before:
        return
    kept = [mark, *before][:_REMEMBERED]
    # A response of any kind carries cookies; the type says so of some only.
    cast(HttpResponse, response).set_signed_cookie(
        _OPENED, ".".join(kept), max_age=_KEPT_S, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _opened_before(request: HttpRequest) -> list[str]:
    return [one for one in str(request.get_signed_cookie(_OPENED, "", max_age=_KEPT_S)).split(".") if one]


def _mark(code: str) -> str:
    return salted_hmac("minben.needs.hotline.code", as_typed(code), algorithm="sha256").hexdigest()[:16]


def _wrong_ones(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _key(request: HttpRequest) -> str:
    window = int(now().timestamp()) // WINDOW_S
    return f"hotline:wrong-code:{sender(request)}:{window}"
