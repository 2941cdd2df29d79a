"""What a unit does with an order: sign, send back, ask, split, whistle, finish."""

from datetime import date, timedelta

import pytest

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import queries
from minben.dispatch.orders.models import Order, OrderEntry, Ruling, Visit, WhistleCall
from minben.institutions.rights.models import Grant
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry, Request
from tests.dispatch.orders.cast import NOW, Linjiang, day

EVIDENCE = [orders.Evidence(words="换了阀门", figure=21.0, figure_unit="°C")]


def refused(error: pytest.ExceptionInfo[orders.OrderError]) -> str:
    return error.value.code


def test_the_first_unit_answers_until_another_has_signed(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.send_back(order_id=order.pk, reason="other_duty", words="属城管", by=city.users["zhao"], at=NOW)
    orders.reroute(order_id=order.pk, unit_id=city.units["urban"], by=city.users["wang_fang"], at=NOW)
    order.refresh_from_db()
    assert (order.unit_id, order.answers_id) == (city.units["urban"], city.units["heat"])
    held = Grant.objects.filter(subject=f"hotline.request:{order.request_id}", until=None)
    assert set(held.values_list("holder", flat=True)) == {f"unit:{city.units[u]}" for u in ("heat", "urban")}
    orders.sign(order_id=order.pk, by=city.users["qian"], at=NOW + timedelta(hours=1))
    order.refresh_from_db()
    assert order.answers_id == city.units["urban"]
    assert held.get().holder == f"unit:{city.units['urban']}"


def test_sending_back_does_not_stop_the_clock(city: Linjiang) -> None:
    order = city.order("heating")
    due = order.due_at
    orders.send_back(order_id=order.pk, reason="other_area", words="在江南区", by=city.users["zhao"], at=NOW)
    orders.reroute(order_id=order.pk, unit_id=city.units["urban"], by=city.users["wang_fang"], at=NOW)
    order.refresh_from_db()
    assert order.due_at == due


def test_after_the_hours_for_sending_back_the_unit_keeps_the_order(city: Linjiang) -> None:
    order = city.order("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.send_back(
            order_id=order.pk,
            reason="other_duty",
            words="x",
            by=city.users["zhao"],
            at=NOW + timedelta(days=2),
        )
    assert refused(error) == "too_late_to_send_back"


def test_lack_of_staff_is_no_reason_to_send_back(city: Linjiang) -> None:
    order = city.order("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.send_back(
            order_id=order.pk, reason="no_staff", words="人手不够", by=city.users["zhao"], at=NOW
        )
    assert refused(error) == "reason_unknown"


def test_the_second_time_the_centre_rules_in_writing_and_that_stands(city: Linjiang) -> None:
    order = city.order("heating")
    centre, back = (
        city.users["wang_fang"],
        {"order_id": order.pk, "reason": "other_duty", "words": "不归我们"},
    )
    orders.send_back(**back, by=city.users["zhao"], at=NOW)
    orders.reroute(order_id=order.pk, unit_id=city.units["urban"], by=centre, at=NOW)
    orders.send_back(**back, by=city.users["qian"], at=NOW)
    with pytest.raises(orders.OrderError) as error:
        orders.reroute(order_id=order.pk, unit_id=city.units["heat"], by=centre, at=NOW)
    assert refused(error) == "needs_ruling"
    with pytest.raises(orders.OrderError) as error:
        orders.rule_on(order_id=order.pk, unit_id=city.units["heat"], words="  ", by=centre, at=NOW)
    assert refused(error) == "words_missing"
    orders.rule_on(order_id=order.pk, unit_id=city.units["heat"], words="热力公司办理", by=centre, at=NOW)
    with pytest.raises(orders.OrderError) as error:
        orders.send_back(**back, by=city.users["zhao"], at=NOW)
    assert refused(error) == "already_ruled"


def test_a_general_ruling_guides_the_next_request_of_its_kind_and_place(city: Linjiang) -> None:
    order = city.order("noise")
    assert order.unit_id == city.units["urban-north"]
    rule = {
        "order_id": order.pk,
        "unit_id": city.units["willow"],
        "words": "此类由街道办理",
        "by": city.users["wang_fang"],
    }
    orders.rule_on(**rule, at=NOW, general=True)
    following = city.order("noise")
    assert (following.unit_id, following.why[0]["code"]) == (city.units["willow"], "ruling")
    assert city.order("noise", place="south").unit_id == city.units["urban"]


def test_officers_do_not_rule_and_clerks_do_not_work(city: Linjiang) -> None:
    order = city.order("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.rule_on(
            order_id=order.pk, unit_id=city.units["urban"], words="归城管", by=city.users["zhao"], at=NOW
        )
    assert refused(error) == "not_centre"
    with pytest.raises(orders.OrderError) as error:
        orders.sign(order_id=order.pk, by=city.users["wang_fang"], at=NOW)
    assert refused(error) == "not_your_unit"


def test_nothing_can_be_done_before_somebody_has_signed(city: Linjiang) -> None:
    order = city.order("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.finish(order_id=order.pk, proofs=EVIDENCE, answer="好了", by=city.users["zhao"], at=NOW)
    assert refused(error) == "move_refused"


def test_while_li_wei_is_asked_the_clock_stands_still_and_his_answer_sets_it_going(city: Linjiang) -> None:
    order = city.signed("heating")
    due = order.due_at
    assert due
    orders.ask_person(order_id=order.pk, words="请问几单元？", by=city.users["zhao"], at=NOW)
    assert Request.objects.get(pk=order.request_id).state == "asked"
    orders.follow_moves(
        [hotline.Moved(request_id=order.request_id, step="added", state="signed")], NOW + timedelta(hours=30)
    )
    order.refresh_from_db()
    assert (order.state, order.due_at, order.paused_s, order.paused_at) == (
        "signed",
        due + timedelta(hours=30),
        30 * 3600,
        None,
    )


def test_a_unit_may_stop_waiting_for_an_answer(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.ask_person(order_id=order.pk, words="请问几单元？", by=city.users["zhao"], at=NOW)
    orders.resume(order_id=order.pk, by=city.users["zhao"], at=NOW + timedelta(days=1))
    assert Request.objects.get(pk=order.request_id).state == "signed"


@pytest.mark.parametrize(
    ("proofs", "code"),
    [
        ([], "no_evidence"),
        ([orders.Evidence(words=" ")], "no_evidence"),
        ([orders.Evidence(words="好", figure=21.0)], "figure_without_unit"),
        ([orders.Evidence(words="ok")], "says_nothing"),
        ([orders.Evidence(words="已处理"), orders.Evidence(words="诉求人满意")], "says_nothing"),
    ],
)
def test_done_needs_evidence(city: Linjiang, proofs: list[orders.Evidence], code: str) -> None:
    order = city.signed("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.finish(order_id=order.pk, proofs=proofs, answer="好了", by=city.users["zhao"], at=NOW)
    assert refused(error) == code
    assert Order.objects.get(pk=order.pk).state == "signed"


def test_done_ends_the_units_right_to_read(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.finish(
        order_id=order.pk, proofs=EVIDENCE, answer="好了", by=city.users["zhao"], at=NOW + timedelta(hours=2)
    )
    assert not Grant.objects.filter(subject=f"hotline.request:{order.request_id}", until=None).exists()
    assert Request.objects.get(pk=order.request_id).state == "done"


def test_a_unit_that_helps_holds_up_the_end_until_it_has_done_its_share(city: Linjiang) -> None:
    order = city.signed("heating")
    (share,) = orders.split(
        order_id=order.pk, units=[city.units["urban"]], words="请清理井盖", by=city.users["zhao"], at=NOW
    )
    end = {"order_id": order.pk, "proofs": EVIDENCE, "answer": "好了", "by": city.users["zhao"], "at": NOW}
    with pytest.raises(orders.OrderError) as error:
        orders.finish(**end)
    assert refused(error) == "still_joint"
    orders.sign(order_id=share, by=city.users["qian"], at=NOW)
    orders.finish(order_id=share, proofs=EVIDENCE, answer="已清理", by=city.users["qian"], at=NOW)
    assert Request.objects.get(pk=order.request_id).state == "signed"
    orders.finish(**end)
    assert Request.objects.get(pk=order.request_id).state == "done"


def test_a_share_never_goes_to_the_unit_complained_about(city: Linjiang) -> None:
    order = city.signed("heating", against_id=city.units["urban"])
    with pytest.raises(orders.OrderError) as error:
        orders.split(
            order_id=order.pk, units=[city.units["urban-north"]], words="协办", by=city.users["zhao"], at=NOW
        )
    assert refused(error) == "unit_accused"


def test_a_street_whistles_and_departments_report_in_time_or_late(city: Linjiang) -> None:
    order = city.order("noise", unit="willow")
    orders.sign(order_id=order.pk, by=city.users["he"], at=NOW)
    units = [city.units["urban"], city.units["heat"]]
    orders.whistle(order_id=order.pk, units=units, subject="夜间施工与供热管沟", by=city.users["he"], at=NOW)
    calls = {call.unit_id: call for call in WhistleCall.objects.all()}
    assert {call.report_by for call in calls.values()} == {day(2026, 3, 13, 18)}
    early, late = day(2026, 3, 12), day(2026, 3, 16)
    orders.report_to_whistle(call_id=calls[units[0]].pk, words="已到场", by=city.users["qian"], at=early)
    orders.report_to_whistle(call_id=calls[units[1]].pk, words="已到场", by=city.users["zhao"], at=late)
    figures = {row.name: row for row in queries.whistle_figures(since=NOW, until=late)}
    assert figures["柳荫街道办"].whistled == 1
    assert (figures["市城管局"].in_time, figures["热力公司"].in_time, figures["热力公司"].reported) == (
        1,
        0,
        1,
    )


def test_a_department_cannot_whistle_for_a_street(city: Linjiang) -> None:
    order = city.signed("heating")
    with pytest.raises(orders.OrderError) as error:
        orders.whistle(
            order_id=order.pk, units=[city.units["urban"]], subject="来", by=city.users["zhao"], at=NOW
        )
    assert refused(error) == "not_a_street"


def test_the_earliest_free_place_of_a_crew_is_promised_and_none_twice(city: Linjiang) -> None:
    orders.add_crews(rows=[orders.NewCrew(unit_id=city.units["heat"], name="抢修一班", per_day=1)], at=NOW)
    visits = [
        orders.plan_visit(order_id=city.signed("heating").pk, by=city.users["zhao"], at=NOW) for _ in range(3)
    ]
    # Thursday, Friday, then Monday: nobody goes out at the weekend.
    assert [visit.day for visit in visits] == [date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16)]
    orders.give_up_visit(visit_id=visits[0].pk, words="车坏了", by=city.users["zhao"], at=NOW)
    urgent = orders.plan_visit(order_id=city.signed("heating", danger=True).pk, by=city.users["zhao"], at=NOW)
    assert urgent.day == date(2026, 3, 11)
    assert Visit.objects.filter(given_up_at=None).count() == 3


def test_a_crew_goes_only_where_it_can_help(city: Linjiang) -> None:
    crew = orders.NewCrew(unit_id=city.units["heat"], name="查表班", per_day=5, skills=("road",))
    orders.add_crews(rows=[crew], at=NOW)
    with pytest.raises(orders.OrderError) as error:
        orders.plan_visit(order_id=city.signed("heating").pk, by=city.users["zhao"], at=NOW)
    assert refused(error) == "no_crew_free"


def test_every_step_is_appended_to_both_histories(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.finish(order_id=order.pk, proofs=EVIDENCE, answer="好了", by=city.users["zhao"], at=NOW)
    steps = list(OrderEntry.objects.filter(order=order).order_by("pk").values_list("step", flat=True))
    assert steps == ["dispatched", "signed", "done"]
    told = list(Entry.objects.filter(request=order.request_id).order_by("pk").values_list("step", flat=True))
    assert told == ["routed", "signed", "done"]


def test_an_order_being_worked_on_is_not_sent_to_another_unit(city: Linjiang) -> None:
    order = city.signed("heating")
    to = {"order_id": order.pk, "unit_id": city.units["urban"], "by": city.users["wang_fang"], "at": NOW}
    for finished in (False, True):
        if finished:
            orders.finish(
                order_id=order.pk,
                proofs=[orders.Evidence(words="换了阀门")],
                answer="好了",
                by=city.users["zhao"],
                at=NOW,
            )
        for decide in (orders.reroute, orders.rule_on):
            with pytest.raises(orders.OrderError) as error:
                decide(words="归城管", **to)
            assert refused(error) == "move_refused"
    order.refresh_from_db()
    assert (order.state, order.unit_id) == ("done", city.units["heat"])
    assert not Ruling.objects.exists()
