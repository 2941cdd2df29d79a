"""Signing in and out, the second step, one's own account."""

from typing import cast

import segno
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.core.codes import address_for_app, key_text
from minben.accounts.factors import Verdict, confirm, has_factor, pending_secret, verify
from minben.accounts.forms import CodeForm, NewPasswordForm, SignInForm
from minben.accounts.guards import limited, requires
from minben.accounts.middleware import mark_passed, needs_second_step
from minben.accounts.models import User
from minben.accounts.queries import STAFF, Role, abilities_of, role_name, role_of
from minben.commons.clock import now


def safe_next(request: HttpRequest) -> str:
    """Return where the person wanted to go, if that is a page of ours; their own start page otherwise."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(asked, hosts, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="sign_in", times=60, seconds=300)
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(safe_next(request))
    context = {"form": form, "next": safe_next(request), "sso": bool(settings.MINBEN_OIDC_ISSUER)}
    return render(request, "accounts/sign_in.html", context)


def locked_out(request: HttpRequest, _response: object = None, _credentials: object = None) -> HttpResponse:
    """Say that the account rests, until when, and what to do meanwhile."""
    rest = get_cool_off(request)
    until = now() + rest if rest else None
    context = {"until": until, "minutes": round(rest.total_seconds() / 60) if rest else None}
    return render(request, "accounts/locked_out.html", context, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@requires(*STAFF)
@limited(name="second_step", times=60, seconds=300)
def second_step(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if not needs_second_step(request):
        return HttpResponseRedirect(safe_next(request))
    if not has_factor(user):
        return redirect("accounts:enrol", permanent=False)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = verify(user=user, code=form.cleaned_data["code"], at=now())
        if verdict is Verdict.RIGHT:
            mark_passed(request)
            return HttpResponseRedirect(safe_next(request))
        form.add_error("code", _refusal(verdict))
    return render(request, "accounts/second_step.html", {"form": form, "next": safe_next(request)})


def _refusal(verdict: Verdict) -> str:
    return {
        Verdict.WRONG: _(
            "This code does not fit or was used already. Wait for the next one and type it again."
        ),
        Verdict.LOCKED: _("Five codes were wrong. Wait fifteen minutes, or call an administrator."),
        Verdict.UNREADABLE: _(
            "Your app was enrolled under a key this installation no longer has. "
            "An administrator can remove it, then you enrol again."
        ),
    }[verdict]


@never_cache
@requires(*STAFF)
def enrol(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    secret = pending_secret(user)
    if secret is None:
        return redirect("accounts:second_step")
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = _("Six digits that the app shows now.")
    if request.method == "POST" and form.is_valid():
        enrolled = confirm(user=user, code=form.cleaned_data["code"], at=now())
        if enrolled.confirmed:
            mark_passed(request)
            return render(request, "accounts/recovery.html", {"codes": enrolled.recovery})
        form.add_error("code", _refusal(Verdict.WRONG))
    context = {"form": form, "key": key_text(secret), "picture": _picture(user, secret)}
    return render(request, "accounts/enrol.html", context)


def _picture(user: User, secret: bytes) -> str:
    address = address_for_app(
        secret, account=user.username, issuer=f"Minben {settings.MINBEN_CITY_NAME['en']}"
    )
    return segno.make(address, error="m").svg_data_uri(scale=6, border=3)


@never_cache
@requires()
def mine(request: HttpRequest) -> HttpResponse:
    role = cast(Role, role_of(request.user))
    context = {
        "role": role_name(role),
        "abilities": abilities_of(role),
        "staff": role in STAFF,
        "factor": has_factor(cast(User, request.user)),
    }
    return render(request, "accounts/mine.html", context)


@never_cache
@sensitive_post_parameters()
@requires()
def change_password(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        # Every other session of this person ends here; this one goes on.
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. Other devices are signed out."))
        return redirect("accounts:mine")
    return render(request, "accounts/password.html", {"form": form})
