"""What a clerk does with the call on the line: one form, so that nothing typed is lost whatever is pressed."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.accounts.actions import Role, requires
from minben.accounts.queries import role_of
from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.telephone import actions, handing, tasks, wording
from minben.needs.telephone.actions import Deed, DeedRefused
from minben.needs.telephone.forms import BookForm, ReasonForm, SaidForm
from minben.needs.telephone.views.asking import account_id_of, call_or_404, reader_of
from minben.needs.telephone.views.screen import call_page

Act = Callable[[HttpRequest, int, SaidForm], HttpResponse]
_PLAIN = {Deed.ANSWER, Deed.HOLD, Deed.RESUME, Deed.HANG_UP, Deed.TRANSFER, Deed.THREE_WAY}


@never_cache
@require_POST
@requires(Role.CLERK)
def said(request: HttpRequest, call_id: int) -> HttpResponse:
    """Keep what was typed, then do what was pressed."""
    call_or_404(call_id)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return call_page(request, call_id, form)
    me, at = account_id_of(request), now()
    words, address = form.cleaned_data["said"], form.cleaned_data["address"]
    try:
        actions.note(call_id=call_id, said=words, address=address, by=me, at=at)
        return _act_of(request)(request, call_id, form)
    except DeedRefused as refused:
        messages.warning(request, wording.word("refusal", refused.code))
        return redirect("telephone:call", call_id)


def _act_of(request: HttpRequest) -> Act:
    if request.POST.get("chased"):
        return _chase
    return _ACTS.get(request.POST.get("then", ""), _keep)


def _keep(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    return redirect("telephone:call", call_id)


def _ask(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    deed = Deed(request.POST["then"])
    to = form.to() if deed in (Deed.TRANSFER, Deed.THREE_WAY) else ""
    command = actions.ask(call_id=call_id, deed=deed, by=account_id_of(request), at=now(), to=to)
    tasks.send_due(at=now(), only=[command])
    return redirect("telephone:call", call_id)


def _to_desk(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    """Go on to the hotline's desk; what is known travels under seal."""
    row = call_or_404(call_id)
    screen = actions.open_screen(
        call_id=call_id, reader=reader_of(request), by=account_id_of(request), at=now()
    )
    given = hotline.FromCall(
        call=row.call,
        back=reverse("telephone:call", args=[call_id]),
        # A neighbour's number is not how to reach whoever calls from it: the clerk asks.
        phone="" if row.another_person else screen.phone,
        text=screen.said,
        address=screen.address,
    )
    ticket = hotline.ticket_of(given, at=now())
    return redirect(f"{reverse('hotline:desk')}?{urlencode({'call': ticket})}")


def _hand_over(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    """Hand over to 110 at once; what was told stays on the screen, to be read out."""
    me, at = account_id_of(request), now()
    row = call_or_404(call_id)
    screen = actions.open_screen(call_id=call_id, reader=reader_of(request), by=me, at=at)
    known = handing.known(
        said=screen.said, address=screen.address, phone=screen.phone, another_person=row.another_person, at=at
    )
    # The police speak the city's language, whatever the clerk reads.
    with translation.override(settings.LANGUAGE_CODE):
        lines = known.lines()
    command = actions.hand_over_110(
        call_id=call_id, words="\n".join(lines), reader=reader_of(request), by=me, at=at
    )
    tasks.send_due(at=now(), only=[command])
    return call_page(request, call_id, told=lines)


def _another_person(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    actions.another_person(call_id=call_id, by=account_id_of(request), at=now())
    messages.success(
        request, _("Noted: somebody else calls from this number. Its requests are closed for this call.")
    )
    return redirect("telephone:call", call_id)


def _book(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    book = BookForm(request.POST)
    if not book.is_valid():
        return call_page(request, call_id, form, book)
    try:
        actions.book_call_back(call_id=call_id, by=account_id_of(request), at=now(), **book.cleaned_data)
    except actions.BackRefused as refused:
        messages.warning(request, wording.word("refusal", refused.code))
    else:
        messages.success(request, _("It stands on the list of call-backs."))
    return redirect("telephone:call", call_id)


def _chase(request: HttpRequest, call_id: int, form: SaidForm) -> HttpResponse:
    asked = request.POST["chased"]
    if not asked.isdecimal() or len(asked) > 18:
        raise DeedRefused("not_yours")
    actions.chase(
        call_id=call_id, request_id=int(asked), words=form.cleaned_data["said"][:500], reader=reader_of(request),
        by=account_id_of(request), at=now(),
    )  # fmt: skip
    messages.success(request, _("Noted with that request; the unit sees it."))
    return redirect("telephone:call", call_id)


_ACTS: Mapping[str, Act] = {
    **{deed.value: _ask for deed in _PLAIN},
    Deed.HAND_OVER.value: _hand_over,
    "keep": _keep,
    "request": _to_desk,
    "another": _another_person,
    "book": _book,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK, Role.AUDITOR)
def recording(request: HttpRequest, call_id: int) -> HttpResponse:
    """Tell where the exchange keeps a recording, for a reason that is written down."""
    row = call_or_404(call_id)
    form = ReasonForm(request.POST or None)
    context: dict[str, object] = {"call": row, "form": form}
    if request.method == "POST" and form.is_valid():
        by = account_id_of(request) if role_of(request.user) is Role.CLERK else None
        try:
            context["recording"] = actions.open_recording(
                call_id=call_id,
                reader=reader_of(request),
                by=by,
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except DeedRefused as refused:
            messages.warning(request, wording.word("refusal", refused.code))
            return redirect("telephone:home")
    return render(request, "telephone/recording.html", context, status=400 if form.errors else 200)
