"""Pages of partners: for the administrator who lets them in, and for anybody whose call was refused."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import who_may
from minben.commons.clock import now
from minben.institutions.partners import actions, queries, words
from minben.institutions.partners.edge.kinds import KINDS
from minben.institutions.partners.forms import PartnerForm, TokenForm

KEEPERS = tuple(sorted(who_may("keep", "partner")))


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Show every way in which a call can be refused."""
    return render(request, "partners/problems.html", {"kinds": KINDS})


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one kind of problem; calls that were refused point here."""
    kind = KINDS.get(code)
    if kind is None:
        raise Http404(code)
    return render(request, "partners/problem.html", {"kind": kind, "code": code})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*KEEPERS)
def partners(request: HttpRequest) -> HttpResponse:
    """List the partners, and enrol another."""
    form = PartnerForm(request.POST or None)
    if form.is_valid():
        new = form.as_partner
        if queries.partner(new.code) is None:
            actions.enrol_partners(rows=[new], at=now(), by=_me(request))
            messages.success(request, _("Enrolled. Now give it a token."))
            return redirect("partners:partner", code=new.code)
        form.add_error("code", _("Another partner has this code already."))
    return render(request, "partners/partners.html", {"rows": queries.partners(), "form": form})


@never_cache
@require_safe
@requires(*KEEPERS)
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a partner may do, and where it is told what happens."""
    row = _partner(code)
    at = now()
    tokens = [
        {"row": one, "scopes": [words.SCOPES[scope] for scope in one.scopes if scope in words.SCOPES],
         "purpose": _purpose(one.purpose), "ended": one.until is not None and one.until <= at}
        for one in queries.tokens_of(row.key)
    ]  # fmt: skip
    told = [
        {"row": one, "why": words.PAUSED.get(one.paused_why, "")} for one in queries.subscriptions_of(row.key)
    ]
    return render(request, "partners/partner.html", {"partner": row, "tokens": tokens, "told": told})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*KEEPERS)
def new_token(request: HttpRequest, code: str) -> HttpResponse:
    """Give a partner a token; it is shown on the answer to this form and never again."""
    row = _partner(code)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            issued = actions.issue_token(new=form.as_token(code), at=now(), by=_me(request))
        except actions.TokenRefused as error:
            form.add_error(None, str(words.WHY_NO_TOKEN[error.code]))
        else:
            return render(request, "partners/token.html", {"partner": row, "token": issued.token})
    return render(request, "partners/new_token.html", {"partner": row, "form": form})


@never_cache
@require_POST
@requires(*KEEPERS)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Let a partner in no more."""
    _partner(code)
    if actions.close_partner(code=code, at=now(), by=_me(request)):
        messages.success(request, _("Closed. Its tokens open nothing, and it is told nothing."))
    return redirect("partners:partner", code=code)


@never_cache
@require_POST
@requires(*KEEPERS)
def take_back(request: HttpRequest, code: str, token: int) -> HttpResponse:
    """Let a token open nothing any more."""
    row = _partner(code)
    if token not in {one.key for one in queries.tokens_of(row.key)}:
        raise Http404(str(token))
    actions.revoke_token(token=token, at=now(), by=_me(request))
    messages.success(request, _("Taken back. It opens nothing from now on."))
    return redirect("partners:partner", code=code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*KEEPERS)
def told(request: HttpRequest, code: str, subscription: int) -> HttpResponse:
    """Show what a subscriber was sent; try a paused address again."""
    row, told_at = _partner(code), _told(code, subscription)
    if request.method == "POST":
        if actions.resume(subscription=subscription, at=now(), who=f"user:{_me(request)}"):
            messages.success(request, _("It is tried again now, with everything that waits."))
        return redirect("partners:told", code=code, subscription=subscription)
    before = request.GET.get("before", "")
    rows = queries.deliveries_of(
        subscription, before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    context = {
        "partner": row,
        "told": told_at,
        "why": words.PAUSED.get(told_at.paused_why, ""),
        "rows": [_sent(one) for one in rows],
        "older": rows[-1].key if len(rows) == 50 else None,
    }
    return render(request, "partners/told.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*KEEPERS)
def delivery(request: HttpRequest, code: str, subscription: int, delivery: int) -> HttpResponse:
    """Show one message with every try and what was answered; send it again."""
    row, told_at, one = _partner(code), _told(code, subscription), queries.delivery(delivery)
    if one is None or one.subscription != subscription:
        raise Http404(str(delivery))
    if request.method == "POST":
        if actions.send_again(delivery=delivery, at=now()):
            messages.success(request, _("It is sent again within seconds."))
        return redirect("partners:delivery", code=code, subscription=subscription, delivery=delivery)
    tries = [
        {"row": each, "trouble": words.TROUBLES.get(each.trouble, each.trouble)}
        for each in queries.tries_of(delivery)
    ]
    context = {"partner": row, "told": told_at, **_sent(one), "tries": tries}
    return render(request, "partners/delivery.html", context)


def _sent(one: queries.DeliveryRow) -> dict[str, Any]:
    tone = {"arrived": "good", "given_up": "danger"}.get(one.state, "plain" if not one.tries else "care")
    return {
        "one": one,
        "state": words.STATES[one.state],
        "tone": tone,
        "trouble": words.TROUBLES.get(one.trouble, one.trouble),
    }


def _partner(code: str) -> queries.PartnerRow:
    row = queries.partner(code)
    if row is None:
        raise Http404(code)
    return row


def _told(code: str, subscription: int) -> queries.SubscriptionRow:
    row = queries.subscription(subscription)
    if row is None or row.partner != code:
        raise Http404(str(subscription))
    return row


def _purpose(key: str) -> str:
    offered = {one.key: one for tell in actions.purposes for one in tell(now())}
    if key not in offered:
        return key
    return offered[key].en if (get_language() or "").startswith("en") else offered[key].zh


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
