"""How long what is kept; a person's wish that it goes; and the person of the centre who decides it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import Role, requires
from minben.accounts.queries import names_of
from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.forms.removing import DecideErasureForm, EraseForm
from minben.needs.hotline.views.asking import account_id_of, reader_of
from minben.needs.hotline.views.track import coded
from minben.needs.hotline.wording import ERASE_REFUSALS


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Tell anybody how long what is kept."""
    day = localdate(now())
    return render(request, "hotline/kept.html", {"rows": queries.kept(day=day), "day": day})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def erase(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask that everything about the person is removed from their request."""
    code, form = queries.code_of(request_id), EraseForm(request.POST or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "hotline/voice/erase.html", {"form": form, "code": code}, status=status)
    try:
        actions.ask_erasure(request_id=request_id, words=form.cleaned_data["words"], at=now())
    except actions.EraseRefused as refused:
        messages.warning(request, str(ERASE_REFUSALS[refused.code]))
    else:
        messages.success(request, _("Noted. A person decides it; you find the answer on this page."))
    return redirect("hotline:track", code=code)


@never_cache
@require_safe
@requires(Role.CLERK)
def erasures(request: HttpRequest) -> HttpResponse:
    """List the wishes that wait for a decision; reports of wrongdoing only for their desk."""
    asked = queries.erasures_open()
    rows = queries.masked_rows([one.request for one in asked])
    reports = actions.reads_reports(reader_of(request), at=now())
    names = names_of({one.asked_by for one in asked if one.asked_by})
    me = account_id_of(request)
    shown = [
        {
            "wish": one,
            "row": rows[one.request],
            "by": names.get(one.asked_by or 0, ""),
            "mine": one.asked_by == me,
        }
        for one in asked
        if reports or not is_report(rows[one.request].kind, rows[one.request].state)
    ]
    return render(request, "hotline/erasures.html", {"shown": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK)
def decide_erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """Decide one wish: it is done at once, or refused with a reason."""
    wish = next((one for one in queries.erasures_open() if one.key == erasure_id), None)
    if wish is None:
        raise Http404
    row = queries.masked_rows([wish.request])[wish.request]
    if is_report(row.kind, row.state) and not actions.reads_reports(reader_of(request), at=now()):
        raise Http404
    form = DecideErasureForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "wish": wish, "row": row}
        status = 400 if form.is_bound else 200
        return render(request, "hotline/decide_erasure.html", context, status=status)
    try:
        messages.success(request, _decided(request, erasure_id, form))
    except actions.EraseRefused as refused:
        messages.error(request, str(ERASE_REFUSALS[refused.code]))
    return redirect("hotline:erasures")


def _decided(request: HttpRequest, erasure_id: int, form: DecideErasureForm) -> str:
    said, by, at = form.cleaned_data, account_id_of(request), now()
    reader = reader_of(request)
    if said["agreed"] == "yes":
        actions.erase(erasure_id=erasure_id, reader=reader, by=by, at=at)
        return _("Removed for good. The person sees on their page what went and when.")
    actions.refuse_erasure(erasure_id=erasure_id, words=said["words"], reader=reader, by=by, at=at)
    return _("Kept, with your reason on the person's page.")
