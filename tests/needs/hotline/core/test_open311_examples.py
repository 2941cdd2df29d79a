"""Every well-formed example of the specification: read, written again in both forms, and asked of our own reader."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest

from minben.needs.hotline.core.open311.answers import (
    Unreadable,
    faults_of,
    number_of,
    read,
    rows_of,
    services_of,
)
from minben.needs.hotline.core.open311.markup import to_json, to_xml
from minben.needs.hotline.core.open311.posting import read_post
from tests.shared_data import shared

XML = ("01", "03", "06", "08", "10", "12")
JSON = ("04", "07", "09")
# A comma is missing, or a number begins with a zero, in the specification itself.
MALFORMED = ("02", "11", "13")
PAIRS = (("03", "04"), ("06", "07"), ("08", "09"))


def example(number: str) -> bytes:
    folder = shared("open311/examples")
    return next(path for path in folder.iterdir() if path.name.startswith(number)).read_bytes()


def body(number: str) -> bytes:
    """The document of an example that shows an answer with its head."""
    return example(number).partition(b"\n\n")[2].strip()


def as_text(value: Any) -> Any:
    """The same document with every value as text: XML knows no numbers."""
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else value if value is None else str(value).strip()


def shape(element: ET.Element) -> Any:
    """An element with what is in it, without the spaces between."""
    return element.tag, (element.text or "").strip(), [shape(child) for child in element]


@pytest.mark.parametrize("number", XML)
def test_an_example_in_xml_is_read_and_written_again_the_same(number: str) -> None:
    source = example(number)
    ((root, content),) = read(source).items()
    assert shape(ET.fromstring(to_xml(root, content))) == shape(ET.fromstring(source))


@pytest.mark.parametrize("number", JSON)
def test_an_example_in_json_is_read_and_written_again_the_same(number: str) -> None:
    source = example(number)
    assert json.loads(to_json(read(source))) == json.loads(source)


@pytest.mark.parametrize(("xml", "as_json"), PAIRS)
def test_both_forms_of_an_example_say_the_same(xml: str, as_json: str) -> None:
    (content,) = read(example(xml)).values()
    assert as_text(content) == as_text(read(example(as_json)))


@pytest.mark.parametrize("number", MALFORMED)
def test_an_example_that_is_broken_is_refused_and_not_guessed_at(number: str) -> None:
    with pytest.raises(Unreadable):
        read(example(number))


def test_the_errors_of_the_specification_are_read_in_both_forms() -> None:
    told = {faults_of(body("14")), faults_of(body("15"))}
    assert told == {"Invalid api_key received -- can't proceed with create_request."}


def test_the_request_of_the_specification_can_be_handed_in_as_it_stands() -> None:
    form = parse_qs(body("05").decode())
    posted = read_post(form, services={"001"}, questions={})
    assert (posted.service, posted.lat, posted.long) == ("001", 37.76524078, -122.4212043)
    assert (posted.name, posted.phone, posted.email) == ("john smith", "111111111", "smit333@sfgov.edu")
    assert posted.address == "1234 5th street"
    assert posted.answers == {"WHISPAWN": ("123456",), "WHISDORN": ("COISL001",)}
    assert posted.links[0].endswith("2212426634_5ed477a060.jpg")


def test_what_the_examples_tell_a_client_is_understood() -> None:
    assert [one.code for one in services_of(example("01"))] == ["001", "002", "003"]
    assert services_of(example("01"))[0].group == "sanitation"
    assert (number_of(example("06")), number_of(example("07"))) == (("293944", ""), ("293944", ""))
    assert number_of(example("08")) == ("638344", "12345")
    rows = rows_of(example("10"), lists="service_requests")
    assert [(row["service_request_id"], row["status"]) for row in rows] == [
        ("638344", "closed"),
        ("638349", "open"),
    ]


def test_each_field_of_the_request_schema_is_one_that_we_answer() -> None:
    """The schema of the standard's own collection, beside our rows."""
    schema = json.loads(shared("open311/schema/request.json").read_text("utf-8"))
    rows = Path(__file__).parents[4] / "src/minben/needs/hotline/open311/rows.py"
    written = set(re.findall(r'"(\w+)":', rows.read_text("utf-8")))
    assert set(schema["properties"]) <= written
