"""The circle with today's figures, and the page of one turn."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.commons.tables import Shown
from minben.evaluation.outcomes import queries as outcomes
from minben.loop.circle import HEIGHT, RADIUS, WIDTH, circle
from minben.loop.models import Turn
from minben.loop.report import lines
from minben.needs.hotline import queries as hotline

_STAFF = (Role.CLERK, Role.OFFICER, Role.ANALYST, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR)


def show_circle(request: HttpRequest) -> HttpResponse:
    """The city's circle; everybody may see it."""
    turns = Turn.objects.filter(ended_at__isnull=False).order_by("-started_at")[:5]
    size = {"width": WIDTH, "height": HEIGHT, "radius": RADIUS}
    return render(request, "loop/circle.html", {"circle": circle(at=now()), "turns": turns, **size})


@requires(*_STAFF)
def show_turn(request: HttpRequest, key: UUID) -> HttpResponse:
    """One turn in figures, with the rows set aside and the requests that wait for a clerk."""
    turn = get_object_or_404(Turn, key=str(key), ended_at__isnull=False)
    waiting, how_many = hotline.clerk_queue(turn=turn.key, limit=10)
    context = {
        "turn": turn,
        "lines": lines(turn.figures),
        "days": hotline.days_in_words(Shown(**one) for one in turn.figures.get("days", ())),
        "aside": hotline.set_aside_rows(turn.figures["import_id"], limit=10),
        "waiting": waiting,
        "how_many": how_many,
        "summary": outcomes.latest(turn.key),
    }
    return render(request, "loop/turn.html", context)
