"""What anybody may read by machine: categories, units, places, figures, algorithms, proofs."""

from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.evaluation.outcomes import actions as outcomes
from minben.ledger import actions as ledger
from minben.ledger.core.documents import check
from minben.ledger.models import Entry
from tests.city import Town
from tests.conf.api.calling import Program

pytestmark = pytest.mark.django_db


def test_the_city_and_its_words_are_open_to_anybody(anybody: Program) -> None:
    assert {row["code"] for row in anybody.get("/categories").json()["items"]} >= {"heating", "noise", "road"}
    units = {row["code"]: row for row in anybody.get("/units").json()["items"]}
    assert units["north"]["parent"] == "urban"
    assert units["willow"]["place"] == "willow"
    assert anybody.get("/units/heat").json()["name_en"] == "Heating company"
    places = {row["code"]: row["parent"] for row in anybody.get("/places").json()["items"]}
    assert places == {"north": None, "willow": "north", "riverside": "willow"}


def test_lists_come_in_pages_of_any_length(anybody: Program) -> None:
    for path in ("/categories", "/units", "/places"):
        whole = anybody.get(path).json()["items"]
        page = anybody.get(f"{path}?limit=1").json()
        seen = list(page["items"])
        while page["next"]:
            page = anybody.get(page["next"].partition("/api/v1")[2]).json()
            seen += page["items"]
        assert seen == whole


def districts_of(told: dict[str, Any]) -> set[str]:
    groups = (group for figure in told["figures"] for group in figure["groups"])
    return {group["group"] for group in groups if group["dimension"] == "district"}


def test_figures_come_with_their_gap_and_small_counts_stay_hidden(anybody: Program, town: Town) -> None:
    for n in range(12):
        town.finish(town.ask(f"{n}号楼暖气不热"))
    outcomes.summarise(at=now())
    told = anybody.get("/outcomes").json()
    assert {figure["code"] for figure in told["figures"]} >= {"response", "solution", "satisfaction"}
    assert all({"estimate", "gap", "unit"} <= set(figure) for figure in told["figures"])
    shown = [
        group["estimate"]["n"]
        for figure in told["figures"]
        for group in figure["groups"]
        if group["estimate"] is not None
    ]
    assert all(n >= 10 for n in shown)
    districts = {place["code"] for place in anybody.get("/places").json()["items"]}
    assert districts_of(told) <= {*districts, "unknown"}
    assert districts_of(told) & districts


def test_the_register_of_algorithms_is_the_one_on_the_page(anybody: Program) -> None:
    listed = anybody.get("/algorithms").json()["items"]
    page = Client().get("/algorithms/register.json").json()["algorithms"]
    assert [one["name"] for one in listed] == [one["name"] for one in page]
    one = anybody.get(f"/algorithms/{listed[0]['name']}").json()
    assert one["never_decides"]["zh"]


def test_a_proof_can_be_checked_without_us(anybody: Program, town: Town) -> None:
    town.ask()
    while ledger.seal(at=now()):
        pass
    head = anybody.get("/ledger/head").json()
    key = bytes.fromhex(head["public_key"])
    first = Entry.objects.earliest("pk").pk
    entry = anybody.get(f"/ledger/entries/{first}").json()
    assert entry["position"] is not None
    for path in ("/ledger/head", f"/ledger/entries/{first}/proof", "/ledger/growth/1"):
        assert check(anybody.get(path).json(), public_key=key) == []


def test_what_has_not_changed_is_not_sent_again(anybody: Program, town: Town) -> None:
    first = anybody.get("/units")
    again = anybody.get("/units", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "RateLimit" in again
    stale = anybody.get("/units", **{"if-none-match": '"other"'})
    assert stale.status_code == 200


def test_a_mark_changes_with_what_it_marks(willow: Program, town: Town) -> None:
    request = town.ask()
    first = willow.get(f"/requests/{request.pk}")
    assert willow.get(f"/requests/{request.pk}", **{"if-none-match": first["ETag"]}).status_code == 304
    town.finish(request)
    later = willow.get(f"/requests/{request.pk}", **{"if-none-match": first["ETag"]})
    assert (later.status_code, later.json()["state"]) == (200, "done")


def test_head_is_answered_wherever_get_is(anybody: Program) -> None:
    got = anybody.get("/units")
    head = anybody.client.head("/api/v1/units")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == str(len(got.content))


def test_a_token_tells_what_it_may_do(willow: Program) -> None:
    told = willow.get("/token").json()
    assert told["partner"] == "willow"
    assert told["purpose"] == "request.cooperate"
    assert told["scopes"] == ["requests:read", "requests:write", "subscriptions"]


def test_a_cookie_of_staff_opens_nothing(town: Town) -> None:
    clerk = town.browser("wang.fang")
    assert clerk.get("/api/v1/requests").status_code == 401
