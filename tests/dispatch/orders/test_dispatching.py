"""Who acts, by when, and why."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import CatalogueRule, Order, OrderEntry
from minben.institutions.rights.models import Grant
from minben.ledger.models import Entry
from minben.needs.hotline.models import Request
from tests.dispatch.orders.cast import NOW, Linjiang, day


def codes(order: Order) -> list[str]:
    return [reason["code"] for reason in order.why]


def test_a_cold_flat_goes_to_the_heating_company_with_a_date_and_two_reasons(city: Linjiang) -> None:
    order = city.order("heating")
    assert order.unit_id == order.answers_id == city.units["heat"]
    assert codes(order) == ["category_default", "span"]
    assert order.why[0]["source"] == "临江市派单目录"
    request = Request.objects.get(pk=order.request_id)
    assert (request.state, request.unit_id, request.due_at, request.why) == (
        "routed",
        order.unit_id,
        order.due_at,
        order.why,
    )


def test_noise_in_riverside_goes_to_the_district_because_of_the_area_around_it(city: Linjiang) -> None:
    order = city.order("noise", place="riverside")
    assert order.unit_id == city.units["urban-north"]
    assert order.why[0]["code"] == "parent_area"
    assert order.why[0]["place"] == "江北区"


def test_noise_on_the_other_bank_goes_to_the_city(city: Linjiang) -> None:
    assert city.order("noise", place="south").unit_id == city.units["urban"]


def test_a_category_without_a_rule_gets_a_unit_of_its_own_once(city: Linjiang) -> None:
    first, second = city.order("road"), city.order("road")
    assert first.unit_id == second.unit_id
    assert codes(first)[0] == codes(second)[0] == "own_unit"
    assert first.unit.name == "道路破损组"


def test_people_who_write_the_catalogue_replace_the_unit_that_was_made(city: Linjiang) -> None:
    city.order("road")
    city.rule("road", "urban")
    assert city.order("road").unit_id == city.units["urban"]
    assert CatalogueRule.objects.filter(origin="own", replaced_at=None, until=None).count() == 0


def test_what_an_export_recorded_stays_as_it_was(city: Linjiang) -> None:
    due, closed = NOW - timedelta(days=3), NOW - timedelta(days=4)
    received = NOW - timedelta(days=9)
    order = city.order(unit="Parks Department", due_at=due, closed_at=closed, received_at=received)
    assert order.unit.name == "Parks Department"
    assert codes(order) == ["as_recorded", "due_as_recorded"]
    assert (order.state, order.due_at, order.closed_at, order.dispatched_at) == (
        "closed",
        due,
        closed,
        received,
    )
    request = Request.objects.get(pk=order.request_id)
    assert (request.state, request.closed_at, request.due_at) == ("closed", closed, due)
    assert not Grant.objects.filter(subject=f"hotline.request:{request.pk}").exists()


def test_what_an_export_closed_without_a_deadline_never_had_one(city: Linjiang) -> None:
    closed, received = NOW - timedelta(days=4), NOW - timedelta(days=9)
    order = city.order(closed_at=closed, received_at=received)
    assert (order.state, order.due_at, codes(order)) == ("closed", None, ["category_default"])
    assert Request.objects.get(pk=order.request_id).due_at is None
    assert codes(city.order()) == ["category_default", "span"], "what is open is promised a day all the same"


def test_an_export_may_name_a_unit_the_city_knows_by_code_or_by_name(city: Linjiang) -> None:
    assert city.order(unit="heat").unit_id == city.units["heat"]
    assert city.order(unit="热力公司").unit_id == city.units["heat"]
    assert city.order(unit=" Heating company ").unit_id == city.units["heat"]


def test_the_unit_that_acts_may_read_and_nobody_else(city: Linjiang) -> None:
    order = city.order("heating")
    grant = Grant.objects.get(subject=f"hotline.request:{order.request_id}")
    assert (grant.holder, grant.purpose, grant.until) == (f"unit:{order.unit_id}", "request.handle", None)


@pytest.mark.parametrize("identity", ["confidential", "anonymous"])
def test_the_unit_learns_nothing_of_a_person_who_wants_it_so(city: Linjiang, identity: str) -> None:
    order = city.order("heating", identity=identity)
    assert not order.names_person
    assert not Grant.objects.filter(subject=f"hotline.request:{order.request_id}").exists()


def test_a_complaint_about_a_district_office_goes_above_it_and_hides_who_complained(city: Linjiang) -> None:
    order = city.order("noise", against_id=city.units["urban-north"])
    assert order.unit_id == city.units["urban"]
    assert codes(order)[0] == "above_accused"
    assert not Grant.objects.filter(subject=f"hotline.request:{order.request_id}").exists()


def test_a_complaint_about_a_whole_department_goes_to_the_centre(city: Linjiang) -> None:
    order = city.order("noise", against_id=city.units["urban"])
    assert order.unit_id == city.units["centre"]


def test_a_complaint_about_somebody_else_changes_nothing(city: Linjiang) -> None:
    order = city.order("heating", against_id=city.units["urban"])
    assert order.unit_id == city.units["heat"]
    assert order.names_person


def test_a_batch_with_one_complaint_nobody_may_handle_is_refused_whole(city: Linjiang) -> None:
    batch = [city.arrival("heating"), city.arrival("heating", against_id=city.units["centre"], unit="centre")]
    with pytest.raises(orders.OrderError) as refused, transaction.atomic():
        orders.dispatch(batch, NOW)
    assert refused.value.code == "nobody_but_accused"
    assert not Order.objects.exists()


def test_two_thousand_requests_take_no_more_queries_than_twenty(city: Linjiang) -> None:
    counted = []
    for size in (20, 200):
        batch = [city.arrival("heating" if n % 2 else "noise") for n in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            orders.dispatch(batch, NOW)
        # SQLite inserts at most so many values at a time; the statements beside them must not grow.
        counted.append(sum(not query["sql"].startswith("INSERT") for query in queries))
    assert counted[1] <= counted[0]


def test_a_batch_leaves_one_act_in_the_ledger(city: Linjiang) -> None:
    orders.dispatch([city.arrival("heating") for _ in range(5)], NOW)
    assert Entry.objects.filter(what="orders.dispatched").count() == 1
    assert OrderEntry.objects.filter(step="dispatched").count() == 5


def test_a_corrected_category_moves_the_order_and_not_the_clock(city: Linjiang) -> None:
    order = city.signed("heating")
    later = NOW + timedelta(hours=5)
    arrival = city.arrival("noise")
    again = [type(arrival)(**{**_fields(arrival), "request_id": order.request_id, "resent": True})]
    orders.dispatch(again, later)
    moved = Order.objects.get(pk=order.pk)
    assert (moved.unit_id, moved.state) == (city.units["urban-north"], "dispatched")
    assert moved.answers_id == city.units["heat"]
    assert moved.dispatched_at == order.dispatched_at
    assert moved.due_at == order.due_at
    assert Order.objects.count() == 1


def _fields(arrival: object) -> dict[str, object]:
    return {name: getattr(arrival, name) for name in arrival.__dataclass_fields__}  # type: ignore[attr-defined]  # a dataclass


def test_a_year_without_published_holidays_is_counted_by_its_weekends_and_says_so(city: Linjiang) -> None:
    order = city.order("heating", at=day(2031, 3, 5))
    assert codes(order)[-1] == "calendar_estimated"
    assert order.due_at == day(2031, 3, 12, 18)


def test_before_a_rule_begins_a_unit_of_its_own_acts_and_hands_over_on_the_day(city: Linjiang) -> None:
    city.rule("road", "urban", since=date(2026, 4, 1))
    assert city.order("road").why[0]["code"] == "own_unit"
    assert city.order("road", at=day(2026, 4, 1)).unit_id == city.units["urban"]
