"""Each request numbered, measured and written down: how many ended how, and how long they took, over all processes.

Each process counts into a file of its own below ``PROMETHEUS_MULTIPROC_DIR``, which :mod:`minben.conf.web` sets before
anything is counted; whichever process is asked adds them up. Without that folder a process tells its own counts.
"""

import logging
import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess

from minben.portal.tracing import HEADER, NUMBER, REQUEST, number_of, route_of, view_of

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
log = logging.getLogger("minben.web")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OUTCOMES = {2: "ok", 3: "moved", 4: "refused", 5: "failed"}
# Half a page's goal of 50 ms to what nobody waits for [s].
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

OWN = CollectorRegistry()
REQUESTS = Counter(
    "minben_http_requests",
    "Requests by page and outcome: ok, moved, refused (4xx), failed (5xx).",
    ("method", "view", "outcome"),
    registry=OWN,
)
SECONDS = Histogram(
    "minben_http_request_seconds",
    "Time from the request's arrival to its answer [s], by part of the house.",
    ("area",),
    buckets=BUCKETS,
    registry=OWN,
)


def measured(method: str, view: str, status: int, taken_s: float) -> None:
    """Count one request. Labels hold names of our own pages and words of our own: their number is bounded."""
    outcome = OUTCOMES.get(status // 100, "failed")
    REQUESTS.labels(method if method in METHODS else "other", view, outcome).inc()
    SECONDS.labels(view.partition(":")[0]).observe(taken_s)


def registry() -> CollectorRegistry:
    """Return what was counted: by all processes where they share a folder, else by this one."""
    if not os.environ.get(FOLDER):
        return OWN
    added_up = CollectorRegistry()
    multiprocess.MultiProcessCollector(added_up)  # type: ignore[no-untyped-call]  # the library has no types here
    return added_up


class TraceMiddleware:
    """Numbers each request, measures it, and writes one line about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_of(request)
        request.META[NUMBER] = number
        token = REQUEST.set(number)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            self._write_down(request, response.status_code, time.perf_counter() - begun)
        finally:
            REQUEST.reset(token)
        response.headers[HEADER] = number
        return response

    def _write_down(self, request: HttpRequest, status: int, taken_s: float) -> None:
        view, method = view_of(request), request.method or ""
        try:
            measured(method, view, status, taken_s)
        except OSError:
            # A folder of counters that is gone or full is nobody's reason to go without an answer.
            log.warning("a request was not counted")
        facts = {
            "method": method,
            "route": route_of(request),
            "view": view,
            "status": status,
            "ms": round(taken_s * 1000, 1),
        }
        log.info("answered", extra=facts)
