"""The pages between Minben and the city's identity provider."""

from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.accounts.core.claims import ClaimRefused, was_twofold
from minben.accounts.middleware import BY_PROVIDER, mark_passed

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Take the person to the provider."""
    oidc = _extra()
    try:
        return cast(HttpResponse, oidc.Begin.as_view()(request))
    except oidc.ProviderAway:
        return _back(request, _away())


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take whoever comes back from the provider in, if what it says holds."""
    oidc = _extra()
    states = request.session.get("oidc_states", {})
    begun = states.pop(request.GET.get("state", ""), None)
    request.session["oidc_states"] = states
    if begun is None:
        return _back(request, _("That sign-in was not begun here, or was used already. Please begin again."))
    if "code" not in request.GET:
        return _back(
            request, _("The identity provider did not let you in. Please try again, or use your password.")
        )
    try:
        verifier = begun.get("code_verifier")
        claims = oidc.Provider().claims(request, nonce=begun["nonce"], verifier=verifier)
        user = oidc.known_or_made(claims)
    except ClaimRefused as refused:
        return _back(request, _refusal(refused.code))
    except oidc.ProviderAway:
        return _back(request, _away())
    goal = request.session.pop("oidc_login_next", None)
    login(request, user, backend=_BACKEND)
    request.session[BY_PROVIDER] = user.pk
    if was_twofold(claims, levels=settings.MINBEN_OIDC_LEVELS):
        mark_passed(request)
    return HttpResponseRedirect(goal or resolve_url(settings.LOGIN_REDIRECT_URL))


def _extra() -> Any:
    """Load what needs the extra; a city without a provider need not have it installed."""
    if not settings.MINBEN_OIDC_ISSUER:
        raise Http404
    return import_module("minben.accounts.oidc")


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("accounts:sign_in")


def _away() -> str:
    return _("The city's identity provider does not answer. Try again in a minute, or use your password.")


def _refusal(code: str) -> str:
    return {
        "unknown": _(
            "You are known to the city, but nobody opened an account for you here. Ask your administrator."
        ),
        "closed": _("This account is closed. An administrator can open it again."),
        "unverified": _("The identity provider has not checked your e-mail address. Ask those who run it."),
        "expired": _("The sign-in took too long, or a clock is wrong. Please begin again."),
    }.get(
        code,
        _("What the identity provider sent does not hold. Please begin again, or tell your administrator."),
    )
