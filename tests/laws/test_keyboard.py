"""The ten things people come for, each done by keyboard alone, in a browser without scripts."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from minben.commons.clock import now
from minben.dispatch.orders.models import Order
from minben.evaluation.outcomes import actions as outcomes
from minben.evaluation.outcomes.models import FollowUp
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.ledger import actions as ledger
from minben.ledger.models import Entry
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.actions import ContactGiven
from minben.needs.hotline.models import Request
from minben.participation.ballots.models import Cast
from tests.browser import Reader
from tests.city import Town, settle
from tests.participation.ballots.street import secret_vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = re.compile(r"\w\w-\w{4}-\w{4}")
COLD = "江畔社区三号楼暖气从上周五就不热了"
ENOUGH = 150


@dataclass
class Hands:
    """Ten fingers on a keyboard; there is no mouse."""

    page: Page

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus; a target that no Tab reaches fails the test."""
        for _press in range(ENOUGH):
            if target.evaluate("part => part === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab reaches {target}")

    def write(self, label: str, words: str) -> None:
        """Write into the field with this label, over what stands there."""
        self.reach(self.page.get_by_label(label, exact=True).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def press(self, name: str, role: Any = "button") -> None:
        """Press a button, or follow a link."""
        self.enter(self.page.get_by_role("main").get_by_role(role, name=name, exact=True).first)

    def enter(self, target: Locator) -> None:
        """Go where the target leads."""
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, target: Locator, value: str) -> None:
        """Go down a list until this value is chosen."""
        self.reach(target)
        for _press in range(ENOUGH):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow reaches {value}")

    def unfold(self, summary: str) -> None:
        """Open what is folded away."""
        self.reach(self.page.locator("summary", has_text=summary).first)
        self.page.keyboard.press("Enter")


Sit = Callable[..., Hands]


@pytest.fixture
def town(transactional_db: None, settings: Any) -> Iterator[Town]:
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    yield settle()
    cache.clear()


@pytest.fixture
def sit(town: Town, reading: Callable[..., Page]) -> Sit:
    """Sit down before a page, as somebody or as nobody in particular."""

    def down(address: str, name: str = "") -> Hands:
        session = town.browser(name).cookies["sessionid"].value if name else ""
        page = reading(Reader("zh-hans", "standard", 1100), session=session, scripts=False)
        page.goto(address)
        return Hands(page)

    return down


def fresh(town: Town, **facts: Any) -> Request:
    """A request of this morning."""
    return town.ask(received_at=now(), at=now(), **facts)


def test_li_wei_says_what_he_needs_and_gets_a_code(sit: Sit) -> None:
    hands = sit("/")
    hands.reach(hands.page.locator("textarea"))
    hands.page.keyboard.type(COLD)
    hands.press("下一步")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("我们这样理解您的话")
    hands.press("提交")
    expect(hands.page.locator(".code")).to_have_text(CODE)
    assert Request.objects.get().text == COLD


def test_he_looks_up_how_far_it_is(town: Town, sit: Sit) -> None:
    asked = fresh(town)
    hands = sit("/requests/find/")
    hands.reach(hands.page.locator("main input[name=code]"))
    hands.page.keyboard.type(asked.code.lower())
    hands.page.keyboard.press("Enter")
    expect(hands.page).to_have_url(re.compile(f"/requests/{asked.code}/$"))
    expect(hands.page.get_by_role("main")).to_contain_text("热力公司")


def test_he_says_that_it_is_not_solved(town: Town, sit: Sit) -> None:
    asked = fresh(town)
    town.finish(asked, at=now())
    hands = sit(f"/requests/{asked.code}/")
    hands.press("还没有", "link")
    hands.reach(hands.page.locator("main textarea"))
    hands.page.keyboard.type("量过了，还是十五度")
    hands.enter(hands.page.locator("main form button").first)
    expect(hands.page).to_have_url(re.compile(f"/requests/{asked.code}/$"))
    asked.refresh_from_db()
    assert asked.solved is False


