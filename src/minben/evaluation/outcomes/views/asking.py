"""Asking people: the clerk's list of calls, one call, and the same questions in writing."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.actions import Role, limited, requires
from minben.commons.clock import now
from minben.evaluation.outcomes import asking, queries, wording
from minben.evaluation.outcomes.actions import (
    CallerRefused,
    open_call,
    record_attempt,
    record_own_voice,
    record_voice,
)
from minben.evaluation.outcomes.forms import AnswersForm, AttemptForm, OwnAnswersForm
from minben.evaluation.outcomes.showing import in_language
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.actions import Opened

_CANNOT_HEAR = registers.Condition.DEAF


@requires(Role.CLERK)
def calls(request: HttpRequest) -> HttpResponse:
    """Show whom this clerk may ask next."""
    at = now()
    mine = registers.units_of(request.user, on=timezone.localdate(at))
    rows = [
        {
            "waiting": each,
            "why": wording.DRAWN_AS[each.drawn_as],
            "category": _category(each),
            "cannot_hear": each.condition == _CANNOT_HEAR,
        }
        for each in queries.waiting(units=mine, at=at)
    ]
    rule = asking.rule(timezone.localdate(at))
    context = {"rows": rows, "open": queries.how_many(units=mine), "rule": rule}
    return render(request, "outcomes/calls.html", context)


@requires(Role.CLERK)
def call(request: HttpRequest, key: int) -> HttpResponse:
    """Show one call to make; the number stays closed until the clerk asks for it."""
    return _call_page(request, key, AnswersForm(day=timezone.localdate()))


@requires(Role.CLERK)
@require_POST
def number(request: HttpRequest, key: int) -> HttpResponse:
    """Open the person's number for this call; the opening is written down for the person to see."""
    try:
        opened = open_call(followup_id=_existing(key).followup, by=_me(request), at=now())
    except CallerRefused as refused:
        return _refused(request, refused)
    return _call_page(request, key, AnswersForm(day=timezone.localdate()), opened)


@requires(Role.CLERK)
@require_POST
def tried(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a try without a talk."""
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return redirect("outcomes:call", key)
    outcome = form.cleaned_data["outcome"]
    try:
        record_attempt(followup_id=_existing(key).followup, outcome=outcome, by=_me(request), at=now())
    except CallerRefused as refused:
        return _refused(request, refused)
    messages.success(request, _("Noted: %(outcome)s.") % {"outcome": wording.OUTCOMES[outcome]})
    return redirect("outcomes:calls")


@requires(Role.CLERK)
@require_POST
def heard(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what the person said."""
    form = AnswersForm(request.POST, day=timezone.localdate())
    waiting = _existing(key)
    if not form.is_valid():
        return _call_page(request, key, form)
    try:
        record_voice(followup_id=waiting.followup, answers=form.answers(), by=_me(request), at=now())
    except CallerRefused as refused:
        return _refused(request, refused)
    messages.success(request, _("Kept, in the person's own words."))
    return redirect("outcomes:calls")


@limited(name="outcomes_answer", times=40, seconds=600)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Let a person who cannot or will not be rung up answer the same questions in writing."""
    day = timezone.localdate()
    form = OwnAnswersForm(
        request.POST or None, day=day, initial={"code": request.GET.get("code", "")[:24], **_not_said()}
    )
    if request.method == "POST" and form.is_valid():
        found = hotline.id_of_code(form.cleaned_data["code"])
        if found is not None:
            record_own_voice(request_id=found, answers=form.answers(), at=now())
            return render(request, "outcomes/thanks.html", {"solved": form.answers().solved})
        form.add_error("code", _("No request has this code. Compare it with your paper, letter by letter."))
    return render(request, "outcomes/answer.html", {"form": form}, status=400 if form.errors else 200)


def _me(request: HttpRequest) -> AbstractBaseUser:
    """Return who is signed in; the guard of the page has seen to it that somebody is."""
    return cast(AbstractBaseUser, request.user)


def _not_said() -> dict[str, str]:
    return dict.fromkeys(("responded", "solved", "satisfied"), "")


def _existing(key: int) -> queries.Waiting:
    found = queries.followup(key)
    if found is None:
        raise Http404(key)
    return found


def _call_page(
    request: HttpRequest, key: int, form: AnswersForm, opened: Opened | None = None
) -> HttpResponse:
    waiting = _existing(key)
    opening = asking.questionnaire(timezone.localdate()).opening.words(get_language() or "")
    context = {
        "waiting": waiting,
        "why": wording.DRAWN_AS[waiting.drawn_as],
        "category": _category(waiting),
        "cannot_hear": waiting.condition == _CANNOT_HEAR,
        "is_open": queries.is_open(key),
        "tries": [{"at": t.at, "outcome": wording.OUTCOMES[t.outcome]} for t in queries.tries(key)],
        "outcomes": [(code, words) for code, words in wording.OUTCOMES.items() if code != "reached"],
        "opening": opening,
        "opened": opened,
        "form": form,
    }
    return render(request, "outcomes/call.html", context, status=400 if form.errors else 200)


def _refused(request: HttpRequest, refused: CallerRefused) -> HttpResponse:
    context = {"words": wording.REFUSALS[refused.code]}
    return render(request, "outcomes/refused.html", context, status=403)


def _category(waiting: queries.Waiting) -> str:
    row = waiting.row
    return in_language(row.category_name, row.category_name_en) if row else ""
