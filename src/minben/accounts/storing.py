"""What was written for one person stays in no cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class NotStoredMiddleware:
    """Marks each page that somebody had to sign in for: a shared computer's "back" must not show it to the next one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # What a view said itself stands: a picture of the map is the same for everybody.
        if not response.has_header("Cache-Control") and _signed_in(request):
            add_never_cache_headers(response)
        return response


def _signed_in(request: HttpRequest) -> bool:
    # Whoever never asked who is reading has shown nothing of anybody: no query is made for it here.
    user = request.__dict__.get("_cached_user")
    return user is not None and bool(user.is_authenticated)
