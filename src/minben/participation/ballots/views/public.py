"""What everybody may see: the decisions, how far each is, the count, the list by name, who pays how much."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.participation.ballots import queries
from minben.participation.ballots.actions import Stage
from minben.participation.ballots.views.asking import announced_or_404

_VOTED = (Stage.VOTE, Stage.RESULT, Stage.FOLLOW_UP)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Show every decision that was announced."""
    return render(request, "ballots/decisions.html", {"rows": queries.decisions()})


@never_cache
@require_safe
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision: what is decided, where it stands, what is counted."""
    row = announced_or_404(decision_id)
    voting = row.stage is Stage.VOTE
    context = {
        "row": row,
        "stages": queries.stages(decision_id),
        "objections": queries.objections(decision_id),
        "beside": queries.beside(decision_id),
        "turnout": queries.turnout(decision_id) if voting else None,
        "tally": queries.result(decision_id),
        "told": queries.told(decision_id),
        "observers": queries.observers(decision_id) if row.secret else [],
        "opened": queries.opened(decision_id) if row.secret else None,
        "appointment": queries.appointment_of(user=request.user.pk, decision=decision_id)
        if request.user.pk
        else "",
        "rule": queries.secrecy(decision_id) if row.secret else None,
        "open": voting and row.closes is not None and now() <= row.closes,
    }
    return render(request, "ballots/decision.html", context)


@require_safe
def listed(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show the list by name after the close, compared with the public record as it is now."""
    row, published = announced_or_404(decision_id), queries.published(decision_id)
    if row.secret and row.stage in _VOTED:
        return _commitments(request, row, published)
    if published is None:
        raise Http404(decision_id)
    context = {
        "row": row,
        "published": published,
        "listed": queries.listed(decision_id),
        "checked": queries.agreement(decision_id),
    }
    return render(request, "ballots/list.html", context)


def _commitments(
    request: HttpRequest, row: queries.DecisionRow, published: queries.Published | None
) -> HttpResponse:
    """Show every commitment of a secret vote: who has a receipt finds it here, as anybody may."""
    context = {"row": row, "published": published, "found": queries.commitments(row.key)}
    if told := queries.told(row.key):
        context["counted"] = told["count"]["ballots"]
    return render(request, "ballots/commitments.html", context)


@require_safe
def as_json(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Hand out the list as it was published, to the byte; of a secret vote its commitments, also before."""
    row, published = announced_or_404(decision_id), queries.published(decision_id)
    content = published.content if published else ""
    if not content and row.secret and row.stage in _VOTED:
        content = queries.commitments_file(decision_id)
    if not content:
        raise Http404(decision_id)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="decision-{decision_id}.json"'
    return response


@require_safe
def costs(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show who would pay how much."""
    row, found = announced_or_404(decision_id), queries.costs(decision_id)
    if found is None:
        raise Http404(decision_id)
    return render(request, "ballots/costs.html", {"row": row, "costs": found})
