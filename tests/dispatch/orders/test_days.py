"""A day is the city's day: at one in the night it is yesterday in Greenwich, and people are on duty all the same."""

from datetime import UTC, datetime

import pytest

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.models import Order, WhistleCall
from minben.ground.registers import actions as registers
from tests.dispatch.orders.cast import NOW, Linjiang

# One in the night of the twelfth, as a server writes it.
IN_THE_NIGHT = datetime(2026, 3, 11, 17, 0, tzinfo=UTC)


def newcomer(city: Linjiang, *, since_day: int, until_day: int | None = None) -> User:
    """Somebody who works at the heating company from one day to another."""
    key = create_accounts(accounts=[NewAccount("ding", Role.OFFICER, hashed="!")], at=NOW)["ding"]
    until = NOW.date().replace(day=until_day) if until_day else None
    spell = registers.NewMembership(key, "heat", NOW.date().replace(day=since_day), until=until)
    registers.enrol_memberships(rows=[spell], at=NOW)
    return User.objects.get(pk=key)


def test_who_begins_today_signs_an_order_after_midnight(city: Linjiang) -> None:
    ding, order = newcomer(city, since_day=12), city.order()
    orders.sign(order_id=order.pk, by=ding, at=IN_THE_NIGHT)
    assert Order.objects.get(pk=order.pk).state == "signed"


def test_who_left_yesterday_signs_nothing_after_midnight(city: Linjiang) -> None:
    ding, order = newcomer(city, since_day=1, until_day=11), city.order()
    with pytest.raises(OrderError) as refused:
        orders.sign(order_id=order.pk, by=ding, at=IN_THE_NIGHT)
    assert refused.value.code == "not_your_unit"


def test_a_department_called_at_night_reports_by_who_is_on_duty_that_day(city: Linjiang) -> None:
    city.rule("road", "willow")
    order = city.signed("road", by="he")
    ding = newcomer(city, since_day=12)
    orders.whistle(
        order_id=order.pk, units=[city.units["heat"]], subject="路面塌陷", by=city.users["he"], at=NOW
    )
    call = WhistleCall.objects.get()
    orders.report_to_whistle(call_id=call.pk, words="已到场", by=ding, at=IN_THE_NIGHT)
    call.refresh_from_db()
    assert call.reported_at == IN_THE_NIGHT
