"""What follows from the person's own word, from reminders and from supervision."""

from datetime import timedelta

import pytest

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import queries
from minben.dispatch.orders.models import Order, OrderEntry, Reminder, Supervision
from minben.institutions.rights.models import Grant
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry, Request
from tests.dispatch.orders.cast import NOW, Linjiang, day

EVIDENCE = [orders.Evidence(words="换了阀门")]


def done(city: Linjiang, order: Order | None = None) -> Order:
    order = order or city.signed("heating")
    orders.finish(order_id=order.pk, proofs=EVIDENCE, answer="修好了", by=city.users["zhao"], at=NOW)
    return order


def judge(order: Order, *, solved: bool) -> None:
    orders.follow_judgements(
        [hotline.Judgement(request_id=order.request_id, solved=solved, words="还是不热")], NOW
    )
    order.refresh_from_db()


def test_solved_closes_the_order(city: Linjiang) -> None:
    order = done(city)
    judge(order, solved=True)
    assert (order.state, order.closed_at) == ("closed", NOW)
    assert Request.objects.get(pk=order.request_id).state == "closed"


def test_not_solved_goes_back_to_the_same_unit_with_a_new_deadline(city: Linjiang) -> None:
    order = done(city)
    judge(order, solved=False)
    assert (order.state, order.unit_id, order.round, order.done_at) == (
        "dispatched",
        city.units["heat"],
        2,
        None,
    )
    assert order.due_at == day(2026, 3, 16, 18)
    assert order.why[-1]["code"] == "reopened"
    assert Grant.objects.filter(subject=f"hotline.request:{order.request_id}", until=None).exists()
    assert not Supervision.objects.exists()


def test_twice_not_solved_is_put_before_the_centre_and_only_a_person_signs(city: Linjiang) -> None:
    order = done(city)
    judge(order, solved=False)
    orders.sign(order_id=order.pk, by=city.users["zhao"], at=NOW)
    done(city, order)
    judge(order, solved=False)
    proposed = Supervision.objects.get(order=order)
    assert (proposed.by, proposed.signed_at, proposed.why) == (None, None, "not_solved")
    assert [row.proposed for row in queries.late_orders(NOW)] == ["not_solved"]
    orders.supervise(order_id=order.pk, words="三日内上门并回告", by=city.users["wang_fang"], at=NOW)
    proposed.refresh_from_db()
    assert proposed.by == city.users["wang_fang"]
    assert proposed.due_at == day(2026, 3, 16, 18)
    assert Entry.objects.filter(
        request=order.request_id, step="supervised", words="三日内上门并回告"
    ).exists()
    assert queries.late_orders(NOW) == []


def test_not_solved_reopens_what_was_closed(city: Linjiang) -> None:
    order = done(city)
    judge(order, solved=True)
    judge(order, solved=False)
    assert (order.state, order.closed_at) == ("dispatched", None)
    assert Request.objects.get(pk=order.request_id).state == "routed"


def test_a_withdrawn_request_cancels_the_order_and_those_that_help(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.split(order_id=order.pk, units=[city.units["urban"]], words="协办", by=city.users["zhao"], at=NOW)
    orders.follow_moves(
        [hotline.Moved(request_id=order.request_id, step="withdrawn", state="withdrawn")], NOW
    )
    assert set(Order.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not Grant.objects.filter(until=None).exists()


def test_a_request_that_never_had_an_order_is_left_to_the_clerks(city: Linjiang) -> None:
    arrival = city.arrival()
    orders.follow_judgements([hotline.Judgement(request_id=arrival.request_id, solved=False)], NOW)
    assert not Order.objects.exists()


def test_the_machine_reminds_once_a_day_of_what_is_late_or_unsigned(city: Linjiang) -> None:
    order = city.order("heating", urgency="urgent")
    assert orders.remind_due(at=NOW + timedelta(minutes=1)) == 1  # due within a day
    evening, morning = NOW + timedelta(hours=5), NOW + timedelta(days=1)
    assert orders.remind_due(at=evening) == 0
    assert orders.remind_due(at=morning) == 1
    assert list(Reminder.objects.order_by("day").values_list("why", flat=True)) == ["due_soon", "not_signed"]
    assert OrderEntry.objects.filter(order=order, step="reminded", actor="machine").count() == 2


def test_the_person_hears_of_the_first_reminder_alone(city: Linjiang) -> None:
    city.order("heating")
    for n in range(3):
        orders.remind_due(at=NOW + timedelta(days=2 + n))
    assert list(Entry.objects.filter(step="reminded").order_by("at").values_list("public", flat=True)) == [
        True,
        False,
        False,
    ]


def test_an_order_that_waits_for_the_person_is_not_reminded_of(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.ask_person(order_id=order.pk, words="几单元？", by=city.users["zhao"], at=NOW)
    assert orders.remind_due(at=NOW + timedelta(days=20)) == 0


def test_an_officer_cannot_supervise_and_words_are_needed(city: Linjiang) -> None:
    order = city.signed("heating")
    for by, words, code in (("zhao", "快办", "not_centre"), ("wang_fang", " ", "words_missing")):
        with pytest.raises(orders.OrderError) as error:
            orders.supervise(order_id=order.pk, words=words, by=city.users[by], at=NOW)
        assert error.value.code == code


def test_only_the_centre_closes_and_closed_is_not_solved(city: Linjiang) -> None:
    order = done(city)
    orders.close(order_id=order.pk, words="三次回访未接通", by=city.users["wang_fang"], at=NOW)
    request = Request.objects.get(pk=order.request_id)
    assert (request.state, request.solved) == ("closed", None)


def test_facts_tell_each_order_in_numbers(city: Linjiang) -> None:
    order = done(city)
    facts = queries.facts_for_outcomes(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert facts["request_id"].tolist() == [order.request_id]
    assert facts["done_at"].tolist() == [NOW.timestamp()]
    assert {len(column) for column in facts.values()} == {1}


@pytest.mark.parametrize("solved", [True, False])
def test_the_unit_does_not_learn_from_the_last_word_who_asked(city: Linjiang, solved: bool) -> None:
    order = done(city, city.signed("heating", identity="confidential"))
    said = "我叫陈桂英，电话13800000001，看过了"
    orders.follow_judgements([hotline.Judgement(request_id=order.request_id, solved=solved, words=said)], NOW)
    kept = OrderEntry.objects.get(order=order, actor="person").words
    assert kept == "我叫***，电话***，看过了"


@pytest.mark.parametrize("who", ["unit", "person"])
def test_after_a_pause_the_person_is_promised_the_same_day_as_the_unit(city: Linjiang, who: str) -> None:
    order = city.signed("heating")
    before = order.due_at
    assert before is not None
    orders.ask_person(order_id=order.pk, words="几单元？", by=city.users["zhao"], at=NOW)
    later = NOW + timedelta(days=2)
    if who == "unit":
        orders.resume(order_id=order.pk, by=city.users["zhao"], at=later)
    else:
        hotline.add_words(request_id=order.request_id, words="三单元", at=later)
        moved = hotline.Moved(request_id=order.request_id, step="added", state="signed")
        if Order.objects.get(pk=order.pk).state == "paused":
            orders.follow_moves([moved], later)
    order.refresh_from_db()
    request = Request.objects.get(pk=order.request_id)
    assert (order.state, request.state) == ("signed", "signed")
    assert request.due_at == order.due_at == before + timedelta(days=2)
