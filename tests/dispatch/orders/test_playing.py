"""A year of outcomes, written at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order, OrderEntry, Proof
from minben.institutions.rights.models import Grant
from minben.needs.hotline.models import Entry, Request
from tests.dispatch.orders.cast import NOW, Linjiang, day

EARLIER = day(2026, 1, 7)


def played(order: Order) -> orders.Played:
    return orders.Played(
        request_id=order.request_id,
        dispatched_at=EARLIER,
        signed_at=EARLIER + timedelta(hours=1),
        done_at=EARLIER + timedelta(days=2),
        answer="已修好",
        evidence="换了阀门",
    )


def test_played_orders_look_as_if_worked_by_hand_at_their_own_time(city: Linjiang) -> None:
    done, waiting = (city.order("heating", at=EARLIER) for _ in range(2))
    rows = [played(done), orders.Played(request_id=waiting.request_id, dispatched_at=EARLIER)]
    assert orders.play(outcomes=rows, at=NOW) == 2
    done.refresh_from_db()
    assert (done.state, done.done_at, done.due_at) == (
        "done",
        EARLIER + timedelta(days=2),
        day(2026, 1, 14, 18),
    )
    steps = list(OrderEntry.objects.filter(order=done).order_by("at").values_list("step", flat=True))
    assert steps == ["dispatched", "signed", "done"]
    assert Proof.objects.get(order=done).words == "换了阀门"
    request = Request.objects.get(pk=done.request_id)
    assert request.state == "done"
    assert Entry.objects.get(request=request, step="done").at == EARLIER + timedelta(days=2)
    assert not Grant.objects.filter(subject=f"hotline.request:{request.pk}", until=None).exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sign_by) == ("dispatched", EARLIER + timedelta(hours=24))


def test_what_is_written_down_today_begins_when_the_order_went_out(city: Linjiang) -> None:
    order = city.order("heating", at=NOW)
    orders.play(outcomes=[played(order)], at=NOW)
    steps = list(OrderEntry.objects.filter(order=order).order_by("at").values_list("step", flat=True))
    assert steps == ["dispatched", "signed", "done"]


def test_work_without_evidence_or_out_of_order_is_not_played(city: Linjiang) -> None:
    good = played(city.order("heating"))
    backwards = replace(good, signed_at=EARLIER + timedelta(days=5))
    for wrong, code in ((replace(good, evidence=""), "no_evidence"), (backwards, "times_out_of_order")):
        with pytest.raises(orders.OrderError) as error:
            orders.play(outcomes=[wrong], at=NOW)
        assert error.value.code == code


def test_a_request_without_an_order_is_passed_over(city: Linjiang) -> None:
    row = replace(played(city.order("heating")), request_id=10**9)
    assert orders.play(outcomes=[row], at=NOW) == 0
