"""Whoever organises a decision: begin it, move it on, write objections and talks down, print letters."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import requires
from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.ground.registers import queries as registers
from minben.participation.ballots import actions, queries, sheets, wording
from minben.participation.ballots.actions import DecisionError, NewDecision, Stage
from minben.participation.ballots.core.stages import MOVES
from minben.participation.ballots.forms.organising import HeardForm, MoveForm, NewForm, TalkForm
from minben.participation.ballots.views.asking import (
    ORGANISERS,
    account_id_of,
    mine_or_403,
    my_units,
    reader,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(*ORGANISERS)
def template(request: HttpRequest) -> FileResponse:
    """Hand out the spreadsheet of who has a say."""
    with tempfile.TemporaryDirectory() as folder:
        path = sheets.write_template(Path(folder))
        # Opened before the folder goes: the file lives until it was sent.
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=_XLSX)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*ORGANISERS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a decision from a spreadsheet of who has a say."""
    mine = set(my_units(request))
    units = [(row.key, row.name) for row in registers.units() if row.key in mine]
    form = NewForm(request.POST or None, request.FILES or None, units=units)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            homes, context["bad"] = _homes(form)
            if not context["bad"]:
                made = actions.prepare(new=_new(form, homes), by=account_id_of(request), at=now())
                return redirect("ballots:organise", made)
            form.add_error("file", _("Some rows cannot be read. Mend them and send the whole file again."))
        except DecisionError as refused:
            form.add_error("file", wording.refusal(refused))
        except TeachingError:
            form.add_error("file", _("This cannot be read as that table. Fill in the template and send it."))
    return render(request, "ballots/new.html", context, status=400 if form.errors else 200)


def _homes(form: NewForm) -> Any:
    sent = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        # Never under the name it was sent with.
        path = Path(folder) / f"owners{Path(sent.name).suffix.lower()}"
        with path.open("wb") as file:
            for chunk in sent.chunks():
                file.write(chunk)
        return sheets.read_owners(path)


def _new(form: NewForm, homes: list[actions.NewDwelling]) -> NewDecision:
    told = form.cleaned_data

    def cents(value: Decimal | None) -> int | None:
        return None if value is None else int(value * 100)

    return NewDecision(
        title=told["title"], title_en=told["title_en"], question=told["question"],
        question_en=told["question_en"], unit_id=told["unit"], procedure=told["procedure"], dwellings=homes,
        scheme=told["scheme"], cost_cents=cents(told["cost"]), subsidy_cents=cents(told["subsidy"]) or 0,
        instalments=told["instalments"], secret=told["ballots"] == "secret",
    )  # fmt: skip


@never_cache
@require_safe
@requires(*ORGANISERS)
def organise(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show what is to be done next."""
    return _page(request, mine_or_403(request, decision_id))


def _page(request: HttpRequest, row: queries.DecisionRow, **forms: Any) -> HttpResponse:
    stages = MOVES[row.stage]
    context = {
        "row": row,
        "stages": queries.stages(row.key),
        "objections": queries.objections(row.key),
        "sheets": [one for one in queries.sheets(row.key) if not one.settled],
        "turnout": queries.turnout(row.key),
        "next": stages[0] if stages else None,
        "may_stop": Stage.STOPPED in stages,
        "observers": queries.observers(row.key) if row.secret else [],
        "opened": queries.opened(row.key),
        "closed": row.stage is Stage.VOTE and row.closes is not None and now() > row.closes,
        "heard_now": row.stage in (Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS),
        "move": MoveForm(),
        "heard": HeardForm(auto_id="heard-%s"),
        "talk": TalkForm(auto_id=False),
        **forms,
    }
    return render(request, "ballots/organise.html", context, status=400 if forms else 200)


@never_cache
@require_POST
@requires(*ORGANISERS)
def move(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a decision to its next stage."""
    row = mine_or_403(request, decision_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, row, move=form)
    try:
        actions.move(
            decision_id=decision_id,
            to=Stage(request.POST.get("to", "")),
            by=account_id_of(request),
            at=now(),
            words=form.cleaned_data["words"],
            closes=form.cleaned_data["closes"],
        )
    except ValueError as refused:
        code = refused if isinstance(refused, TeachingError) else DecisionError("no_such_move")
        messages.warning(request, wording.refusal(code))
    else:
        messages.success(request, _("Done, and written into the public record."))
    return redirect("ballots:organise", decision_id)


@never_cache
@require_POST
@requires(*ORGANISERS)
def heard(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Write down an objection that was told to the organiser."""
    row = mine_or_403(request, decision_id)
    form = HeardForm(request.POST, auto_id="heard-%s")
    if not form.is_valid():
        return _page(request, row, heard=form)
    try:
        actions.object_to(decision_id=decision_id, by=account_id_of(request), at=now(), **form.cleaned_data)
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    return redirect("ballots:organise", decision_id)


@never_cache
@require_POST
@requires(*ORGANISERS)
def talk(request: HttpRequest, decision_id: int, objection_id: int) -> HttpResponse:
    """Write down a talk about an objection."""
    mine_or_403(request, decision_id)
    if objection_id not in {one.key for one in queries.objections(decision_id)}:
        raise Http404(objection_id)
    form = TalkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write what was talked over and what came of it."))
        return redirect("ballots:organise", decision_id)
    try:
        actions.mediate(objection_id=objection_id, by=account_id_of(request), at=now(), **form.cleaned_data)
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    return redirect("ballots:organise", decision_id)


@never_cache
@require_safe
@requires(*ORGANISERS)
def owners(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show who has a say and what was objected, opened for the one purpose there is and written down."""
    row = mine_or_403(request, decision_id)
    opened = actions.open_decision(decision_id=decision_id, reader=reader(request), at=now())
    context = {"row": row, "owners": opened.owners, "words": opened.objections}
    return render(request, "ballots/owners.html", context)


@never_cache
@require_safe
@requires(*ORGANISERS)
def letters(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show the letters to print: for each owner the question, the code and the paper ballot."""
    row = mine_or_403(request, decision_id)
    found = actions.open_owners(decision_id=decision_id, reader=reader(request), at=now(), letters=True)
    # On paper nothing can be pressed: the whole address has to be read.
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"row": row, "letters": found, "beside": queries.beside(decision_id), "site": site}
    return render(request, "ballots/letters.html", context)
