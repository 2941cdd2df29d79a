"""What waits for a clerk: requests to sort, alerts to answer, reports set apart."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import STAFF, Role, requires
from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.forms import fields
from minben.needs.hotline.forms.cases import CorrectForm, SeenForm
from minben.needs.hotline.views.asking import account_id_of, reader_of
from minben.needs.hotline.wording import name_of

PER_PAGE = 25
_FARTHEST = 100_000


@never_cache
@require_safe
@requires(Role.CLERK)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the requests that no program may sort, the urgent first; two guesses each, as buttons."""
    number = _page_asked(request)
    rows, count = queries.clerk_queue(start=(number - 1) * PER_PAGE, limit=PER_PAGE)
    page = Paginator(range(count), PER_PAGE).get_page(number)
    if page.number != number:
        rows, count = queries.clerk_queue(start=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    headings = queries.categories(leaves_only=True)
    names = {row.code: name_of(row) for row in headings}
    shown = [{"row": row, "guesses": _guesses(row, names)} for row in rows]
    (_nowhere, unknown), *districts = fields.communities()
    context = {
        "shown": shown,
        "count": count,
        "page": page,
        "headings": sorted(names.values()),
        "unknown": unknown,
        # Drawn once for all the lists of the page.
        "communities": render_to_string("hotline/communities.html", {"districts": districts}),
    }
    return render(request, "hotline/queue.html", context)


@require_POST
@requires(Role.CLERK)
def sort(request: HttpRequest, request_id: int) -> HttpResponse:
    """Sort one request and send it on."""
    form = CorrectForm(request.POST)
    if form.is_valid() and form.cleaned_data["category"]:
        _sorted(request, request_id, form)
    else:
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(wrong) or _("Choose what it is about, then it can go on."))
    page = request.POST.get("page", "")
    return redirect(f"{_queue_address()}?page={page}" if page.isdigit() else _queue_address())


def _sorted(request: HttpRequest, request_id: int, form: CorrectForm) -> None:
    before = queries.masked_rows([request_id]).get(request_id)
    if before is None:
        raise Http404
    if is_report(before.kind, before.state):
        raise PermissionDenied
    correct(request_id, form, account_id_of(request))
    row = queries.masked_rows([request_id])[request_id]
    messages.success(
        request,
        _("%(code)s: %(category)s, with %(unit)s.")
        % {"code": row.code, "category": row.category_name, "unit": row.unit_name or _("a clerk")},
    )


def correct(request_id: int, form: CorrectForm, by: int) -> None:
    """Do what a valid form of corrections says."""
    said = form.cleaned_data
    correction = actions.Correction(
        category=said["category"],
        place_id=said["place"],
        address=said["address"],
        urgency=said["urgency"],
        kind=said["kind"],
        words=said["words"],
    )
    actions.correct(request_id=request_id, correction=correction, by=by, at=now())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK)
def alerts(request: HttpRequest, alert_id: int = 0) -> HttpResponse:
    """Show what alerts a person at once, and sign that it was seen; a clerk's open pages ask how many wait."""
    if request.method != "POST" and request.headers.get("HX-Request"):
        return render(request, "hotline/alerts_waiting.html", {"alerts": queries.waiting_for_clerk().alerts})
    form = SeenForm(request.POST or None)
    if form.is_valid():
        first = actions.see_alert(
            alert_id=alert_id, done=form.cleaned_data["done"], by=account_id_of(request), at=now()
        )
        if first:
            messages.success(request, _("Signed. It stays in the record with your name."))
        else:
            messages.warning(request, _("Somebody else signed it a moment ago."))
        return redirect("hotline:alerts")
    context = {"rows": queries.alerts_open(), "form": form, "wrong": alert_id if form.is_bound else 0}
    return render(request, "hotline/alerts.html", context, status=400 if form.is_bound else 200)


@never_cache
@require_safe
@requires(*sorted(STAFF))
def apart(request: HttpRequest) -> HttpResponse:
    """Show reports of wrongdoing to the few whose duty it is; looking is written down."""
    rows = actions.open_reports(reader=reader_of(request), at=now())
    return render(request, "hotline/apart.html", {"rows": rows})


def _page_asked(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(1, int(asked)), _FARTHEST) if asked.isdecimal() and len(asked) < 40 else 1


def _guesses(row: queries.MaskedRow, names: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(code, names.get(code, code), round(share * 100)) for code, share in row.guesses[:2]]


def _queue_address() -> str:
    return reverse("hotline:queue")
