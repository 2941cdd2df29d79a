"""What is kept about people goes when its time is over, or when they ask; figures and proofs stay."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.commons.parameters import parse
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import OrderEntry, Proof
from minben.evaluation.outcomes import actions as outcomes
from minben.evaluation.outcomes.models import Voice
from minben.institutions.rights import actions as rights
from minben.ledger import queries as proofs
from minben.ledger.core.documents import check
from minben.ledger.models import Entry as Leaf
from minben.ledger.models import Salt
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import forgotten as list_of_erased
from minben.needs.hotline import queries, tasks
from minben.needs.hotline.actions import removing
from minben.needs.hotline.models import Contact, Entry, Erasure, Notice, Photo, Removal, Request
from minben.needs.hotline.queries import answered
from minben.needs.hotline.queries import removals as kept
from minben.needs.telephone.models import Call, CallRequest
from tests.city import NOW, Town, ledger_holds, settle
from tests.loop.conftest import Taken
from tests.needs.hotline.page_city import photo

DAY = timedelta(days=1)
WORDS = "我叫周敏，电话13912345678，三号楼暖气不热"
RULE = (
    "{part}:\n- {{from: 2020-01-01, source: 城市自定, verified: false, "
    "value: {{days: {days}, categories: {more}}}}}\n"
)


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Town]:
    settings.MINBEN_HOME = settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    yield settle()
    cache.clear()


def rules(monkeypatch: pytest.MonkeyPatch, more: str = "{}", **days: int) -> None:
    """Let the city keep things for other times; ``more``: of single categories."""
    text = "".join(RULE.format(part=part, days=number, more=more) for part, number in days.items())
    for module in (removing, kept):
        monkeypatch.setattr(module, "load", lambda *_: parse(text, file="retention"))


def ended(town: Town, words: str = WORDS, at: datetime = NOW, **facts: Any) -> Request:
    """A request of Zhou Min with her number and a picture, worked on, judged and closed."""
    contact = hotline.ContactGiven(name="周敏", phone="13912345678", reply_by="sms")
    asked = town.ask(words, contact=contact, person_key="zhou", received_at=at, at=at, **facts)
    hotline.add_photos(request_id=asked.pk, jpegs=[hotline.clean_picture(photo(), size=1).content], at=at)
    town.finish(asked, at)
    hotline.judge(request_id=asked.pk, solved=True, words="好了，我是周敏，电话13912345678", at=at)
    asked.refresh_from_db()
    assert asked.closed_at == at
    return asked


def everything_about(request: Request) -> str:
    """Every word that is kept about a request, as one text."""
    row = Request.objects.get(pk=request.pk)
    contact = Contact.objects.filter(request=request).first()
    said = [row.text, row.masked, row.address, contact.phone if contact else ""]
    said += Entry.objects.filter(request=request).values_list("words", flat=True)
    said += OrderEntry.objects.filter(order__request=request).values_list("words", flat=True)
    said += Voice.objects.filter(request=request).values_list("words", flat=True)
    return "\n".join(said)


def clerk(town: Town, name: str = "wang.fang") -> rights.Reader:
    return rights.Reader(key=f"user:{town.users[name].pk}", role="clerk")


def forgotten(town: Town, request: Request, at: datetime = NOW) -> None:
    """She asks on her page, and the clerk agrees."""
    asked = hotline.ask_erasure(request_id=request.pk, words="不想留着", at=at)
    hotline.erase(erasure_id=asked, reader=clerk(town), by=town.users["wang.fang"].pk, at=at)


def test_each_part_goes_when_its_own_time_is_over(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, contact=10, photos=20, words=30, calls=40)
    asked = ended(town)
    file = Path(Photo.objects.get().file.path)
    assert hotline.anonymise_due(at=NOW + 9 * DAY) == {"contact": 0, "words": 0, "photos": 0, "calls": 0}
    assert hotline.anonymise_due(at=NOW + 11 * DAY)["contact"] == 1
    asked.refresh_from_db()
    assert (Contact.objects.count(), asked.person_id, asked.text) == (0, None, WORDS)
    assert file.exists()
    hotline.anonymise_due(at=NOW + 21 * DAY)
    assert (Photo.objects.count(), file.exists()) == (0, False)
    hotline.anonymise_due(at=NOW + 31 * DAY)
    assert "13912345678" not in everything_about(asked)
    assert "暖气不热" in everything_about(asked), "the covered words stay"
    hotline.anonymise_due(at=NOW + 41 * DAY)
    assert not Voice.objects.exclude(words="").exists()
    assert [row.part for row in queries.removals_of(asked.pk)] == ["contact", "photos", "words", "calls"]
    assert ledger_holds(NOW + 41 * DAY)


def test_what_an_export_answered_helps_with_the_next_request_and_is_forgotten_with_its_own(
    town: Town, export: Callable[..., Path], taken: Taken
) -> None:
    row = {"text": WORDS, "when": "2026-03-01", "category": "供暖", "closed": "2026-03-02"}
    taken(export([row | {"reply": "周敏您好，已更换三号楼阀门，电话13912345678。"}]))
    [told] = answered.usable_by_staff().values_list("request_id", "step", "actor", "words")
    assert told[1:3] == ("answered", "record")
    assert "更换三号楼阀门" in told[3]
    assert "13912345678" not in told[3]
    forgotten(town, Request.objects.get(pk=told[0]))
    assert "阀门" not in str(list(Entry.objects.values_list("words", "facts"))), "nor in what is no words"


def test_a_removal_that_is_in_the_backup_is_not_done_twice(town: Town) -> None:
    hers = ended(town)
    forgotten(town, hers)
    assert hotline.erase_again(listed={list_of_erased.digest_of(hers.code)}, at=NOW) == 0


@pytest.mark.parametrize("line", ["{", "[]", '{"at": "2026-01-01"}', "3"])
def test_a_list_that_cannot_be_read_is_told_before_anything_comes_back(tmp_path: Path, line: str) -> None:
    (tmp_path / "erased.jsonl").write_text('{"request": "sha256:00"}\n' + line + "\n", "utf-8")
    with pytest.raises(TeachingError) as told:
        list_of_erased.noted(tmp_path / "erased.jsonl")
    assert (told.value.code, told.value.params["row"]) == ("erased_unreadable", 2)


def test_it_is_done_once_and_written_into_the_ledger(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, contact=10)
    keys = sorted(ended(town, f"第{n}件").pk for n in range(3))
    monkeypatch.setattr(removing, "_BATCH", 2)
    assert hotline.anonymise_due(at=NOW + 11 * DAY) == {"contact": 3}
    assert hotline.anonymise_due(at=NOW + 12 * DAY) == {"contact": 0}
    acts = Leaf.objects.filter(what="hotline.removed")
    assert acts.count() == 2, "one act for each batch"
    assert '"count":2' in acts.earliest("id").leaf
    assert sorted(Removal.objects.values_list("request_id", flat=True)) == keys


def test_a_category_and_what_lies_below_it_may_have_a_time_of_its_own(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules(monkeypatch, more="{heating: 5}", contact=100)
    cold, loud = ended(town, "三号楼冷"), town.ask("楼下吵", category="noise")
    hotline.withdraw(request_id=loud.pk, words="", at=NOW)
    hotline.anonymise_due(at=NOW + 6 * DAY)
    assert set(Removal.objects.values_list("request_id", flat=True)) == {cold.pk}
    hotline.anonymise_due(at=NOW + 101 * DAY)
    assert set(Removal.objects.values_list("request_id", flat=True)) == {cold.pk, loud.pk}


def test_what_is_still_worked_on_is_never_touched(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, contact=1, words=1, photos=1, calls=1)
    town.ask(WORDS, contact=hotline.ContactGiven(name="周敏", phone="13912345678"))
    assert set(hotline.anonymise_due(at=NOW + 4000 * DAY).values()) == {0}
    assert Contact.objects.count() == 1


def test_figures_stay_when_the_people_behind_them_go(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, contact=1, words=1, photos=1, calls=1)
    for n in range(3):
        ended(town, f"{WORDS}{n}")
    before = outcomes.summarise(at=NOW + DAY / 2, since=NOW - DAY, until=NOW + DAY)
    hotline.anonymise_due(at=NOW + 2 * DAY)
    after = outcomes.summarise(at=NOW + 2 * DAY, since=NOW - DAY, until=NOW + DAY)
    for figure in ("received", "solution", "response", "satisfaction"):
        if hasattr(before, figure):
            assert getattr(after, figure) == getattr(before, figure)
    assert Request.objects.filter(solved=True, category__code="heating").count() == 3


def test_zhou_min_asks_that_her_data_goes_and_sees_that_it_went(town: Town) -> None:
    asked = ended(town)
    page = Client(headers={"accept-language": "en"})
    track = f"/requests/{asked.code}/"
    assert "Remove what is kept about me" in page.get(track).content.decode()
    page.post(f"{track}erase/", {"words": "不想留着", "sure": "on"})
    assert "a person of the centre decides it" in page.get(track).content.decode()
    wish = Erasure.objects.get()
    browser = town.browser("wang.fang")
    assert asked.code in browser.get("/requests/erasures/").content.decode()
    done = browser.post(f"/requests/erasures/{wish.pk}/", {"agreed": "yes"}, follow=True)
    assert "Removed for good" in done.content.decode()
    told = page.get(track).content.decode()
    assert "because you asked" in told
    assert "Your words were removed." in told
    assert "Removing your data because you asked" in told, "and who did it, under who saw my data"
    assert "暖气" not in everything_about(asked)
    assert (Contact.objects.count(), Photo.objects.count(), Notice.objects.filter(sent_at=None).count()) == (
        0,
        0,
        0,
    )


def test_after_it_the_log_verifies_and_old_proofs_still_hold(town: Town) -> None:
    asked = ended(town)
    assert ledger_holds()
    subject = f"hotline.request:{asked.pk}"
    entry = Leaf.objects.filter(what="hotline.received", subject=subject).get()
    proof = proofs.inclusion(entry.pk)
    assert Salt.objects.filter(owner=subject).exists()
    forgotten(town, asked)
    assert check(proof) == []
    assert ledger_holds(NOW + DAY)
    assert check(proofs.inclusion(entry.pk)) == []
    assert not Salt.objects.filter(owner=subject).exists(), "no digest can be tied to her words any more"
    assert WORDS not in "".join(Leaf.objects.values_list("leaf", flat=True))


def test_a_batch_shares_one_salt_which_goes_with_the_first_who_is_forgotten(town: Town) -> None:
    intakes = [
        hotline.Intake(
            text=f"{WORDS}{n}", category="heating", received_at=NOW, place_id=town.places["riverside"]
        )
        for n in range(3)
    ]
    keys = hotline.receive(intakes=intakes, at=NOW).request_ids
    owner = Entry.objects.filter(request_id=keys[0], step="received").get().facts["batch"]
    assert Salt.objects.filter(owner=owner).exists()
    asked = Request.objects.get(pk=keys[1])
    town.finish(asked)
    hotline.judge(request_id=asked.pk, solved=True, words="", at=NOW)
    forgotten(town, asked)
    assert not Salt.objects.filter(owner=owner).exists()
    assert ledger_holds()


def test_whoever_wrote_the_wish_down_does_not_decide_it(town: Town) -> None:
    asked, fang = ended(town), town.users["wang.fang"]
    browser = town.browser("wang.fang")
    browser.post(f"/requests/cases/{asked.pk}/says/", {"what": "erase", "words": "来电要求删除"})
    wish = Erasure.objects.get()
    assert wish.asked_by_id == fang.pk
    refused = browser.post(f"/requests/erasures/{wish.pk}/", {"agreed": "yes"}, follow=True)
    assert "does not decide it" in refused.content.decode()
    assert Contact.objects.count() == 1


def test_a_wish_that_is_refused_has_its_reason_on_the_page_and_may_be_said_again(town: Town) -> None:
    asked = ended(town)
    key = hotline.ask_erasure(request_id=asked.pk, words="", at=NOW)
    browser = town.browser("wang.fang")
    nothing = browser.post(f"/requests/erasures/{key}/", {"agreed": "no", "words": ""})
    assert nothing.status_code == 400
    browser.post(f"/requests/erasures/{key}/", {"agreed": "no", "words": "有一件行政复议没有办完"})
    page = Client().get(f"/requests/{asked.code}/").content.decode()
    assert "有一件行政复议没有办完" in page
    assert Contact.objects.count() == 1
    assert hotline.ask_erasure(request_id=asked.pk, words="", at=NOW + DAY) > key


def test_what_is_still_worked_on_has_to_be_taken_back_first(town: Town) -> None:
    asked = town.ask(WORDS)
    page = Client(headers={"accept-language": "en"})
    told = page.post(f"/requests/{asked.code}/erase/", {"sure": "on"}, follow=True).content.decode()
    assert "Take it back first" in told
    hotline.withdraw(request_id=asked.pk, words="", at=NOW)
    forgotten(town, asked)
    assert "暖气" not in everything_about(asked)


def test_a_wish_is_written_down_once_and_decided_once(town: Town) -> None:
    asked = ended(town)
    key = hotline.ask_erasure(request_id=asked.pk, words="", at=NOW)
    with pytest.raises(hotline.EraseRefused, match="asked_already"):
        hotline.ask_erasure(request_id=asked.pk, words="", at=NOW)
    fang = town.users["wang.fang"].pk
    hotline.erase(erasure_id=key, reader=clerk(town), by=fang, at=NOW)
    with pytest.raises(hotline.EraseRefused, match="decided"):
        hotline.erase(erasure_id=key, reader=clerk(town), by=fang, at=NOW)
    with pytest.raises(hotline.EraseRefused, match="nothing_left"):
        hotline.ask_erasure(request_id=asked.pk, words="", at=NOW)


@pytest.mark.parametrize("name", ["zhao.qiang", "ma.chao", "sun.li", "li.wei"])
def test_nobody_but_a_clerk_removes_anything(town: Town, name: str) -> None:
    key = hotline.ask_erasure(request_id=ended(town).pk, words="", at=NOW)
    assert town.browser(name).post(f"/requests/erasures/{key}/", {"agreed": "yes"}).status_code == 403
    officer = rights.Reader(key=f"user:{town.users[name].pk}", role="officer")
    with pytest.raises(rights.Refused):
        hotline.erase(erasure_id=key, reader=officer, by=town.users[name].pk, at=NOW)
    assert Contact.objects.count() == 1


def test_the_picture_of_the_work_in_her_home_goes_too(town: Town) -> None:
    asked = town.ask(WORDS)
    order, zhao = town.order(asked), town.users["zhao.qiang"]
    orders.sign(order_id=order.pk, by=zhao, at=NOW)
    picture = hotline.clean_picture(photo(), size=1).content
    proof = orders.Evidence(words="给周敏13912345678换了泵", photo=ContentFile(picture, "pump.jpg"))
    orders.finish(order_id=order.pk, proofs=[proof], answer="好了", by=zhao, at=NOW)
    file = Path(Proof.objects.get().photo.path)
    hotline.judge(request_id=asked.pk, solved=True, words="", at=NOW)
    forgotten(town, asked)
    kept = Proof.objects.get()
    assert (bool(kept.photo), file.exists(), "13912345678" in kept.words) == (False, False, False)


def test_the_call_that_led_to_it_no_longer_tells_who_rang(town: Town) -> None:
    asked = ended(town)
    call = Call.objects.create(
        key="exchange/1",
        begun_at=NOW,
        told_at=NOW,
        caller="13912345678",
        recording="r/1.wav",
        said={"text": "x"},
    )
    CallRequest.objects.create(call=call, request=asked, how="new", at=NOW)
    forgotten(town, asked)
    call.refresh_from_db()
    assert (call.caller, call.caller_mark, call.said, call.recording) == ("", "", {}, "")
    assert call.forgotten_at == NOW


def test_copies_of_messages_and_rows_set_aside_have_their_time_too(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rules(monkeypatch, messages=30, set_aside=30)
    copy = tmp_path / "messages" / "MB-1.txt"
    copy.parent.mkdir()
    copy.write_text("To: 13912345678")
    assert tasks.forget(at=now() + 29 * DAY) == {"set_aside": 0, "messages": 0}
    assert tasks.forget(at=now() + 31 * DAY)["messages"] == 1
    assert not copy.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_anybody_can_read_how_long_what_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    rules(monkeypatch, more="{heating: 5}", contact=730)
    page = Client(headers={"accept-language": language}).get("/requests/kept/").content.decode()
    assert "730" in page
    assert ("供暖" if language == "zh-hans" else "Heating") in page
    assert ("姓名、电话和地址" if language == "zh-hans" else "Name, number and address") in page
    assert ("尚未与原文核对" if language == "zh-hans" else "nobody has yet compared") in page


def test_whoever_reads_english_reads_the_source_of_each_time_in_english(town: Town) -> None:
    page = Client(headers={"accept-language": "en"}).get("/requests/kept/").content.decode()
    assert "Personal Information Protection Law, article 19" in page
    assert "个人信息保护法" not in page
