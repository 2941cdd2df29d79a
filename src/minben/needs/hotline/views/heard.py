"""What the city has heard: everybody may see how much, about what, and by which way."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.needs.hotline import queries


def heard(request: HttpRequest) -> HttpResponse:
    """Counts of the last month that is over, by heading and by way; none that stands for fewer than ten requests.

    Whole months, never days that roll: two counts that overlap could be subtracted from one another.
    """
    at = now()
    first = _month(queries.newest_at(at) or at)
    following = _month(first + timedelta(days=32))
    since, until = (first, following) if following <= at else (_month(first - timedelta(days=1)), first)
    counts = queries.heard_between(since=since, until=until)
    context = {"counts": counts, "month": since, "next": _month(until + timedelta(days=32))}
    return render(request, "hotline/heard.html", context)


def _month(moment: datetime) -> datetime:
    """Return the first moment of a month."""
    return localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
