"""Problem details (RFC 9457): a refusal that a machine can tell apart and a person can act on, in their language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Field, Schema

from minben.institutions.partners.edge.kinds import KINDS

MEDIA_TYPE = "application/problem+json"
RETRY_S = 30


class Place(Schema):
    """One place in the call that is not right."""

    place: str = Field(
        description="Where it stands: a JSON pointer into the body, or the name of a parameter."
    )
    detail: str
    code: str


class ProblemDocument(Schema):
    """What is wrong, why, and what to do (RFC 9457)."""

    type: str = Field(description="A page that explains this kind of problem.")
    title: str
    status: int
    detail: str
    remedy: str = Field(description="What to do.")
    errors: list[Place] = []


class Problem(Exception):
    """A call that is refused; ``code`` is one of ``KINDS``.

    Parameters
    ----------
    detail
        What was wrong with this very call, in the caller's language; else the kind's own reason.
    errors
        Places in the call.
    headers
        To send along.
    """

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the refusal as it is sent."""
    kind = KINDS[problem.code]
    document: dict[str, object] = {
        "type": request.build_absolute_uri(reverse("partners:problem", args=[problem.code])),
        "title": str(kind.title),
        "status": kind.status,
        "detail": problem.detail or str(kind.why),
        "remedy": str(kind.remedy),
    }
    if problem.errors:
        document["errors"] = problem.errors
    response = JsonResponse(
        document, status=kind.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Content-Language"] = get_language() or "zh-hans"
    response.headers["Cache-Control"] = "no-store"
    if kind.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="minben"'
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_S)
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response
