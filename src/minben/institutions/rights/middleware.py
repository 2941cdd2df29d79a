"""A refused reading is kept, and answered kindly."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minben.commons.clock import now
from minben.institutions.rights.actions import Refused, keep_refusal
from minben.institutions.rights.glass import Glass
from minben.institutions.rights.queries import purpose
from minben.institutions.rights.words import WHY_REFUSED


class RefusalMiddleware:
    """Keeps what ``Refused`` stopped, after the page's transaction was rolled back, and says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        at = now()
        keep_refusal(exception, at=at)
        glass = Glass.of(exception.refusal, request.get_full_path() if request.method == "GET" else "/")
        why, remedy = WHY_REFUSED.get(exception.code, WHY_REFUSED["unknown_purpose"])
        context = {
            "purpose": purpose(key=exception.purpose, at=at),
            "why": why,
            "remedy": remedy,
            "code": exception.code,
            "glass": glass.sign() if glass else "",
        }
        return render(request, "rights/refused.html", context, status=403)
