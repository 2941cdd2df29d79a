"""What a person does with their own request: adds, asks, judges, takes back, appeals."""

import logging
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.forms.track import (
    AddForm,
    AppealForm,
    ChaseForm,
    JudgeForm,
    NotSolvedForm,
    WithdrawForm,
)
from minben.needs.hotline.views.track import coded

log = logging.getLogger(__name__)

Act = Callable[[int, dict[str, Any]], str]


class PicturesLost(Exception):
    """The words are in, but there was no room for the pictures."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def add(request: HttpRequest, request_id: int) -> HttpResponse:
    """Add words or pictures."""
    kept = len(queries.photos_of(request_id))
    form = AddForm(request.POST or None, request.FILES or None, kept=kept)
    return _answered(request, request_id, form, "add", _add)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def chase(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask how far it is; that is a line in the history and never a new request."""
    return _answered(request, request_id, ChaseForm(_posted(request)), "chase", _chase)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def solved(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say that it is solved."""
    return _answered(request, request_id, JudgeForm(_posted(request)), "solved", _solved)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def not_solved(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say that it is not solved, and what is missing."""
    return _answered(request, request_id, NotSolvedForm(_posted(request)), "not_solved", _not_solved)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take the request back."""
    return _answered(request, request_id, WithdrawForm(_posted(request)), "withdraw", _withdraw)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coded
def appeal(request: HttpRequest, request_id: int) -> HttpResponse:
    """Appeal against an end."""
    return _answered(request, request_id, AppealForm(_posted(request)), "appeal", _appeal)


def _posted(request: HttpRequest) -> Any:
    # An empty form is an answer too where nothing has to be said.
    return request.POST if request.method == "POST" else None


def _answered(request: HttpRequest, request_id: int, form: forms.Form, what: str, act: Act) -> HttpResponse:
    code = queries.code_of(request_id)
    if not form.is_valid():
        context = {"form": form, "code": code, "what": what}
        return render(request, f"hotline/voice/{what}.html", context, status=400 if form.is_bound else 200)
    try:
        messages.success(request, act(request_id, form.cleaned_data))
    except PicturesLost:
        messages.warning(
            request, _("Your words are in, but the pictures could not be kept. Add them again later.")
        )
    except (actions.MoveRefused, actions.EndingRefused):
        # The request moved on while the person was writing.
        messages.warning(
            request,
            _("That is no longer possible at this step. Below you see how far it is and what you can do."),
        )
    return redirect("hotline:track", code=code)


def _add(request_id: int, said: dict[str, Any]) -> str:
    # The words go in first: a full disk may cost a person their pictures, never what they said.
    words = said["words"] or _("(a picture)")
    actions.add_words(request_id=request_id, words=words, at=now())
    try:
        if photos := said["photos"]:
            actions.add_photos(request_id=request_id, jpegs=[picture.content for picture in photos], at=now())
    except OSError as error:
        log.exception("pictures of request %s not kept", request_id)
        actions.tell_lost(request_id=request_id, pictures=len(photos), at=now())
        raise PicturesLost from error
    return _("Added. Those who work on it see it at once.")


def _chase(request_id: int, said: dict[str, Any]) -> str:
    actions.chase(request_id=request_id, words=said["words"], at=now())
    return _("Noted. The unit sees that you are waiting.")


def _solved(request_id: int, said: dict[str, Any]) -> str:
    actions.judge(request_id=request_id, solved=True, words=said["words"], at=now())
    return _("Thank you. It counts as solved because you say so.")


def _not_solved(request_id: int, said: dict[str, Any]) -> str:
    actions.judge(request_id=request_id, solved=False, words=said["words"], at=now())
    return _(
        "Noted. It goes back to those who have to do it; the second time, the hotline centre watches over it."
    )


def _withdraw(request_id: int, said: dict[str, Any]) -> str:
    actions.withdraw(request_id=request_id, words=said["words"], at=now())
    return _("You have taken it back. You can ask again at any time.")


def _appeal(request_id: int, said: dict[str, Any]) -> str:
    ending = next((one for one in queries.endings_of(request_id) if one.agreed), None)
    if ending is None:
        raise actions.EndingRefused("not_ended")
    actions.appeal(ending_id=ending.key, words=said["words"], at=now())
    return _("Your appeal is in. A person who had no part in the decision will read it.")
