"""For the staff: the desk, the work on one question, and the words that a clerk takes down."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import Role, requires
from minben.accounts.queries import may, role_of
from minben.commons.clock import now
from minben.commons.statistics import SMALLEST_SHOWN
from minben.evaluation.agenda import actions, queries, wording
from minben.evaluation.agenda.core.confirming import Ruling, Tally
from minben.evaluation.agenda.forms import DeedForm, HearForm
from minben.evaluation.agenda.naming import Names, shown
from minben.evaluation.agenda.sentences import reason_words, said_sentence, since_lines
from minben.evaluation.agenda.showing import cards
from minben.evaluation.agenda.views.public import facts, found, history
from minben.evaluation.agenda.words import Deed, State
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

_DESK = (Role.CLERK, Role.OFFICER, Role.WORKER, Role.ANALYST, Role.REVIEWER)
_NOT_THEIRS = ("not_yours", "own_unit", "other_unit", "own_choice")
Act = Callable[..., object]


def _have_asked(*, words: actions.Text, **who: Any) -> int:
    """Open the asking; whatever else was sent, it takes no words."""
    return actions.open_asking(**who)


ACTS: dict[str, Act] = {
    Deed.BEGUN: actions.begin,
    Deed.PROGRESS: actions.report_progress,
    Deed.ASKED: _have_asked,
    Deed.WENT_ON: actions.go_on,
    Deed.CLOSED: actions.close,
    Deed.REOPENED: actions.reopen,
}
# What may follow in which state, and which ability it takes.
NEXT: dict[str, tuple[tuple[Deed, str], ...]] = {
    State.CHOSEN: ((Deed.BEGUN, "work on"),),
    State.WORKING: ((Deed.PROGRESS, "work on"), (Deed.ASKED, "choose")),
    State.ASKING: ((Deed.PROGRESS, "work on"), (Deed.CLOSED, "close"), (Deed.WENT_ON, "close")),
    State.CLOSED: ((Deed.REOPENED, "close"),),
}


@requires(*_DESK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the questions that wait for somebody: to officers their unit's own, to others all that are not closed."""
    role, mine = role_of(request.user), registers.units_of(request.user, on=localdate(now()))
    back: Mapping[int, queries.Since] = {}
    if role in (Role.OFFICER, Role.WORKER):
        rows = queries.questions_of_units(mine)
    else:
        rows = queries.questions(states=[State.CHOSEN, State.WORKING, State.ASKING])
        back = queries.came_back(at=now())
    context = {
        "cards": cards(rows),
        "back": _back(request, back),
        "own": role in (Role.OFFICER, Role.WORKER),
        "may_choose": may(role, "choose", "question"),
        "may_hear": may(role, "take words on", "question"),
    }
    return render(request, "agenda/desk.html", context)


def _back(request: HttpRequest, found: Mapping[int, queries.Since]) -> list[dict[str, Any]]:
    """Return the questions that came back, with what people say to those who may take them up again."""
    rows, names = queries.questions(keys=found), Names()
    live = may(role_of(request.user), "close", "question")
    units = actions.worked_for(me(request), at=now()) if live else frozenset()
    return [
        {"key": row.key, "title": shown(row.title), "lines": since_lines(found[row.key], names)}
        if live and row.unit not in units
        else {"key": row.key, "title": shown(row.title)}
        for row in rows
    ]


@requires(*_DESK)
@require_safe
def work(request: HttpRequest, key: int) -> HttpResponse:
    """Show one question to those who work on it, with the steps that may follow."""
    return _work_page(request, key)


@requires(Role.OFFICER, Role.WORKER, Role.ANALYST, Role.REVIEWER)
@require_POST
def deed(request: HttpRequest, key: int) -> HttpResponse:
    """Take one step; a refusal says why."""
    found(key)
    form = DeedForm(request.POST)
    tried = {name: request.POST.get(name, "") for name in ("deed", "words", "words_en")}
    if not form.is_valid() or form.cleaned_data["deed"] not in ACTS:
        return redirect("agenda:work", key)
    try:
        given = form.cleaned_data
        ACTS[given["deed"]](question_id=key, words=given["words"], by=me(request), at=now())
    except actions.AgendaRefused as refused:
        status = 403 if refused.code in _NOT_THEIRS else 400
        words = str(wording.REFUSALS[refused.code])
        return _work_page(request, key, refused=words, tried=tried, status=status)
    messages.success(request, str(wording.DEEDS[form.cleaned_data["deed"]]))
    return redirect("agenda:work", key)


