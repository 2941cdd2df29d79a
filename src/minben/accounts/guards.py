"""Decorators that stand at the door of a page."""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from minben.accounts.core.permissions import Role
from minben.accounts.queries import role_of
from minben.commons.clock import now

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class WrongRole(PermissionDenied):
    """A signed-in person asked for a page of another role; ``roles`` says whose it is."""

    code = "wrong_role"

    def __init__(self, *, has: Role | None, roles: tuple[Role, ...]) -> None:
        super().__init__(self.code)
        self.has = has
        self.roles = roles


def requires(*roles: Role) -> Callable[[View], View]:
    """Let only these roles pass; with none named, anybody who is signed in.

    Someone not signed in is taken to the sign-in page and brought back; another role gets a page that says
    whose page this is and what to do instead.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            role = role_of(request.user)
            if role is None:
                return redirect_to_login(request.get_full_path())
            if roles and role not in roles:
                raise WrongRole(has=role, roles=roles)
            return view(request, *args, **kwargs)

        # Laws and documents read who may open a page from the view itself.
        guarded.required_roles = roles  # type: ignore[attr-defined]  # a mark on a function object
        return cast(View, guarded)

    return guard


def limited(*, name: str, times: int, seconds: int) -> Callable[[View], View]:
    """Answer 429, with when to come back, after ``times`` POSTs from one address within ``seconds`` [s].

    Reading is never limited. Choose ``times`` for a community centre where forty people share one address.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method == "POST" and (wait := _wait(request, name, times, seconds)):
                return _too_many(request, wait)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return guard


def _wait(request: HttpRequest, name: str, times: int, seconds: int) -> int:
    """Count this request; return how long to wait [s], nought while below the limit."""
    moment = int(now().timestamp())
    key = f"limited:{name}:{sender(request)}:{moment // seconds}"
    try:
        count = 1 if cache.add(key, 1, timeout=seconds) else cache.incr(key)
    except (DatabaseError, ValueError):
        # A limiter that cannot count, or whose count ran out this very moment, lets people pass.
        return 0
    return seconds - moment % seconds if count > times else 0


def address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Return the address a request came from, as the outermost of the city's own proxies saw it.

    What stands further left in ``X-Forwarded-For`` was written by the sender and may be made up. None when a proxy
    wrote something else than an address, which none of ours does.
    """
    own = settings.MINBEN_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    try:
        address = ip_address(told[-own] if 0 < own <= len(told) else str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def sender(request: HttpRequest) -> str:
    """Return what stands for a sender where tries are counted: the address, or the peer when none was told.

    Of an IPv6 address the first 64 bits count: whoever has one has all that begin so, and would never meet a limit.
    """
    address = address_of(request)
    if address is None:
        return str(request.META.get("REMOTE_ADDR", ""))
    return str(ip_network((address, 64), strict=False) if isinstance(address, IPv6Address) else address)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    answer = render(request, "portal/429.html", {"minutes": -(-wait // 60)}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer
