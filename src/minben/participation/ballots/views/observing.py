"""Who watches a secret vote: named by the organiser, let in by the code of their appointment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import limited, requires
from minben.accounts.queries import STAFF, Role, names_of, role_of, users_in
from minben.commons.clock import now
from minben.participation.ballots import actions, queries, wording
from minben.participation.ballots.actions import DecisionError, NewObserver, Stage
from minben.participation.ballots.forms.observing import ObserverCodeForm, ObserverForm, WordForm
from minben.participation.ballots.views.asking import ORGANISERS, account_id_of, mine_or_403

_OVER = (Stage.FOLLOW_UP, Stage.STOPPED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*ORGANISERS)
def observers(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Name observers; the code of an appointment is shown this once."""
    row = mine_or_403(request, decision_id)
    if not row.secret:
        raise Http404(decision_id)
    auditors = names_of(users_in(Role.AUDITOR))
    form = ObserverForm(request.POST or None, auditors=auditors)
    context: dict[str, Any] = {"row": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            new = NewObserver(decision_id=decision_id, **form.cleaned_data)
            context["code"] = actions.name_observer(new=new, by=account_id_of(request), at=now())
            context |= {"named": form.cleaned_data["name"], "form": ObserverForm(auditors=auditors)}
        except DecisionError as refused:
            messages.warning(request, wording.refusal(refused))
    context |= {"observers": queries.observers(decision_id), "rule": queries.secrecy(decision_id)}
    context["site"] = request.build_absolute_uri("/").rstrip("/")
    context["may_name"] = row.stage in (Stage.PREPARED, Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS)
    return render(request, "ballots/observers.html", context, status=400 if form.errors else 200)


@never_cache
@require_POST
@requires(*ORGANISERS)
def open_vote(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Open the ballots of a secret vote for its observers."""
    mine_or_403(request, decision_id)
    try:
        actions.open_ballots(decision_id=decision_id, by=account_id_of(request), at=now())
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        messages.success(request, _("Opened. Ask the observers to count again and to say what they found."))
    return redirect("ballots:organise", decision_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="ballots.appointment", times=60, seconds=600)
def appointment(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the appointment and lead on to what its observer checks."""
    form = ObserverCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("ballots:observe", code=form.cleaned_data["code"])
    return render(request, "ballots/appointment.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="ballots.observe", times=120, seconds=600)
def observe(request: HttpRequest, code: str) -> HttpResponse:
    """Show an observer what was opened and counted again just now, and take their word."""
    seen, row = _observer_or_404(request, code)
    opened = queries.opened(row.key)
    form = WordForm(request.POST or None) if opened and row.stage not in _OVER else None
    if request.method == "POST" and form is not None and form.is_valid():
        return _said(request, code, seen, form)
    context: dict[str, Any] = {"seen": seen, "row": row, "opened": opened, "form": form, "code": code}
    if opened and not opened.gone:
        content = actions.read_openings(observer_id=seen.key, at=now())
        context["count"] = queries.recounted(decision=row.key, openings=content)
    failed = request.method == "POST"
    return render(request, "ballots/observe.html", context, status=400 if failed else 200)


def _said(request: HttpRequest, code: str, seen: queries.ObserverRow, form: WordForm) -> HttpResponse:
    agrees, reason = form.cleaned_data["agrees"] == "yes", form.cleaned_data["reason"]
    try:
        actions.say(observer_id=seen.key, agrees=agrees, reason=reason, at=now())
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        messages.success(request, _("Signed, and written into the public record."))
    return redirect("ballots:observe", code=code)


@never_cache
@require_safe
@limited(name="ballots.openings", times=30, seconds=600)
def openings(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the openings to an observer, to the byte; that they got them is written down."""
    seen, row = _observer_or_404(request, code)
    try:
        content = actions.read_openings(observer_id=seen.key, at=now())
    except DecisionError as refused:
        raise Http404(refused.code) from refused
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="openings-{row.key}.json"'
    return response


def _observer_or_404(request: HttpRequest, code: str) -> tuple[queries.ObserverRow, queries.DecisionRow]:
    """Who the code belongs to. Staff of the house do not watch with the code of somebody else, only as themselves."""
    key = queries.observer_of_code(code)
    seen = queries.observer(key) if key is not None else None
    row = queries.decision(seen.decision) if seen else None
    if seen is None or row is None:
        raise Http404
    if role_of(request.user) in STAFF and seen.user != request.user.pk:
        raise Http404
    return seen, row
