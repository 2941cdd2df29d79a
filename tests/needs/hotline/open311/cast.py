"""The people and machines around Open311: the small town, a service that hands in, what an endpoint answers."""

import json
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from minben.needs.hotline.core.open311.answers import read
from tests.city import Town, settle

HOLE = "江畔社区门口路面有个大坑，我的电话是13912345678"
# Outside the community's own point, so that an exact place can be told from a coarse one.
SPOT = {"lat": "30.262345", "long": "120.152345"}


@dataclass
class Service:
    """A service of somebody else that speaks to the city, with or without a key."""

    key: str = ""
    base: str = "/open311/v2"
    client: Client = field(default_factory=Client)

    def get(self, path: str, **asked: Any) -> HttpResponse:
        return self.client.get(f"{self.base}/{path}", asked)

    def rows(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """What both forms say alike, as the JSON has it."""
        answer = self.get(f"{path}.json", **asked)
        assert answer.status_code == 200, answer.content.decode()
        found: list[dict[str, Any]] = json.loads(answer.content)
        return found

    def post(self, path: str = "requests.json", once: str = "", **form: Any) -> HttpResponse:
        headers = {"idempotency-key": once} if once else {}
        given = {"api_key": self.key, **form}
        return self.client.post(f"{self.base}/{path}", {k: v for k, v in given.items() if v}, headers=headers)

    def hand_in(self, **form: Any) -> str:
        """Hand in a hole in the road; return its public number."""
        given = {"service_code": "road", "description": HOLE, **SPOT, **form}
        answer = self.post(**given)
        assert answer.status_code == 200, answer.content.decode()
        return str(json.loads(answer.content)[0]["service_request_id"])


def let_in(code: str = "street-app", scope: str = "requests:write", **more: Any) -> str:
    """Let a service in and return its key."""
    at = now()
    partners.enrol_partners(rows=[partners.NewPartner(code, "随手拍", "12345 中心", "Street app")], at=at)
    new = partners.NewToken(code, "phone app", [scope], **more)
    return partners.issue_token(new=new, at=at).token


def faults(answer: HttpResponse) -> list[str]:
    """What an endpoint says is wrong, whichever form it says it in."""
    told = read(answer.content)
    rows = told["errors"] if isinstance(told, dict) else told
    assert all(int(row["code"]) == answer.status_code for row in rows[:1])
    return [row["description"] for row in rows]


def xml(answer: HttpResponse) -> ET.Element:
    """The document of an answer, which must be XML that says its encoding."""
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(answer.content)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Town:
    """The small town, whose files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    return settle()


@pytest.fixture
def anyone(town: Town) -> Service:
    """Somebody who only reads."""
    return Service()


@pytest.fixture
def app(town: Town) -> Service:
    """A service that may hand in."""
    return Service(key=let_in())
