"""One call of Open311: its form, its arguments, its faults, answered in XML or JSON and never in anything else."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from minben.accounts.actions import sender
from minben.commons.clock import now
from minben.institutions.partners.edge import limits
from minben.needs.hotline.core.open311.markup import Value, plain, to_json, to_xml
from minben.needs.hotline.core.open311.refusing import Fault, Refused
from minben.needs.hotline.open311.words import in_words

log = logging.getLogger(__name__)
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_UNREADABLE = (
    BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What is answered: the name of its root, its content, its status."""

    root: str
    content: Value
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the views see it; every text in it is free of control characters."""

    request: HttpRequest
    test: bool
    given: Mapping[str, str]
    form: Mapping[str, list[str]]


View: TypeAlias = Callable[..., Document]


def speaks(**views: View) -> Callable[..., HttpResponse]:
    """Make one page of Open311 from a view for each method; whatever is wrong is told in Open311's own form."""
    if "GET" in views:
        views["HEAD"] = views["GET"]

    @csrf_exempt
    def called(request: HttpRequest, form: str = "", test: str = "", **more: str) -> HttpResponse:
        written = form or ("json" if "application/json" in request.headers.get("accept", "") else "xml")
        try:
            document = _answered(request, views, bool(test), {name: plain(one) for name, one in more.items()})
        except Refused as refused:
            document = _refusal(request, refused)
        return _written(document, written)

    return called


def names_no_language(request: HttpRequest) -> bool:
    """Tell whether the caller did not say which language to speak; faults are then told in both."""
    return not request.headers.get("accept-language")


def _answered(
    request: HttpRequest, views: Mapping[str, View], test: bool, more: Mapping[str, str]
) -> Document:
    if settings.MINBEN_OPEN311 == "off":
        raise Refused(Fault("address_unknown"))
    method = request.method or ""
    if method not in views:
        raise Refused(Fault("method_wrong", {"allowed": ", ".join(views)}))
    if method != "POST":
        # Whoever hands in has a limit with their key; many people may read from one address.
        _count("address", sender(request), limits.PER_ADDRESS)
    call = _read(request, test)
    given = call.given.get("jurisdiction_id", "")
    if given and given != settings.MINBEN_JURISDICTION:
        known = settings.MINBEN_JURISDICTION
        raise Refused(Fault("jurisdiction_unknown", {"value": given[:60], "known": known}))
    return views[method](call, **more)


def count_token(caller: int, per_minute: int) -> None:
    """Count a call of one key.

    Raises
    ------
    Refused
        ``too_fast``.
    """
    _count("token", str(caller), per_minute)


def _count(name: str, who: str, limit: int) -> None:
    standing = limits.count(name, who, limit, now_s=int(now().timestamp()))
    if standing.over:
        raise Refused(Fault("too_fast", {"seconds": standing.reset_s}))


def _read(request: HttpRequest, test: bool) -> Call:
    """Read the arguments and the body, which may be broken in many ways."""
    try:
        asked = {name: [plain(one) for one in request.GET.getlist(name)] for name in request.GET}
        sent = {name: [plain(one) for one in request.POST.getlist(name)] for name in request.POST}
        _ = request.FILES
    except _UNREADABLE as error:
        raise Refused(
            Fault("body_unreadable", {"limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20})
        ) from error
    form = {plain(name): values for name, values in {**asked, **sent}.items()}
    given = {name: values[-1].strip() for name, values in form.items() if values}
    return Call(request, test, given, form)


def _refusal(request: HttpRequest, refused: Refused) -> Document:
    both = names_no_language(request)
    rows: list[Value] = [
        {"code": fault.status, "description": _told(fault, both)} for fault in refused.faults
    ]
    headers = {"Allow": str(refused.faults[0].facts["allowed"])} if refused.status == 405 else {}
    if refused.status == 429:
        headers["Retry-After"] = str(refused.faults[0].facts.get("seconds", 60))
    return Document("errors", rows, refused.status, headers)


def _told(fault: Fault, both: bool) -> str:
    if not both:
        return in_words(fault)
    with translation.override("zh-hans"):
        chinese = in_words(fault)
    with translation.override("en"):
        return f"{chinese} / {in_words(fault)}"


def _written(document: Document, form: str) -> HttpResponse:
    body = to_json(document.content) if form == "json" else to_xml(document.root, document.content)
    response = HttpResponse(body, content_type=TYPES[form], status=document.status)
    headers: dict[str, Any] = {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
        **document.headers,
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response
