"""Two at the same moment: nothing is done twice, nothing is lost, and the later one is told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order, OrderEntry, SendBack
from minben.evaluation.outcomes import actions as outcomes
from minben.evaluation.outcomes.models import FollowUp
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry, Import, Request
from tests.city import NOW, Town, ledger_holds, settle
from tests.loop.conftest import complaints
from tests.racing import at_once, errors, shared_database

__all__ = ["shared_database"]

Export = Callable[..., Path]
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def busy(shared_database: None) -> Town:
    return settle()


def steps(request: Request, step: str) -> int:
    return Entry.objects.filter(request=request, step=step).count()


def test_two_clerks_correct_one_request_and_it_has_one_order_where_the_last_sent_it(busy: Town) -> None:
    request = busy.ask()
    clerk = busy.users["wang.fang"].pk

    def correct(category: str) -> None:
        correction = hotline.Correction(category=category)
        hotline.correct(request_id=request.pk, correction=correction, by=clerk, at=LATER)

    assert errors(at_once(lambda: correct("noise"), lambda: correct("heating"))) == []
    request.refresh_from_db()
    order = busy.order(request)
    assert Order.objects.count() == 1
    assert order.category_id == request.category_id
    assert order.unit_id == request.unit_id
    assert steps(request, "corrected") == 2
    assert ledger_holds(LATER)


def test_two_officers_sign_one_order_and_one_of_them_is_told(busy: Town) -> None:
    request = busy.ask()
    order = busy.order(request)

    def sign() -> None:
        orders.sign(order_id=order.pk, by=busy.users["zhao.qiang"], at=LATER)

    assert errors(at_once(sign, sign)) == ["OrderError"]
    assert OrderEntry.objects.filter(order=order, step="signed").count() == 1
    assert steps(request, "signed") == 1


def test_two_officers_send_one_order_back_and_it_came_back_once(busy: Town) -> None:
    order, zhao = busy.order(busy.ask()), busy.users["zhao.qiang"]

    def send_back() -> None:
        orders.send_back(order_id=order.pk, reason="other_duty", words="是物业的事", by=zhao, at=LATER)

    assert errors(at_once(send_back, send_back)) == ["OrderError"]
    order.refresh_from_db()
    assert order.times_sent_back == SendBack.objects.count() == 1
    assert OrderEntry.objects.filter(order=order, step="sent_back").count() == 1


def test_a_clerk_and_an_officer_never_wait_for_each_other(busy: Town) -> None:
    """She holds the request and wants its order, he holds the order and wants its request."""
    zhao, clerk = busy.users["zhao.qiang"], busy.users["wang.fang"].pk
    for n in range(8):
        request = busy.ask(f"第{n}件")
        order = busy.order(request)
        correction = hotline.Correction(category="heating", words=f"第{n}次")
        results = at_once(
            lambda order=order: orders.sign(order_id=order.pk, by=zhao, at=LATER),
            lambda request=request, correction=correction: hotline.correct(
                request_id=request.pk, correction=correction, by=clerk, at=LATER
            ),
        )
        assert set(errors(results)) <= {"OrderError", "MoveRefused"}


def test_the_person_and_the_caller_say_at_once_that_it_is_solved(busy: Town) -> None:
    fang = busy.users["wang.fang"]
    for n in range(6):
        request = busy.ask(f"第{n}件")
        busy.finish(request)
        followup = FollowUp.objects.create(
            request=request,
            unit_id=busy.units["heat"],
            drawn_at=NOW,
            drawn_as="random",
            questionnaire=NOW.date(),
        )
        answers = outcomes.Answers(solved=True, satisfied=5)
        results = at_once(
            lambda request=request: hotline.judge(request_id=request.pk, solved=True, words="好了", at=LATER),
            lambda followup=followup, answers=answers: outcomes.record_voice(
                followup_id=followup.pk, answers=answers, by=fang, at=LATER
            ),
        )
        assert set(errors(results)) <= {"CallerRefused"}
        request.refresh_from_db()
        assert (request.solved, request.state) == (True, "closed")
        assert FollowUp.objects.get(pk=followup.pk).state == "reached"


def test_two_people_decide_one_end_and_it_is_decided_once(busy: Town) -> None:
    request = busy.ask()
    proposal = hotline.Proposal(
        kind="suspended", reason="waits_plan", words="等改造", evidence="改造计划", condition="改造开工"
    )
    fang = busy.users["wang.fang"].pk
    ending = hotline.propose_ending(request_id=request.pk, proposal=proposal, by=fang, at=NOW)
    others = [busy.users[name].pk for name in ("gao.ming", "liu.yan")]
    results = at_once(
        *(
            lambda by=by: hotline.decide_ending(ending_id=ending, agreed=True, by=by, at=LATER)
            for by in others
        )
    )
    assert errors(results) == ["EndingRefused"]
    assert steps(request, "ending_agreed") == 1


def test_two_processes_bring_the_same_export_and_each_row_is_there_once(busy: Town, export: Export) -> None:
    path = export(complaints(60))

    def bring() -> hotline.Brought:
        file = hotline.FileToBring(path=path, columns={}, source="city", turn="t", batch=10)
        return hotline.bring_file(file=file, at=NOW, progress=lambda brought: None)

    results = at_once(bring, bring)
    assert errors(results) == []
    keys = sorted(Request.objects.values_list("source_key", flat=True))
    assert keys == sorted(f"A{n}" for n in range(60))
    assert Order.objects.count() == Request.objects.filter(unit__isnull=False).count()
    done = Import.objects.get()
    assert (done.imported, done.set_aside) == (60, 0)
    assert sum(one.imported for one in results if isinstance(one, hotline.Brought)) == 60
    assert ledger_holds()


def test_two_exports_that_share_rows_come_in_at_once_and_no_row_is_there_twice(
    busy: Town, export: Export
) -> None:
    first, second = export(complaints(40), "a.csv"), export(complaints(40, start=20), "b.csv")

    def bring(path: Path) -> hotline.Brought:
        file = hotline.FileToBring(path=path, columns={}, source="city", turn=path.stem, batch=10)
        return hotline.bring_file(file=file, at=NOW, progress=lambda brought: None)

    assert errors(at_once(lambda: bring(first), lambda: bring(second))) == []
    keys = sorted(Request.objects.values_list("source_key", flat=True))
    assert keys == sorted(f"A{n}" for n in range(60))
    assert sum(Import.objects.values_list("imported", flat=True)) == 60


def test_eight_desks_take_requests_at_once_and_none_is_turned_away(busy: Town) -> None:
    def take(desk: int) -> int:
        for n in range(5):
            busy.ask(f"{desk}号台第{n}件：楼道灯不亮")
        return 5

    results = at_once(*(lambda desk=desk: take(desk) for desk in range(8)))
    assert errors(results) == []
    assert Request.objects.count() == Order.objects.count() == 40
    assert len(set(Request.objects.values_list("code", flat=True))) == 40
    assert ledger_holds()


def test_a_request_taken_back_twice_at_once_ends_once(busy: Town) -> None:
    request = busy.ask()

    def withdraw() -> None:
        hotline.withdraw(request_id=request.pk, words="不用了", at=LATER)

    assert errors(at_once(withdraw, withdraw)) == []
    assert steps(request, "withdrawn") == 1
    assert busy.order(request).state == "cancelled"
