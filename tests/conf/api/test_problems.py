"""Whatever a program sends, it is told what was wrong, why and what to do, in its user's language."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.incoming import read_json
from minben.institutions.partners.edge.kinds import KINDS
from minben.institutions.partners.edge.limits import PER_ADDRESS
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import Town
from tests.conf.api.calling import Program, program
from tests.conf.api.test_requests import COLD

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]")


def problem(answer: Any, status: int) -> dict[str, Any]:
    """What a refusal says; every one has the same parts."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = dict(json.loads(answer.content))
    assert told["status"] == status
    assert told["type"].startswith("http://testserver/problems/")
    assert all(told[part] for part in ("title", "detail", "remedy"))
    return told


NASTY: list[tuple[bytes, int]] = [
    (b"", 422),
    (b"{", 400),
    (b"null", 422),
    (b"[]", 422),
    (b'"text"', 422),
    (b"\xff\xfe{}", 400),
    (b'\xef\xbb\xbf{"text": "bom"}', 400),
    (b'{"text": "a", "text": "b"}', 400),
    (b'{"text": NaN}', 400),
    (b'{"lat": 1e999, "text": "a"}', 400),
    (b'{"lat": ' + b"9" * 5000 + b', "text": "a"}', 400),
    (b'{"text": "\\u0000"}', 400),
    (b'{"text": "\\ud83d"}', 400),
    (b'{"text": "\\u0007 bell"}', 400),
    (b'{"text": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400),
    (b'{"text": "' + b"x" * 6000 + b'"}', 422),
    (b'{"text": "   "}', 422),
    (b'{"text": 5}', 422),
    (b'{"text": "a", "lat": 91, "lon": 1}', 422),
    (b'{"text": "a", "lat": 30}', 422),
    (b'{"text": "a", "kind": "crime"}', 422),
    (b'{"text": "a", "state": "closed"}', 422),
    (b'{"text": "a", "contact": {"phone": "call me"}}', 422),
    (b'{"text": "a", "contact": {"email": "a@b"}}', 422),
    (b'{"text": "a", "contact": {"reply_by": "sms"}}', 422),
    (b'{"text": "a", "received_at": "2026-03-01"}', 422),
    (b'{"text": "a", "received_at": "2099-03-01T09:00:00+08:00"}', 422),
    (b'{"text": "a", "category": "../../etc"}', 422),
    (b'{"text": "a", "place": "\'; DROP TABLE hotline_request; --"}', 422),
    (b'{"text": "a", "reference": ""}', 422),
]


@pytest.mark.parametrize(("body", "status"), NASTY, ids=range(len(NASTY)))
def test_a_nasty_body_is_refused_with_its_reason_and_changes_nothing(
    willow: Program, body: bytes, status: int
) -> None:
    problem(willow.post("/requests", body), status)
    assert not Request.objects.exists()


def test_a_field_that_is_wrong_is_named_by_its_place(willow: Program) -> None:
    body = {"text": "x", "contact": {"phone": "call me"}, "lat": "north", "flavour": 1}
    errors = problem(willow.post("/requests", body), 422)["errors"]
    assert {one["place"]: one["code"] for one in errors} == {
        "/contact/phone": "string_pattern_mismatch", "/lat": "float_parsing", "/flavour": "extra_forbidden",
    }  # fmt: skip


WORDS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% debug %}", "${7*7}",
    "' OR '1'='1", "'; DROP TABLE hotline_request; --", "../../../etc/passwd", "..\\..\\boot.ini",
    "file:///etc/passwd", "%00", "%n%n%s", "\x00", "a\x08b", "\x1b[31m", "\ud800", "\uffff", "\U0001f600\u200d\u20e3",
    "\u0645\u0631\u062d\u0628\u0627", "\u202etxt.exe", "\u2066x\u2069", "Z\u0337\u031ba\u0338", "=cmd|'/c calc'!A1",
    "\r\nSet-Cookie: a=b", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", "x" * 6000,
]  # fmt: skip
OTHERS: list[Any] = [None, True, 0, -1, 10**17, 1.5, [], ["a"], {}, {"a": 1}, [[[]]], "", " "]
FIELDS = [
    "text", "received_at", "kind", "category", "place", "address", "lat", "lon", "since_when", "identity", "contact",
    "reference", "contact.name", "contact.phone", "contact.email", "contact.address", "contact.reply_by",
]  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_whatever_stands_in_a_field_is_taken_as_words_or_refused_with_its_place(
    town: Town, name: str
) -> None:
    """Each field, each nasty value: some 650 bodies in all."""
    willow, outer, inner = program(per_minute=100_000), *name.partition(".")[::2]
    for nasty in (*WORDS, *OTHERS):
        body: dict[str, Any] = {"text": "路灯不亮", outer: {inner: nasty} if inner else nasty}
        before = Request.objects.count()
        answer = willow.post("/requests", json.dumps(body).encode())
        if answer.status_code == 201:
            assert answer["Content-Type"].startswith("application/json")
            assert Request.objects.count() == before + 1
        else:
            told = problem(answer, answer.status_code)
            assert answer.status_code in {400, 422}, nasty
            assert answer.status_code == 400 or name.split(".", maxsplit=1)[0] in str(told["errors"])
            assert Request.objects.count() == before


