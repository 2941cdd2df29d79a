"""What anybody may read: services and their definitions, requests, tokens, updates."""

from django.conf import settings

from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.open311.asking import Asked, read_asked
from minben.needs.hotline.core.open311.markup import Value
from minben.needs.hotline.core.open311.posting import Question
from minben.needs.hotline.core.open311.refusing import Fault, Refused
from minben.needs.hotline.core.open311.showing import status_of
from minben.needs.hotline.open311 import rehearsed
from minben.needs.hotline.open311.calling import Call, Document
from minben.needs.hotline.open311.rows import (
    definition_row,
    own_questions,
    question_of,
    request_row,
    service_row,
    unsorted_row,
    update_row,
)


def services(call: Call) -> Document:
    """List what can be asked for."""
    return Document("services", [*(service_row(one) for one in queries.offered()), unsorted_row()])


def definition(call: Call, *, code: str) -> Document:
    """Say what one service asks for."""
    if code not in service_names():
        raise Refused(Fault("service_unknown", {"value": code[:80]}))
    questions = [*own_questions(), *asked_by_city().get(code, [])]
    return Document("service_definition", definition_row(code, questions))


def requests(call: Call) -> Document:
    """List requests."""
    asked = read_asked(call.given, at=now())
    return Document("service_requests", rehearsed.rows(asked) if call.test else _rows(asked, _extended(call)))


def request(call: Call, *, key: str) -> Document:
    """Show one request."""
    asked = read_asked({"service_request_id": key}, at=now())
    rows = rehearsed.rows(asked) if call.test else _rows(asked, _extended(call))
    if len(asked.ids) != 1 or not rows:
        raise Refused(Fault("request_unknown"))
    return Document("service_requests", rows)


def token(call: Call, *, key: str) -> Document:
    """Tell the number that belongs to a token; ours are the same, as a request has its number at once."""
    known = rehearsed.is_known(key) if call.test else queries.is_public_id(key)
    if not known:
        raise Refused(Fault("token_unknown"))
    return Document("service_requests", [{"service_request_id": key, "token": key}])


def updates(call: Call) -> Document:
    """List what happened to requests."""
    asked = read_asked(call.given, at=now())
    return Document(
        "service_request_updates", rehearsed.updates(asked) if call.test else _updates(asked, _extended(call))
    )


def service_names() -> dict[str, str]:
    """Return the services by code, with their names."""
    rows = [*(service_row(one) for one in queries.offered()), unsorted_row()]
    return {str(row["service_code"]): str(row["service_name"]) for row in rows}


def asked_by_city() -> dict[str, list[Question]]:
    """Return what the city itself asks for under each service."""
    return {code: [question_of(row) for row in rows] for code, rows in queries.questions().items()}


def posted_only() -> bool:
    """Tell whether only what came in through Open311 is shown."""
    return bool(settings.MINBEN_OPEN311 == "posted")


def _extended(call: Call) -> bool:
    return call.given.get("extensions", "").lower() == "true"


def _rows(asked: Asked, extended: bool) -> list[Value]:
    keys = queries.shown_keys(asked, posted_only=posted_only())
    numbers = actions.number_publicly(request_ids=keys)
    rows = queries.shown_rows(keys)
    return [request_row(one, numbers[one.row.key], extended=extended) for one in rows]


def _updates(asked: Asked, extended: bool) -> list[Value]:
    steps = queries.shown_steps(asked, posted_only=posted_only())
    keys = list(dict.fromkeys(step.request for step in steps))
    numbers = actions.number_publicly(request_ids=keys)
    states = {key: row.state for key, row in queries.masked_rows(keys).items()}
    return [
        update_row(step, numbers[step.request], status_of(states[step.request]), extended=extended)
        for step in steps
    ]
