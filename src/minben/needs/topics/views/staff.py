"""What the staff see besides: every topic however small, covered words, which program ranked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minben.accounts.actions import requires
from minben.accounts.queries import who_may
from minben.needs.hotline import queries as hotline
from minben.needs.topics import queries, showing, wording
from minben.needs.topics.views.asked import choice, month_of

_STAFF = tuple(sorted(who_may("study", "outcome")))
SHOWN, DRAWN = 100, 10


@requires(*_STAFF)
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show every topic of a month, also those of few people, and how the list came about."""
    row = queries.mining(month=month_of(request))
    found = queries.listed(month=row.month, limit=SHOWN) if row else []
    how = wording.HOW.get(row.how, "") if row else ""
    topics = [showing.tell(one) for one in found]
    context = {**choice(row), "topics": topics, "how": how, "bars": showing.hotness_bars(topics[:DRAWN])}
    return render(request, "topics/all.html", context)


@requires(*_STAFF)
@require_safe
def words(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Show covered words of those who speak of a topic, and of those who count for less, each with its state."""
    row = queries.topic(key=topic_id)
    if row is None:
        raise Http404(str(topic_id))
    parts, mining = showing.parts(row), queries.mining(month=row.month)
    context = {
        "told": showing.tell(row),
        "row": row,
        "mining": mining,
        "parts": parts,
        "part_bars": showing.part_bars(parts),
        "said": [_line(one) for one in queries.said(topic=topic_id, discounted=False)],
        "less": [_line(one) for one in queries.said(topic=topic_id, discounted=True, limit=50)],
    }
    return render(request, "topics/words.html", context)


def _line(row: queries.SaidRow) -> dict[str, object]:
    return {
        "row": row,
        "state": hotline.word("state", row.state),
        "reason": wording.reason_name(row.reason) if row.reason else "",
        "weight": showing.amount(row.weight),
    }
