"""Call-backs: who is to be rung, ringing them, what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.needs.telephone import actions, queries, tasks, wording
from minben.needs.telephone.forms import OutcomeForm
from minben.needs.telephone.views.asking import account_id_of, call_or_404, reader_of
from minben.needs.telephone.views.screen import existing_back


@never_cache
@require_safe
@requires(Role.CLERK)
def backs(request: HttpRequest) -> HttpResponse:
    """Show whom to ring back: what was promised, then who hung up unanswered."""
    at = now()
    context = {"backs": queries.backs_due(at=at), "missed": queries.missed(at=at), "at": at}
    return render(request, "telephone/backs.html", context)


@never_cache
@require_POST
@requires(Role.CLERK)
def take_up(request: HttpRequest, call_id: int) -> HttpResponse:
    """Put somebody who hung up unanswered on the list."""
    call_or_404(call_id)
    try:
        back = actions.book_call_back(
            call_id=call_id, wanted_at=now(), why="", by=account_id_of(request), at=now()
        )
    except actions.BackRefused as refused:
        messages.warning(request, wording.word("refusal", refused.code))
        return redirect("telephone:backs")
    return redirect("telephone:back", back)


@never_cache
@require_safe
@requires(Role.CLERK)
def back(request: HttpRequest, back_id: int) -> HttpResponse:
    """Show one call-back; the number stays closed until the clerk dials."""
    return _page(request, back_id)


@never_cache
@require_POST
@requires(Role.CLERK)
def dial(request: HttpRequest, back_id: int) -> HttpResponse:
    """Have the exchange dial, and show the number in case it does not."""
    existing_back(back_id)
    try:
        number, command = actions.dial_back(
            back_id=back_id, reader=reader_of(request), by=account_id_of(request), at=now()
        )
    except (actions.BackRefused, actions.DeedRefused) as refused:
        messages.warning(request, wording.word("refusal", refused.code))
        return redirect("telephone:backs")
    tasks.send_due(at=now(), only=[command])
    return _page(request, back_id, number)


@never_cache
@require_POST
@requires(Role.CLERK)
def settle(request: HttpRequest, back_id: int) -> HttpResponse:
    """Keep what came of it."""
    existing_back(back_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return redirect("telephone:back", back_id)
    outcome = actions.BackOutcome(form.cleaned_data["outcome"])
    try:
        over = actions.settle_call_back(back_id=back_id, outcome=outcome, by=account_id_of(request), at=now())
    except actions.BackRefused as refused:
        messages.warning(request, wording.word("refusal", refused.code))
    else:
        told = _("Noted. It is off the list.") if over else _("Noted. It comes again in two hours.")
        messages.success(request, told)
    return redirect("telephone:backs")


def _page(request: HttpRequest, back_id: int, number: str = "") -> HttpResponse:
    row = existing_back(back_id)
    asked = queries.asked_of(row.call, limit=1) if number else []
    context = {
        "back": row, "number": number, "asked": asked, "outcomes": list(wording.WORDS["outcome"].items()),
        "seat": queries.seat_of(account_id_of(request)),
    }  # fmt: skip
    return render(request, "telephone/back.html", context)
