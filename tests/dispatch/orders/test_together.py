"""Units that act together: shares, whistles measured on both sides, and what the page of the centre shows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import queries
from minben.dispatch.orders.models import Order, OrderEntry, WhistleCall
from tests.dispatch.orders.cast import NOW, Linjiang

HOUR = timedelta(hours=1)


def street_order(city: Linjiang) -> Order:
    """An order of the street, signed by He Jing."""
    order = city.order("road", place="riverside")
    Order.objects.filter(pk=order.pk).update(unit_id=city.units["willow"], answers_id=city.units["willow"])
    orders.sign(order_id=order.pk, by=city.users["he"], at=NOW)
    order.refresh_from_db()
    return order


def called(city: Linjiang, *units: str) -> list[WhistleCall]:
    order = street_order(city)
    orders.whistle(
        order_id=order.pk,
        units=[city.units[name] for name in units],
        subject="管沟塌陷",
        by=city.users["he"],
        at=NOW,
    )
    return list(WhistleCall.objects.filter(whistle__order=order).order_by("unit__code"))


def test_a_whistle_is_measured_on_both_sides(city: Linjiang) -> None:
    heat, urban = called(city, "heat", "urban")
    orders.report_to_whistle(call_id=heat.pk, words="已到场", by=city.users["zhao"], at=NOW + HOUR)
    late = urban.report_by + HOUR
    orders.report_to_whistle(call_id=urban.pk, words="已到场", by=city.users["qian"], at=late)
    told = {row.name: row for row in queries.whistle_figures(since=NOW - HOUR, until=NOW + HOUR)}
    street = told["柳荫街道办"]
    assert (street.whistled, street.called) == (1, 0)
    assert (told["热力公司"].called, told["热力公司"].reported, told["热力公司"].in_time) == (1, 1, 1)
    assert (told["市城管局"].called, told["市城管局"].reported, told["市城管局"].in_time) == (1, 1, 0)


def test_a_street_that_calls_two_departments_at_once_whistled_once(city: Linjiang) -> None:
    called(city, "heat", "urban")
    [street] = [row for row in queries.whistle_figures(since=NOW - HOUR, until=NOW + HOUR) if row.whistled]
    assert street.whistled == 1


def test_a_department_reports_once_and_in_words(city: Linjiang) -> None:
    [call] = called(city, "heat")
    with pytest.raises(orders.OrderError) as empty:
        orders.report_to_whistle(call_id=call.pk, words="  ", by=city.users["zhao"], at=NOW)
    assert empty.value.code == "words_missing"
    orders.report_to_whistle(call_id=call.pk, words="已到场", by=city.users["zhao"], at=NOW + HOUR)
    with pytest.raises(orders.OrderError) as twice:
        orders.report_to_whistle(call_id=call.pk, words="已到场", by=city.users["zhao"], at=NOW + 2 * HOUR)
    assert twice.value.code == "already_reported"
    assert WhistleCall.objects.get().reported_at == NOW + HOUR


def test_nobody_reports_for_another_department(city: Linjiang) -> None:
    [call] = called(city, "heat")
    with pytest.raises(orders.OrderError) as refused:
        orders.report_to_whistle(call_id=call.pk, words="已到场", by=city.users["qian"], at=NOW)
    assert refused.value.code == "not_your_unit"


def test_a_whistle_moves_neither_the_order_nor_its_deadline(city: Linjiang) -> None:
    order = street_order(city)
    orders.whistle(
        order_id=order.pk, units=[city.units["heat"]], subject="管沟塌陷", by=city.users["he"], at=NOW + HOUR
    )
    again = Order.objects.get(pk=order.pk)
    assert (again.unit_id, again.state, again.due_at) == (order.unit_id, "signed", order.due_at)


def test_the_called_department_finds_the_call_in_its_queue_and_reports_there(
    city: Linjiang, client: Client, settings: object
) -> None:
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings
    [call] = called(city, "heat")
    client.force_login(city.users["zhao"])
    assert "管沟塌陷" in client.get(reverse("orders:queue")).content.decode()
    client.post(reverse("orders:report", args=[call.pk]), {"words": "已到场"})
    assert "管沟塌陷" not in client.get(reverse("orders:queue")).content.decode()


def test_a_share_is_an_order_of_its_own_that_nobody_sends_back(city: Linjiang) -> None:
    lead = city.signed("heating")
    [share] = orders.split(
        order_id=lead.pk, units=[city.units["urban"]], words="请清运", by=city.users["zhao"], at=NOW
    )
    child = Order.objects.get(pk=share)
    assert (child.part, child.parent_id, child.due_at) == ("joint", lead.pk, lead.due_at)
    assert child.sign_by > NOW
    orders.sign(order_id=share, by=city.users["qian"], at=NOW)
    with pytest.raises(orders.OrderError) as refused:
        orders.split(order_id=share, units=[city.units["heat"]], words="再分", by=city.users["qian"], at=NOW)
    assert refused.value.code == "not_lead"


def test_the_same_unit_does_not_get_two_shares(city: Linjiang) -> None:
    lead = city.signed("heating")
    share = {
        "order_id": lead.pk,
        "units": [city.units["urban"]],
        "words": "请清运",
        "by": city.users["zhao"],
        "at": NOW,
    }
    orders.split(**share)
    with pytest.raises(orders.OrderError) as refused:
        orders.split(**share)
    assert refused.value.code == "already_joint"
    assert Order.objects.filter(parent=lead).count() == 1


def test_the_person_reads_that_others_joined_and_every_act_has_a_name(city: Linjiang) -> None:
    lead = city.signed("heating")
    orders.split(order_id=lead.pk, units=[city.units["urban"]], words="请清运", by=city.users["zhao"], at=NOW)
    entry = OrderEntry.objects.filter(order=lead).latest("pk")
    assert (entry.step, entry.user_id) == ("split", city.users["zhao"].pk)
