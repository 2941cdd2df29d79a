"""The doors for machines under the same bodies: Open311 and the JSON API, with keys that may hand in."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minben.commons.clock import now
from minben.conf.api import api
from minben.institutions.partners import actions as partners
from tests.city import settle
from tests.conf.api.calling import program
from tests.safety import corpus
from tests.safety.assault import Assault

pytestmark = pytest.mark.django_db

SEED = 20260311
PLACES = [
    f"/open311/{test}v2/{what}.{form}"
    for test in ("", "test/")
    for what, form in (("requests", "json"), ("servicerequestupdates", "xml"))
]
HONEST = {
    "service_code": "road", "description": "路面有个大坑", "lat": "30.262345", "long": "120.152345",
    "email": "li@example.org", "first_name": "李", "last_name": "伟", "phone": "19900005678", "media_url": "",
    "address_string": "江畔路", "device_id": "d", "account_id": "7", "attribute[since_when]": "昨天",
    "service_request_id": "1", "update_id": "u", "status": "OPEN", "title": "t", "jurisdiction_id": "",
    "updated_datetime": "2026-03-01T09:00:00+08:00", "idempotency_key": "k",
}  # fmt: skip
READ_BY = "service_request_id service_code start_date end_date status lat long radius page page_size"


@pytest.fixture
def assault(settings: Any, tmp_path: Path) -> Iterator[Assault]:
    """A stranger's programs at the doors of the small town."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    settle()
    tried = Assault(lambda _who: Client())
    yield tried
    assert not tried.wrong, "\n".join(tried.wrong)


@pytest.fixture
def token(assault: Assault) -> str:
    """The key of a service that may hand in requests."""
    at = now()
    rows = [partners.NewPartner("street-app", "随手拍", "12345 中心", "Street app")]
    partners.enrol_partners(rows=rows, at=at)
    new = partners.NewToken("street-app", "phone app", ["requests:write"])
    return partners.issue_token(new=new, at=at).token


def test_nasty_words_in_every_argument(assault: Assault, token: str) -> None:
    chance = random.Random(SEED)
    values = [*corpus.texts(), *corpus.mixed(SEED, 60)]
    for place in PLACES:
        for name in HONEST:
            for value in chance.sample(values, 2):
                given = {**HONEST, "api_key": token, name: value}
                assault.post(f"{place} {name}={value[:40]!r}", "", place, given, words=value)


def test_bodies_that_no_service_would_make(assault: Assault, token: str) -> None:
    for place in PLACES[:2]:
        for body in corpus.bodies("description"):
            assault.throw_at(f"{place}: {body.name}", "", f"{place}?api_key={token}", body)


def test_files_that_no_service_should_send(assault: Assault, token: str) -> None:
    for sent in corpus.files():
        body = corpus.with_file({**HONEST, "api_key": token}, "media", sent)
        assault.throw_at(f"Open311 {body.name}", "", PLACES[0], body)


def test_nasty_arguments_of_what_is_read(assault: Assault) -> None:
    browser, chance = assault.browser(""), random.Random(SEED)
    odd = (*corpus.NUMBERS, *corpus.MOMENTS, *corpus.CONTROLS, *corpus.MARKUP)
    for place in (*PLACES, "/open311/v2/services/%00.xml", f"/open311/v2/requests/{'9' * 30}.json"):
        for name in READ_BY.split():
            for value in chance.sample(odd, 3):
                assert browser.get(place, {name: value}).status_code < 500, (place, name, value)


