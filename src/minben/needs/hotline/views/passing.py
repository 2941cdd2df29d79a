"""Passing a request on to a neighbouring city, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.states import allowed
from minben.needs.hotline.forms.passing import PassOnForm, TakeBackForm
from minben.needs.hotline.views.asking import account_id_of
from minben.needs.hotline.views.cases import row_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK)
def pass_on(request: HttpRequest, request_id: int) -> HttpResponse:
    """Choose the city and the service there, see what goes along, and pass the request on."""
    row = row_for(request, request_id)
    form = PassOnForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        to = actions.PassOn(
            peer_id=said["peer_id"],
            service=said["service"],
            words=said["words"],
            with_contact=said["with_contact"],
            consent_how=said["consent_how"],
        )
        return _passed_on(request, row.key, to)
    context = {
        "row": row,
        "form": form,
        "may": allowed(row.state, "passed_on"),
        "sent": queries.sent_now(row.key),
        "back": TakeBackForm(),
        "peers": queries.peers(),
    }
    return render(request, "hotline/pass_on.html", context, status=400 if form.is_bound else 200)


@require_POST
@requires(Role.CLERK)
def take_back(request: HttpRequest, request_id: int) -> HttpResponse:
    """Have the request back."""
    row, form = row_for(request, request_id), TakeBackForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say why, so that the person understands it."))
        return redirect("hotline:pass_on", request_id=row.key)
    words = form.cleaned_data["words"]
    try:
        actions.take_back(request_id=row.key, words=words, by=account_id_of(request), at=now())
    except actions.MoveRefused:
        messages.warning(request, _("It is not there any more, or its person has had their last word."))
    else:
        messages.success(request, _("It is with us again. Tell the colleagues there by telephone."))
    return redirect("hotline:case", request_id=row.key)


@require_POST
@requires(Role.CLERK)
def try_again(request: HttpRequest, request_id: int) -> HttpResponse:
    """Let the next try be now."""
    row = row_for(request, request_id)
    if actions.try_at_once(request_id=row.key, at=now()):
        messages.success(request, _("It is tried again within seconds."))
    return redirect("hotline:pass_on", request_id=row.key)


def _passed_on(request: HttpRequest, request_id: int, to: actions.PassOn) -> HttpResponse:
    try:
        actions.send_to_peer(request_id=request_id, pass_on=to, by=account_id_of(request), at=now())
    except (actions.PassingRefused, actions.MoveRefused):
        messages.warning(
            request, _("It could not be passed on: it has moved on meanwhile, or is there already.")
        )
    else:
        messages.success(request, _("Passed on. The history shows when it has arrived there."))
    return redirect("hotline:case", request_id=request_id)
