"""What people read when something fails: what was wrong, why, and what to do now."""

import errno
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from minben.accounts.actions import WrongRole
from minben.accounts.queries import role_name

RETRY_S = 120


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "portal/400.html", status=HTTPStatus.BAD_REQUEST)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often an old tab: give the words back rather than lose them."""
    context = {"stale": True, "typed": _typed(request)}
    return render(request, "portal/403.html", context, status=HTTPStatus.FORBIDDEN)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context: dict[str, object] = {"code": getattr(exception, "code", "")}
    if isinstance(exception, WrongRole):
        context["roles"] = [role_name(role) for role in exception.roles]
        context["has"] = role_name(exception.has) if exception.has else ""
    elif isinstance(exception, PermissionDenied):
        context["reason"] = getattr(exception, "reason", "")
    return render(request, "portal/403.html", context, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "portal/404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without a database, a session or a context processor: any of them may be what failed.

    A database that is away and a disk that is full pass; then the page says so (503) and when to come back.
    """
    passing = _passes(sys.exc_info()[1])
    context = {
        "hotline_number": settings.MINBEN_HOTLINE,
        "city": settings.MINBEN_CITY_NAME,
        "typed": _typed(request),
        "view": "elder" if request.COOKIES.get("minben_view") == "elder" else "standard",
    }
    page = render_to_string("portal/503.html" if passing else "portal/500.html", context)
    if not passing:
        return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_S)})


def _passes(error: BaseException | None) -> bool:
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError)


def _typed(request: HttpRequest) -> str:
    """Return what the person had just written, so that the page can give it back."""
    try:
        return str(request.POST.get("text", ""))
    except Exception:
        # The upload itself may be what broke; there is nothing to give back then.
        return ""
