"""What the city has heard: everybody may see how much, about what, and by which way."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.needs.hotline import queries

_DAYS = 30


def heard(request: HttpRequest) -> HttpResponse:
    """Counts of the last thirty days by heading and by way; none that stands for fewer than ten requests."""
    newest = queries.newest_at(now()) or now()
    until = localtime(newest).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    counts = queries.heard_between(since=until - timedelta(days=_DAYS), until=until)
    return render(request, "hotline/heard.html", {"counts": counts, "days": _DAYS, "until": until})
