"""One request, for the clerk who decides about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import STAFF, Role, requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.needs.hotline import actions, photofiles, queries
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.forms.cases import (
    AnswerForm,
    CallerSaysForm,
    CorrectForm,
    OpenForm,
    ReportForm,
    SingleForm,
)
from minben.needs.hotline.views.asking import account_id_of, reader_of
from minben.needs.hotline.views.checking import looked_over
from minben.needs.hotline.views.queue import correct as put_right
from minben.needs.hotline.wording import ENDED, ERASE_REFUSALS


def row_for(request: HttpRequest, request_id: int) -> queries.MaskedRow:
    """Return a request this reader may see; a report of wrongdoing only to the reporting desk.

    Raises
    ------
    Http404
        When there is no such request.
    PermissionDenied
        When it is a report and the reader is not of that desk, or not a clerk otherwise.
    """
    row = queries.masked_rows([request_id]).get(request_id)
    if row is None:
        raise Http404
    if is_report(row.kind, row.state):
        allowed = actions.reads_reports(reader_of(request), at=now())
    else:
        allowed = role_of(request.user) is Role.CLERK
    if not allowed:
        raise PermissionDenied
    return row


@never_cache
@require_safe
@requires(*sorted(STAFF))
def case(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request with its whole history, and what can be decided."""
    row = row_for(request, request_id)
    if is_report(row.kind, row.state):
        actions.open_reports(reader=reader_of(request), request_ids=[row.key], at=now())
    return shown(request, row, {})


@require_POST
@requires(Role.CLERK)
def correct(request: HttpRequest, request_id: int) -> HttpResponse:
    """Put right how it was understood; it is sent on again without starting anew."""
    row, form = row_for(request, request_id), CorrectForm(request.POST)
    if not form.is_valid():
        return shown(request, row, {"correct": form}, status=400)
    return _done(
        request, row, lambda: put_right(row.key, form, account_id_of(request)), _("Corrected and sent on.")
    )


@require_POST
@requires(*sorted(STAFF))
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Answer at once, with the source."""
    row, form = row_for(request, request_id), AnswerForm(request.POST)
    looked = looked_over(request, row, form)
    if looked:
        return shown(request, row, {"answer": looked.form, "looked": looked})
    if not form.is_valid():
        return shown(request, row, {"answer": form}, status=400)
    said = form.cleaned_data

    def act() -> None:
        actions.answer(
            request_id=row.key,
            words=said["words"],
            source=said["source"],
            by=account_id_of(request),
            at=now(),
        )

    return _done(request, row, act, _("Answered."))


@require_POST
@requires(Role.CLERK)
def set_apart(request: HttpRequest, request_id: int) -> HttpResponse:
    """Send a report of wrongdoing its own way; from now on this clerk does not see it either."""
    row = row_for(request, request_id)
    try:
        actions.set_apart(request_id=row.key, by=account_id_of(request), at=now())
    except actions.MoveRefused:
        messages.warning(request, _("It can no longer be set apart at this step."))
        return redirect("hotline:case", request_id=row.key)
    messages.success(request, _("%(code)s is with the reporting desk now.") % {"code": row.code})
    return redirect("hotline:queue")


@require_POST
@requires(Role.CLERK)
def single_out(request: HttpRequest, request_id: int) -> HttpResponse:
    """Have a case looked at by itself (一事一议)."""
    row, form = row_for(request, request_id), SingleForm(request.POST)
    if not form.is_valid():
        return shown(request, row, {"single": form}, status=400)

    def act() -> None:
        actions.single_out(
            request_id=row.key, words=form.cleaned_data["words"], by=account_id_of(request), at=now()
        )

    return _done(request, row, act, _("It is looked at singly, under your name."))


@require_POST
@requires(Role.CLERK)
def caller_says(request: HttpRequest, request_id: int) -> HttpResponse:
    """Write down the person's own word for somebody who calls or stands at the counter."""
    row, form = row_for(request, request_id), CallerSaysForm(request.POST)
    if not form.is_valid():
        return shown(request, row, {"says": form}, status=400)
    what, words = form.cleaned_data["what"], form.cleaned_data["words"]
    return _done(request, row, lambda: _say(what, row.key, words, account_id_of(request)), _("Written down."))


