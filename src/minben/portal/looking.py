"""One look at what changed for each page: whoever only reads sees one state of the registers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from minben.commons.kept import one_look


class OneLookMiddleware:
    """Lets a page that only reads ask once whether a register changed, however many of them it reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_look():
            return self.get_response(request)
