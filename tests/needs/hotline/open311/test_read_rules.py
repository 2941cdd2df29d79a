"""The rules that a public validator checks by reading: two of services, one of definitions, the rest of discovery."""

import json
from datetime import datetime
from typing import Any

import pytest

from minben.commons.clock import now
from minben.needs.hotline.core.open311.answers import read
from tests.needs.hotline.open311.cast import Service, anyone, town, xml

__all__ = ["anyone", "town"]


@pytest.fixture
def both(anyone: Service) -> tuple[dict[str, Any], dict[str, Any]]:
    """The discovery document in its two forms."""
    in_xml = read(anyone.client.get("/open311/discovery.xml").content)["discovery"]
    in_json = json.loads(anyone.client.get("/open311/discovery.json").content)
    return in_xml, in_json


def test_each_form_of_discovery_has_its_type_and_no_more_than_that(anyone: Service) -> None:
    for form, kind in (("xml", "text/xml"), ("json", "application/json")):
        answer = anyone.client.get(f"/open311/discovery.{form}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.content.strip()


def test_the_address_ends_in_discovery_and_stands_under_the_endpoint_too(anyone: Service) -> None:
    told = [anyone.client.get(f"/open311/{path}.json").content for path in ("discovery", "v2/discovery")]
    assert told[0] == told[1]


def test_both_forms_say_whom_to_ask_and_where_a_key_comes_from(both: Any) -> None:
    for document in both:
        assert "12345" in document["contact"]
        assert "12345" in document["key_service"]
    assert both[0]["contact"] == both[1]["contact"]


def test_both_forms_say_since_when_with_the_zone(both: Any) -> None:
    for document in both:
        for one in [document, *document["endpoints"]]:
            changed = datetime.fromisoformat(one["changeset"])
            assert changed.tzinfo is not None
            assert changed < now()


def test_there_are_two_endpoints_production_and_test_each_whole(both: Any) -> None:
    for document in both:
        assert [one["type"] for one in document["endpoints"]] == ["production", "test"]
        for one in document["endpoints"]:
            assert one["specification"].lower().endswith("_v2")
            assert one["url"].startswith("http://testserver/open311/")
            assert one["formats"] == ["text/xml", "application/json"]


@pytest.mark.parametrize("kind", ["production", "test"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_the_services_of_each_endpoint_have_codes_and_each_has_its_definition(
    anyone: Service, both: Any, kind: str, form: str
) -> None:
    url = next(one["url"] for one in both[1]["endpoints"] if one["type"] == kind)
    path = url.removeprefix("http://testserver")
    told = read(anyone.client.get(f"{path}/services.{form}").content)
    services = told["services"] if form == "xml" else told
    assert {one["service_code"] for one in services} == {"heating", "noise", "road", "unsorted"}
    for one in services:
        assert str(one["metadata"]).lower() == "true"
        definition = read(anyone.client.get(f"{path}/services/{one['service_code']}.{form}").content)
        definition = definition["service_definition"] if form == "xml" else definition
        assert definition["service_code"] == one["service_code"]
        assert [int(a["order"]) for a in definition["attributes"]] == [1, 2, 3, 4]


def test_a_service_says_what_it_is_in_the_readers_language(anyone: Service) -> None:
    named = {
        language: json.loads(
            anyone.client.get("/open311/v2/services.json", headers={"accept-language": language}).content
        )
        for language in ("zh", "en")
    }
    assert "供暖" in {one["service_name"] for one in named["zh"]}
    assert "Heating" in {one["service_name"] for one in named["en"]}
    assert all(one["type"] == "realtime" for one in named["en"])


def test_xml_and_json_carry_their_encoding(anyone: Service) -> None:
    answer = anyone.get("services.xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xml(answer).tag == "services"
    assert anyone.get("services.json").headers["Content-Type"] == "application/json; charset=utf-8"


def test_without_a_form_in_the_address_the_accept_header_decides(anyone: Service) -> None:
    plain = anyone.get("services")
    assert plain.headers["Content-Type"].startswith("text/xml")
    asked = anyone.client.get("/open311/v2/services", headers={"accept": "application/json"})
    assert asked.headers["Content-Type"].startswith("application/json")
