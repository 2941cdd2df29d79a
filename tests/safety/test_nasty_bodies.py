"""Hundreds of nasty bodies at every form: an answer that teaches, nothing changed when refused, nothing unescaped."""

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.laws.everywhere import Crowd
from tests.safety import corpus
from tests.safety.assault import Assault, Target, assault, crowd, targets
from tests.safety.walking import put_back, written

__all__ = ["assault", "crowd", "targets"]

pytestmark = pytest.mark.django_db

SEED = 20260311
BODIES_AT_LEAST = 500
TAKE_MOST = ("/start/", "/desk/", "/find/", "/sign-in/", "/check/", "/answer/")
ODD = ("9" * 30, "-1", "\x00", "٣", "NaN", "<script>nasty()</script>", "../../etc/passwd", "a" * 5_000)
ASKED = (
    "page", "code", "side", "lat", "lon", "day", "since", "until", "next", "t", "format", "unit", "close", "q", "old",
)  # fmt: skip


def test_nasty_words_in_every_field_of_every_form(targets: list[Target], assault: Assault) -> None:
    chance = random.Random(SEED)
    values = [*corpus.texts(), *corpus.mixed(SEED, 120)]
    for target in targets:
        for name in target.form.fields:
            for value in chance.sample(values, 3):
                assault.fill(target, {**target.form.fields, name: value}, words=value)
        # The same in all fields at once, markup first, since that is what shows on the page again.
        for value in (chance.choice(corpus.MARKUP), chance.choice(values)):
            assault.fill(target, dict.fromkeys(target.form.fields, value), words=value)
    assert assault.sent >= BODIES_AT_LEAST


def test_bodies_that_no_browser_would_make(targets: list[Target], assault: Assault) -> None:
    chance = random.Random(SEED)
    for target in targets:
        for body in chance.sample(corpus.bodies(target.field), 4):
            assault.throw(target, body)


@pytest.mark.parametrize("ending", TAKE_MOST)
def test_each_whole_body_at_the_forms_that_take_most(
    targets: list[Target], assault: Assault, ending: str
) -> None:
    target = next(one for one in targets if one.name.endswith(ending))
    for body in corpus.bodies(target.field):
        assault.throw(target, body)


def test_files_that_no_picture_field_should_open(targets: list[Target], assault: Assault) -> None:
    with_files = [target for target in targets if target.form.file_fields]
    assert len(with_files) >= 4
    for target in with_files:
        for sent in corpus.files():
            for name in target.form.file_fields:
                assault.throw(target, corpus.with_file(target.form.fields, name, sent))


def test_documents_that_prove_nothing(assault: Assault) -> None:
    for name, content in corpus.proofs():
        file = SimpleUploadedFile("proof.json", content, "application/json")
        assault.post(f"proof {name}", "", "/ledger/check/", {"file": file})
        text = content[:1_000_000].decode(errors="replace")
        assault.post(f"pasted {name}", "", "/ledger/check/", {"text": text})


def test_every_address_answers_any_method_and_any_question(crowd: Crowd, assault: Assault) -> None:
    chance = random.Random(SEED)
    for stop in crowd.stops:
        browser = assault.browser(stop.who)
        for method in ("PUT", "DELETE", "OPTIONS", "PROPFIND"):
            assert browser.generic(method, stop.address).status_code < 500, (method, stop.address)
        asked = {name: chance.choice(ODD) for name in ASKED}
        answer = browser.get(stop.address, asked)
        assert answer.status_code < 500, (stop.address, asked)
        page = getattr(answer, "content", b"").decode(errors="replace")
        assert not any(mark in page for mark in corpus.UNESCAPED), (stop.address, asked)


# Looking is written down, and an app to enrol needs its secret when the page is first shown.
LOOKING_WRITES = re.compile(r"rights_(access|line)|ledger_|django_session|accounts_secondfactor|minben_cache")


def test_looking_changes_nothing(crowd: Crowd, assault: Assault) -> None:
    for stop in crowd.stops:
        browser = assault.browser(stop.who)
        with put_back(), written() as tables:
            browser.get(stop.address)
            changed = {table for table in tables if not LOOKING_WRITES.match(table)}
        assert not changed, (stop.address, changed)


def test_numbers_in_addresses_may_be_of_any_length(crowd: Crowd, assault: Assault) -> None:
    tried = 0
    for stop in crowd.stops:
        for number in ("0", str(2**63), "9" * 18, "9" * 60, "-1"):
            address, n = re.subn(r"/\d+(?=/)", f"/{number}", stop.address)
            if n:
                tried += 1
                for who in {stop.who, ""}:
                    assert assault.browser(who).get(address).status_code < 500, address
    assert tried > 50
