"""The household's own page: its card, opened by the code of its letter or by its account, made to be printed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import limited, requires
from minben.accounts.queries import STAFF, role_of
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.participation.ballots import queries as ballots
from minben.participation.twin import actions, queries
from minben.participation.twin.core.cards import card as card_of
from minben.participation.twin.forms import CodeForm
from minben.participation.twin.views.asking import SET_UP, mine_or_403, studied_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="twin.find", times=60, seconds=600)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter and lead on to the card."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("twin:card", code=form.cleaned_data["code"])
    return render(request, "twin/find.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_safe
@limited(name="twin.card", times=120, seconds=600)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Show the cards of an owner's dwellings."""
    owner = ballots.owner_of_code(code)
    return _cards(request, [owner] if owner is not None else [], code)


@never_cache
@require_safe
@requires()
def mine(request: HttpRequest) -> HttpResponse:
    """Show the cards of whoever is signed in and in the registers as an owner."""
    person = registers.person_of(request.user)
    return _cards(request, ballots.owners_of_person(person) if person is not None else [], "")


def _cards(request: HttpRequest, owners: list[int], code: str) -> HttpResponse:
    found = [one for owner in owners if (one := queries.own_cards(owner, lift=request.GET.get("lift", "")))]
    if not found and code:
        raise Http404
    context = {"found": found, "code": code, "staff": role_of(request.user) in STAFF}
    return render(request, "twin/cards.html", context)


@never_cache
@require_POST
@limited(name="twin.say", times=40, seconds=600)
def say(request: HttpRequest, code: str) -> HttpResponse:
    """Take an owner's word on whether neighbours may see a dwelling's row."""
    owner = ballots.owner_of_code(code)
    found = queries.own_cards(owner) if owner is not None else None
    voter = ballots.voter(owner) if owner is not None else None
    if found is None or voter is None:
        raise Http404
    dwelling = request.POST.get("dwelling", "")
    if role_of(request.user) in STAFF or dwelling not in {one.dwelling for one in found[2]}:
        messages.warning(request, _("Only an owner says this, for their own dwelling."))
        return redirect("twin:card", code=code)
    shown = request.POST.get("shown") == "yes"
    actions.consent(block_id=found[0].key, dwelling=dwelling, owner=voter.number, shown=shown, at=now())
    messages.success(
        request, _("Your neighbours may see this row.") if shown else _("Only you see this row again.")
    )
    return redirect("twin:card", code=code)


@never_cache
@require_safe
@requires(*SET_UP)
def all_cards(request: HttpRequest, block_id: int, study_id: int) -> HttpResponse:
    """Show every card of a block, to print and put into letterboxes."""
    row, study = mine_or_403(request, block_id), studied_or_404(block_id, study_id)
    costs = ballots.costs(row.decision) if row.decision else None
    shares = {one.dwelling: one.cents for one in costs.rows} if costs else {}
    light, floor = queries.compensations(study=study, lift=study.proposed)
    cards = [
        queries.OwnCard(
            home, card_of(study.result, study.proposed, home), False, shares.get(home),
            light.get(home), floor.get(home),
        )
        for home in dict.fromkeys(study.result["dwellings"].values())
    ]  # fmt: skip
    return render(request, "twin/all_cards.html", {"row": row, "study": study, "cards": cards})
