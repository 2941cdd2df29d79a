"""The owner's own pages: opened by the code of a letter, without an account and without scripts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.actions import limited
from minben.accounts.queries import STAFF, role_of
from minben.commons.clock import now
from minben.participation.ballots import actions, queries, wording
from minben.participation.ballots.actions import Channel, DecisionError, NewBallot, Stage
from minben.participation.ballots.forms.voting import BallotForm, CodeForm, ObjectionForm

_OBJECTIONS = (Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="ballots.find", times=60, seconds=600)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter and lead on to the ballot."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("ballots:ballot", code=form.cleaned_data["code"])
    return render(request, "ballots/find.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="ballots.ballot", times=120, seconds=600)
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """Show an owner's ballot, and take it."""
    voter, row = _voter_or_404(code)
    staff = role_of(request.user) in STAFF
    voting = row.stage is Stage.VOTE and row.closes is not None and now() <= row.closes
    form = BallotForm(request.POST or None, voter=voter) if voting and not staff else None
    if request.method == "POST" and form is not None and form.is_valid():
        return _cast(request, code, voter, form)
    context: dict[str, Any] = {"voter": voter, "row": row, "form": form, "staff": staff, "code": code}
    context["beside"] = queries.beside(row.key)
    if row.stage in _OBJECTIONS and not staff:
        context["objection"] = ObjectionForm()
    failed = request.method == "POST"
    return render(request, "ballots/ballot.html", context, status=400 if failed else 200)


def _cast(request: HttpRequest, code: str, voter: queries.VoterRow, form: BallotForm) -> HttpResponse:
    ballots = [
        NewBallot(owner_id=voter.key, dwelling_id=home, choice=choice, channel=Channel.WEB)
        for home, choice in form.said().items()
    ]
    try:
        actions.cast(ballots=ballots, at=now())
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        messages.success(
            request, _("Your ballot is taken. Below are its entry in the public record and its receipt.")
        )
    return redirect("ballots:ballot", code=code)


@never_cache
@require_POST
@limited(name="ballots.object", times=20, seconds=600)
def object_to(request: HttpRequest, code: str) -> HttpResponse:
    """Take an owner's objection."""
    voter, row = _voter_or_404(code)
    form = ObjectionForm(request.POST)
    if role_of(request.user) in STAFF or not form.is_valid():
        messages.warning(request, _("Nothing was written. Say in your own words what you object to."))
        return redirect("ballots:ballot", code=code)
    home = voter.dwellings[0].key if voter.dwellings else None
    try:
        actions.object_to(
            decision_id=row.key, words=form.cleaned_data["words"], dwelling_id=home, by=None, at=now()
        )
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        messages.success(
            request, _("Your objection is written down. Somebody will talk with you before the vote.")
        )
    return redirect("ballots:ballot", code=code)


def _voter_or_404(code: str) -> tuple[queries.VoterRow, queries.DecisionRow]:
    owner = queries.owner_of_code(code)
    voter = queries.voter(owner) if owner is not None else None
    row = queries.decision(voter.decision) if voter else None
    if voter is None or row is None or row.stage is Stage.PREPARED:
        raise Http404
    return voter, row