WORDS = {
    "text": "三号楼暖气不热",
    "words": "还是不热",
    "category": "heating",
    "place": "riverside",
    "address": "江畔路",
}
REQUEST = {
    **WORDS, "lat": 30.2, "lon": 120.1, "since_when": "昨天", "identity": "named", "reference": "A1",
    "kind": "help", "received_at": "2026-03-01T09:00:00+08:00",
    "contact": {"name": "李伟", "phone": "19900005678", "reply_by": "phone"},
}  # fmt: skip
ODD: list[object] = [
    None, True, 0, -1, 2**63, 10**400, 1.5, 1e308, "", [], {}, [[[]]], {"a": {"b": None}}, "\x00", "供" * 6_000,
    "\ud800",
    "a\x1b[31m", *corpus.MARKUP[:3], *corpus.SQL[:2], *corpus.MOMENTS[:5],
]  # fmt: skip


def posted_to() -> list[str]:
    """Every address of the API that takes a body, with a key that stands for nothing in it."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    found = [path for path, ways in paths.items() if {"post", "put", "patch"} & set(ways)]
    assert len(found) >= 4
    return [re.sub(r"\{[^}]+\}", "1", path) for path in found]


def with_a_token() -> list[tuple[str, str]]:
    """Every call of the API that its own description says needs a token."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    found = [
        (method.upper(), re.sub(r"\{[^}]+\}", "1", path))
        for path, ways in paths.items()
        for method, way in ways.items()
        if way.get("security")
    ]
    assert len(found) >= 8
    return found


def sent(assault: Assault, what: str, address: str, content: bytes, token: str) -> None:
    """Send a body under a token and a fresh key."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"key-of-a-try-{assault.sent}"}
    with assault.tried(what) as answers:
        answers.append(
            assault.browser("").post(address, content, content_type="application/json", headers=headers)
        )


def test_nasty_values_of_every_kind_in_every_field_of_the_api(assault: Assault) -> None:
    chance, token = random.Random(SEED), program().token
    for address in posted_to():
        for name in (*REQUEST, "url", "events", "secret", "unknown"):
            for value in chance.sample(ODD, 4):
                content = json.dumps({**REQUEST, name: value}).encode()
                sent(assault, f"{address} {name}={str(value)[:40]!r}", address, content, token)


def test_bodies_that_are_no_json_of_the_api(assault: Assault) -> None:
    token = program().token
    for address in posted_to():
        for body in corpus.bodies("text"):
            sent(assault, f"{address}: {body.name}", address, body.content, token)
        for _name, content in corpus.proofs()[-12:-1]:
            sent(assault, f"{address}: {content[:20]!r}", address, content, token)


def test_files_that_the_api_should_not_keep(assault: Assault) -> None:
    token = program().token
    for file in corpus.files():
        body = corpus.with_file({}, "photos", file)
        with assault.tried(f"API {body.name}") as answers:
            headers = {"authorization": f"Bearer {token}", "idempotency-key": f"key-of-a-file-{assault.sent}"}
            address = "/api/v1/requests/1/attachments"
            answers.append(
                assault.browser("").generic("POST", address, body.content, body.content_type, headers=headers)
            )


MADE_UP = (
    "",
    "Bearer ",
    "Bearer x",
    "Bearer mbt_" + "A" * 43,
    "Basic YTpi",
    "Bearer \xff",
    "Bearer " + "a" * 9_000,
)


@pytest.mark.parametrize("bearer", MADE_UP, ids=lambda bearer: repr(bearer[:20]))
def test_no_made_up_token_opens_the_api(assault: Assault, bearer: str) -> None:
    for method, address in with_a_token():
        # Who tries too often is told to wait; that is looked at elsewhere.
        cache.clear()
        answer = assault.browser("").generic(
            method, address, json.dumps(REQUEST), "application/json", headers={"authorization": bearer}
        )
        assert answer.status_code == 401, (method, address, answer.status_code)


def test_signing_in_to_the_pages_opens_no_call_of_the_api(settings: Any) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    town = settle()
    for name in ("wang.fang", "ma.chao"):
        for method, address in with_a_token():
            cache.clear()
            answer = town.browser(name).generic(method, address, json.dumps(REQUEST), "application/json")
            assert answer.status_code == 401, (name, method, address)
