"""What algorithms did for one page is counted once, after the page is made."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from minben.institutions.sandbox.guarding import counting


class CountsMiddleware:
    """Writes the counts of a page that only reads in one row-writing: each alone would cost a commit of its own.

    An act gathers and writes its own, within its own transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with counting() as counts:
            response = self.get_response(request)
        if counts.runs:
            # A count never stops a page.
            transaction.on_commit(counts.write, robust=True)
        return response
