"""What everybody sees of open data: the page in both languages, the files, the catalogue for other portals."""

import hashlib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client

from minben.needs.opendata import actions
from minben.needs.opendata.core.dcat import CONTEXT
from tests.city import Town, settle
from tests.needs.opendata.test_publishing import LATER, MARCH, heard

pytestmark = pytest.mark.django_db
LICENCE = "https://city.example/licence"
# DCAT-AP 3.0: what must be there, and what should, of each class.
NEEDED = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:spatial", "dct:language"},
    "dcat:Dataset": {"dct:title", "dct:description", "dcat:contactPoint", "dcat:distribution", "dcat:keyword",
                     "dct:publisher", "dct:spatial", "dct:temporal", "dcat:theme", "dct:identifier"},
    "dcat:Distribution": {"dcat:accessURL", "dct:format", "dct:license", "dcat:downloadURL", "dcat:byteSize"},
}  # fmt: skip


@pytest.fixture
def town() -> Town:
    town = settle()
    heard(town, 12)
    actions.publish(months=[MARCH], at=LATER, by="console", licence=LICENCE, below=Random(1).randrange)
    return town


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every node of a JSON-LD document."""
    if isinstance(document, dict):
        yield document
        for value in document.values():
            yield from nodes(value)
    elif isinstance(document, list):
        for value in document:
            yield from nodes(value)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh-hans",
            (
                "2026年3月群众诉求",
                "共 1 行，每行至少对应 10 人",
                "隐私账本",
                "本市尚未核定",
                "工作人员（命令行）",
            ),
        ),
        (
            "en",
            (
                "What people asked for, March 2026",
                "(rows: 1); each row stands for at least 10 people",
                "epsilon 1",
                "somebody at the console",
            ),
        ),
    ],
)
def test_the_page_tells_each_release_in_words(town: Town, language: str, told: tuple[str, ...]) -> None:
    page = Client(headers={"accept-language": language}).get("/opendata/").content.decode()
    for words in (*told, LICENCE, "/opendata/2026-03/requests.csv"):
        assert words in page
    assert "requests 2026-03" not in page, "a code that only programs need"


def test_a_city_without_a_licence_says_so(client: Client) -> None:
    heard(settle(), 12)
    actions.publish(months=[MARCH], at=LATER, by="console")
    assert "本市尚未指定使用许可" in client.get("/opendata/").content.decode()
    assert "dct:license" not in client.get("/opendata/catalog.jsonld").content.decode()


def test_an_empty_page_says_that_nothing_is_published(client: Client) -> None:
    assert "还没有发布数据" in client.get("/opendata/").content.decode()
    assert client.get("/opendata/catalog.jsonld").json()["dcat:dataset"] == []


def test_every_portal_can_harvest_the_catalogue(town: Town, client: Client) -> None:
    answer = client.get("/opendata/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    document = answer.json()
    found = {node["@type"]: set(node) for node in nodes(document) if node.get("@type") in NEEDED}
    missing = {kind: needed - found.get(kind, set()) for kind, needed in NEEDED.items()}
    assert not any(missing.values()), missing
    body = {key: value for key, value in document.items() if key != "@context"}
    for node in nodes(body):
        for key, value in node.items():
            assert key.startswith("@") or key.partition(":")[0] in CONTEXT, key
            if key == "@id":
                assert "://" in value or value.startswith(("tel:", "spdx:")), value


def test_the_catalogue_says_the_same_in_both_languages(town: Town) -> None:
    told = [
        Client(headers={"accept-language": one}).get("/opendata/catalog.jsonld").json()
        for one in ("zh", "en")
    ]
    assert told[0] == told[1]
    titles = {one["@language"]: one["@value"] for one in told[0]["dcat:dataset"][0]["dct:title"]}
    assert titles == {"zh-Hans": "2026年3月群众诉求", "en": "What people asked for, March 2026"}


def test_every_file_of_the_catalogue_can_be_fetched_and_is_what_its_checksum_says(
    town: Town, client: Client
) -> None:
    files = client.get("/opendata/catalog.jsonld").json()["dcat:dataset"][0]["dcat:distribution"]
    assert len(files) == 2
    for file in files:
        answer = client.get(file["dcat:downloadURL"]["@id"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert str(len(answer.content)) == file["dcat:byteSize"]["@value"]
        assert (
            hashlib.sha256(answer.content).hexdigest()
            == file["spdx:checksum"]["spdx:checksumValue"]["@value"]
        )
        assert file["dcat:mediaType"]["@id"].endswith(answer["Content-Type"])


@pytest.mark.parametrize(
    "path", ["2026-04/requests.csv", "2026-13/requests.csv", "2026-03/requests.exe", "0-0/requests.csv"]
)
def test_what_was_never_published_is_not_found(town: Town, client: Client, path: str) -> None:
    assert client.get(f"/opendata/{path}").status_code == 404