def test_he_joins_a_request_about_the_same_thing(
    town: Town, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = fresh(town)
    near = [hotline.NearRow(hotline.masked_rows([other.pk])[other.pk], 3)]
    monkeypatch.setattr(hotline, "near", lambda **_asked: near)
    hands = sit("/")
    hands.reach(hands.page.locator("textarea"))
    hands.page.keyboard.type(COLD)
    hands.press("下一步")
    hands.enter(hands.page.locator("a[href$='/what/']").first)
    hands.choose(hands.page.locator("[name=category]"), "heating")
    hands.press("就这样")
    hands.reach(hands.page.get_by_role("checkbox"))
    hands.page.keyboard.press("Space")
    hands.press("加入这一件")
    expect(hands.page.get_by_role("main")).to_contain_text("提交后就和这一件一起办")


def test_grandma_chens_neighbour_switches_to_large_print_and_back(sit: Sit) -> None:
    hands = sit("/")
    for name, view in (("长者版", "elder"), ("返回标准版", "standard")):
        hands.reach(hands.page.get_by_role("button", name=name))
        hands.page.keyboard.press("Space")
        expect(hands.page.locator("html")).to_have_attribute("data-view", view)


def test_wang_fang_takes_a_call(sit: Sit) -> None:
    hands = sit("/requests/desk/", "wang.fang")
    hands.write("来电号码", "19900001234")
    hands.reach(hands.page.locator("main [name=text]"))
    hands.page.keyboard.type("楼上夜里装修，吵得睡不着")
    hands.press("受理")
    expect(hands.page.get_by_role("status")).to_contain_text(CODE)
    assert Request.objects.get().channel == "phone"


def test_wang_fang_sorts_a_request_that_no_program_could(town: Town, sit: Sit) -> None:
    waiting = fresh(town, text="楼下很吵", category="")
    hands = sit("/requests/queue/", "wang.fang")
    hands.reach(hands.page.locator(f"#category-{waiting.pk}"))
    hands.page.keyboard.type("噪声扰民")
    hands.enter(hands.page.get_by_role("button", name="转办").first)
    expect(hands.page.get_by_role("status")).to_contain_text(waiting.code)
    assert Order.objects.get(request=waiting).unit_id == town.units["north"]


def test_officer_zhao_signs_and_finishes_with_evidence(town: Town, sit: Sit) -> None:
    order = town.order(fresh(town))
    hands = sit(f"/orders/{order.pk}/", "zhao.qiang")
    hands.press("签收")
    hands.unfold("办结")
    hands.reach(hands.page.locator("[name=finish-proof]"))
    hands.page.keyboard.type("换了循环泵，量得二十度")
    hands.reach(hands.page.locator("[name=finish-answer]"))
    hands.page.keyboard.type("已换循环泵，家里现在二十度。再冷请打这个电话。")
    hands.page.keyboard.press("Tab")
    hands.page.keyboard.press("Enter")
    expect(hands.page.get_by_role("status").first).to_be_visible()
    order.refresh_from_db()
    assert order.state == "done"


def test_wang_fang_asks_whether_it_helped(town: Town, sit: Sit) -> None:
    contact = ContactGiven(name="陈桂英", phone="19900001234", reply_by="phone")
    asked = fresh(town, person_id=town.people["chen"], contact=contact)
    town.finish(asked, at=now())
    outcomes.draw_followups(at=now() + timedelta(minutes=1), seed=1)
    followup = FollowUp.objects.get()
    hands = sit(f"/outcomes/followups/{followup.pk}/", "wang.fang")
    hands.press("查看电话")
    hands.reach(hands.page.locator("[name=solved]:checked"))
    # The arrows go round the answers: not said, yes.
    hands.page.keyboard.press("ArrowDown")
    hands.enter(hands.page.locator("form[action$='/heard/'] button").first)
    followup.refresh_from_db()
    assert followup.state != "open"
    asked.refresh_from_db()
    assert asked.solved is True


def test_her_neighbour_casts_a_secret_ballot(town: Town, sit: Sit) -> None:
    street = secret_vote(town)
    hands = sit("/decisions/vote/")
    hands.reach(hands.page.locator("main input[name=code]"))
    hands.page.keyboard.type(street.owner(2).code.lower())
    hands.page.keyboard.press("Enter")
    hands.reach(hands.page.locator("main [type=radio]").first)
    # The space chooses the first answer, the arrow goes on to the second.
    hands.page.keyboard.press("Space")
    hands.page.keyboard.press("ArrowDown")
    hands.press("投票")
    cast = Cast.objects.get()
    assert json.loads(cast.secret)["choice"] == "against"
    receipt = hands.page.locator("main .steps")
    expect(receipt).to_contain_text(cast.commitment)
    expect(receipt).not_to_contain_text("不同意")
    expect(hands.page.locator("main [type=radio]:checked")).to_have_count(0)


@pytest.mark.usefixtures("trials_at_hand")
def test_gao_ming_clears_an_algorithm(town: Town, sit: Sit) -> None:
    at = now()
    sandbox.try_out(name="orders.queue_order", at=at)
    hands = sit("/algorithms/orders.queue_order/clear/", "gao.ming")
    hands.press("准用")
    expect(hands.page).to_have_url(re.compile("/algorithms/orders.queue_order/$"))
    told = {row.declaration.name: row.standing.cleared for row in register.register(now())}
    assert told["orders.queue_order"] is True


def test_sun_li_checks_a_proof(town: Town, sit: Sit) -> None:
    while ledger.seal(at=now()):
        pass
    hands = sit("/ledger/", "sun.li")
    key = Entry.objects.earliest("pk").pk
    proof = hands.page.request.get(f"/ledger/entries/{key}/proof.json").text()
    hands.page.goto("/ledger/check/")
    hands.reach(hands.page.locator("main textarea"))
    hands.page.keyboard.insert_text(proof)
    hands.page.keyboard.press("Tab")
    hands.page.keyboard.press("Enter")
    expect(hands.page.get_by_role("main")).to_contain_text("证明成立")
