"""Pages of rights: the purposes, who saw my data, emergencies and their review."""

from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import Role, who_may
from minben.commons.clock import now
from minben.institutions.rights import queries
from minben.institutions.rights.actions import ReviewError, break_glass, person_keys, review
from minben.institutions.rights.forms import GlassForm, ReviewForm
from minben.institutions.rights.glass import Glass
from minben.institutions.rights.models import Access, Outcome, Verdict
from minben.institutions.rights.opening import EMERGENCY
from minben.institutions.rights.readers import reader_of
from minben.institutions.rights.words import REVIEW_ERRORS

COUNTED = timedelta(days=30)
READERS_BY_FORCE = (Role.CLERK, Role.OFFICER, Role.WORKER)
REVIEWERS = tuple(sorted(who_may("review", "access")))


@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    at = now()
    context = {"purposes": queries.purposes(at), "counts": queries.counts(since=at - COUNTED)}
    return render(request, "rights/purposes.html", context)


@never_cache
@require_safe
@requires()
def mine(request: HttpRequest) -> HttpResponse:
    keys = [key for tell in person_keys for key in tell(request.user)]  # type: ignore[arg-type]  # signed in
    return render(request, "rights/mine.html", {"keys": keys, "accesses": queries.accesses_of(keys)})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(*READERS_BY_FORCE)
def force(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, keep it, and lead back to the page, which then opens for half an hour."""
    reader = reader_of(request.user)
    try:
        glass = Glass.read(request.GET.get("t", ""))
    except BadSignature:
        return render(request, "rights/glass_gone.html", status=400)
    if glass.reader != reader.key:
        return render(request, "rights/glass_gone.html", status=400)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        break_glass(
            reader=replace(reader, label=glass.label or reader.label),
            record=glass.as_record,
            reason=form.cleaned_data["reason"],
            purpose=glass.purpose,
            at=now(),
        )
        messages.warning(request, _("Opened for half an hour. An auditor will review it."))
        return redirect(glass.back)
    context = {"form": form, "purpose": queries.purpose(key=EMERGENCY, at=now())}
    return render(request, "rights/glass.html", context)


@never_cache
@require_safe
@requires(*REVIEWERS)
def waiting(request: HttpRequest) -> HttpResponse:
    since = now() - COUNTED
    context = {
        "waiting": queries.awaiting_review(),
        "counts": queries.counts(since=since),
        "readings": queries.readings(since=since),
    }
    return render(request, "rights/review.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(*REVIEWERS)
def judge(request: HttpRequest, access: int) -> HttpResponse:
    forced = get_object_or_404(
        Access.objects.prefetch_related("lines"), pk=access, outcome=Outcome.BROKE_GLASS, review=None
    )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict, said = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["words"]
        try:
            review(access=forced.pk, by=reader_of(request.user), verdict=verdict, words=said, at=now())
        except ReviewError as error:
            form.add_error(None, str(REVIEW_ERRORS[error.code]))
        else:
            messages.success(request, _("Your verdict is kept."))
            return redirect("rights:review")
    return render(request, "rights/judge.html", {"form": form, "forced": forced})
