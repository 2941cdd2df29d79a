"""An answer is read before it is sent: the writer is told what may be missing, and sends what they think right."""

from datetime import timedelta
from typing import Any

import pytest

from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.core.declaration import empty_fields
from minben.needs.hotline import queries
from minben.needs.hotline.models import Entry, Request
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db
CHECK = "hotline.reply_check"
COLD = "三号楼暖气不热，屋里只有14度。什么时候能修好？多收的热费退不退？"
WHOLE = (
    "经查，三号楼换热站的循环泵坏了，所以暖气不热。"
    "新泵3月12日换好，当晚屋里可到20度。不热这9天的热费3月底退到原卡。"
)
EMPTY = "您好，您反映的问题收悉。我们高度重视，将进一步加强监管，不断提升服务水平，感谢您的理解与支持。"
PROOF = "换了循环泵，量得二十度。"


@pytest.fixture
def town(settings: Any) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False
    return settle()


@pytest.fixture
def cleared(town: Town, trials_at_hand: None) -> Town:
    """Gao Ming has tried the check and lets it run."""
    told = register.declaration(CHECK)
    assert told is not None
    evidence = sandbox.try_out(name=CHECK, at=NOW)
    terms = sandbox.Terms(expires=now() + timedelta(days=30), error_limit=told.error_limit)
    by, version = town.users["gao.ming"], told.running_version
    sandbox.clear(name=CHECK, version=version, by=by, evidence=evidence, terms=terms, at=NOW)
    return town


def signed(town: Town) -> Order:
    order = town.order(town.ask(COLD))
    orders.sign(order_id=order.pk, by=town.users["zhao.qiang"], at=NOW)
    return order


def send(town: Town, order: Order, answer: str, **more: str) -> Any:
    said = {"finish-proof": PROOF, "finish-answer": answer, **more}
    return town.browser("zhao.qiang").post(f"/orders/{order.pk}/finish/", said)


def test_zhao_is_told_which_question_he_passed_by_before_anything_is_sent(cleared: Town) -> None:
    order = signed(cleared)
    page = send(cleared, order, EMPTY, check="1")
    words = page.content.decode()
    assert page.status_code == 200
    assert "“什么时候能修好”" in words
    assert 'tabindex="-1" data-error-summary' in words  # who listens is brought to it
    assert EMPTY in words
    assert Order.objects.get(pk=order.pk).state == "signed"


def test_a_send_with_something_missing_stops_once_and_keeps_every_word(cleared: Town) -> None:
    order = signed(cleared)
    words = send(cleared, order, EMPTY).content.decode()
    assert "This seems to be missing in your answer" in words
    assert EMPTY in words
    assert PROOF in words
    assert send(cleared, order, EMPTY, anyway="as_it_is").status_code == 302
    assert Order.objects.get(pk=order.pk).state == "done"


def test_an_answer_that_says_all_is_sent_at_the_first_press(cleared: Town) -> None:
    order = signed(cleared)
    assert "Nothing seems to be missing" in send(cleared, order, WHOLE, check="1").content.decode()
    assert send(cleared, order, WHOLE).status_code == 302


def test_what_zhao_says_of_the_check_is_counted_for_the_check_and_nobody_else(cleared: Town) -> None:
    order = signed(cleared)
    entries = Entry.objects.count()
    send(cleared, order, EMPTY, check="1")
    assert Entry.objects.count() == entries
    send(cleared, order, EMPTY, anyway="mistaken")
    sandbox.put_together()
    (clearing,) = register.history(CHECK)
    counted = register.counts(CHECK)
    assert (counted.checked, counted.wrong, clearing.ended) == (1, 1, "")


def test_without_a_clearance_there_is_no_button_and_answers_go_out_as_before(town: Town) -> None:
    order = signed(town)
    page = town.browser("zhao.qiang").get(f"/orders/{order.pk}/").content.decode()
    assert "Check what I wrote" not in page
    assert "The check of answers rests just now" in page
    assert "rests just now" in send(town, order, EMPTY, check="1").content.decode()
    assert send(town, order, EMPTY).status_code == 302


def test_wang_fang_has_her_answer_to_a_question_read_too(cleared: Town) -> None:
    asked = cleared.ask("孩子九月上小学，要带哪些材料？到哪里报名？", "", kind="consultation", to_clerk=True)
    clerk, address = cleared.browser("wang.fang"), f"/requests/cases/{asked.pk}/answer/"
    assert "Check what I wrote" in clerk.get(f"/requests/cases/{asked.pk}/").content.decode()
    said = {"words": "您的咨询已转教育局处理，请您耐心等待。", "source": "办事指南"}
    assert "“要带哪些材料”" in clerk.post(address, said | {"check": "1"}).content.decode()
    assert "This seems to be missing" in clerk.post(address, said).content.decode()
    assert Request.objects.get(pk=asked.pk).state == "with_clerk"
    clerk.post(address, said | {"anyway": "as_it_is"})
    assert Request.objects.get(pk=asked.pk).state == "answered"


def test_the_check_says_nothing_of_an_answer_in_another_language(cleared: Town) -> None:
    told = queries.check_reply(message=COLD, reply="The pump was changed on 12 March.", kind="help", at=now())
    assert (told.gaps, told.why_not) == ((), "language")
    told = queries.check_reply(
        message="When will it be warm?", reply="3月12日换好水泵。", kind="help", at=now()
    )
    assert (told.gaps, told.why_not) == ((), "language")


@pytest.mark.parametrize("reply", ["。", "1", "😀"])
def test_a_lone_sign_is_no_answer_in_another_language(cleared: Town, reply: str) -> None:
    assert queries.check_reply(message=COLD, reply=reply, kind="help", at=now()).gaps


def test_who_thanks_is_not_owed_a_finding_or_a_day(cleared: Town) -> None:
    told = queries.check_reply(
        message="表扬修水泵的师傅", reply="谢谢，已转告水泵班的师傅。", kind="praise", at=now()
    )
    assert (told.gaps, told.why_not) == ((), "")


def test_tried_apart_and_within_its_limits_it_tells_the_public_all_with_figures_for_each_group() -> None:
    told = register.declaration(CHECK)
    assert told is not None
    assert empty_fields(told) == []
    sandbox.try_out(name=CHECK, at=NOW)
    (shown,) = register.evidence_of(CHECK)
    measured = {(one.metric, one.group): one.estimate.value for one in shown.measures}
    assert measured[("gaps_missed", "voice:older")] is not None
    assert measured[("auc", "all")] > 0.8
    assert [one for one in shown.measures if not one.estimate.shown] == [], "no group is too small to be told"