@never_cache
@require_POST
@requires(*sorted(STAFF))
def open_contact(request: HttpRequest, request_id: int) -> HttpResponse:
    """Open the person's own words and how to reach them, for a purpose; it is written down."""
    row = row_for(request, request_id)
    form = OpenForm(request.POST, report=is_report(row.kind, row.state))
    if not form.is_valid():
        return shown(request, row, {"open": form}, status=400)
    opened = actions.open_for(
        purpose=form.cleaned_data["purpose"], request_id=row.key, reader=reader_of(request), at=now(),
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    return shown(request, row, {"opened": opened})


@require_safe
@requires(*sorted(STAFF))
def photo(request: HttpRequest, request_id: int, photo_id: int) -> FileResponse:
    """Show one picture of a request this reader may see."""
    row = row_for(request, request_id)
    names = {key: name for key, name, *_rest in queries.photos_of(row.key)}
    if photo_id not in names:
        raise Http404
    return photofiles.answer(names[photo_id])


def shown(
    request: HttpRequest, row: queries.MaskedRow, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show the page of one request, with the forms as far as they are filled in."""
    parts = queries.case_parts(row)
    context = {
        "row": row,
        "history": list(reversed(parts.history)),
        "photos": parts.photos,
        "same_person": parts.same_person,
        "same_event": parts.same_event,
        "endings": parts.endings,
        "headings": queries.categories(leaves_only=True),
        "clerk": role_of(request.user) is Role.CLERK,
        "over": row.state in ENDED,
        "sent": parts.sent if row.state == "passed_on" else None,
        "correct": CorrectForm(initial={"place": row.place, "address": row.address}),
        "answer": AnswerForm(),
        **_helps(request, row),
        "single": SingleForm(),
        "says": CallerSaysForm(),
        "open": OpenForm(report=is_report(row.kind, row.state)),
        "report": ReportForm(),
        **more,
    }
    return render(request, "hotline/case.html", context, status=status)


def _helps(request: HttpRequest, row: queries.MaskedRow) -> dict[str, Any]:
    """What helps a clerk to answer; nothing where nobody answers here any more, or only the reporting desk."""
    if role_of(request.user) is not Role.CLERK or row.state in ENDED or is_report(row.kind, row.state):
        return {}
    at = now()
    earlier = queries.earlier_replies(row, at=at)
    return {"checks": queries.reply_check_stands(at=at), "earlier": earlier}


def _say(what: str, request_id: int, words: str, by: int) -> None:
    at = now()
    if what == "added":
        actions.add_words(request_id=request_id, words=words, at=at, actor="clerk", by_user=by)
    elif what == "chased":
        actions.chase(request_id=request_id, words=words, at=at, actor="clerk", by_user=by)
    elif what == "erase":
        actions.ask_erasure(request_id=request_id, words=words, at=at, by=by)
    elif what == "withdrawn":
        actions.withdraw(request_id=request_id, words=words, at=at, actor="clerk")
    else:
        actions.judge(
            request_id=request_id, solved=what == "solved", words=words, at=at, by_user=by, actor="clerk"
        )


def _done(request: HttpRequest, row: queries.MaskedRow, act: Any, told: str) -> HttpResponse:
    try:
        act()
    except actions.MoveRefused:
        messages.warning(
            request, _("The request has moved on meanwhile; that is no longer possible at this step.")
        )
    except actions.EraseRefused as refused:
        messages.warning(request, str(ERASE_REFUSALS[refused.code]))
    else:
        messages.success(request, told)
    return redirect("hotline:case", request_id=row.key)