def test_what_people_write_is_taken_as_it_is_and_given_back_as_text(willow: Program) -> None:
    text = "<script>alert(1)</script> {{ 7*7 }} ' OR 1=1 -- 😀 \u202eabc مرحبا"
    told = willow.post("/requests", {"text": text})
    assert told.status_code == 201
    assert told.json()["words"] == text
    assert told["Content-Type"].startswith("application/json")
    assert told["X-Content-Type-Options"] == "nosniff"


def test_a_body_of_another_type_or_too_large_is_refused(willow: Program) -> None:
    headers = {"authorization": f"Bearer {willow.token}", "idempotency-key": "another-type"}
    form = willow.client.post("/api/v1/requests", {"text": "a"}, headers=headers)
    problem(form, 415)
    problem(willow.post("/requests", b'{"text": "' + b"x" * 6_000_000 + b'"}'), 413)


@given(st.binary(max_size=300) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4), max_leaves=12,
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_reading_json_gives_what_was_meant_or_teaches(raw: bytes) -> None:
    code, value = "", None
    try:
        value = read_json(raw)
    except TeachingError as error:
        code = error.code
    assert code.startswith("json_") or value == json.loads(raw)


def test_without_a_token_with_a_wrong_one_or_without_the_scope_nothing_opens(
    anybody: Program, town: Town
) -> None:
    missing = anybody.get("/requests")
    assert problem(missing, 401)["title"] == "This needs a token"
    assert missing["WWW-Authenticate"].startswith("Bearer")
    assert problem(Program("mbt_wrong").get("/requests"), 401)["title"] == "This token is not known"
    assert problem(Program("mbt_wrong").get("/categories"), 401), (
        "a wrong token is told, also where none is needed"
    )
    reader = program(scopes=["requests:read"])
    assert "requests:write" in problem(reader.post("/requests", COLD), 403)["detail"]
    assert "subscriptions" in problem(reader.get("/subscriptions"), 403)["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nowhere", 404), ("get", "/requests/0x1", 422), ("get", "/requests/99999999999999999999", 422),
        ("get", "/requests/7", 404), ("put", "/requests", 405), ("delete", "/categories", 405), ("get", "/", 404),
        ("get", "/units/nobody", 404), ("get", "/algorithms/none", 404), ("get", "/ledger/entries/7/proof", 404),
        ("get", "/ledger/growth/99", 404), ("get", "/units/a%00b", 404), ("get", "/outcomes", 404),
        ("get", "/categories?limit=2&x=1", 400), ("get", "/algorithms?may_run=true", 400),
        ("get", "/outcomes?x=1", 400),
        ("get", "/ledger/head?x=1", 400), ("get", "/token?x=1", 400), ("get", "/units/heat?x=1", 400),
    ],
)  # fmt: skip
def test_a_wrong_turn_is_answered_as_kindly(willow: Program, method: str, path: str, status: int) -> None:
    headers = {"authorization": f"Bearer {willow.token}", "accept-language": "en"}
    answer = getattr(willow.client, method)(f"/api/v1{path}", headers=headers)
    problem(answer, status)
    if status == 405:
        assert "HEAD" in answer["Allow"].split(", ")


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("tongue", ["zh-hans", "en"])
def test_every_kind_has_a_page_of_its_own_in_both_languages(anybody: Program, code: str, tongue: str) -> None:
    page = unescape(
        anybody.client.get(f"/problems/{code}/", headers={"accept-language": tongue}).content.decode()
    )
    with translation.override(tongue):
        words = [str(part) for part in (KINDS[code].title, KINDS[code].why, KINDS[code].remedy)]
    assert all(each in page for each in words)
    assert all(bool(HAN.search(each)) is (tongue != "en") for each in words)


def test_a_refusal_speaks_the_language_that_was_asked_for(town: Town) -> None:
    chinese = Program(language="zh-CN,zh;q=0.9").get("/requests")
    assert problem(chinese, 401)["title"] == "这里需要访问令牌"
    assert chinese["Content-Language"] == "zh-hans"
    assert "Accept-Language" in chinese["Vary"]


def test_a_database_that_is_away_is_said_so_and_when_to_come_back(
    willow: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_facts: object) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(hotline, "receive", away)
    answer = willow.post("/requests", COLD)
    problem(answer, 503)
    assert int(answer["Retry-After"]) > 0
    assert "disk" not in answer.content.decode()


def test_a_database_that_cannot_even_tell_the_token_is_said_so(
    willow: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_facts: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("minben.institutions.partners.edge.auth.authenticate", away)
    problem(willow.get("/token"), 503)


def test_what_breaks_shows_no_trace(willow: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(**_facts: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(hotline, "receive", break_off)
    answer = willow.post("/requests", COLD)
    problem(answer, 500)
    assert "secret" not in answer.content.decode()


@pytest.mark.usefixtures("one_window")
def test_who_calls_too_fast_is_told_when_to_come_back(town: Town) -> None:
    slow = program(per_minute=3)
    answers = [slow.get("/token") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[0]["RateLimit"].startswith('"token";r=2;t=')
    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    problem(answers[3], 429)
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert program("north").get("/token").status_code == 200, "another partner is not held up"


@pytest.mark.usefixtures("one_window")
def test_an_address_without_a_token_has_a_limit_of_its_own(
    anybody: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PER_ADDRESS >= 100
    monkeypatch.setattr("minben.institutions.partners.edge.limits.PER_ADDRESS", 2)
    assert [anybody.get("/categories").status_code for _ in range(3)] == [200, 200, 429]
    cache.clear()
    assert anybody.get("/categories").status_code == 200
