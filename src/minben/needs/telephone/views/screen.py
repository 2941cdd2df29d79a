"""The clerk's screen: what rings, the call on the line with what the caller waits for, and where they sit."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.needs.hotline import queries as requests
from minben.needs.telephone import actions, handing, queries
from minben.needs.telephone.forms import BookForm, SaidForm, SeatForm
from minben.needs.telephone.views.asking import account_id_of, call_or_404, reader_of

_POPPED = "telephone_popped"
_REMEMBERED = 50


@never_cache
@require_safe
@requires(Role.CLERK)
def home(request: HttpRequest) -> HttpResponse:
    """Show what rings and what is to be called back; a call that newly rings at this seat opens by itself."""
    at, me = now(), account_id_of(request)
    mine = queries.current(by=me, at=at)
    # Shown at the top of the whole page a call needs no opening by itself; only one that rings afterwards does.
    if mine is not None and _pops(request, mine.key) and getattr(request, "htmx", False):
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("telephone:call", args=[mine.key])
        return answer
    seat = queries.seat_of(me)
    waiting = [(row, (at - row.begun_at).total_seconds()) for row in queries.waiting(at=at)]
    context = {
        "mine": mine,
        # Who may be in danger comes before who waits longest.
        "waiting": sorted(waiting, key=lambda pair: not pair[0].danger),
        "backs": queries.backs_due(at=at),
        "missed": queries.missed(at=at),
        "seat": seat,
        "form": SeatForm(initial={"extension": seat}),
        "at": at,
    }
    return render(request, "telephone/home.html", context)


@never_cache
@require_safe
@requires(Role.CLERK)
def pop(request: HttpRequest) -> HttpResponse:
    """Open a call by the exchange's own id: the address that its telephone program calls up when it rings."""
    found = queries.call_by_key(request.GET.get("call", "")[:130])
    if found is None:
        messages.warning(request, _("This call has not been told of yet. It appears here as soon as it is."))
        return redirect("telephone:home")
    return redirect("telephone:call", found.key)


@never_cache
@require_POST
@requires(Role.CLERK)
def seat(request: HttpRequest) -> HttpResponse:
    """Note at which extension the clerk sits."""
    form = SeatForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["extension"])))
        return redirect("telephone:home")
    extension = form.cleaned_data["extension"]
    actions.sit_down(by=account_id_of(request), extension=extension, at=now())
    told = (
        _("Calls for extension %(x)s open here.") % {"x": extension} if extension else _("Your seat is free.")
    )
    messages.success(request, told)
    return redirect("telephone:home")


@never_cache
@require_safe
@requires(Role.CLERK)
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show one call."""
    _pops(request, call_id)
    return call_page(request, call_id)


def call_page(
    request: HttpRequest,
    call_id: int,
    form: SaidForm | None = None,
    book: BookForm | None = None,
    told: list[str] | None = None,
) -> HttpResponse:
    """Show a call with what was typed; another clerk's call shows how it stands and nothing else."""
    row = call_or_404(call_id)
    context: dict[str, Any] = {"call": row, "events": queries.events_of(call_id), "at": now()}
    try:
        screen = actions.open_screen(
            call_id=call_id, reader=reader_of(request), by=account_id_of(request), at=now()
        )
    except actions.DeedRefused:
        return render(request, "telephone/other.html", context)
    if form is None:
        form = SaidForm(initial={"said": screen.said, "address": screen.address})
    context |= {
        "screen": screen,
        "form": form,
        "book": book or BookForm(),
        "known": _known(screen, row, form),
        "asked": queries.asked_of(call_id),
        "told": told,
        **_requests(call_id, screen.earlier),
    }
    wrong = (form.is_bound and form.errors) or (book and book.errors)
    return render(request, "telephone/call.html", context, status=400 if wrong else 200)


def _known(screen: actions.Screen, row: queries.CallRow, form: SaidForm) -> handing.Known:
    typed = form.data if form.is_bound else form.initial
    return handing.known(
        said=str(typed.get("said", ""))[:5000], address=str(typed.get("address", ""))[:300], phone=screen.phone,
        another_person=row.another_person, at=now(),
    )  # fmt: skip


def _requests(call_id: int, earlier: tuple[int, ...]) -> dict[str, Any]:
    """The number's open requests first, the danger among them before all; then the others, and this call's own."""
    led = queries.requests_of(call_id)
    rows = requests.masked_rows([*earlier, *(key for key, _how in led)])
    listed = [rows[key] for key in earlier if key in rows]
    still_open = [row for row in listed if requests.is_open(row.state)]
    return {
        "open": sorted(still_open, key=lambda row: row.urgency != "urgent"),
        "older": [row for row in listed if not requests.is_open(row.state)],
        "led": [(rows[key], how) for key, how in led if key in rows],
    }


def _pops(request: HttpRequest, call_id: int) -> bool:
    """Tell whether this call has not opened by itself yet, and note that it has now."""
    seen: list[int] = request.session.get(_POPPED, [])
    if call_id in seen:
        return False
    request.session[_POPPED] = [*seen[-_REMEMBERED:], call_id]
    return True


def existing_back(back_id: int) -> queries.BackRow:
    """Return a call-back that is still to be made, or the page that says there is none."""
    found = queries.back(back_id, at=now())
    if found is None:
        raise Http404(back_id)
    return found
