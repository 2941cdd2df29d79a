"""Calls to make and letters to write: what people asked for and no machine can do."""

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.needs.hotline import notices
from minben.needs.hotline.views.asking import account_id_of


@never_cache
@require_safe
@requires(Role.CLERK)
def messages(request: HttpRequest) -> HttpResponse:
    """List the calls and letters that wait, the oldest first; the number stands in the request."""
    return render(request, "hotline/messages.html", {"rows": notices.for_people()})


@require_POST
@requires(Role.CLERK)
def message_done(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Sign that a call was made or a letter was sent."""
    if notices.done_by_hand(notice_id=notice_id, by=account_id_of(request), at=now()):
        told.success(request, _("Written down: the person was told."))
    else:
        told.warning(request, _("Somebody else signed it a moment ago."))
    return redirect("hotline:messages")
