"""Reminders by machine (催办) and supervision signed by a person (督办)."""

from datetime import timedelta

import pytest

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import queries
from minben.dispatch.orders.models import Order, OrderEntry, Reminder, Supervision
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry
from tests.dispatch.orders.cast import NOW, Linjiang

DAY = timedelta(days=1)


def finished(city: Linjiang, order: Order, at: object) -> None:
    proof = orders.Evidence(words="换了循环泵，量得二十度。")
    orders.sign(order_id=order.pk, by=city.users["zhao"], at=at)
    orders.finish(order_id=order.pk, proofs=[proof], answer="已换循环泵。", by=city.users["zhao"], at=at)


def not_solved(order: Order, at: object) -> None:
    hotline.judge(request_id=order.request_id, solved=False, words="还是不热", at=at)


def test_a_reminder_is_the_machines_and_says_why(city: Linjiang) -> None:
    unsigned, late = city.order("heating"), city.signed("heating")
    Order.objects.filter(pk=late.pk).update(due_at=NOW + DAY)
    orders.remind_due(at=NOW + 2 * DAY)
    assert {row.order_id: row.why for row in Reminder.objects.all()} == {
        unsigned.pk: "not_signed",
        late.pk: "overdue",
    }
    entries = OrderEntry.objects.filter(step="reminded")
    assert {(one.actor, one.user_id) for one in entries} == {("machine", None)}


def test_no_machine_ever_signs_a_supervision(city: Linjiang) -> None:
    order = city.order("heating")
    for turn in range(2):
        finished(city, order, NOW + turn * DAY)
        not_solved(order, NOW + turn * DAY)
    [proposed] = Supervision.objects.all()
    assert (proposed.by_id, proposed.signed_at) == (None, None)
    orders.remind_due(at=NOW + 30 * DAY)
    assert Supervision.objects.get().signed_at is None


def test_the_first_not_solved_is_the_same_units_the_second_the_centres_to_look_at(city: Linjiang) -> None:
    order = city.order("heating")
    finished(city, order, NOW)
    not_solved(order, NOW + DAY)
    again = Order.objects.get(pk=order.pk)
    assert (again.unit_id, again.state, again.round) == (order.unit_id, "dispatched", 2)
    assert not Supervision.objects.exists()
    finished(city, order, NOW + 2 * DAY)
    not_solved(order, NOW + 3 * DAY)
    again.refresh_from_db()
    assert (again.unit_id, again.round) == (order.unit_id, 3)
    assert Supervision.objects.get().why == "not_solved"


def test_what_the_centre_signs_the_person_and_the_unit_both_read(city: Linjiang) -> None:
    order = city.signed("heating")
    orders.supervise(order_id=order.pk, words="三天内恢复供暖", by=city.users["wang_fang"], at=NOW)
    card = queries.order_card(order.pk)
    assert card is not None
    assert card.supervision is not None
    assert card.supervision.words == "三天内恢复供暖"
    told = Entry.objects.get(request_id=order.request_id, step="supervised")
    assert (told.words, told.user_id, told.public) == ("三天内恢复供暖", city.users["wang_fang"].pk, True)


def test_a_second_signature_renews_nothing_that_was_proposed_once(city: Linjiang) -> None:
    order = city.order("heating")
    for turn in range(2):
        finished(city, order, NOW + turn * DAY)
        not_solved(order, NOW + turn * DAY)
    orders.supervise(order_id=order.pk, words="限三天", by=city.users["wang_fang"], at=NOW + 3 * DAY)
    assert Supervision.objects.count() == 1
    assert Supervision.objects.get().signed_at == NOW + 3 * DAY


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_is_over_is_neither_reminded_of_nor_supervised(city: Linjiang, state: str) -> None:
    order = city.signed("heating")
    Order.objects.filter(pk=order.pk).update(
        state=state, due_at=NOW - DAY, closed_at=NOW if state == "closed" else None
    )
    assert orders.remind_due(at=NOW) == 0
    with pytest.raises(orders.OrderError) as refused:
        orders.supervise(order_id=order.pk, words="快办", by=city.users["wang_fang"], at=NOW)
    assert refused.value.code == "not_open"
