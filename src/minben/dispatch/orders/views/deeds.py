"""Doing something with an order: one view for every deed, one deed for every form."""

import logging
from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from minben.accounts.actions import requires
from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import wording
from minben.dispatch.orders.forms import GiveUpForm, ReportForm
from minben.dispatch.orders.views.access import STAFF, UNIT, Apart, OtherUnit, open_card
from minben.dispatch.orders.views.card import show
from minben.dispatch.orders.views.checking import looked_over
from minben.dispatch.orders.views.choices import ALL, FINISH

log = logging.getLogger(__name__)


@never_cache
@require_POST
@requires(*STAFF)
def deed(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """Do one deed; what cannot be taken comes back on the same page, with what was wrong and what to do."""
    found = open_card(request, order_id)
    choice = ALL.get(name)
    if choice is None:
        raise Http404
    form = choice.form(request.POST, request.FILES, unit=found.order.unit)
    looked = looked_over(request, found.request, form) if choice is FINISH else None
    if looked:
        return show(request, found, wrong=looked.form, looked=looked)
    if form.is_valid():
        try:
            choice.do(found.order, form.cleaned_data, cast(AbstractBaseUser, request.user), now())
        except orders.OrderError as error:
            form.add_error(None, wording.refusal(error))
        except OSError:
            log.exception("the photograph of order %s was not kept", order_id)
            form.add_error(
                None,
                _(
                    "There is no room for the photograph just now. Your words are still here: send them without it."
                ),
            )
        else:
            messages.success(request, str(choice.done))
            return redirect(_next(request, order_id))
    return show(request, open_card(request, order_id), wrong=form, status=422)


def _next(request: HttpRequest, order_id: int) -> str:
    """An order that has left the unit would only show a refusal: go back to the list instead."""
    try:
        open_card(request, order_id)
    except (OtherUnit, Apart):
        return reverse("orders:queue")
    return reverse("orders:card", args=[order_id])


@never_cache
@require_POST
@requires(*UNIT)
def report(request: HttpRequest, call_id: int) -> HttpResponse:
    """A department reports to a street's whistle."""
    form = ReportForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        orders.report_to_whistle(
            call_id=call_id, words=words, by=cast(AbstractBaseUser, request.user), at=now()
        )
    except orders.OrderError as error:
        messages.error(request, wording.refusal(error))
    else:
        messages.success(request, wording.word("step", "reported"))
    return redirect("orders:queue")


@never_cache
@require_POST
@requires(*UNIT)
def give_up(request: HttpRequest, order_id: int, visit_id: int) -> HttpResponse:
    """Give a promised visit back."""
    form = GiveUpForm(request.POST)
    if form.is_valid():
        by, words = cast(AbstractBaseUser, request.user), form.cleaned_data["words"]
        try:
            orders.give_up_visit(visit_id=visit_id, words=words, by=by, at=now())
        except orders.OrderError as error:
            messages.error(request, wording.refusal(error))
    else:
        messages.error(request, " ".join(str(one) for one in form.errors["words"]))
    return redirect("orders:card", order_id)
