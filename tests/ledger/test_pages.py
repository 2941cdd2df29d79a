"""Anyone can see what was done, take a proof home, and check it here or elsewhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from minben.ledger import queries
from minben.ledger.actions import Act, seal, write
from minben.ledger.core.documents import check
from minben.ledger.vocabulary import known
from tests.ledger.cast import MORNING, acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.mark.parametrize(
    "page", ["/", "/health/", "/ledger/head.json", "/ledger/check/", "/account/sign-in/"]
)
def test_a_watchman_may_ask_for_the_head_of_a_page_alone(client: Client, page: str) -> None:
    write(acts(1))
    seal(at=MORNING)
    asked = client.head(page)
    assert asked.status_code == client.get(page).status_code != 405
    assert asked.content == b""


def test_li_wei_sees_what_was_done_in_words(client: Client) -> None:
    write(acts(2))
    seal(at=MORNING)
    write(acts(1))
    page = client.get("/ledger/").content.decode()
    assert known()["orders.dispatched"]["zh"] in page
    assert "orders.dispatched" not in page
    assert "等待封存" in page


def test_the_page_speaks_before_anything_was_sealed(english: Client) -> None:
    page = english.get("/ledger/").content.decode()
    assert "Nothing has been sealed yet" in page
    assert english.get("/ledger/head.json").status_code == 404


def test_a_code_without_words_is_shown_as_it_is(english: Client) -> None:
    write([Act("harbour.opened", "user:1", "harbour:1", MORNING)])
    assert "harbour.opened" in english.get("/ledger/").content.decode()


def test_zhou_min_takes_a_proof_home_and_checks_it(english: Client) -> None:
    ids = write(acts(6))
    seal(at=MORNING)
    page = english.get(f"/ledger/entries/{ids[3]}/").content.decode()
    assert "request:3" in page
    answer = english.get(f"/ledger/entries/{ids[3]}/proof.json")
    assert "attachment" in answer["Content-Disposition"]
    assert check(json.loads(answer.content)) == []
    file = SimpleUploadedFile("proof.json", answer.content)
    assert "The proof holds" in english.post("/ledger/check/", {"file": file}).content.decode()
    text = answer.content.decode().replace("request:3", "request:4")
    page = english.post("/ledger/check/", {"text": text}).content.decode()
    assert "The proof does not hold" in page
    assert "12345" in page


def test_growth_since_a_saved_seal_is_handed_out(english: Client) -> None:
    write(acts(3))
    seal(at=MORNING)
    write(acts(3))
    seal(at=MORNING)
    assert check(english.get("/ledger/growth/3.json").json()) == []
    assert check(english.get("/ledger/head.json").json()) == []
    assert english.get("/ledger/growth/7.json").status_code == 404


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing to check"),
        ("{", "not JSON"),
        ("[1]", "not a proof"),
        ("{}", "not a proof"),
        ("[" * 90_000, "not JSON"),
        ('{"kind": "minben.ledger.head.1", "size": {}}', "not a proof"),
    ],
)
def test_what_is_no_proof_is_explained_and_the_words_stay(english: Client, text: str, told: str) -> None:
    answer = english.post("/ledger/check/", {"text": text})
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_a_waiting_entry_has_a_page_but_no_proof_yet(english: Client) -> None:
    (number,) = write(acts(1))
    assert "waits for its seal" in english.get(f"/ledger/entries/{number}/").content.decode()
    assert english.get(f"/ledger/entries/{number}/proof.json").status_code == 404
    assert english.get("/ledger/entries/999999/").status_code == 404


def test_a_page_of_many_entries_costs_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    write(acts(40))
    seal(at=MORNING)
    with django_assert_max_num_queries(4):
        client.get("/ledger/")
    assert queries.count() == 40
