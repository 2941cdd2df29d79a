"""What everyone may read gives nobody away, and an answer is shown only where it fits the question."""

from datetime import date, timedelta

import pytest

from minben.commons.clock import now
from minben.needs.hotline import queries
from minben.needs.hotline.models import Request
from tests.needs.hotline.page_city import City, city

__all__ = ["city"]


def heard(city: City, **counts: int) -> queries.Heard:
    """What is told of so many requests by each way."""
    for channel, count in counts.items():
        for _ in range(count):
            city.request(channel=channel)
    at = now()
    return queries.heard_between(since=at - timedelta(days=1), until=at + timedelta(days=1))


def test_the_one_letter_cannot_be_found_by_taking_the_others_from_the_total(city: City) -> None:
    told = heard(city, web=12, phone=11, letter=1)
    assert {row.name: row.count for row in told.by_channel} == {"web": 12, "phone": None, "letter": None}
    assert told.total == Request.objects.count() == 24


def test_counts_large_enough_are_all_told(city: City) -> None:
    told = heard(city, web=11, phone=10)
    assert {row.name: row.count for row in told.by_channel} == {"web": 11, "phone": 10}


@pytest.mark.parametrize(
    "asked",
    [
        "How can I certify the pension of my mother?",
        "pension: certify again?",
        "养老金认证怎么办理？",
        "养老金 certify 认证",
    ],
)
def test_a_question_about_a_pension_finds_the_answer(city: City, asked: str) -> None:
    found = queries.standard_answers(text=asked, category="", on=date(2026, 3, 1))
    assert [row.source for row in found] == ["市社保中心办事指南"]


@pytest.mark.parametrize(
    "asked",
    [
        "Where can I get my dog certified and registered?",
        "How do I apply for a residence permit in this city?",
        "My pension is too small",
        "what should they have",
        "路灯什么时候修",
        "",
    ],
)
def test_another_question_finds_no_answer(city: City, asked: str) -> None:
    assert queries.standard_answers(text=asked, category="pension", on=date(2026, 3, 1)) == []
