"""What people read when something fails: what was wrong, why, and what to do now."""

import errno
import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from minben.accounts.actions import WrongRole
from minben.accounts.queries import role_name
from minben.portal.reader import view_of

logger = logging.getLogger("minben.portal")
RETRY_S = 120
# How Django's reasons begin when the address of the page that the form stood on is not one of ours.
_ELSEWHERE = ("Origin checking failed", "Referer checking failed")
# The fields people write sentences into, by the last part of their names.
_WRITTEN = frozenset({"text", "words", "answer", "proof", "reason"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"too_long": isinstance(exception, RequestDataTooBig)}
    return render(request, "portal/400.html", context, status=HTTPStatus.BAD_REQUEST)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often an old tab: give the words back rather than lose them."""
    elsewhere = reason.startswith(_ELSEWHERE)
    if elsewhere:
        logger.warning(
            "A form came from an origin that MINBEN_ORIGINS does not name, or the proxy passes on another host: "
            "name what people have in their address line, with scheme and port."
        )
    context = {"stale": True, "elsewhere": elsewhere, "typed": _typed(request)}
    return render(request, "portal/403.html", context, status=HTTPStatus.FORBIDDEN)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context: dict[str, object] = {"code": getattr(exception, "code", "")}
    if isinstance(exception, WrongRole):
        context["roles"] = _(", ").join(role_name(role) for role in exception.roles)
        context["has"] = role_name(exception.has) if exception.has else ""
    elif isinstance(exception, PermissionDenied):
        context["reason"] = getattr(exception, "reason", "")
    return render(request, "portal/403.html", context, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "portal/404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell what passes by itself (503, and when to come back) from what a person must mend (500)."""
    if _passes(sys.exc_info()[1]):
        return unavailable(request)
    page = render_to_string("portal/500.html", _frame(request))
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that records cannot be kept just now, and give back what the person wrote."""
    page = render_to_string("portal/503.html", _frame(request))
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_S)})


def _frame(request: HttpRequest) -> dict[str, object]:
    """Gather words without a database, a session or a context processor: any of them may be what failed."""
    return {
        "hotline_number": settings.MINBEN_HOTLINE,
        "city": settings.MINBEN_CITY_NAME,
        "typed": _typed(request),
        "view": view_of(request),
    }


def _passes(error: BaseException | None) -> bool:
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError)


def _typed(request: HttpRequest) -> str:
    """Return what the person had just written, so that the page can give it back."""
    try:
        given = ((name.rpartition("-")[2], str(value)) for name, value in request.POST.items())
        return "\n\n".join(value for name, value in given if name in _WRITTEN and value)
    except Exception:
        # The upload itself may be what broke; there is nothing to give back then.
        return ""
