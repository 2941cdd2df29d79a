"""What the intake is measured against: django-ninja and Django's own rows, with nothing else around them."""

import json

from django.db import transaction
from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Schema

from minben.commons.clock import now
from minben.needs.hotline import actions
from minben.needs.hotline.models import Entry, Request

api = NinjaAPI(docs_url=None, openapi_url=None)
numbers = iter(range(10**9))


class Words(Schema):
    """What a person says."""

    text: str
    key: str


@api.post("/bare")
def bare(request: HttpRequest, body: Words) -> dict[str, int]:
    """Write a request and the first line of its history: two rows, one transaction."""
    at = now()
    with transaction.atomic():
        row = Request.objects.create(
            code=body.key[-16:], channel="web", text=body.text, masked=body.text, received_at=at
        )
        Entry.objects.create(request=row, at=at, step="received", actor="person")
    return {"id": row.pk}


@api.post("/intake")
def intake(request: HttpRequest, body: Words) -> dict[str, int | None]:
    """Take the request in as every edge does: understood, compared, routed, two leaves of the ledger and more."""
    given = actions.Intake(text=body.text, received_at=now(), source="measured", source_key=body.key)
    received = actions.receive(intakes=[given], at=now())
    return {"id": received.request_ids[0], "handed_over": received.handed_over}


urlpatterns = [path("", api.urls)]


def body(text: str, key: str) -> bytes:
    """What a client sends."""
    return json.dumps({"text": text, "key": key}).encode()
