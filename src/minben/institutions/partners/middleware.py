"""What holds for every call of the API: who calls, how often, and that even a wrong turn is answered kindly."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from minben.accounts.actions import sender
from minben.commons.clock import now
from minben.commons.digests import hasher
from minben.institutions.partners.edge import limits
from minben.institutions.partners.edge.auth import identify
from minben.institutions.partners.edge.errors import fallen
from minben.institutions.partners.edge.kinds import BY_STATUS
from minben.institutions.partners.edge.problems import MEDIA_TYPE, Problem, answer

API = "/api/v1/"


class CallsMiddleware:
    """Stands around the API alone; pages pass by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":
            # Answered as GET is, and then without its body.
            request.method = "GET"
        try:
            response = self._answer(request)
        except Exception as error:
            # What fails before the API is reached: the database that should know the token.
            response = fallen(request, error)
        request.method = asked
        return _bare(response) if asked == "HEAD" else response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        now_s, address = int(now().timestamp()), sender(request)
        try:
            caller = identify(request)
        except Problem as problem:
            refused = problem
            standing = limits.count("wrong-tokens", address, limits.WRONG_TOKENS, now_s=now_s)
            return self._counted(request, standing, lambda: answer(request, refused))
        if caller is None:
            standing = limits.count("address", address, limits.PER_ADDRESS, now_s=now_s)
        else:
            standing = limits.count("token", str(caller.token), caller.per_minute, now_s=now_s)
        # A cookie opens nothing here: what a browser carries along must never call on a person's behalf.
        request.user = AnonymousUser()
        request.caller = caller  # type: ignore[attr-defined]  # read by edge.auth.caller_of
        return self._counted(request, standing, lambda: self.get_response(request))

    def _counted(
        self, request: HttpRequest, standing: limits.Standing, go_on: Callable[[], HttpResponse]
    ) -> HttpResponse:
        response = answer(request, Problem("too_many")) if standing.over else _kind(request, go_on())
        standing.put_on(response)
        return response


def _kind(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell what the framework refused by itself as a problem, and give what was read its mark."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        code = BY_STATUS.get(response.status_code, "body_unreadable")
        told = answer(request, Problem(code))
        if "Allow" in response.headers:
            allowed = response.headers["Allow"]
            told.headers["Allow"] = f"{allowed}, HEAD" if "GET" in allowed.split(", ") else allowed
        return told
    patch_vary_headers(response, ("Authorization",))
    if request.method != "GET" or response.streaming or response.status_code != HTTPStatus.OK:
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache")
    etag = f'"{hasher()(response.content).hex()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _bare(response: HttpResponse) -> HttpResponse:
    if not response.streaming:
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
