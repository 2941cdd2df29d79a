"""Every operation × every kind of caller × whose thing it is: made from the description, so that none is forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from minben.conf.api import api
from minben.institutions.partners import actions as partners
from minben.institutions.partners.models import Subscription
from minben.needs.hotline.models import Request
from tests.conf.api.calling import EVERY_SCOPE, Program, program
from tests.conf.api.test_requests import COLD, picture

pytestmark = pytest.mark.django_db
PREFIX = "/api/v1"
BODIES: dict[str, Any] = {
    "/requests": COLD,
    "/requests/{request_id}/history": {"words": "补充一句"},
    "/subscriptions": {"address": "http://127.0.0.1:9/hook"},
    "/subscriptions/{subscription_id}/secret": None,
}
# With the scope for it, another's request may be read with personal data covered; nothing else of another's.
SHARED = {"/requests/{request_id}", "/requests/{request_id}/history"}


class Operation(NamedTuple):
    """One operation as the description has it."""

    method: str
    path: str
    scope: str
    guarded: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def described() -> Iterator[Operation]:
    for path, methods in api.get_openapi_schema(path_prefix=f"{PREFIX}/")["paths"].items():
        for method, one in methods.items():
            yield Operation(
                method, path.removeprefix(PREFIX), one.get("x-scope", ""), bool(one.get("security"))
            )


OPERATIONS = list(described())
GUARDED = [one for one in OPERATIONS if one.guarded]
OF_SOMEBODY = [one for one in GUARDED if "{" in one.path]


@pytest.fixture
def owned(willow: Program, settings: Any) -> dict[str, int]:
    """What Willow street has: a request with a picture, a subscription."""
    settings.MINBEN_REACH = "127.0.0.1"
    request = willow.post("/requests", COLD).json()["id"]
    photo = willow.upload(f"/requests/{request}/attachments", [picture()]).json()["items"][0]["id"]
    told = willow.post("/subscriptions", {"address": "http://127.0.0.1:9/own"}).json()["id"]
    return {"request_id": request, "photo_id": photo, "subscription_id": told}


def call(who: Program, one: Operation, things: dict[str, int]) -> int:
    """Call an operation rightly in all but who calls; return the status."""
    method, path = one.method, one.path
    address = path.format(**things, code="heat", name="hotline.classifier", entry_id=1, size=0)
    if path.endswith("/attachments") and method == "post":
        return int(who.upload(address, [picture()]).status_code)
    if method == "post":
        return int(who.post(address, BODIES[path]).status_code)
    return int((who.delete(address) if method == "delete" else who.get(address)).status_code)


def changed(things: dict[str, int]) -> tuple[object, ...]:
    """What must stay as it is when a call is refused."""
    request = Request.objects.get(pk=things["request_id"])
    told = list(Subscription.objects.values_list("pk", "ended_at", "sealed_secret"))
    return Request.objects.count(), request.state, request.entries.count(), request.photos.count(), told


@pytest.mark.parametrize("one", OPERATIONS, ids=str)
def test_without_a_token_only_what_is_public_opens(one: Operation, owned: dict[str, int]) -> None:
    before = changed(owned)
    status = call(Program(), one, owned)
    assert status == 401 if one.guarded else status in {200, 404}
    assert call(Program("mbt_" + "x" * 43), one, owned) == 401
    assert changed(owned) == before


@pytest.mark.parametrize("one", [one for one in GUARDED if one.scope], ids=str)
def test_a_scope_opens_what_it_names_and_no_other_does(one: Operation, owned: dict[str, int]) -> None:
    before = changed(owned)
    others = [each for each in EVERY_SCOPE if each != one.scope]
    assert call(program(scopes=others), one, owned) == 403
    assert changed(owned) == before
    assert call(program(scopes=[one.scope]), one, owned) in {200, 201, 204}


@pytest.mark.parametrize("one", OF_SOMEBODY, ids=str)
def test_what_is_anothers_is_as_if_it_were_not_there(one: Operation, owned: dict[str, int]) -> None:
    before = changed(owned)
    reads = program("north")
    status = call(reads, one, owned)
    assert status == (200 if one.path in SHARED and one.method == "get" else 404)
    writes = program("north", scopes=["requests:write", "subscriptions"])
    assert call(writes, one, owned) == 404
    assert call(writes, one, dict.fromkeys(owned, 10**9)) == 404, "no other answer for what is not there"
    assert changed(owned) == before


@pytest.mark.parametrize("one", GUARDED, ids=str)
def test_a_token_taken_back_opens_nothing(one: Operation, owned: dict[str, int]) -> None:
    gone = program()
    key = partners.authenticate(token=gone.token, at=datetime.now(UTC)).token
    partners.revoke_token(token=key, at=datetime.now(UTC))
    before = changed(owned)
    assert call(gone, one, owned) == 401
    assert changed(owned) == before
