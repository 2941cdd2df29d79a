"""The street's program subscribes, and hears each step of what it sent in."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from minben.conf import working
from minben.institutions.partners import actions as partners
from minben.institutions.partners.models import Delivery, Subscription
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import Town
from tests.conf.api.calling import Program, program
from tests.conf.api.test_requests import COLD
from tests.institutions.partners.receiver import Machine, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(settings: Any) -> Any:
    settings.MINBEN_REACH = "127.0.0.0/8"
    with running() as one:
        yield one


def heard(machine: Machine) -> list[dict[str, Any]]:
    """Let the worker do its duty, and tell what arrived, in the order it was made."""
    while working.DUTIES["deliver"](datetime.now(UTC)) or Delivery.objects.filter(state="waiting").exists():
        pass
    keys = list(Delivery.objects.order_by("pk").values_list("key", flat=True))
    came = sorted(machine.came, key=lambda one: keys.index(one[1]["webhook-id"]))
    return [json.loads(body) for _path, _headers, body in came]


def test_each_public_step_is_told_and_no_word_of_anybody(
    willow: Program, town: Town, machine: Machine
) -> None:
    told = willow.post("/subscriptions", {"address": f"{machine.address}/steps"})
    assert told.status_code == 201, told.content
    assert told.json()["secret"].startswith("whsec_")
    mine = willow.post("/requests", {**COLD, "contact": {"phone": "19900001234", "reply_by": "phone"}}).json()
    town.ask("楼下很吵", "noise")
    town.finish(Request.objects.get(pk=mine["id"]), at=datetime.now(UTC))
    hotline.judge(request_id=mine["id"], solved=True, words="暖和了，谢谢，我叫陈桂英", at=datetime.now(UTC))
    events = heard(machine)
    kinds = ["request.received", "request.routed", "request.signed", "request.done", "request.solved"]
    assert [one["type"] for one in events][:5] == kinds
    assert {one["data"]["request"] for one in events} == {mine["id"]}
    assert events[1]["data"] == {"request": mine["id"], "step": "routed", "state": "routed", "unit": "heat"}
    words = "".join(body.decode() for _p, _h, body in machine.came)
    assert not any(part in words for part in ("暖", "陈", "1990000", mine["code"]))


def test_to_hear_everything_needs_the_scope_to_read_it(town: Town, machine: Machine) -> None:
    own = program(scopes=["subscriptions", "requests:write"])
    everything = {"address": machine.address, "everything": True}
    assert own.post("/subscriptions", everything).status_code == 403
    reader = program("north", scopes=["subscriptions", "requests:read"])
    assert reader.post("/subscriptions", everything).status_code == 201
    town.ask()
    town.ask("食品厂用过期的肉", kind="whistle")
    town.ask("旧事", channel="import", source="march", source_key="1")
    assert [one["type"] for one in heard(machine)] == ["request.received", "request.routed"]


def test_without_a_subscriber_nothing_is_written(town: Town) -> None:
    town.ask()
    assert not Delivery.objects.exists()


def test_a_subscription_can_be_looked_at_renewed_and_ended(willow: Program, machine: Machine) -> None:
    made = willow.post("/subscriptions", {"address": machine.address}).json()
    [listed] = willow.get("/subscriptions").json()["items"]
    assert "secret" not in listed
    willow.post("/requests", COLD)
    machine.answers = [500]
    working.DUTIES["deliver"](datetime.now(UTC))
    sent = willow.get(f"/subscriptions/{made['id']}/deliveries").json()["items"]
    assert {(one["state"], one["tries"], one["status"]) for one in sent} == {("waiting", 1, 500)}
    renewed = willow.post(f"/subscriptions/{made['id']}/secret")
    assert renewed.status_code == 201
    assert renewed.json()["secret"] != made["secret"]
    assert willow.delete(f"/subscriptions/{made['id']}").status_code == 204
    assert willow.get("/subscriptions").json()["items"] == []
    assert willow.delete(f"/subscriptions/{made['id']}").status_code == 404


def test_nobody_reaches_anothers_subscription(willow: Program, machine: Machine) -> None:
    made = willow.post("/subscriptions", {"address": machine.address}).json()["id"]
    north = program("north")
    assert north.get("/subscriptions").json()["items"] == []
    assert north.get(f"/subscriptions/{made}/deliveries").status_code == 404
    assert north.post(f"/subscriptions/{made}/secret").status_code == 404
    assert north.delete(f"/subscriptions/{made}").status_code == 404
    assert Subscription.objects.get().ended_at is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1:8080/",
        "http://localhost/", "ftp://example.city/", "javascript:alert(1)", "http://2130706433/", "//example.city/",
        "http://user:secret@example.city/",
    ],
)  # fmt: skip
def test_an_address_that_leads_inside_is_refused(willow: Program, address: str, settings: Any) -> None:
    settings.MINBEN_REACH = ""
    refused = willow.post("/subscriptions", {"address": address})
    assert refused.status_code == 422
    assert refused.json()["title"] == "This address cannot be called"
    assert not Subscription.objects.exists()


def test_the_secret_of_a_retried_subscription_is_the_same(willow: Program, machine: Machine) -> None:
    first, again = (
        willow.post("/subscriptions", {"address": machine.address}, key="one-and-the-same") for _ in "ab"
    )
    assert first.content == again.content
    second = willow.post("/subscriptions", {"address": machine.address})
    assert (second.status_code, second.json()["detail"]) == (409, "This address is told already.")


def test_a_partner_that_was_closed_is_told_nothing(willow: Program, machine: Machine) -> None:
    willow.post("/subscriptions", {"address": machine.address})
    assert partners.anybody_listens()
    partners.close_partner(code="willow", at=datetime.now(UTC))
    willow.post("/requests", COLD)
    assert not Delivery.objects.exists()
    assert willow.get("/token").status_code == 401
