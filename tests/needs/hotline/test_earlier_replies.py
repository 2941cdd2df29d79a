"""Whoever answers sees what was answered before; nothing that is not theirs to see, and nothing rather than a guess."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.core.declaration import empty_fields
from minben.institutions.sandbox.core.trial import TrialContext
from minben.needs.hotline import actions, queries, ranker, trials_of_replies
from minben.needs.hotline.actions import answered
from minben.needs.hotline.core.answering import learning
from minben.needs.hotline.models import Answer, Entry, Request
from tests.city import NOW, Town, settle
from tests.needs.hotline.replies import learned, year
from tests.portal.busy import questions

pytestmark = pytest.mark.django_db
NAME = "hotline.earlier_replies"
COLD = "柳荫小区暖气不热，我家冻得睡不着"
SHARE = {"metric": "wrong_when_shown", "group": "all", "hits": 1, "of": 20}
TOLD: dict[str, Any] = {"rows": 20, "among": 500, "ece": 0.04, "data_digest": "sha256:00", "shares": [SHARE]}


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    """A town whose units answered for a year, and that has learned from it; Gao Ming let it run."""
    settings.MINBEN_HOME, settings.MINBEN_TOTP_REQUIRED = str(tmp_path), False
    town = settle()
    version = ranker.take_up(learned(), TOLD)
    fill(town)
    result = trials_of_replies.try_earlier_replies(TrialContext(at=NOW, material=ranker.folder_in_use()))
    evidence = sandbox.record_evidence(name=NAME, result=result, at=NOW)
    terms = sandbox.Terms(expires=now() + timedelta(days=30), error_limit=0.3, threshold=0.3)
    by = town.users["gao.ming"]
    sandbox.clear(name=NAME, version=version, by=by, evidence=evidence, terms=terms, at=NOW)
    return town


def fill(town: Town, **facts: Any) -> None:
    """Write down what was asked and answered in a year."""
    asked, replies = year(1)
    made = Request.objects.bulk_create(
        Request(
            code=f"Y{n:07d}", channel="phone", text=text, masked=text, state="closed", kind="help",
            received_at=NOW - timedelta(days=30), category_id=town.categories["heating"], category_by="person",
        )
        for n, text in enumerate(asked)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            request=one,
            at=NOW - timedelta(days=20),
            step="done",
            actor="unit",
            unit_id=town.units["heat"],
            words=reply,
        )
        for one, reply in zip(made, replies, strict=True)
    )
    Answer.objects.create(
        question="供暖从哪天开始？",
        words="每年11月15日开始。",
        source="供热办法 / Heating rules",
        since=NOW.date(),
    )


def found(town: Town, text: str = COLD) -> queries.Earlier:
    row = town.ask(text)
    return queries.earlier_replies(queries.masked_rows([row.pk])[row.pk], at=now())


def test_zhao_sees_how_the_heat_was_mended_near_there_with_unit_and_date(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    order = town.order(town.ask(COLD))
    orders.sign(order_id=order.pk, by=town.users["zhao.qiang"], at=NOW)
    page = town.browser("zhao.qiang").get(f"/orders/{order.pk}/").content.decode()
    assert "柳荫小区的情况属实，经测温不足18度" in page
    assert "Heating company · as of 19 Feb 2026" in page
    assert "/requests/cases/" not in page


def test_who_is_named_in_a_source_is_covered_beside_another_request(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    Entry._base_manager.update(
        facts={"source": "供热办法；联系人：王先生13800138000 <script>alert(1)</script>"}
    )
    assert {row.source for row in found(town).rows if row.request} == {
        "供热办法；联系人：***先生*** <script>alert(1)</script>"
    }
    page = town.browser("wang.fang").get(f"/requests/cases/{town.ask(COLD).pk}/").content.decode()
    assert "13800138000" not in page
    assert "<script>alert" not in page


def test_a_source_is_told_in_the_readers_language() -> None:
    row = queries.EarlierRow(
        -1, 0, "几号供暖？", "When does heating start?", "15日。", "On the 15th.", "供热办法 / Heating rules",
        "", "", "", "", NOW.date(), None,
    )  # fmt: skip
    with translation.override("en"):
        page = render_to_string("hotline/earlier.html", {"earlier": queries.Earlier((row,))})
    assert "Source: Heating rules ·" in page
    assert "供热办法" not in page


def test_wang_fang_can_go_to_the_request_that_was_answered_so(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    row = found(town).rows[0]
    asked = town.ask(COLD)
    page = town.browser("wang.fang").get(f"/requests/cases/{asked.pk}/").content.decode()
    assert f'href="/requests/cases/{row.request}/"' in page


@pytest.mark.parametrize(
    "apart",
    [
        {"identity": "confidential"},
        {"kind": "whistle"},
        {"state": "set_apart"},
        {"state": "withdrawn"},
        {"signals": {"alerts": ["suicide"]}},
        {"solved": False},
    ],
)
def test_a_reply_that_is_nobody_elses_is_gone_at_once(town: Town, apart: dict[str, Any]) -> None:
    actions.lay_out_replies(at=NOW)
    Request.objects.filter(code__startswith="Y").update(**apart)
    assert [row for row in found(town).rows if row.request] == []


def test_a_removed_reply_is_gone_before_the_next_night(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    first = found(town).rows[0]
    Entry.objects.filter(pk=first.key).update(words="")
    assert first.key not in [row.key for row in found(town).rows]


def test_what_nobody_asked_before_finds_nothing_and_says_so(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    assert found(town, "请问护照过期了换证要几天，外国签证怎么办").rows == ()
    asked = town.ask("请问护照过期了换证要几天，外国签证怎么办")
    page = town.browser("wang.fang").get(f"/requests/cases/{asked.pk}/").content.decode()
    assert "None is shown rather than a wrong one" in page


def test_li_wei_who_asks_is_shown_nothing_of_other_peoples_replies(town: Town) -> None:
    actions.lay_out_replies(at=NOW)
    rows = queries.public_replies(message=COLD, at=now()).rows
    assert [row.request for row in rows if row.request] == []


def test_a_night_lays_out_what_is_new_and_leaves_what_is_not(town: Town) -> None:
    assert actions.lay_out_replies(at=NOW) > 100
    assert actions.lay_out_replies(at=NOW) == 0
    Answer.objects.create(question="怎样报停？", words="打96889报停。", source="供热办法", since=NOW.date())
    assert actions.lay_out_replies(at=NOW) > 100
    Answer.objects.update(source="供热条例")
    assert actions.lay_out_replies(at=NOW) > 100, "another source is news too"


def test_before_the_first_night_and_after_gao_ming_stopped_it_people_answer_without(town: Town) -> None:
    assert found(town).why_not == "nothing_laid_out"
    actions.lay_out_replies(at=NOW)
    sandbox.revoke(name=NAME, by=town.users["gao.ming"], reason="it showed what is out of date", at=NOW)
    assert (found(town).rows, found(town).why_not) == ((), "revoked")
    asked = town.ask(COLD)
    page = town.browser("wang.fang").get(f"/requests/cases/{asked.pk}/").content.decode()
    assert "Earlier answers are not looked up just now" in page


def test_a_city_learns_from_its_own_replies_and_judges_it_on_other_people(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answered, "LEAST", 100)
    monkeypatch.setattr(learning, "learn", lambda *_pairs, **_seed: learned())
    before = ranker.version_in_use()
    version = actions.learn_replies(at=NOW)
    assert version == ranker.version_in_use() != before
    told = ranker.told_of_ranker()
    assert told["rows"] + told["learnt"] == len(year(1)[0])
    assert not register.standing(name=NAME, at=NOW).cleared, "what was learned anew waits for a person"


def test_the_register_tells_the_public_all_of_it() -> None:
    told = register.declaration(NAME)
    assert told is not None
    assert empty_fields(told) == []


@pytest.mark.parametrize("who", ["wang.fang", "zhao.qiang"])
def test_the_page_of_whoever_answers_still_asks_little(
    town: Town, who: str, django_capture_on_commit_callbacks: Any
) -> None:
    actions.lay_out_replies(at=NOW)
    asked = town.ask(COLD)
    order = town.order(asked)
    orders.sign(order_id=order.pk, by=town.users["zhao.qiang"], at=NOW)
    address = f"/requests/cases/{asked.pk}/" if who == "wang.fang" else f"/orders/{order.pk}/"
    browser = town.browser(who)
    browser.get(address)
    with questions() as counted, django_capture_on_commit_callbacks(execute=True):
        assert "How this was answered before" in browser.get(address).content.decode()
    assert len(counted) <= 12, counted
