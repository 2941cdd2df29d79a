"""How often one request that comes in goes to the database, and that a thousand go hardly more often."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from minben.loop.clearing import clear_for_turn
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db
MOST = 14


@pytest.fixture
def town(trials_at_hand: None) -> Town:
    """A town in which every algorithm runs, and in which somebody has asked before."""
    town = settle()
    clear_for_turn(None, at=NOW)
    town.ask("热水管在漏水", category="heating")
    return town


def told(key: str, **facts: Any) -> hotline.Intake:
    given = {"category": "heating", "channel": "web", "source": "web", "source_key": key, **facts}
    return hotline.Intake(text=f"江畔社区{key}号楼暖气片冰凉", received_at=NOW, **given)


def test_one_request_is_understood_compared_and_routed_in_few_statements(
    town: Town, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(MOST):
        key = hotline.receive(intakes=[told("3")], at=NOW).request_ids[0]
    found = Request.objects.get(pk=key)
    assert (found.state, found.unit_id) == ("routed", town.units["heat"])
    assert found.place_id == town.places["riverside"]


def test_who_leaves_a_number_and_is_one_of_many_costs_a_little_more(
    town: Town, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    hotline.receive(intakes=[told("3")], at=NOW)
    contact = hotline.ContactGiven(name="陈桂英", phone="19900001234", reply_by="phone")
    with django_assert_max_num_queries(MOST + 15):
        hotline.receive(intakes=[told("3 ", contact=contact, person_key="chen")], at=NOW)


def test_a_hundred_at_once_cost_hardly_more_than_one(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST + 15):
        hotline.receive(intakes=[told(str(number)) for number in range(100)], at=NOW)
