"""A line breaks, the street's program sends again, and still nothing happens twice."""

import json
import threading

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from minben.institutions.partners.models import KeptAnswer
from minben.needs.hotline.models import Entry, Photo, Request
from tests.city import Town, settle
from tests.conf.api.calling import Program, program
from tests.conf.api.test_requests import COLD, picture

KEY = "0e2a52a4-retry"


@pytest.mark.django_db
def test_a_retry_gets_the_first_answer_word_for_word(willow: Program) -> None:
    first = willow.post("/requests", COLD, key=KEY)
    again = willow.post("/requests", dict(reversed(COLD.items())), key=KEY)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_another_body_or_another_address_under_the_same_key_is_refused(willow: Program) -> None:
    made = willow.post("/requests", COLD, key=KEY).json()
    other = willow.post("/requests", {**COLD, "text": "别的事"}, key=KEY)
    elsewhere = willow.post(f"/requests/{made['id']}/history", {"words": "补充"}, key=KEY)
    for refused in (other, elsewhere):
        assert refused.status_code == 422
        assert refused.json()["title"] == "This Idempotency-Key stands for something else"
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_write_leaves_its_key_free_for_the_mended_one(willow: Program) -> None:
    assert willow.post("/requests", {**COLD, "category": "flying"}, key=KEY).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert willow.post("/requests", COLD, key=KEY).status_code == 201


@pytest.mark.django_db
def test_two_partners_may_choose_the_same_key(willow: Program) -> None:
    north = program("north")
    ids = {one.post("/requests", COLD, key=KEY).json()["id"] for one in (willow, north)}
    assert len(ids) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with blank", "schlüssel-é"])
def test_no_write_goes_without_a_key_that_can_be_read(willow: Program, key: str) -> None:
    told = willow.post("/requests", COLD).json()
    for answer in (
        willow.post("/requests", COLD, key=key),
        willow.post(f"/requests/{told['id']}/history", {"words": "补充"}, key=key),
        willow.upload(f"/requests/{told['id']}/attachments", [picture()], key=key),
        willow.post("/subscriptions", {"address": "https://hooks.example.city/"}, key=key),
        willow.post("/subscriptions/1/secret", key=key),
        willow.delete("/subscriptions/1", key=key),
    ):
        assert answer.status_code == (422 if key else 400), answer.content
        assert "Idempotency-Key" in answer.content.decode()
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_a_kept_answer_lies_sealed(willow: Program) -> None:
    told = willow.post("/requests", COLD, key=KEY).json()
    kept = str(vars(KeptAnswer.objects.get()))
    assert told["code"] not in kept
    assert told["words"] not in kept


@pytest.mark.django_db
def test_pictures_sent_again_are_kept_once(willow: Program) -> None:
    told = willow.post("/requests", COLD).json()
    first, again = (
        willow.upload(f"/requests/{told['id']}/attachments", [picture()], key=KEY) for _ in range(2)
    )
    assert first.content == again.content
    assert Photo.objects.count() == 1


@pytest.mark.django_db
def test_a_reference_is_taken_in_once_whatever_the_key(willow: Program) -> None:
    assert willow.post("/requests", {**COLD, "reference": "W-17"}).status_code == 201
    refused = willow.post("/requests", {**COLD, "reference": "W-17"})
    assert (refused.status_code, refused.json()["status"]) == (409, 409)
    assert Request.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="processes: SQLite in memory has one connection")
def test_twins_at_the_same_moment_make_one_request() -> None:
    settle()
    willow, answers = program(), []

    def call() -> None:
        answers.append(Program(willow.token).post("/requests", COLD, key=KEY))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Request.objects.count() == 1


class TestAnyOrderOfRetries(TestCase):
    """However calls and retries are mixed, each key did its own thing once."""

    town: Town

    def setUp(self) -> None:
        self.town = settle()

    # Each example is up to eight whole intakes.
    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8))
    def test_each_key_does_one_thing(self, calls: list[tuple[int, int]]) -> None:
        willow, first = program(per_minute=10_000), dict[int, tuple[int, bytes]]()
        before = Request.objects.count()
        for key, body in calls:
            answer = willow.post("/requests", {**COLD, "text": f"第{body}件"}, key=f"key-of-it-{key}")
            if key not in first:
                assert answer.status_code == 201
                first[key] = (body, answer.content)
            elif first[key][0] == body:
                assert answer.content == first[key][1]
            else:
                assert answer.status_code == 422
        assert Request.objects.count() - before == len(first)
        ids = [json.loads(content)["id"] for _body, content in first.values()]
        assert Entry.objects.filter(request_id__in=ids, step="received").count() == len(first)
        KeptAnswer.objects.all().delete()
        Request.objects.filter(pk__in=ids).update(source="", source_key="")
