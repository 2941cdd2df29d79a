"""The desk: ballots taken by telephone, at the counter and at home, and ballots on paper read by two people."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.accounts.actions import limited, requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.participation.ballots import actions, queries, wording
from minben.participation.ballots.actions import Channel, DecisionError, NewBallot, NewReading, Stage
from minben.participation.ballots.forms.desk import ReadForm, TakeForm
from minben.participation.ballots.forms.voting import CodeForm
from minben.participation.ballots.views.asking import (
    DESK,
    ORGANISERS,
    account_id_of,
    mine_or_403,
    my_units,
)

_SALT = "ballots.take"
_TICKET_S = 1_800


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*DESK)
@limited(name="ballots.desk", times=600, seconds=600)
def desk(request: HttpRequest) -> HttpResponse:
    """Ask for the code that an owner reads out or lays on the counter; list the decisions of one's unit."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ticket = signing.dumps(form.owner, salt=_SALT)
        return redirect(f"{reverse('ballots:take', args=[form.owner])}?{urlencode({'t': ticket})}")
    context = {"form": form, "rows": queries.decisions(units=my_units(request)), **_may(request)}
    return render(request, "ballots/desk.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*DESK)
def take(request: HttpRequest, owner_id: int) -> HttpResponse:
    """Take the ballot of an owner who is at the counter, on the telephone or at home, or of their proxy."""
    voter = queries.voter(owner_id)
    row = queries.decision(voter.decision) if voter else None
    if voter is None or row is None:
        raise Http404(owner_id)
    if row.unit not in my_units(request) and not _has_ticket(request, owner_id):
        raise PermissionDenied("not_your_decision")
    voting = row.stage is Stage.VOTE and row.closes is not None and now() <= row.closes
    form = TakeForm(request.POST or None, voter=voter) if voting else None
    if form is not None and request.method == "POST" and form.is_valid():
        return _taken(request, voter, form)
    context = {"voter": voter, "row": row, "form": form}
    failed = request.method == "POST"
    return render(request, "ballots/take.html", context, status=400 if failed else 200)


def _may(request: HttpRequest) -> dict[str, bool]:
    return {"may_begin": role_of(request.user) in ORGANISERS}


def _has_ticket(request: HttpRequest, owner_id: int) -> bool:
    try:
        return bool(signing.loads(request.GET.get("t", ""), salt=_SALT, max_age=_TICKET_S) == owner_id)
    except signing.BadSignature:
        return False


def _taken(request: HttpRequest, voter: queries.VoterRow, form: TakeForm) -> HttpResponse:
    told = form.cleaned_data
    ballots = [
        NewBallot(
            owner_id=voter.key, dwelling_id=home, choice=choice, channel=Channel(told["channel"]),
            proxy=told["proxy"], paper=told["paper"],
        )
        for home, choice in form.said().items()
    ]  # fmt: skip
    try:
        taken = actions.cast(ballots=ballots, at=now(), by=account_id_of(request))
    except DecisionError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        if taken:
            entries = ", ".join(str(one.entry) for one in taken)
            messages.success(
                request, _("Taken. Read out or write down the entry: %(entries)s.") % {"entries": entries}
            )
        else:
            messages.warning(request, _("Nothing was chosen, so nothing was taken."))
    return redirect(request.get_full_path())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*DESK)
def paper(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Read ballots on paper; what the other reader read is not shown."""
    row = mine_or_403(request, decision_id)
    form = ReadForm(request.POST or None, decision=decision_id)
    if request.method == "POST" and form.is_valid():
        try:
            came = actions.read_sheet(
                reading=_reading(decision_id, form), by=account_id_of(request), at=now()
            )
        except DecisionError as refused:
            messages.warning(request, wording.refusal(refused))
        else:
            say = messages.warning if came == "differs" else messages.success
            say(request, wording.word("read", came))
        return redirect("ballots:paper", decision_id)
    context = {"row": row, "form": form, "sheets": queries.sheets(decision_id)}
    context["organises"] = role_of(request.user) in ORGANISERS
    return render(request, "ballots/paper.html", context, status=400 if form.errors else 200)


def _reading(decision_id: int, form: ReadForm) -> NewReading:
    told = form.cleaned_data
    owner = queries.owner_numbered(decision=decision_id, number=told["owner"])
    return NewReading(
        decision_id=decision_id,
        number=told["number"],
        owner_id=owner or 0,
        dwelling_id=queries.labels(decision_id)[told["dwelling"]],
        choice=told["choice"],
        handed_in_at=told["handed_in_at"],
        proxy=told["proxy"],
        paper=told["paper"],
    )
