"""The clerk's desk: one page, by keyboard, for a call, a visit, a letter, a relayed conversation."""

import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.actions import Role, requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.facts import Known as KnownFacts
from minben.needs.hotline.core.facts import missing
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.drafting import Understanding, understanding_of
from minben.needs.hotline.drafts import OWN_PAGES, Said, intake_of, key_of_page
from minben.needs.hotline.forms.desk import ChaserForm, DeskForm, Known
from minben.needs.hotline.views.asking import account_id_of, places_and_house, reader_of
from minben.needs.hotline.views.cases import row_for

_SALT = "minben.needs.hotline.caller"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK, Role.WORKER)
def desk(request: HttpRequest) -> HttpResponse:
    """Look a caller up, check what was written, take the request; a worker takes it for a neighbour."""
    known = places_and_house(request)
    if request.method != "POST":
        first = {"once": secrets.token_urlsafe(16), **_brought(request.GET.get("call", ""))}
        return _shown(request, DeskForm(initial=first, known=known), {})
    form = DeskForm(request.POST, known=known)
    if "look" in request.POST and role_of(request.user) is Role.CLERK:
        return _looked_up(request, form, known)
    if not form.is_valid():
        return _shown(request, form, _checked(form.said()) if form.said().text else {}, status=400)
    if "check" in request.POST:
        return _shown(request, form, _checked(form.said()))
    return _taken(request, form)


@never_cache
@require_POST
@requires(Role.CLERK)
def chaser(request: HttpRequest) -> HttpResponse:
    """Note that a caller asks after an earlier request: a line in its history, never a new request."""
    form = ChaserForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    row = row_for(request, form.cleaned_data["request_id"])
    if is_report(row.kind, row.state):
        # Not even the reporting desk writes into a report from here, where callers are looked up.
        raise PermissionDenied
    actions.chase(
        request_id=row.key, words=form.cleaned_data["words"], at=now(), actor="clerk",
        by_user=account_id_of(request),
    )  # fmt: skip
    messages.success(request, _("Noted with request %(code)s; the unit sees it.") % {"code": row.code})
    return redirect("hotline:desk")


def _looked_up(request: HttpRequest, form: DeskForm, known: Known) -> HttpResponse:
    """Show the caller's earlier requests; everything else on the page stays as it was typed."""
    form.is_valid()
    phone = form.cleaned_data.get("phone", "")
    wrong = form.errors.get("phone")
    found = actions.requests_by_phone(phone=phone, reader=reader_of(request), at=now()) if phone else []
    rows = queries.masked_rows(found)
    earlier = [rows[key] for key in found]
    person = next((row.person for row in earlier if row.person), None)
    typed = request.POST.copy()
    typed["caller"] = signing.dumps([phone, person], salt=_SALT) if person else ""
    again = DeskForm(initial=typed.dict(), known=known)
    more: dict[str, Any] = {"earlier": earlier, "looked_up": bool(phone), "phone_wrong": wrong or not phone}
    return _shown(request, again, more)


def _checked(said: Said) -> dict[str, Any]:
    understood = understanding_of(said, at=now())
    return {"u": understood, "missing": _missing(understood)}


def _missing(understood: Understanding) -> tuple[str, ...]:
    said = understood.said
    known = KnownFacts(
        text=said.text,
        kind=understood.kind,
        has_place=bool(understood.place_key or understood.address),
        has_contact=bool(said.phone or said.email or said.post_address),
        wants_reply=said.reply_by != "nothing" and said.identity != "anonymous",
    )
    return tuple(fact.value for fact in missing([known])[0])


def _taken(request: HttpRequest, form: DeskForm) -> HttpResponse:
    """Take the request; a consultation that a standard answer settles is answered in the same breath."""
    once = key_of_page("desk", form.cleaned_data["once"])
    taken = _written_down(request, form, once)
    if taken is None:
        messages.warning(request, _("This was taken a moment ago; it was not written down twice."))
        taken = queries.id_of_key(source=OWN_PAGES, key=once)
    call = actions.read_ticket(form.cleaned_data["ticket"], at=now())
    if call and call.back:
        # The address was sealed by the page of the call itself, so it leads nowhere else.
        return redirect(call.back)
    request.session["hotline_taken"] = taken
    return redirect("hotline:desk")


def _brought(ticket: str) -> dict[str, str]:
    """Return what a call brings along, for the form to begin with."""
    call = actions.read_ticket(ticket, at=now()) if ticket else None
    if call is None:
        return {}
    return {"phone": call.phone, "text": call.text, "address": call.address, "ticket": ticket}


def _written_down(request: HttpRequest, form: DeskForm, once: str) -> int | None:
    """Take it in; nothing when the same page was taken in before, even if its answer never arrived."""
    at, said = now(), form.said()
    key, by = request.POST.get("answer", ""), account_id_of(request)
    given = _answer_given(understanding_of(said, at=at), key) if key else None
    if given:
        # Answered at the desk, it must not be handed to a unit in between.
        said = replace(said, kind="consultation", to_clerk=True)
    heard_at = form.cleaned_data["heard_at"]
    intake = replace(
        intake_of(said, at=heard_at or at, person_id=_caller(form), event_id=None, once=once),
        facts={"clerk": by},
        keyed_later=heard_at is not None,
    )
    with transaction.atomic():
        request_id = actions.receive(intakes=[intake], at=at).request_ids[0]
        call = actions.read_ticket(form.cleaned_data["ticket"], at=at)
        if call and request_id is not None:
            actions.follow_call(call=call.call, request_ids=[request_id], at=at)
        if given and request_id is not None:
            actions.answer(request_id=request_id, words=given.words, source=given.source, by=by, at=at)
    return request_id


def _answer_given(understood: Understanding, key: str) -> "queries.AnswerRow | None":
    return next((answer for answer in understood.answers if str(answer.key) == key), None)


def _caller(form: DeskForm) -> int | None:
    """Return the person whose earlier requests were looked up, if the number is still theirs."""
    try:
        phone, person = signing.loads(form.cleaned_data["caller"], salt=_SALT, max_age=60 * 60 * 12)
    except (signing.BadSignature, ValueError):
        return None
    return int(person) if phone == form.cleaned_data["phone"] else None


def _shown(request: HttpRequest, form: DeskForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    taken = request.session.pop("hotline_taken", None)
    row = queries.masked_rows([taken]).get(taken) if taken else None
    context: dict[str, Any] = {"form": form, "taken": row, **more}
    if role_of(request.user) is Role.CLERK:
        waiting = queries.waiting_for_clerk()
        context |= {"clerk": True, "waiting": waiting.requests, "alerts": waiting.alerts}
    return render(request, "hotline/desk.html", context, status=status)
