"""He Jing's street sends in what people told its office, and follows it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from minben.institutions.rights.models import Access
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Photo, Request
from tests.city import NOW, Town, ledger_holds
from tests.conf.api.calling import Program, program

pytestmark = pytest.mark.django_db
COLD = {
    "text": "江畔社区三号楼暖气不热，我叫陈桂英，电话19900001234",
    "category": "heating",
    "place": "riverside",
}


def picture() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (64, 48), "gray").save(made, "PNG")
    made.seek(0)
    made.name = "stair.png"
    return made


def test_a_request_sent_in_is_routed_as_at_every_other_edge(willow: Program) -> None:
    answer = willow.post("/requests", {**COLD, "reference": "W-17"})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert answer["Location"].endswith(f"/api/v1/requests/{told['id']}")
    request = Request.objects.get(pk=told["id"])
    assert (request.channel, request.source, request.source_key) == ("partner", "partner:willow", "W-17")
    assert (told["state"], told["unit"]["code"], told["category"]["code"]) == ("routed", "heat", "heating")
    assert told["code"] == request.code
    assert told["due_at"] is not None
    assert "19900001234" not in answer.content.decode()
    assert ledger_holds(datetime.now(UTC))


def test_the_contact_is_kept_apart_and_never_told(willow: Program) -> None:
    contact = {"name": "陈桂英", "phone": "199 0000 1234", "reply_by": "phone"}
    told = willow.post("/requests", {**COLD, "contact": contact}).json()
    assert Contact.objects.get(pk=told["id"]).name == "陈桂英"
    for path in ("", "/history", "/attachments"):
        words = willow.get(f"/requests/{told['id']}{path}").content.decode()
        assert "陈桂英" not in words
        assert "1234" not in words


def test_what_was_said_anonymously_keeps_no_contact(willow: Program) -> None:
    contact = {"phone": "19900001234", "reply_by": "phone"}
    told = willow.post("/requests", {**COLD, "identity": "anonymous", "contact": contact}).json()
    assert not Contact.objects.filter(pk=told["id"]).exists()


def test_the_history_is_told_step_by_step_and_words_can_be_added(willow: Program, town: Town) -> None:
    told = willow.post("/requests", COLD).json()
    town.finish(Request.objects.get(pk=told["id"]), at=datetime.now(UTC))
    added = willow.post(f"/requests/{told['id']}/history", {"words": "还是不热，电话19900001234"})
    assert added.status_code == 201
    steps = willow.get(f"/requests/{told['id']}/history").json()["items"]
    assert [step["step"] for step in steps] == ["received", "routed", "signed", "done", "added"]
    assert steps[-1]["words"] == "还是不热，电话***"
    assert steps[1]["unit_en"] == "Heating company"


def test_pictures_are_made_anew_and_belong_to_their_own_request(willow: Program) -> None:
    told = willow.post("/requests", COLD).json()
    other = willow.post("/requests", COLD).json()
    sent = willow.upload(f"/requests/{told['id']}/attachments", [picture(), picture()])
    assert sent.status_code == 201, sent.content
    first = sent.json()["items"][0]
    assert (first["width_px"], first["height_px"]) == (64, 48)
    shown = willow.get(first["href"].removeprefix("/api/v1"))
    assert shown["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(b"".join(shown.streaming_content))).format == "JPEG"
    astray = willow.get(f"/requests/{other['id']}/attachments/{first['id']}")
    assert astray.status_code == 404


def test_what_is_no_picture_is_refused_with_what_to_do(willow: Program) -> None:
    told = willow.post("/requests", COLD).json()
    bomb = BytesIO(b"PK\x03\x04 not a picture")
    bomb.name = "../../stair.png"
    refused = willow.upload(f"/requests/{told['id']}/attachments", [picture(), bomb])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["place"] == "photos/1"
    assert "JPEG" in refused.json()["errors"][0]["detail"]
    assert not Photo.objects.exists()
    many = willow.upload(f"/requests/{told['id']}/attachments", [picture() for _ in range(5)])
    assert many.status_code == 422


def test_a_partner_sees_its_own_and_is_told_no_word_of_others(town: Town) -> None:
    theirs = town.ask()
    own = program(scopes=["requests:write"])
    mine = own.post("/requests", COLD).json()
    assert [row["id"] for row in own.get("/requests").json()["items"]] == [mine["id"]]
    for path in ("", "/history", "/attachments"):
        assert own.get(f"/requests/{theirs.pk}{path}").status_code == 404
    assert own.post(f"/requests/{theirs.pk}/history", {"words": "别办了"}).status_code == 404
    assert not Access.objects.exists()


def test_reading_what_others_asked_is_covered_named_and_written_down(willow: Program, town: Town) -> None:
    theirs = town.ask("三号楼暖气不热，我叫李伟，电话19900005678", person_id=town.people["li.wei"])
    row = next(row for row in willow.get("/requests").json()["items"] if row["id"] == theirs.pk)
    assert row["words"] == "三号楼暖气不热，我叫***，电话***"
    assert (row["code"], row["reference"]) == (None, None)
    access = Access.objects.get()
    assert (access.reader, access.purpose, access.outcome) == (
        "partner:willow",
        "request.cooperate",
        "opened",
    )
    assert access.lines.get().person == f"person:{town.people['li.wei']}"
    assert willow.get(f"/requests/{theirs.pk}/attachments").status_code == 404, "photos show faces"


def test_a_purpose_that_is_not_for_partners_opens_nothing_and_the_try_is_kept(town: Town) -> None:
    theirs = town.ask()
    other = program(scopes=["requests:read"], purpose="request.intake")
    refused = other.get(f"/requests/{theirs.pk}")
    assert (refused.status_code, refused.json()["type"].rpartition("/problems/")[2]) == (
        403,
        "reading_refused/",
    )
    assert Access.objects.get().outcome == "refused"


def test_a_report_of_wrongdoing_is_shown_to_no_partner_but_its_own(willow: Program, town: Town) -> None:
    report = town.ask("食品厂用过期的肉", kind="whistle")
    assert willow.get(f"/requests/{report.pk}").status_code == 404
    assert willow.get("/requests").json()["items"] == []
    own = willow.post("/requests", {"text": "有人收红包", "kind": "whistle"}).json()
    assert own["state"] == "set_apart"
    stranger = program("north")
    assert stranger.get(f"/requests/{own['id']}").status_code == 404


def test_filters_find_what_they_name(willow: Program, town: Town) -> None:
    heating = town.ask(received_at=NOW - timedelta(days=3))
    noise = town.ask("楼下很吵", "noise", place_id=town.places["north"])
    mine = willow.post("/requests", {**COLD, "reference": "W 17/3"}).json()["id"]

    def found(query: str) -> set[int]:
        answer = willow.get(f"/requests?{query}")
        assert answer.status_code == 200, answer.content
        return {row["id"] for row in answer.json()["items"]}

    assert found("category=noise") == {noise.pk}
    assert found("place=willow") == {heating.pk, mine}
    assert found("place=north") == {heating.pk, noise.pk, mine}
    assert found("unit=north") == {noise.pk}
    assert found("unit=heat") == {heating.pk, mine}
    assert found("mine=true") == {mine}
    assert found("reference=W+17/3") == {mine}
    assert found(f"until={(NOW - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}") == {heating.pk}
    assert found("state=withdrawn") == set()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("category=flying", "category"),
        ("place=moon", "place"),
        ("unit=nobody", "unit"),
        ("state=perfect", "state"),
        ("since=yesterday", "since"),
        ("since=2026-03-01T09:00:00", "since"),
        ("limit=0", "limit"),
        ("limit=9999", "limit"),
    ],
)
def test_a_filter_that_names_nothing_says_so(willow: Program, query: str, place: str) -> None:
    refused = willow.get(f"/requests?{query}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["place"] == place


def test_a_filter_that_is_not_known_is_refused_and_the_known_ones_are_named(willow: Program) -> None:
    refused = willow.get("/requests?stat=closed")
    assert refused.status_code == 400
    assert "“stat”" in refused.json()["detail"]
    assert "state" in refused.json()["detail"]
    assert willow.get("/requests?state=closed&state=done").status_code == 400


def test_pages_follow_one_another_while_requests_come_in(willow: Program, town: Town) -> None:
    first = [town.ask(f"{n}号楼暖气不热").pk for n in range(5)]
    page = willow.get("/requests?limit=2").json()
    seen = [row["id"] for row in page["items"]]
    while page["next"]:
        town.ask("又来一件")
        page = willow.get(page["next"].partition("/api/v1")[2]).json()
        seen += [row["id"] for row in page["items"]]
    assert seen == sorted(first, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "a2s6MQ", "azotMQ", "azox" + "x" * 50, "%00", "azow-", "azoxLjU"])
def test_a_cursor_made_by_hand_is_refused(willow: Program, cursor: str) -> None:
    assert willow.get(f"/requests?cursor={cursor}").status_code in {400, 422}


def test_a_request_taken_back_can_be_read_and_still_takes_words(willow: Program) -> None:
    told = willow.post("/requests", COLD).json()
    hotline.withdraw(request_id=told["id"], words="不用了", at=datetime.now(UTC))
    assert willow.get(f"/requests/{told['id']}").json()["state"] == "withdrawn"
