"""What may be said of one request: its number, its page, the pattern of its address; never address or sender."""

import re
import secrets
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

HEADER = "X-Request-ID"
NUMBER = "minben.number"
"""Where a request itself keeps its number, for what is written when it is over."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is being answered; blank outside one."""

# A number that a proxy gave and nobody's telephone or identity number: 32 hexadecimal digits, or a UUID.
_NUMBER = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def view_of(request: HttpRequest) -> str:
    """Return the name of the page; what has none is a file of our own or nothing at all."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address, without what stands in its gaps: tracking codes never appear."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else ""


def number_of(request: HttpRequest) -> str:
    """Take the number that the city's own proxy gave; anybody else's may hold anything."""
    told = request.headers.get(HEADER, "") if settings.MINBEN_PROXIES else ""
    return told if _NUMBER.fullmatch(told) else secrets.token_hex(16)
