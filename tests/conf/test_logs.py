"""What is written down about the work: enough to find a fault, nothing about anybody."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import DisallowedHost
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.conf import logs
from minben.conf.logs import KEYS, JsonLines, PlainLines, logging_by
from minben.needs.hotline import actions as hotline
from minben.portal import views
from tests.city import Town, settle

NAME, PHONE, CARD, EMAIL = "陈桂英", "19900001234", "11010519491231002X", "chen.guiying@city.example"
WORDS = f"我叫{NAME}，电话{PHONE}，身份证{CARD}，邮箱{EMAIL}，三号楼暖气不热"
SECRETS = (NAME, PHONE, CARD, EMAIL, "暖气不热")


@pytest.fixture(params=[JsonLines, PlainLines], ids=["json", "plain"])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """Everything that is logged at any level, by either formatter."""
    held = StringIO()
    handler = logging.StreamHandler(held)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    statements = logging.getLogger("django.db.backends")
    statements.setLevel(logging.DEBUG)
    yield held
    statements.setLevel(logging.NOTSET)
    root.removeHandler(handler)
    root.setLevel(level)


def record(name: str, words: str, *given: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "a.py", 1, words, given, None)
    made.__dict__.update(extra)
    return made


def nothing_of_anybody(text: str, *more: str) -> None:
    assert text
    assert [word for word in (*SECRETS, *more) if word in text] == []


@pytest.mark.django_db
def test_a_person_who_asks_follows_and_adds_leaves_no_word_in_the_logs(
    written: StringIO, client: Client
) -> None:
    town = settle()
    request = town.ask(
        WORDS, contact=hotline.ContactGiven(name=NAME, phone=PHONE, email=EMAIL, reply_by="sms")
    )
    own = [
        reverse(f"hotline:{name}", args=[request.code])
        for name in ("track", "add", "solved", "withdraw", "appeal")
    ]
    # With every statement logged, as whoever looks for a slow one would have it.
    with CaptureQueriesContext(connection):
        begun = client.post(reverse("hotline:start"), {"text": WORDS}, follow=True)
        assert begun.status_code == 200
        assert client.get(own[0]).status_code == 200
        for path in (*own, f"/{NAME}/{PHONE}?name={NAME}"):
            client.get(path, {"phone": PHONE})
            client.post(path, {"words": WORDS, "text": WORDS})
    told = written.getvalue()
    nothing_of_anybody(told, request.code, request.code.replace("-", ""))
    assert "django.db.backends" in told


@pytest.mark.django_db
def test_staff_who_look_up_sign_in_wrongly_and_are_refused_leave_nobodys_words(
    written: StringIO, settings: Any
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    town: Town = settle()
    request = town.ask(WORDS, contact=hotline.ContactGiven(name=NAME, phone=PHONE, reply_by="phone"))
    Client().post("/account/sign-in/", {"username": NAME, "password": PHONE})
    clerk = town.browser("wang.fang")
    assert clerk.get(reverse("hotline:desk"), {"phone": PHONE, "text": WORDS}).status_code == 200
    assert clerk.get(reverse("hotline:case", args=[request.pk])).status_code == 200
    town.browser("zhao.qiang").get("/rights/review/", {"who": NAME})
    nothing_of_anybody(written.getvalue(), request.code)


@pytest.mark.django_db
def test_a_page_that_breaks_over_somebodys_words_tells_where_and_not_what(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object) -> None:
        raise IntegrityError(f"Key (phone, name)=({PHONE}, {NAME}) already exists: {WORDS}")

    monkeypatch.setattr(views, "address_of", breaks)
    browser = Client(raise_request_exception=False)
    assert browser.get("/", {"phone": PHONE}).status_code == 500
    told = written.getvalue()
    nothing_of_anybody(told)
    assert "IntegrityError" in told
    assert "portal/views.py" in told
    assert "breaks" in told


@pytest.mark.django_db
def test_one_number_ties_the_lines_of_a_request_together_and_is_told_to_the_reader(
    written: StringIO, client: Client
) -> None:
    answer = client.get("/nothing-here/")
    number = answer["X-Request-ID"]
    assert len(number) == 32
    assert written.getvalue().count(number) == 2, "our line and the framework's"
    assert client.get("/")["X-Request-ID"] != number


@pytest.mark.django_db
def test_a_number_of_a_request_comes_from_the_citys_proxy_or_is_our_own(
    client: Client, settings: Any
) -> None:
    given = "0af7651916cd43dd8448eb211c80319c"
    assert client.get("/", headers={"x-request-id": given})["X-Request-ID"] != given
    settings.MINBEN_PROXIES = 1
    assert client.get("/", headers={"x-request-id": given})["X-Request-ID"] == given
    for made_up in (PHONE, CARD, f"{given}{PHONE}", "a b", NAME.encode().hex()):
        assert client.get("/", headers={"x-request-id": made_up})["X-Request-ID"] != made_up


@pytest.mark.django_db
def test_a_line_about_a_request_names_the_page_and_the_pattern_of_its_address(client: Client) -> None:
    seen: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = seen.append  # type: ignore[method-assign]  # the shortest ear
    web = logging.getLogger("minben.web")
    web.addHandler(handler)
    web.setLevel(logging.INFO)
    client.get("/outcomes/figures/solution/?phone=19900001234")
    web.removeHandler(handler)
    web.setLevel(logging.NOTSET)
    told = json.loads(JsonLines().format(seen[0]))
    assert set(told) <= set(KEYS)
    assert told["route"] == "/outcomes/figures/<slug:code>/"
    assert (told["view"], told["method"], told["status"]) == ("outcomes:figure", "GET", 404)
    assert told["ms"] >= 0


@pytest.mark.parametrize(
    ("name", "words", "given", "told"),
    [
        ("minben.conf.working", "%s did not succeed", ("seal",), "seal did not succeed"),
        ("minben.x", f"called {PHONE} about L7-4KQ9-2MXY", (), "called *** about …"),
        ("django.request", "%s: %s", ("Not Found", f"/requests/{NAME}/"), "Not Found"),
        ("django.security.csrf", "Forbidden (%s): %s", ("token", f"/{PHONE}/"), "Forbidden (…): …"),
        ("axes", "AXES: Locking out %s.", (NAME,), "AXES: Locking out …."),
        ("gunicorn.error", "Error handling request %s", (f"/requests/{NAME}/?p={PHONE}",), "Error handling request …"),
        ("gunicorn.error", "Worker (pid:%s) exited with code %s", (71, 3), "Worker (pid:71) exited with code 3"),
        ("urllib3", f"Starting new connection to {EMAIL}: 443", (), "Starting new connection to chen.guiying"),
        ("any", f"{{'phone': '{PHONE}'}}", (), ""),
        ("any", {"phone": PHONE}, (), ""),
        ("any", "took %(took)d ms for %(who)s", ({"took": 12, "who": NAME},), "took … ms for …"),
    ],
)  # fmt: skip
def test_words_of_others_lose_what_stands_in_their_gaps(
    name: str, words: Any, given: tuple[object, ...], told: str
) -> None:
    made = record(name, words, *given, status_code=404)
    if name == "urllib3":
        assert PHONE not in logs.words_of(made)
        assert EMAIL not in logs.words_of(made)
    else:
        assert logs.words_of(made) == told


def test_a_host_name_that_somebody_made_up_is_not_repeated() -> None:
    trouble = DisallowedHost(f"Invalid HTTP_HOST header: '{PHONE}.example'. You may need to add it.")
    made = record("django.security.DisallowedHost", str(trouble), exc_info=(DisallowedHost, trouble, None))
    line = JsonLines().format(made)
    assert json.loads(line)["words"] == "Invalid HTTP_HOST header"
    assert PHONE not in line


def test_what_ends_a_process_is_written_without_its_words(written: StringIO) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        logs.uncaught(type(error), error, error.__traceback__)
    nothing_of_anybody(written.getvalue())
    assert "builtins.ValueError" in written.getvalue()


@pytest.mark.parametrize(
    ("form", "formatter"), [("json", "JsonLines"), ("plain", "PlainLines"), ("typo", "PlainLines")]
)
def test_a_form_nobody_knows_is_the_plain_one(form: str, formatter: str) -> None:
    assert logging_by(form, "INFO")["formatters"]["lines"]["()"] == f"minben.conf.logs.{formatter}"
