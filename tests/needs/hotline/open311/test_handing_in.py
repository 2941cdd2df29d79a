"""Other services hand in for people: taken in like any other request, told where it is wrong, the same twice is one."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import strategies as st
from PIL import Image

from minben.commons.clock import now
from minben.dispatch.orders.models import Order
from minben.ground.registers.models import Place
from minben.institutions.partners.edge import limits
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import tasks
from minben.needs.hotline.models import Category, Contact, Entry, Photo, Question, Rehearsal, Request
from tests.city import NOW, Town, ledger_holds
from tests.needs.hotline.open311.cast import HOLE, SPOT, Service, anyone, app, faults, let_in, town, xml
from tests.needs.hotline.page_city import photo

__all__ = ["anyone", "app", "town"]

GIVEN = {"service_code": "road", "description": HOLE, **SPOT}


def test_a_hole_in_the_road_reaches_a_unit_like_any_other_request(town: Town, app: Service) -> None:
    Place.objects.filter(code="riverside").update(lat=30.26, lon=120.15)
    number = app.hand_in(service_code="heating", first_name="伟", last_name="李", email="li.wei@example.cn")
    request = Request.objects.get()
    assert (request.channel, request.source) == ("open311", "open311.street-app")
    assert request.text == HOLE
    assert request.place_id == town.places["riverside"], "the community nearest to the point"
    assert Order.objects.get(request=request).unit_id == town.units["heat"]
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.reply_by) == ("李伟", "li.wei@example.cn", "nothing")
    (row,) = app.rows(f"requests/{number}")
    assert row["description"] == "江畔社区门口路面有个大坑，我的电话是***"
    assert "李伟" not in json.dumps(row, ensure_ascii=False)
    assert ledger_holds()


def test_the_answer_has_the_number_the_deadline_and_the_account(town: Town, app: Service) -> None:
    for form in ("xml", "json"):
        answer = app.post(f"requests.{form}", **{**GIVEN, "service_code": "heating"}, account_id="a-7")
        assert answer.status_code == 200
        if form == "xml":
            told = {child.tag: child.text for child in xml(answer).findall("request")[0]}
        else:
            (told,) = json.loads(answer.content)
        assert set(told) == {"service_request_id", "service_notice", "account_id"}
        assert told["account_id"] == "a-7"
        assert "时限" in str(told["service_notice"]) or "期限" in str(told["service_notice"])
        (token,) = app.rows(f"tokens/{told['service_request_id']}")
        assert token == {
            "service_request_id": told["service_request_id"],
            "token": told["service_request_id"],
        }


def test_who_is_not_sure_says_it_in_their_own_words(town: Town, app: Service) -> None:
    app.hand_in(
        service_code="unsorted",
        description="楼道里一直有一股怪味",
        lat="",
        long="",
        address_string="江畔路 8 号",
    )
    request = Request.objects.get()
    assert (request.category, request.state, request.address) == (None, "with_clerk", "江畔路 8 号")


def test_what_a_service_asks_goes_where_it_belongs_and_nothing_is_lost(town: Town, app: Service) -> None:
    Question.objects.create(
        category=Category.objects.get(code="road"), code="WIDTH", words="多宽？", datatype="number"
    )
    form = {
        "attribute[since_when]": "上周五", "attribute[urgency]": "soon", "attribute[kind]": "complaint",
        "attribute[reply_by]": "sms", "attribute[WIDTH]": "0.4", "attribute[easting]": "5321",
        "phone": "13912345678", "media_url": "https://pictures.example/1.jpg",
    }  # fmt: skip
    app.hand_in(**form)
    request = Request.objects.get()
    assert (request.since_when, request.urgency, request.kind) == ("上周五", "soon", "complaint")
    assert request.text.split("\n")[1:] == ["多宽？: 0.4", "easting: 5321", "https://pictures.example/1.jpg"]
    assert Contact.objects.get().reply_by == "sms"


def test_pictures_are_made_anew_before_they_are_kept(town: Town, app: Service) -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    sent = photo(exif=exif.tobytes())
    answer = app.client.post(
        "/open311/v2/requests.json",
        {"api_key": app.key, **GIVEN, "media": sent, "photo1": photo(size=(48, 64))},
    )
    assert answer.status_code == 200
    assert Photo.objects.count() == 2
    kept = Photo.objects.first()
    assert kept is not None
    with Image.open(kept.file) as image:
        assert not image.getexif()


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_written(town: Town, app: Service) -> None:
    broken = BytesIO(b"PK\x03\x04 not a picture")
    broken.name = "../../etc/passwd.jpg"
    answer = app.client.post("/open311/v2/requests.json", {"api_key": app.key, **GIVEN, "media": broken})
    assert answer.status_code == 400
    assert "JPEG" in faults(answer)[0]
    assert not Request.objects.exists()


def test_the_same_key_twice_is_one_request_and_answered_alike(town: Town, app: Service) -> None:
    first, second = (app.post(once="a-1", **GIVEN) for _ in range(2))
    assert first.content == second.content
    assert Request.objects.count() == 1
    other = app.post(once="a-1", **{**GIVEN, "description": "另一个坑"})
    assert other.status_code == 409
    assert "Idempotency-Key" in faults(other)[0]
    neighbour = Service(key=let_in("other-app"))
    assert neighbour.post(once="a-1", **GIVEN).status_code == 200
    assert Request.objects.count() == 2, "a key belongs to the service that chose it"


def test_a_service_need_not_choose_a_key(town: Town, app: Service) -> None:
    assert app.hand_in() != app.hand_in()


@pytest.mark.parametrize(
    ("key", "status", "said"),
    [("", 403, "api_key is missing"), ("mbt_wrong", 403, "opens nothing"), ("read", 403, "may not hand in")],
)
def test_without_a_key_that_may_nothing_is_taken_in(
    anyone: Service, key: str, status: int, said: str
) -> None:
    anyone.key = let_in(scope="requests:read", purpose="request.handle") if key == "read" else key
    for path in ("requests.xml", "servicerequestupdates.json"):
        answer = anyone.post(path, **GIVEN, service_request_id="q")
        assert answer.status_code == status
        assert said in faults(answer)[0]
        assert key not in answer.content.decode() or not key
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code is missing"),
        ({"service_code": "moon"}, 404, "no service “moon”"),
        ({"lat": "", "long": ""}, 400, "one of them is enough"),
        ({"long": ""}, 400, "belong together"),
        ({"lat": "north"}, 400, "no place on the earth"),
        ({"lat": "NaN"}, 400, "no place on the earth"),
        ({"lat": "91"}, 400, "no place on the earth"),
        ({"address_id": "atlantis"}, 400, "no place with the address_id"),
        ({"description": "坑" * 4_001}, 400, "Nothing was cut off"),
        ({"email": "nobody"}, 400, "no e-mail address"),
        ({"phone": "1" * 41}, 400, "phone is too long"),
        ({"media_url": "javascript:alert(1)"}, 400, "no web address"),
        ({"attribute[urgency]": "at once"}, 400, "none of the answers"),
        ({"attribute[kind]": "whistle"}, 400, "none of the answers"),
        ({"jurisdiction_id": "elsewhere"}, 404, "This city is"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    town: Town, app: Service, change: dict[str, str], status: int, said: str
) -> None:
    answer = app.post(**{**GIVEN, **change})
    assert answer.status_code == status
    assert said in " ".join(faults(answer))
    assert not Request.objects.exists()


def test_a_required_question_must_be_answered(town: Town, app: Service) -> None:
    Question.objects.create(
        category=Category.objects.get(code="road"), code="WIDTH", words="多宽？", required=True
    )
    answer = app.post(**GIVEN)
    assert answer.status_code == 400
    assert "attribute[WIDTH]" in faults(answer)[0]
    assert app.post(**{**GIVEN, "service_code": "noise"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"service_code": "road"}', "application/json"),
        (b"<request><service_code>road</service_code></request>", "text/xml"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"\xff\xfe\x00", "multipart/form-data"),
        (b"service_code=road", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"a=" + b"9" * 6_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(1_500)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_cannot_be_read_is_told(town: Town, app: Service, body: bytes, kind: str) -> None:
    answer = app.client.post(f"/open311/v2/requests.json?api_key={app.key}", body, content_type=kind)
    assert answer.status_code in (400, 404)
    assert faults(answer)
    assert not Request.objects.exists()


FIELDS = (
    "service_code", "lat", "long", "address_string", "address_id", "description", "first_name", "email", "phone",
    "media_url", "attribute[urgency]", "attribute[x][]", "jurisdiction_id", "account_id", "service_request_id",
    "status", "update_id", "updated_datetime",
)  # fmt: skip
NASTY = st.sampled_from(
    ["", "road", "\x00", "1e999", "-0", "9" * 5_000, "<a>&", "{0}", "%s", "\u202e", "𠮷" * 90, "[]"]
)


@hypothesis.settings(max_examples=40, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(
    form=st.dictionaries(st.sampled_from(FIELDS), NASTY | st.text(max_size=30)),
    path=st.sampled_from(["requests", "servicerequestupdates"]),
    base=st.sampled_from(["/open311/v2", "/open311/test/v2"]),
)
def test_whatever_is_handed_in_the_answer_is_a_document(
    town: Town, app: Service, form: dict[str, str], path: str, base: str
) -> None:
    cache.clear()
    safe = {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}
    answer = Service(key=app.key, base=base).post(f"{path}.xml", **safe)
    assert answer.status_code in (200, 400, 403, 404, 409)
    assert len(xml(answer)) > 0


def test_a_report_of_wrongdoing_is_taken_in_and_never_shown(town: Town, app: Service) -> None:
    number = app.hand_in(description="我要举报城管局的科长收受贿赂", service_code="unsorted")
    assert Request.objects.get().state == "set_apart"
    assert app.get(f"requests/{number}.json").status_code == 404
    assert app.rows("requests") == []


def test_hostile_words_are_kept_as_words(town: Town, app: Service) -> None:
    hostile = "<script>alert(1)</script> {{7*7}} ' OR 1=1 --\x00 \u202etxt 𠮷 ]]>"
    number = app.hand_in(description=hostile)
    kept = Request.objects.get().text
    assert kept == hostile.replace("\x00", "")
    assert xml(app.get(f"requests/{number}.xml")).findtext("request/description") == kept


def finished(town: Town, app: Service) -> tuple[Request, str]:
    """A request that came through the app, and that the heating company says is done."""
    number = app.hand_in(service_code="heating", address_id="riverside")
    request = Request.objects.get()
    town.finish(request)
    return request, number


@pytest.mark.parametrize(("status", "solved"), [("FIXED", True), ("CLOSED", True), ("REOPEN", False)])
def test_the_person_says_through_the_app_whether_it_is_solved(
    town: Town, app: Service, status: str, solved: bool
) -> None:
    request, number = finished(town, app)
    answer = app.post(
        "servicerequestupdates.json", service_request_id=number, status=status, description="看过了", update_id="u1",
        updated_datetime="2026-03-12T10:00:00+08:00",
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    request.refresh_from_db()
    assert request.solved is solved
    (told,) = json.loads(answer.content)
    assert told["update_id"] in {row["update_id"] for row in app.rows("servicerequestupdates")}


def test_words_are_added_once_however_often_they_are_sent(town: Town, app: Service) -> None:
    number = app.hand_in()
    form = {"service_request_id": number, "description": "坑更大了", "update_id": "u1", "status": "OPEN"}
    first, second = (app.post("servicerequestupdates.xml", **form) for _ in range(2))
    assert first.content == second.content
    assert xml(first).findtext("request_update/update_id") == f"{number}.3", (
        "after what was received and routed"
    )
    assert Entry.objects.filter(step="added").count() == 1
    assert app.post("servicerequestupdates.xml", **{**form, "description": "别的"}).status_code == 409


def test_solved_before_anybody_came_is_kept_as_words(town: Town, app: Service) -> None:
    number = app.hand_in(service_code="heating", address_id="riverside")
    answer = app.post("servicerequestupdates.json", service_request_id=number, status="FIXED")
    assert answer.status_code == 200
    request = Request.objects.get()
    assert request.solved is None
    assert Entry.objects.get(step="added").words == "已经解决了。"


def test_nobody_speaks_for_a_person_of_another_service_or_of_the_telephone(town: Town, app: Service) -> None:
    by_phone = town.ask()
    (number,) = hotline.number_publicly(request_ids=[by_phone.pk]).values()
    answer = app.post("servicerequestupdates.json", service_request_id=number, description="没关系了")
    assert answer.status_code == 403
    assert "handed in by somebody else" in faults(answer)[0]
    assert not Entry.objects.filter(step="added").exists()
    for change in (
        {"service_request_id": ""},
        {"service_request_id": "zzz"},
        {"status": "gone"},
        {"description": ""},
    ):
        form = {"service_request_id": number, "description": "x", **change}
        assert app.post("servicerequestupdates.json", **form).status_code in (400, 404)


@pytest.fixture
def trial(app: Service) -> Service:
    """The same service at the test endpoint."""
    app.base = "/open311/test/v2"
    return app


def test_what_is_sent_to_the_test_endpoint_can_be_read_back_and_reaches_nobody(
    town: Town, trial: Service
) -> None:
    number = trial.hand_in(first_name="伟", last_name="李", email="li.wei@example.cn", phone="13912345678")
    assert not Request.objects.exists()
    assert not Order.objects.exists()
    kept = json.dumps(Rehearsal.objects.get().facts, ensure_ascii=False)
    assert not any(word in kept for word in ("李伟", "li.wei", "13912345678")), (
        "nothing about the person is kept"
    )
    (row,) = trial.rows("requests")
    assert (row["service_request_id"], row["status"], row["lat"]) == (number, "open", 30.262345)
    assert trial.rows(f"requests/{number}") == [row]
    assert trial.rows(f"tokens/{number}")[0]["token"] == number
    answer = trial.post(
        "servicerequestupdates.json", service_request_id=number, description="补好了", status="FIXED"
    )
    assert answer.status_code == 200
    (update,) = trial.rows("servicerequestupdates")
    assert (update["service_request_id"], update["status"]) == (number, "CLOSED")
    real = Service()
    assert real.rows("requests") == real.rows("servicerequestupdates") == []
    assert real.get(f"requests/{number}.json").status_code == 404


def test_the_test_endpoint_is_as_strict_and_knows_nothing_of_the_real_one(town: Town, trial: Service) -> None:
    town.ask()
    assert trial.rows("requests") == []
    assert trial.post(**{**GIVEN, "lat": "north"}).status_code == 400
    assert Service(base=trial.base).post(**GIVEN).status_code == 403
    first, second = (trial.post(once="k", **GIVEN) for _ in range(2))
    assert first.content == second.content
    assert trial.post(once="k", **{**GIVEN, "description": "x"}).status_code == 409
    assert (
        trial.post("servicerequestupdates.json", service_request_id="zzz", description="x").status_code == 404
    )


@pytest.mark.usefixtures("one_window")
def test_who_calls_faster_than_the_key_allows_is_told_when_to_go_on(town: Town) -> None:
    hasty = Service(key=let_in("hasty", per_minute=2))
    answers = [hasty.post(**GIVEN) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert "Nothing is lost" in faults(answers[2])[0]
    assert Request.objects.count() == 2


@pytest.mark.usefixtures("one_window")
def test_an_address_that_reads_without_end_is_slowed_down(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_ADDRESS", 3)
    reader = Service()
    assert [reader.get("services.json").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_trial_is_forgotten_after_a_fortnight(town: Town, trial: Service) -> None:
    number = trial.hand_in()
    trial.post("servicerequestupdates.json", service_request_id=number, description="x")
    assert tasks.clear_drafts(at=now() + timedelta(days=13)) == 0
    assert Rehearsal.objects.count() == 2
    tasks.clear_drafts(at=now() + timedelta(days=15))
    assert not Rehearsal.objects.exists()


def test_a_signed_in_clerks_browser_hands_nothing_in(town: Town) -> None:
    clerk: Client = town.browser("wang.fang")
    assert clerk.post("/open311/v2/requests.json", GIVEN).status_code == 403


def test_the_history_says_that_it_came_through_another_service(town: Town, app: Service) -> None:
    app.hand_in()
    request: Any = Request.objects.get()
    page = town.browser("wang.fang").get(f"/requests/cases/{request.pk}/").content.decode()
    assert "through another service (Open311)" in page
    assert request.received_at > NOW
