"""Short answers for machines that watch: alive, ready, metrics. They need no session, no language and no host name.

They are answered before anything else is looked at, so that a probe by address works whatever names the city set, and
that ``live`` says only what it means: this process answers.
"""

import hmac
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from ipaddress import ip_network

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from minben.accounts.actions import address_of
from minben.commons.clock import now
from minben.portal.metrics import exposition


class ProbeMiddleware:
    """Answers the probes; every other address goes on to the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info.rstrip("/"))
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = probe(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def live(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; whoever gets no answer starts it anew."""
    return JsonResponse({"live": True})


def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether people can be sent here: the database answers, and its tables are those of this version."""
    state = database_state()
    well = state == "good"
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": well, "database": state}, status=status)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to whom the city allows; for everybody else there is nothing here."""
    if not allowed(request):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    return HttpResponse(exposition(at=now()), content_type=CONTENT_TYPE_LATEST)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/metrics": metrics,
}


def database_state() -> str:
    """Return ``good``, ``away``, or ``behind``: the tables are not yet those of this version. One query."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "away"
    return "good" if all(leaf in applied for leaf in _newest()) else "behind"


def allowed(request: HttpRequest) -> bool:
    """Tell whether the request bears the token, or comes from a network that the city named."""
    token = settings.MINBEN_METRICS_TOKEN
    if token and hmac.compare_digest(
        request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
    ):
        return True
    return _from_named_network(request)


def _from_named_network(request: HttpRequest) -> bool:
    if not settings.MINBEN_METRICS_NETWORKS:
        return False
    # Behind a proxy that nobody told us of, every reader would seem to be the proxy.
    if "X-Forwarded-For" in request.headers and not settings.MINBEN_PROXIES:
        return False
    address = address_of(request)
    return address is not None and any(address in ip_network(one) for one in settings.MINBEN_METRICS_NETWORKS)


@cache
def _newest() -> tuple[tuple[str, str], ...]:
    return tuple(MigrationLoader(None).graph.leaf_nodes())
