"""Pages that belong to nobody else: home, about, accessibility, health, the view, and the error pages."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.commons.clock import now
from minben.portal.errors import bad_request, csrf_failed, forbidden, not_found, server_error, unavailable
from minben.portal.health import State, look, worst
from minben.portal.navigation import address_of, start_of
from minben.portal.reader import COOKIE, YEAR_S, ReaderView

__all__ = [
    "about",
    "accessibility",
    "bad_request",
    "choose_view",
    "csrf_failed",
    "forbidden",
    "health",
    "home",
    "not_found",
    "server_error",
    "start",
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    ways = {
        "start": address_of("hotline:start"),
        "whistle": address_of("hotline:whistle"),
        "counters": address_of("registers:places"),
        "circle": address_of("loop:circle"),
        "agenda": address_of("agenda:now"),
        "decisions": address_of("ballots:decisions"),
        "blocks": address_of("twin:blocks"),
    }
    return render(request, "portal/home.html", ways)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Take someone who just signed in to the first page of their role."""
    return HttpResponseRedirect(start_of(request.user))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"kept": address_of("hotline:kept")})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say how the house is, to people and to machines; 503 only when something does not work."""
    at = now()
    checks = look(at=at)
    state = worst(checks)
    status = HTTPStatus.SERVICE_UNAVAILABLE if state is State.DANGER else HTTPStatus.OK
    if request.GET.get("format") == "json" or not request.accepts("text/html"):
        told = {c.code: {"state": c.state, "measured": c.measured, "unit": c.unit} for c in checks}
        return JsonResponse({"state": state, "at": at.isoformat(), "checks": told}, status=status)
    if checks[0].state is State.DANGER:
        # The frame of a page asks the database who is reading; without one, speak plainly.
        return unavailable(request)
    return render(request, "portal/health.html", {"checks": checks, "state": state, "at": at}, status=status)


@require_POST
def choose_view(request: HttpRequest) -> HttpResponse:
    """Keep the chosen view for a year and go back to where the reader was."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    chosen = ReaderView.ELDER if request.POST.get("view") == ReaderView.ELDER else ReaderView.STANDARD
    response = HttpResponseRedirect(asked if safe else reverse("portal:home"))
    response.set_cookie(
        COOKIE, chosen, max_age=YEAR_S, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response
