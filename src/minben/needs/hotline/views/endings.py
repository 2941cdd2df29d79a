"""Ends that are not "done": proposed by one person, decided by another, appealed to a third."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import Role, requires
from minben.accounts.queries import names_of
from minben.commons.clock import now
from minben.needs.hotline import actions, boundaries, queries
from minben.needs.hotline.forms.cases import NOTHING_PROVEN, DecideAppealForm, DecideForm, EndingForm
from minben.needs.hotline.views.asking import account_id_of
from minben.needs.hotline.views.cases import row_for

_REFUSALS: dict[str, Promise] = {
    "no_evidence": gettext_lazy("An end needs words for the person and evidence."),
    "says_nothing": NOTHING_PROVEN,
    "no_condition": gettext_lazy("Name the condition; without one it would wait for ever."),
    "same_person": gettext_lazy("You had a part in this already. Another person has to decide it."),
    "already_decided": gettext_lazy("Somebody decided it a moment ago."),
    "not_open": gettext_lazy(
        "There is nothing open to decide here: it was decided, or another end is still proposed."
    ),
    "not_ended": gettext_lazy("There is no end that could be appealed."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK)
def propose(request: HttpRequest, request_id: int) -> HttpResponse:
    """Propose an end with reasons and evidence; nothing changes until a second person agrees."""
    row = row_for(request, request_id)
    form = EndingForm(request.POST or None)
    if not form.is_valid():
        known = boundaries.known(day=localdate(now()))
        context = {"form": form, "row": row, "boundaries": known}
        return render(request, "hotline/propose.html", context, status=400 if form.is_bound else 200)
    proposal = actions.Proposal(**form.cleaned_data)
    try:
        actions.propose_ending(request_id=row.key, proposal=proposal, by=account_id_of(request), at=now())
    except actions.EndingRefused as refused:
        messages.error(request, str(_REFUSALS[refused.code]))
    else:
        messages.success(
            request, _("Proposed. Until another person agrees, work goes on and nothing changes.")
        )
    return redirect("hotline:case", request_id=row.key)


@never_cache
@require_safe
@requires(Role.CLERK)
def endings(request: HttpRequest) -> HttpResponse:
    """List the ends and appeals that wait for a person who had no part in them."""
    open_ones = queries.endings_open()
    rows = queries.masked_rows([one.request for one in open_ones])
    names = names_of({one.proposed_by for one in open_ones})
    me = account_id_of(request)
    shown = [
        {
            "ending": one,
            "row": rows[one.request],
            "by": names.get(one.proposed_by, ""),
            "mine": me in _hands(one),
        }
        for one in open_ones
        if rows[one.request].kind != "whistle"
    ]
    return render(request, "hotline/endings.html", {"shown": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK)
def decide(request: HttpRequest, ending_id: int) -> HttpResponse:
    """Decide an end as the second person, or an appeal as the third."""
    ending = next((one for one in queries.endings_open() if one.key == ending_id), None)
    if ending is None:
        raise Http404
    row = row_for(request, ending.request)
    if account_id_of(request) in _hands(ending):
        messages.error(request, str(_REFUSALS["same_person"]))
        return redirect("hotline:endings")
    kind_of_form = DecideAppealForm if ending.appealed_at else DecideForm
    form = kind_of_form(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "ending": ending, "row": row, "by": names_of([ending.proposed_by])}
        return render(request, "hotline/decide.html", context, status=400 if form.is_bound else 200)
    _decided(request, ending, form.cleaned_data)
    return redirect("hotline:endings")


def _hands(ending: queries.EndingRow) -> set[int | None]:
    return {ending.proposed_by, ending.decided_by} - {None}


def _decided(request: HttpRequest, ending: queries.EndingRow, said: dict[str, Any]) -> None:
    by, at = account_id_of(request), now()
    try:
        if ending.appealed_at:
            upheld = said["upheld"] == "yes"
            actions.decide_appeal(ending_id=ending.key, upheld=upheld, words=said["words"], by=by, at=at)
        else:
            actions.decide_ending(ending_id=ending.key, agreed=said["agreed"] == "yes", by=by, at=at)
    except actions.EndingRefused as refused:
        messages.error(request, str(_REFUSALS[refused.code]))
    except actions.MoveRefused:
        messages.error(request, _("The request has moved on meanwhile, so this end no longer fits."))
    else:
        messages.success(request, _("Decided, with your name in the record."))