@requires(Role.CLERK, Role.WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest, key: int) -> HttpResponse:
    """Write down what somebody says at the telephone or at a counter."""
    row = found(key)
    form = HearForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _heard(request, form, key):
        messages.success(request, _("Kept, in the person's own words."))
        return redirect("agenda:hear", key)
    context = {**facts(row), "form": form, "may_say": row.state != State.CHOSEN}
    return render(request, "agenda/hear.html", context, status=400 if form.errors else 200)


def _heard(request: HttpRequest, form: HearForm, key: int) -> bool:
    given = form.cleaned_data
    request_id = hotline.id_of_code(given["code"])
    if request_id is None:
        form.add_error("code", _("No request has this code. Compare it with your paper, letter by letter."))
        return False
    try:
        said = actions.NewWord(request=request_id, word=given["word"], way=given["way"])
        actions.say(question_id=key, said=said, by=me(request), at=now())
    except actions.AgendaRefused as refused:
        form.add_error(None, str(wording.REFUSALS[refused.code]))
        return False
    return True


def _work_page(
    request: HttpRequest,
    key: int,
    *,
    refused: str = "",
    tried: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    row, names, role = found(key), Names(), role_of(request.user)
    mine = actions.works_for(by=me(request), unit=row.unit, at=now())
    ruling = queries.ruling_on(key, at=now()) if row.state == State.ASKING else None
    own_choice, live = row.chosen_by == me(request).pk, may(role, "close", "question") and not mine
    context: dict[str, Any] = {
        **facts(row),
        "refused": refused,
        "tried": tried or {},
        "next": [
            {"deed": one, "words": wording.DOING[one], "asks": one != Deed.ASKED, "hint": wording.HINTS[one]}
            for one, ability in NEXT[row.state]
            if may(role, ability, "question")
            # The unit works, and decides nothing; others decide, and do not work.
            and mine == (ability == "work on")
            and not (one == Deed.CLOSED and (own_choice or (ruling and not ruling.holds)))
        ],
        "ruling": ruling,
        "own_choice": own_choice,
        **_heard_so_far(key, ruling, names, live=live),
        "closed": row.state == State.CLOSED and live,
        "since": _since(key, names) if row.state == State.CLOSED and live else [],
        "members": queries.members_count(key),
        "steps": history(key, names),
        "works": may(role, "work on", "question"),
        "may_hand_over": (role is Role.ANALYST and not mine and row.state in (State.CHOSEN, State.WORKING)),
        "may_hear": may(role, "take words on", "question") and not mine,
    }
    return render(request, "agenda/work.html", context, status=status)


def _heard_so_far(key: int, ruling: Ruling | None, names: Names, *, live: bool) -> dict[str, Any]:
    """Return what stands against closing, and what people say.

    Only those who may close see it as it stands: the unit must not learn from one day to the next who said what.
    """
    reasons = [reason_words(one, names, public=not live) for one in ruling.reasons] if ruling else []
    said = queries.spoken(key)
    whole = queries.tally_of(key) if live else said.whole if said and not said.earlier else Tally()
    return {"reasons": reasons, "said": said_sentence(whole) if whole.n >= SMALLEST_SHOWN else ""}


def _since(key: int, names: Names) -> list[str]:
    """Return what people have said since it was closed; of fewer than ten nothing is told."""
    found = queries.said_since_closing(at=now(), question=key).get(key)
    return since_lines(found, names) if found else []


def me(request: HttpRequest) -> AbstractBaseUser:
    """Return who is signed in; the guard of the page has seen to it that somebody is."""
    return cast(AbstractBaseUser, request.user)
