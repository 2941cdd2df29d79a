"""Deadlines over the long holidays, as Grandma Chen would count them."""

from datetime import datetime

import pytest

from minben.dispatch.orders.models import CatalogueRule, Order
from minben.needs.hotline.reasons import in_words
from tests.dispatch.orders.cast import Linjiang, day


@pytest.mark.parametrize(
    ("given", "due"),
    [
        # 国庆 2025: off 1–8 October, worked on Sunday 28 September and Saturday 11 October.
        (day(2025, 9, 26), day(2025, 10, 10, 18)),
        # 春节 2026: off 15–23 February, worked on Saturday 14 and Saturday 28 February.
        (day(2026, 2, 12), day(2026, 2, 26, 18)),
    ],
)
def test_five_working_days_step_over_the_holidays_and_count_the_days_made_up(
    city: Linjiang, given: datetime, due: datetime
) -> None:
    assert city.order("heating", at=given).due_at == due


def test_an_urgent_need_runs_through_the_holiday(city: Linjiang) -> None:
    order = city.order("heating", at=day(2025, 10, 2), urgency="urgent")
    assert order.due_at == day(2025, 10, 3)
    assert order.sign_by == day(2025, 10, 2, 12)


def test_a_question_is_answered_sooner_than_a_suggestion(city: Linjiang) -> None:
    question, suggestion = city.order(kind="consultation"), city.order(kind="suggestion")
    assert question.due_at
    assert suggestion.due_at
    assert question.due_at < suggestion.due_at


def test_a_rule_may_set_limits_of_its_own(city: Linjiang) -> None:
    city.rule("road", "urban", spans={"normal": "30 hours"}, sign_hours=1)
    order = city.order("road")
    assert order.due_at == day(2026, 3, 12, 16)
    assert order.sign_by == day(2026, 3, 11, 11)
    rule = CatalogueRule.objects.get(category=order.category_id, until=None)
    assert Order.objects.get(pk=order.pk).why[1] == {
        "code": "span",
        "amount": 30,
        "unit": "hours",
        "urgency": "normal",
        "since": rule.since.isoformat(),
        "verified": rule.verified,
    }


def test_a_deadline_by_the_citys_default_says_that_nobody_compared_it_with_its_source(city: Linjiang) -> None:
    """Law is data: what could not be verified says so wherever it is used, also on the person's own page."""
    order = city.order("heating", urgency="soon")
    why = Order.objects.get(pk=order.pk).why[1]
    assert (why["amount"], why["since"], why["verified"]) == (3, "2024-01-01", False)
    assert "（尚未与原文核对）" in in_words(order.request.why)[1]
    assert "2024年1月1日" in in_words(order.request.why)[1]
