"""Writing once: the same call under the same Idempotency-Key is answered as it was the first time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema
from ninja.files import UploadedFile

from minben.commons.clock import now
from minben.commons.digests import digest
from minben.institutions.partners.actions import Kept, KeyReused, answer_once
from minben.institutions.partners.edge.auth import caller_of
from minben.institutions.partners.edge.problems import Problem

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern=r"^[!-~]+$",
        description="A random value of your own for this write, the same on every retry of it.",
    ),
]


@dataclass(frozen=True, slots=True)
class Made:
    """What a write made: the answer, and where the new thing stands."""

    status: int
    body: Schema | None = None
    location: str = ""


View = TypeVar("View", bound=Callable[..., Any])


def once(view: View) -> View:
    """Let a write that takes ``idempotency_key`` happen once under each key of each partner.

    The view returns :class:`Made`. A call that is refused keeps nothing: mended, it may use its key again.
    """

    @wraps(view)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        caller = caller_of(request)

        def do() -> Kept:
            made: Made = view(request, **values)
            text = made.body.model_dump_json() if made.body is not None else ""
            return Kept(made.status, text, made.location)

        try:
            kept = answer_once(
                partner=caller.partner,
                key=values["idempotency_key"],
                asked=_asked(request, values),
                do=do,
                at=now(),
            )
        except KeyReused as error:
            raise Problem(error.code) from None
        response = HttpResponse(
            kept.answer, status=kept.status, content_type="application/json; charset=utf-8"
        )
        if not kept.answer:
            del response.headers["Content-Type"]
        if kept.location:
            response.headers["Location"] = request.build_absolute_uri(kept.location)
        if kept.again:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    return cast(View, answered)


def _asked(request: HttpRequest, values: dict[str, Any]) -> str:
    """Digest what is asked for as it was understood, so that a retry may order its fields otherwise."""
    told = {name: _told(value) for name, value in values.items() if name != "idempotency_key"}
    words = json.dumps([request.method, request.path, told], sort_keys=True, ensure_ascii=True, default=str)
    return digest(words.encode())


def _told(value: Any) -> Any:
    if isinstance(value, Schema):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [_told(one) for one in value]
    if isinstance(value, UploadedFile):
        content = digest(value.read())
        value.seek(0)
        return [value.name, content]
    return value
