"""Degraded, not dark: whatever is broken, a request is taken, and the page says kindly what that means."""

import errno
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from django.test import Client
from django.utils.translation import override
from PIL import Image

from minben.commons.clock import now
from minben.commons.digests import digest
from minben.commons.statistics import share
from minben.dispatch.orders.core.priority import VERSION
from minben.dispatch.orders.models import Order, Proof
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.actions import Measure, TrialResult
from minben.ledger import queries as ledger
from minben.ledger.models import Entry
from minben.loop import clearing
from minben.needs.hotline import model
from minben.needs.hotline.algorithms import CLASSIFIER
from minben.needs.hotline.models import Photo, Request
from minben.portal.health import BEAT
from tests.city import Town, ledger_holds

COLD = "江畔社区三号楼暖气从上周五就不热了"
Fill = Callable[[], None]


@pytest.fixture
def li_wei(town: Town) -> Client:
    """Li Wei's browser, in Chinese, which shows what a visitor sees when something breaks."""
    return Client(raise_request_exception=False)


def picture() -> BytesIO:
    """A photograph as a phone sends it."""
    made = BytesIO()
    Image.effect_noise((640, 480), 90).save(made, "JPEG")
    made.seek(0)
    made.name = "lamp.jpg"
    return made


def said(browser: Client, words: str = COLD) -> str:
    """Say it on the first page; return the draft's address."""
    answer = browser.post("/requests/start/", {"text": words})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def handed_in(browser: Client, draft: str) -> str:
    """Hand the draft in; return the page that follows."""
    answer = browser.post(f"{draft}submit/", follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def taken_by_a_person(browser: Client) -> None:
    """Say it and hand it in; every step says that a person goes on with it, and a clerk finds it."""
    draft = said(browser)
    assert "由话务员来分类，您不用管" in browser.get(draft).content.decode()
    assert "话务员" in handed_in(browser, draft)
    assert Request.objects.get().state == "with_clerk"


def test_without_a_model_a_clerk_reads_it_and_the_page_says_so(li_wei: Client, town: Town) -> None:
    taken_by_a_person(li_wei)
    waiting = Request.objects.get()
    assert waiting.code in town.browser("wang.fang").get("/requests/queue/").content.decode()


def test_a_model_that_nobody_cleared_sorts_nothing(li_wei: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    eager = Mock(predict=Mock(side_effect=AssertionError("it may not run")))
    monkeypatch.setattr(model, "current", lambda: model.Loaded("never-cleared", eager))
    taken_by_a_person(li_wei)
    assert not eager.predict.called


def test_a_classifier_that_breaks_costs_nobody_their_request(
    li_wei: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Mock(predict=Mock(side_effect=RuntimeError("no such word")), threshold=0.5)
    monkeypatch.setattr(model, "current", lambda: model.Loaded("v1", broken))
    told = TrialResult("v1", 100, digest(b"made for the test"), (Measure("accuracy", share(90, 100)),))
    at = now()
    evidence = sandbox.record_evidence(name=CLASSIFIER, result=told, at=at)
    terms = sandbox.Terms(expires=at + timedelta(days=9), error_limit=0.1, threshold=0.5)
    by = town.users["gao.ming"]
    sandbox.clear(name=CLASSIFIER, version="v1", by=by, evidence=evidence, terms=terms, at=at)
    taken_by_a_person(li_wei)
    assert broken.predict.called


def test_a_turn_goes_on_without_what_showed_more_errors_than_was_declared(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def try_out(*, name: str, at: Any) -> int:
        told = TrialResult(VERSION, 100, digest(b"made for the test"), (Measure("wrong", share(9, 100)),))
        return sandbox.record_evidence(name=name, result=told, at=at)

    monkeypatch.setattr(clearing, "_BUILT_IN", ("orders.queue_order",))
    monkeypatch.setattr(sandbox, "try_out", try_out)
    assert clearing.clear_for_turn(None, at=now()) is None
    assert register.standing(name="orders.queue_order", at=now()).why_not == "not_cleared"


def test_with_the_worker_down_requests_are_taken_and_sent_on(li_wei: Client, town: Town) -> None:
    cache.set(BEAT, (now() - timedelta(hours=2)).timestamp())
    health = li_wei.get("/health/")
    assert health.status_code == 200, "slower is not broken"
    assert "受理和派单照常" in health.content.decode()
    draft = said(li_wei)
    li_wei.post(f"{draft}what/", {"text": COLD, "kind": "help", "category": "heating"})
    handed_in(li_wei, draft)
    assert town.order(Request.objects.get()).unit_id == town.units["heat"]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Fill the disk for files; the database still has room."""

    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda: monkeypatch.setattr(FileSystemStorage, "_save", refuse)


@pytest.fixture
def tiny(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A true disk of 64 kB for files; skipped by name where nothing may be mounted."""
    disk = tmp_path / "tiny"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mounting, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("full disk: there is no mount command here; run this test on Linux as root")
    if mounted.returncode:
        pytest.skip("full disk: mounting a small disk needs root; run the tests as root to include it")
    settings.MEDIA_ROOT = disk
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def refused_picture_but_taken_words(browser: Client) -> None:
    draft = said(browser)
    answer = browser.post(f"{draft}photos/", {"photos": picture()})
    assert "现在存不了照片" in answer.content.decode()
    handed_in(browser, draft)
    assert Request.objects.get().text == COLD
    assert not Photo.objects.exists()


def test_a_full_disk_takes_the_words_and_says_that_the_picture_is_not_kept(
    li_wei: Client, full: Fill
) -> None:
    full()
    refused_picture_but_taken_words(li_wei)


def test_a_true_disk_that_is_full_does_the_same(li_wei: Client, tiny: Path) -> None:
    (tiny / "filler").write_bytes(b"x" * 60_000)
    refused_picture_but_taken_words(li_wei)


def test_a_disk_that_fills_between_picture_and_sending_costs_the_picture_alone(
    li_wei: Client, full: Fill, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    draft = said(li_wei)
    assert li_wei.post(f"{draft}photos/", {"photos": picture()}).status_code == 302
    full()
    assert "照片没有存下来" in handed_in(li_wei, draft)
    assert Request.objects.get().text == COLD


def test_whoever_never_saw_the_answer_is_told_of_the_missing_picture_all_the_same(
    li_wei: Client, full: Fill, tmp_path: Path, settings: Any
) -> None:
    """The line broke while the disk was full: from another browser he sends it again, and reads what is missing."""
    settings.MEDIA_ROOT = tmp_path / "media"
    draft = said(li_wei)
    li_wei.post(f"{draft}photos/", {"photos": picture()})
    full()
    assert li_wei.post(f"{draft}submit/").status_code == 302
    again = Client().post(f"{draft}submit/", follow=True)
    assert "有1张照片没有存下来" in again.content.decode()
    assert Request.objects.count() == 1


def test_a_picture_that_was_cleared_away_before_the_draft_was_sent_is_missed(
    li_wei: Client, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    draft = said(li_wei)
    li_wei.post(f"{draft}photos/", {"photos": picture()})
    for file in (tmp_path / "media" / "drafts").iterdir():
        file.unlink()
    assert "有1张照片没有存下来" in handed_in(li_wei, draft)


def test_what_li_wei_adds_is_kept_though_its_picture_is_not(li_wei: Client, town: Town, full: Fill) -> None:
    asked = town.ask()
    full()
    added = {"words": "还是冷，量了十五度", "photos": picture()}
    page = li_wei.post(f"/requests/{asked.code}/add/", added, follow=True).content.decode()
    assert "照片没有存下来" in page
    assert "还是冷，量了十五度" in page


def test_officer_zhaos_words_stay_on_the_page_when_his_photograph_finds_no_room(
    town: Town, full: Fill
) -> None:
    order = town.order(town.ask())
    browser = town.browser("zhao.qiang")
    browser.post(f"/orders/{order.pk}/sign/")
    full()
    done = {"finish-proof": "换了循环泵", "finish-answer": "已换泵，家里二十度。", "finish-photo": picture()}
    answer = browser.post(f"/orders/{order.pk}/finish/", done)
    assert answer.status_code == 422
    assert "no room for the photograph" in answer.content.decode()
    assert "已换泵，家里二十度。" in answer.content.decode()
    del done["finish-photo"]
    browser.post(f"/orders/{order.pk}/finish/", done)
    assert Order.objects.get(pk=order.pk).state == "done"
    assert Proof.objects.count() == 1


def test_with_the_database_away_the_words_stay_on_the_page_with_the_number_to_call(
    li_wei: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Mock(side_effect=OperationalError("the database does not answer"))
    monkeypatch.setattr("minben.needs.hotline.views.start.actions.save_draft", away)
    answer = li_wei.post("/requests/start/", {"text": COLD})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert COLD in page
    assert 'href="tel:12345"' in page
    assert "先记在纸上" in page
    assert not Request.objects.exists()


def test_with_the_sealer_behind_every_act_is_still_written_and_sealed_later(
    li_wei: Client, town: Town
) -> None:
    before = Entry.objects.count()
    handed_in(li_wei, said(li_wei))
    assert Entry.objects.count() > before
    late = now() + timedelta(hours=1)
    assert ledger.backlog_age(at=late) > timedelta(minutes=10)
    with override("zh-hans"):
        assert "封存" in li_wei.get("/health/").content.decode()
    assert ledger_holds(late)
    assert ledger.backlog_age(at=late) == timedelta(0)
