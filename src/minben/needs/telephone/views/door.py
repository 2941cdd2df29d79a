"""The door through which an exchange tells what happens: signed, each event once, errors that teach."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from minben.commons.clock import now
from minben.needs.telephone import actions
from minben.needs.telephone.core.signing import why_refused
from minben.needs.telephone.exchange import keys
from minben.needs.telephone.wording import FAULTS

LARGEST = 1_000_000
_SIGNED = {"zh": "zh-hans", "en": "en"}


@csrf_exempt
@never_cache
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Take in what the exchange tells; what is wrong with an event never keeps the others out."""
    try:
        body = request.body
    except RequestDataTooBig:
        return _problem(413, "too_large")
    if len(body) > LARGEST:
        return _problem(413, "too_large")
    exchange = request.headers.get("Minben-Exchange", "")
    if code := _not_signed(request, exchange, body):
        return _problem(401, code)
    try:
        told = json.loads(body.decode())
    except (ValueError, RecursionError):
        return _problem(400, "no_json")
    at = now()
    read = actions.read(told, now=at)
    digest = request.headers["Minben-Signature"].partition("=")[0]
    heard = [event for _position, event in read.events]
    taken = actions.take_events(events=heard, exchange=exchange, at=at, signed_with=digest)
    positions = {event.id: position for position, event in read.events}
    changed = [actions.Fault(positions[key], "id", "changed", key) for key in taken.changed]
    faults = sorted([*read.faults, *changed], key=lambda fault: fault.position)
    answer: dict[str, Any] = {"taken": len(taken.taken), "known": len(taken.known), "odd": list(taken.odd)}
    if not faults:
        return JsonResponse(answer)
    answer["refused"] = [_told(fault) for fault in faults]
    return _problem(422, faults[0].code, **answer)


def _not_signed(request: HttpRequest, exchange: str, body: bytes) -> str | None:
    own = keys().get(exchange)
    if own is None:
        return "no_exchange"
    return why_refused(
        body,
        timestamp=request.headers.get("Minben-Timestamp", ""),
        signature=request.headers.get("Minben-Signature", ""),
        keys=own,
        now_s=now().timestamp(),
    )


def _told(fault: actions.Fault) -> dict[str, Any]:
    place = {"position": fault.position, "field": fault.field, "code": fault.code}
    return {**place, **({"id": fault.id} if fault.id else {}), **_in_both(fault.code)}


def _in_both(code: str) -> dict[str, str]:
    """What is wrong and what to do, in both languages: whoever builds the other side reads one of them."""
    told = {}
    for name, language in _SIGNED.items():
        with translation.override(language):
            told[f"detail_{name}"] = str(FAULTS[code])
    return told


def _problem(status: int, code: str, **more: Any) -> JsonResponse:
    """Answer in the form of RFC 9457."""
    both = _in_both(code)
    body = {
        "type": f"urn:minben:telephone:{code}",
        "title": code,
        "status": status,
        "detail": both["detail_en"],
    }
    answer = JsonResponse({**body, **both, **more}, status=status)
    answer["Content-Type"] = "application/problem+json"
    return answer
