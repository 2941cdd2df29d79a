"""The algorithm register: public pages, and the two a person needs to clear or to stop."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import may, role_of, who_may
from minben.commons.clock import now
from minben.institutions.sandbox import queries
from minben.institutions.sandbox.actions import ClearanceError, clear, revoke
from minben.institutions.sandbox.core.gaps import widest_gap
from minben.institutions.sandbox.core.trial import EVERYBODY
from minben.institutions.sandbox.forms import FIRST_CHOICE, ClearForm, StopForm
from minben.institutions.sandbox.public import entry, fixed
from minben.institutions.sandbox.words import FIELDS, MORE, refusal

WHO_CLEARS = tuple(sorted(who_may("clear", "algorithm")))
WHO_STOPS = tuple(sorted(who_may("stop", "algorithm")))


@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    listed = queries.register(now())
    running = sum(one.standing.cleared for one in listed)
    context = {"listed": listed, "running": running, "rules": queries.declared_rules()}
    return render(request, "sandbox/algorithms.html", context)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    at = now()
    listed = queries.register(at)
    newest = queries.newest_evidence([one.declaration.name for one in listed])
    rows = [entry(one, newest.get(one.declaration.name)) for one in listed]
    rules = [fixed(rule) for rule in queries.declared_rules()]
    return JsonResponse({"at": at.isoformat(timespec="seconds"), "algorithms": rows, "fixed_rules": rules})


@require_safe
def algorithm(request: HttpRequest, name: str) -> HttpResponse:
    context = _told(name)
    role = role_of(request.user)
    context["may_clear"] = may(role, "clear", "algorithm")
    context["may_stop"] = may(role, "stop", "algorithm")
    return render(request, "sandbox/algorithm.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(*WHO_CLEARS)
def clear_one(request: HttpRequest, name: str) -> HttpResponse:
    context = _told(name)
    told = context["listed"].declaration
    usable = [row for row in context["evidence"] if row.version == context["listed"].version]
    first = {"error_limit": told.error_limit, "expires": localdate(now() + FIRST_CHOICE)}
    form = ClearForm(request.POST or None, initial=first)
    form.offer(usable)
    if request.method == "POST" and form.is_valid():
        try:
            clear(
                name=name,
                version=context["listed"].version,
                by=cast(AbstractBaseUser, request.user),
                evidence=form.cleaned_data["evidence"],
                terms=form.terms,
                at=now(),
            )
        except ClearanceError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Cleared. It may run from now on."))
            return redirect("sandbox:algorithm", name=name)
    return render(request, "sandbox/clear.html", {**context, "form": form, "usable": usable})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(*WHO_STOPS)
def stop_one(request: HttpRequest, name: str) -> HttpResponse:
    context = _told(name)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = cast(AbstractBaseUser, request.user)
            revoke(name=name, by=by, reason=form.cleaned_data["reason"], at=now())
        except ClearanceError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Stopped. From now on people decide."))
            return redirect("sandbox:algorithm", name=name)
    return render(request, "sandbox/stop.html", {**context, "form": form})


def _told(name: str) -> dict[str, Any]:
    listed = next((one for one in queries.register(now()) if one.declaration.name == name), None)
    if listed is None:
        raise Http404(f"no algorithm is declared as {name}")
    evidence = queries.evidence_of(name)
    newest = _readable(evidence[0]) if evidence else None
    told = listed.declaration
    return {
        "listed": listed,
        "facts": [(label, getattr(told, field)) for field, label in FIELDS.items() if field != "error_limit"],
        "more": [(label, getattr(told, field)) for field, label in MORE.items()],
        "evidence": evidence,
        "newest": newest,
        "gaps": _gaps(newest) if newest else [],
        "counts": queries.counts(name),
        "history": queries.history(name),
    }


def _readable(row: queries.EvidenceRow) -> queries.EvidenceRow:
    """Show what lies between 0 and 1 (unit ``1``) in per cent, as the other figures are."""
    as_shares = tuple(
        replace(m, estimate=replace(m.estimate, unit="share")) if m.estimate.unit == "1" else m
        for m in row.measures
    )
    return replace(row, measures=as_shares)


def _gaps(newest: queries.EvidenceRow) -> list[dict[str, Any]]:
    """One line for each metric: the figure for everybody, and how far apart groups lie."""
    return [
        {"whole": measure, "gap": widest_gap(newest.measures, measure.metric)}
        for measure in newest.measures
        if measure.group == EVERYBODY
    ]
