"""One request and what becomes of it, stage by stage; after each the ledger holds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from minben.dispatch.orders import actions as acts
from minben.dispatch.orders import queries as orders
from minben.dispatch.orders.models import Order
from minben.evaluation.outcomes import actions as outcomes
from minben.institutions.rights.actions import Reader
from minben.institutions.rights.models import Grant
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.models import Entry, Request
from tests.city import NOW, Town, ledger_holds

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def the_ledger_holds_in_the_end(town: Town) -> Iterator[None]:
    yield
    assert ledger_holds(NOW + 30 * DAY)


def steps(request: Request) -> list[str]:
    return list(Entry.objects.filter(request=request).order_by("pk").values_list("step", flat=True))


def test_grandma_chen_calls_and_is_told_who_comes_by_when_and_why(town: Town) -> None:
    request = town.ask(person_id=town.people["chen"])
    order = town.order(request)
    assert (request.unit_id, request.due_at) == (town.units["heat"], order.due_at)
    assert {reason["code"] for reason in request.why} == {"category_default", "span"}
    assert steps(request) == ["received", "routed"]


def test_closed_is_not_solved_and_not_solved_goes_back_to_the_same_unit(town: Town) -> None:
    request = town.ask()
    town.finish(request)
    hotline.judge(request_id=request.pk, solved=False, words="还是冷", at=NOW + DAY)
    request.refresh_from_db()
    order = town.order(request)
    assert (order.unit_id, order.round, order.state) == (town.units["heat"], 2, "dispatched")
    assert (request.state, request.solved) == ("routed", False)
    assert not orders.supervisions()


def test_not_solved_twice_comes_before_the_centre(town: Town) -> None:
    request = town.ask()
    for day in (1, 2):
        town.finish(request, NOW + day * DAY)
        hotline.judge(request_id=request.pk, solved=False, words="还是冷", at=NOW + day * DAY)
    late = orders.late_orders(NOW + 2 * DAY)
    assert [(row.order, row.proposed) for row in late] == [(town.order(request).pk, "not_solved")]


def test_solved_in_her_own_words_closes_everything(town: Town) -> None:
    request = town.ask(person_id=town.people["chen"])
    town.finish(request)
    hotline.judge(request_id=request.pk, solved=True, words="热了，谢谢", at=NOW + DAY)
    request.refresh_from_db()
    assert (request.state, request.solved, town.order(request).state) == ("closed", True, "closed")
    assert not Grant.objects.filter(subject=f"hotline.request:{request.pk}", until=None).exists()
    solution = outcomes.summarise(at=NOW + 2 * DAY).deadlines
    assert (solution.met, solution.late) == (1, 0)


def test_what_is_withdrawn_leaves_the_work_and_the_figures(town: Town) -> None:
    request = town.ask()
    hotline.withdraw(request_id=request.pk, words="邻居修好了", at=NOW + DAY)
    request.refresh_from_db()
    assert (request.state, town.order(request).state) == ("withdrawn", "cancelled")
    kept = outcomes.summarise(at=NOW + 2 * DAY).deadlines
    assert (kept.met, kept.late, kept.overdue, kept.pending, kept.without) == (0, 0, 0, 0, 0)


def test_a_wrong_category_is_corrected_and_goes_on_without_starting_anew(town: Town) -> None:
    request = town.ask("楼下很吵", category="heating")
    first = town.order(request)
    hotline.correct(
        request_id=request.pk,
        correction=hotline.Correction(category="noise"),
        by=town.users["wang.fang"].pk,
        at=NOW + timedelta(hours=3),
    )
    order = town.order(request)
    assert (order.pk, order.unit_id) == (first.pk, town.units["north"])
    assert order.dispatched_at == first.dispatched_at, "her clock did not start again"
    assert Order.objects.count() == 1


@pytest.mark.parametrize("channel", ["phone", "web", "counter", "proxy", "import"])
def test_a_report_of_wrongdoing_never_reaches_a_unit(town: Town, channel: str) -> None:
    request = town.ask("热力公司有人收钱", kind="whistle", channel=channel)
    assert request.state == "set_apart"
    assert not Order.objects.exists()
    assert not Grant.objects.exists()
    assert queries.clerk_queue() == ([], 0)
    assert "收钱" not in town.browser("zhao.qiang").get("/orders/").content.decode()


def test_a_report_recognised_later_is_taken_away_from_the_unit(town: Town) -> None:
    request = town.ask("热力公司有人收钱")
    hotline.set_apart(request_id=request.pk, by=town.users["wang.fang"].pk, at=NOW + DAY)
    request.refresh_from_db()
    assert request.state == "set_apart"
    order = town.order(request)
    assert order.state == "cancelled"
    for name in ("zhao.qiang", "wang.fang"):
        page = town.browser(name).get(f"/orders/{order.pk}/")
        assert page.status_code == 403
        assert "收钱" not in page.content.decode()
    assert not Grant.objects.filter(subject=f"hotline.request:{request.pk}", until=None).exists()


def test_a_report_that_an_export_closed_is_history_that_no_unit_reads(town: Town) -> None:
    request = town.ask(
        "我举报热力公司有人收钱", channel="import", source="old", source_key="1", unit="热力公司",
        received_at=NOW - 40 * DAY, closed_at=NOW - 30 * DAY,
    )  # fmt: skip
    assert (request.kind, request.state) == ("whistle", "closed")
    order = town.order(request)
    assert order.state == "closed"
    assert not Grant.objects.exists()
    zhao = town.browser("zhao.qiang")
    assert zhao.get(f"/orders/{order.pk}/").status_code == 403
    assert "收钱" not in zhao.get("/orders/").content.decode()


def test_whoever_is_complained_about_never_sees_who_complained(town: Town) -> None:
    request = town.ask(
        "热力公司的人骂人",
        against_id=town.units["heat"],
        contact=hotline.ContactGiven(name="李伟", phone="19900005678"),
    )
    order = town.order(request)
    assert order.unit_id != town.units["heat"]
    zhao = town.browser("zhao.qiang")
    assert zhao.get(f"/orders/{order.pk}/").status_code == 403
    assert zhao.post(f"/orders/{order.pk}/contact/").status_code == 403
    reader = Reader(
        key=f"user:{town.users['zhao.qiang'].pk}", role="officer", holders=(f"unit:{town.units['heat']}",)
    )
    with pytest.raises(PermissionDenied):
        hotline.open_for(purpose="request.handle", request_id=request.pk, reader=reader, at=NOW)


def test_the_unit_that_acts_may_call_back_and_it_is_written_down(town: Town) -> None:
    contact = hotline.ContactGiven(name="周敏", phone="19900007777", reply_by="sms")
    request = town.ask(contact=contact, person_id=town.people["zhou.min"])
    order = town.order(request)
    zhao = town.browser("zhao.qiang")
    assert "19900007777" not in zhao.get(f"/orders/{order.pk}/").content.decode()
    assert "19900007777" in zhao.post(f"/orders/{order.pk}/contact/").content.decode()


def test_a_question_is_answered_at_once_and_can_still_be_judged(town: Town) -> None:
    request = town.ask("什么时候开始供暖？", category="", kind="consultation")
    clerk = town.users["wang.fang"].pk
    hotline.answer(request_id=request.pk, words="11月15日", source="供热办法", by=clerk, at=NOW)
    hotline.judge(request_id=request.pk, solved=False, words="说的是去年的", at=NOW + DAY)
    request.refresh_from_db()
    assert request.state == "with_clerk"
    assert not Order.objects.exists()


def test_an_end_needs_two_people_and_an_appeal_a_third(town: Town) -> None:
    request = town.ask()
    proposal = hotline.Proposal(kind="declined", reason="no_duty", words="不归政府管", evidence="法规第3条")
    first, second, third = (town.users[name].pk for name in ("wang.fang", "ma.chao", "sun.li"))
    ending = hotline.propose_ending(request_id=request.pk, proposal=proposal, by=first, at=NOW)
    assert town.order(request).state == "dispatched", "a proposal changes nothing for the person"
    with pytest.raises(hotline.EndingRefused):
        hotline.decide_ending(ending_id=ending, agreed=True, by=first, at=NOW)
    hotline.decide_ending(ending_id=ending, agreed=True, by=second, at=NOW)
    assert town.order(request).state == "cancelled"
    hotline.appeal(ending_id=ending, words="就是你们管", at=NOW + DAY)
    for part in (first, second):
        with pytest.raises(hotline.EndingRefused):
            hotline.decide_appeal(ending_id=ending, upheld=True, words="", by=part, at=NOW + DAY)
    hotline.decide_appeal(ending_id=ending, upheld=True, words="确实归我们", by=third, at=NOW + DAY)
    request.refresh_from_db()
    assert (request.state, request.unit_id) == ("routed", town.units["heat"])
    assert town.order(request).state == "dispatched", "whoever had it takes it up again"


def test_a_paused_clock_goes_on_when_li_wei_answers(town: Town) -> None:
    request = town.ask()
    order, zhao = town.order(request), town.users["zhao.qiang"]
    acts.sign(order_id=order.pk, by=zhao, at=NOW)
    acts.ask_person(order_id=order.pk, words="哪个单元？", by=zhao, at=NOW)
    before = town.order(request).due_at
    hotline.add_words(request_id=request.pk, words="二单元", at=NOW + DAY)
    order = town.order(request)
    assert order.state == "signed"
    assert order.due_at > before
