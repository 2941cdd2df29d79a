"""The doors for machines under the same bodies: Open311 with a key that may hand in."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from tests.city import settle
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
