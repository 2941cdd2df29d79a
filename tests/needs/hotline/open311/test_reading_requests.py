"""Anybody reads requests: open or closed, by when, why and where, and never who."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.clock import now
from minben.ground.registers.models import Place
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Category, Question, Request
from tests.city import NOW, Town
from tests.needs.hotline.open311.cast import Service, anyone, app, faults, town, xml

__all__ = ["anyone", "app", "town"]

FIELDS = (
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
)  # fmt: skip
SPAN = {"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-03-31T00:00:00Z"}


def english(anyone: Service, path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = anyone.client.get(f"{anyone.base}/{path}.json", asked, headers={"accept-language": "en"})
    rows: list[dict[str, Any]] = json.loads(answer.content)
    return rows


def test_a_request_is_shown_with_every_field_of_the_standard(town: Town, anyone: Service) -> None:
    town.ask("三号楼门口的路坏了，我的电话是13912345678", "heating")
    (row,) = english(anyone, "requests", **SPAN)
    assert tuple(row) == FIELDS
    assert (row["status"], row["service_code"], row["service_name"]) == ("open", "heating", "Heating")
    assert row["agency_responsible"] == "Heating company"
    assert row["requested_datetime"] == "2026-03-11T10:00:00+08:00"
    assert row["expected_datetime"] > row["requested_datetime"]
    assert "The deadline: the city allows" in row["service_notice"]
    assert "13912345678" not in json.dumps(row)
    told = xml(anyone.get("requests.xml", **SPAN)).find("request")
    assert told is not None
    assert [child.tag for child in told] == list(FIELDS)
    assert told.findtext("service_request_id") == row["service_request_id"]


def test_closed_is_told_apart_from_solved_and_the_notes_say_whose_word_it_is(
    town: Town, anyone: Service
) -> None:
    request = town.ask()
    town.finish(request)
    (row,) = english(anyone, "requests", **SPAN)
    assert row["status"] == "open", "done is not closed: the person has not said a word"
    assert "The person has not said yet whether it is solved." in row["status_notes"]
    assert "已换循环泵" in row["status_notes"]
    hotline.judge(request_id=request.pk, solved=True, words="", at=NOW + timedelta(days=1))
    (row,) = english(anyone, "requests", **SPAN)
    assert row["status"] == "closed"
    assert "The person says that it is solved." in row["status_notes"]
    assert row["updated_datetime"].startswith("2026-03-12")


def test_what_was_asked_in_confidence_is_not_there(town: Town, anyone: Service) -> None:
    shown = town.ask()
    for kept_back in (
        {"identity": "confidential"},
        {"identity": "anonymous"},
        {"kind": "whistle"},
        {"against_id": town.units["heat"]},
        {"channel": "import"},
    ):
        town.ask(**kept_back)
    town.ask("我不想活了，想从楼顶跳下去", "heating")
    rows = anyone.rows("requests", **SPAN)
    assert [row["service_request_id"] for row in rows] == [
        hotline.number_publicly(request_ids=[shown.pk])[shown.pk]
    ]
    assert anyone.rows("servicerequestupdates", **SPAN)
    told = {row["service_request_id"] for row in anyone.rows("servicerequestupdates", **SPAN)}
    assert told == {rows[0]["service_request_id"]}


def test_a_number_of_a_request_that_became_confidential_opens_nothing_any_more(
    town: Town, anyone: Service
) -> None:
    request = town.ask("路坏了", "road")
    (number,) = hotline.number_publicly(request_ids=[request.pk]).values()
    assert anyone.get(f"requests/{number}.xml").status_code == 200
    hotline.set_apart(request_id=request.pk, by=town.users["wang.fang"].pk, at=NOW)
    gone = [
        anyone.get(f"requests/{number}.json"),
        anyone.get(f"tokens/{number}.json"),
        anyone.get("requests/qqqqqqqqqqqqqqqq.json"),
    ]
    assert [answer.status_code for answer in gone] == [404, 404, 404]
    assert gone[0].content == gone[2].content, "nobody learns that there was something"


def test_the_public_number_is_no_tracking_code_and_counts_nothing(town: Town, anyone: Service) -> None:
    first, second = town.ask(), town.ask("路灯坏了", "road")
    numbers = {row["service_request_id"] for row in anyone.rows("requests", **SPAN)}
    assert len(numbers) == 2
    assert all(len(number) == 16 for number in numbers)
    for number in numbers:
        assert anyone.client.get(f"/requests/{number}/").status_code == 404
    told = json.dumps(anyone.rows("requests", **SPAN))
    for request in (first, second):
        assert request.code not in told
        assert anyone.get(f"requests/{request.code}.json").status_code == 404
        assert anyone.get(f"requests/{request.pk}.json").status_code == 404
    again = {row["service_request_id"] for row in anyone.rows("requests", **SPAN)}
    assert again == numbers


def test_a_private_place_is_shown_as_its_community_a_hole_in_the_road_where_it_is(
    town: Town, anyone: Service
) -> None:
    Place.objects.filter(code="riverside").update(lat=30.26, lon=120.15)
    point = {"lat": 30.262345, "lon": 120.152345, "address": "江畔路 8 号"}
    town.ask("门口路面有坑", "road", **point)
    town.ask("老人八十多岁，门口路面有坑", "road", **point)
    town.ask("暖气不热", "heating", **point)
    rows = {row["description"]: row for row in english(anyone, "requests", **SPAN)}
    assert (rows["门口路面有坑"]["lat"], rows["门口路面有坑"]["long"]) == (30.2623, 120.1523)
    assert rows["门口路面有坑"]["address"] == "江畔路 8 号, Riverside, Willow street, North bank"
    for words in ("老人八十多岁，门口路面有坑", "暖气不热"):
        assert (rows[words]["lat"], rows[words]["long"]) == (30.26, 120.15)
        assert rows[words]["address"] == "Riverside, Willow street, North bank"


def test_each_filter_chooses_and_an_empty_one_counts_as_none(town: Town, anyone: Service) -> None:
    old = town.ask(received_at=NOW - timedelta(days=60))
    road = town.ask("路面有坑", "road")
    done = town.ask("楼下很吵", "noise")
    hotline.withdraw(request_id=done.pk, words="不吵了", at=NOW)
    numbers = hotline.number_publicly(request_ids=[old.pk, road.pk, done.pk])

    def ids(**asked: str) -> set[str]:
        return {row["service_request_id"] for row in anyone.rows("requests", **{**SPAN, **asked})}

    assert ids() == {numbers[road.pk], numbers[done.pk]}
    assert ids(service_code="road") == {numbers[road.pk]}
    assert ids(service_code="road,noise") == {numbers[road.pk], numbers[done.pk]}
    assert ids(service_code="nothing-like-it") == set()
    assert ids(status="open") == {numbers[road.pk]}
    assert ids(status="CLOSED") == {numbers[done.pk]}
    assert ids(status="open,closed") == ids(status="") == ids()
    assert ids(start_date="2026-01-01T00:00:00+08:00", end_date="2026-02-01T00:00:00+08:00") == {
        numbers[old.pk]
    }
    assert ids(service_request_id=numbers[old.pk], status="closed") == {numbers[old.pk]}, (
        "it goes before the others"
    )
    assert ids(service_request_id=f"{numbers[old.pk]},{numbers[road.pk]},nobody") == {
        numbers[old.pk],
        numbers[road.pk],
    }
    assert ids(page="2", page_size="1") == {numbers[road.pk]}


def test_without_dates_the_last_ninety_days_are_shown(town: Town, anyone: Service) -> None:
    recent = town.ask(received_at=now() - timedelta(days=89), at=now())
    town.ask("路坏了", "road", received_at=now() - timedelta(days=91), at=now())
    rows = anyone.rows("requests")
    assert [row["service_request_id"] for row in rows] == list(
        hotline.number_publicly(request_ids=[recent.pk]).values()
    )


def test_no_answer_holds_more_than_a_thousand_rows(town: Town, anyone: Service) -> None:
    one = {"category": "road", "received_at": NOW, "channel": "phone", "place_id": town.places["riverside"]}
    many = [hotline.Intake(text=f"路面有坑，第{n}处", **one) for n in range(1_003)]
    hotline.receive(intakes=many, at=NOW)
    assert len(anyone.rows("requests", **SPAN)) == 1_000
    assert len(anyone.rows("requests", **SPAN, page_size="5000")) == 1_000
    assert len(anyone.rows("requests", **SPAN, page="2")) == 3
    assert len(anyone.rows("servicerequestupdates", **SPAN)) == 1_000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start_date": "yesterday"}, "Write it with its zone"),
        ({"start_date": "2026-03-01"}, "Write it with its zone"),
        ({"end_date": "2026-03-01T00:00:00"}, "Write it with its zone"),
        ({"end_date": "0001-01-01T00:00:00Z"}, "Write it with its zone"),
        (
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
            "more than 90 days apart",
        ),
        ({"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"}, "lies before"),
        ({"status": "solved"}, "It is open or closed"),
        ({"page": "0"}, "is no number"),
        ({"jurisdiction_id": "elsewhere"}, "This city is “linjiang”"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    anyone: Service, asked: dict[str, str], said: str
) -> None:
    for form in ("xml", "json"):
        answer = anyone.get(f"requests.{form}", **asked)
        assert answer.status_code == (404 if "jurisdiction_id" in asked else 400)
        (words,) = faults(answer)
        chinese, _, tongue = words.partition(" / ")
        assert said in tongue
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), (
            "in both languages, as none was named"
        )


def test_several_faults_are_told_at_once_in_the_language_that_was_named(anyone: Service) -> None:
    answer = anyone.client.get("/open311/v2/requests.json?status=x&page=y", headers={"accept-language": "en"})
    assert len(faults(answer)) == 2
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in " ".join(faults(answer)))


def test_a_plus_sign_that_nobody_escaped_is_read_as_meant(town: Town, anyone: Service) -> None:
    town.ask()
    address = (
        "/open311/v2/requests.json?start_date=2026-03-11T00:00:00+08:00&end_date=2026-03-12T00:00:00+08:00"
    )
    assert len(json.loads(anyone.client.get(address).content)) == 1


def test_the_citys_own_jurisdiction_may_be_named_or_left_out(anyone: Service) -> None:
    assert anyone.get("services.xml", jurisdiction_id="linjiang").status_code == 200
    assert anyone.get("services.xml", jurisdiction_id="").status_code == 200


def test_extended_attributes_come_when_they_are_asked_for(town: Town, anyone: Service) -> None:
    town.ask()
    (row,) = anyone.rows("requests", **SPAN, extensions="true")
    assert row["extended_attributes"]["detailed_status"] == "routed"
    assert row["extended_attributes"]["solved"] is None
    assert row["extended_attributes"]["place_is_exact"] is False
    told = xml(anyone.get("requests.xml", **SPAN, extensions="true"))
    assert told.findtext("request/extended_attributes/detailed_status") == "routed"


def test_the_history_is_told_as_updates_with_numbers_of_their_own(town: Town, anyone: Service) -> None:
    request = town.ask()
    town.finish(request, NOW + timedelta(hours=2))
    (number,) = hotline.number_publicly(request_ids=[request.pk]).values()
    rows = english(anyone, "servicerequestupdates", **SPAN)
    assert [row["update_id"] for row in rows] == [f"{number}.{n}" for n in range(1, len(rows) + 1)]
    assert {row["service_request_id"] for row in rows} == {number}
    assert rows[-1]["description"] == "The unit says it is done: 已换循环泵，量得二十度。"
    assert rows[-1]["status"] == "OPEN"
    later = english(
        anyone,
        "servicerequestupdates",
        start_date="2026-03-11T11:00:00+08:00",
        end_date="2026-03-11T23:00:00+08:00",
    )
    assert later == [row for row in rows if row["updated_datetime"] > "2026-03-11T11"]
    assert [
        row["update_id"] for row in english(anyone, "servicerequestupdates", service_request_id=number)
    ] == [row["update_id"] for row in rows]


def test_calls_and_chasers_stay_between_the_person_and_the_centre(town: Town, anyone: Service) -> None:
    request = town.ask()
    hotline.chase(request_id=request.pk, words="怎么还没来", at=NOW + timedelta(hours=1))
    hotline.add_words(request_id=request.pk, words="我叫王小明，电话13912345678", at=NOW + timedelta(hours=2))
    told = json.dumps(anyone.rows("servicerequestupdates", **SPAN), ensure_ascii=False)
    assert "怎么还没来" not in told
    assert "13912345678" not in told


def test_the_citys_own_questions_stand_in_the_definition(town: Town, anyone: Service) -> None:
    Question.objects.create(
        category=Category.objects.get(code="road"), code="WIDTH", datatype="singlevaluelist", required=True,
        words="多宽？", words_en="How wide?", values=[["small", "一掌", "A hand"], ["large", "更宽", "Wider"]],
    )  # fmt: skip
    definition = json.loads(
        anyone.client.get("/open311/v2/services/road.json", headers={"accept-language": "en"}).content
    )
    last = definition["attributes"][-1]
    assert (last["code"], last["required"], last["description"]) == ("WIDTH", True, "How wide?")
    assert last["values"] == [{"key": "small", "name": "A hand"}, {"key": "large", "name": "Wider"}]
    assert "WIDTH" not in anyone.get("services/noise.json").content.decode()


@pytest.mark.parametrize("setting", ["posted", "off"])
def test_a_city_may_show_less(town: Town, app: Service, settings: Any, setting: str) -> None:
    town.ask()
    number = app.hand_in()
    settings.MINBEN_OPEN311 = setting
    if setting == "off":
        assert app.get("requests.json").status_code == 404
    else:
        assert [row["service_request_id"] for row in app.rows("requests")] == [number]


@pytest.mark.parametrize(
    "path", ["", "v2/", "v2/nothing.xml", "v2/requests/a/b.xml", "v3/services.xml", "v2/services.pdf"]
)
def test_an_address_that_leads_nowhere_says_where_to_begin(anyone: Service, path: str) -> None:
    answer = anyone.client.get(f"/open311/{path}")
    assert answer.status_code == 404
    assert xml(answer).tag == "errors"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "post"])
def test_a_method_that_is_not_taken_is_named_with_those_that_are(anyone: Service, method: str) -> None:
    answer = getattr(anyone.client, method)("/open311/v2/services.json")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "GET" in faults(answer)[0]


NASTY = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["\x00", "\ud800x", "'; DROP", "9" * 400]
)


@pytest.mark.django_db
@settings(max_examples=40)
@given(
    name=st.sampled_from(
        ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size"]
    ),
    value=NASTY,
    form=st.sampled_from(["xml", "json", ""]),
    path=st.sampled_from(
        ["requests", "servicerequestupdates", "services", "services/{}", "requests/{}", "tokens/{}"]
    ),
)
def test_whatever_is_asked_the_answer_is_a_document_and_never_a_fault_of_ours(
    name: str, value: str, form: str, path: str
) -> None:
    safe = quote(value.encode("utf-8", "surrogatepass"), safe="")
    end = f".{form}" if form else ""
    answer = Service().client.get(f"/open311/v2/{path.format(safe or 'x')}{end}?{name}={safe}")
    assert answer.status_code in (200, 400, 404)
    if answer.headers["Content-Type"].startswith("text/xml"):
        xml(answer)
    else:
        json.loads(answer.content)


def test_control_characters_in_words_break_no_document(town: Town, anyone: Service) -> None:
    request = town.ask("路坏了", "road")
    Request.objects.filter(pk=request.pk).update(masked="路\x08坏\x1b了\ufffe <b>&amp;</b>")
    told = xml(anyone.get("requests.xml", **SPAN)).findtext("request/description")
    assert told == "路坏了 <b>&amp;</b>"
