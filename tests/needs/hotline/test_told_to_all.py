"""What everyone may read gives nobody away, and an answer is shown only where it fits the question."""

from datetime import date, datetime, timedelta
from typing import Any

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


def test_a_large_citys_month_is_read_once(city: City, django_assert_num_queries: Any) -> None:
    city.request()
    at = now()
    with django_assert_num_queries(2):
        queries.heard_between(since=at - timedelta(days=1), until=at)
    with django_assert_num_queries(2):
        told = queries.voices_by(since=at - timedelta(days=1), until=at + timedelta(days=1))
    assert [sum(people.values()) for people in told.values()] == [1, 1, 1, 1], (
        "by each group everybody counts once"
    )


def test_a_few_requests_alone_are_not_even_counted(city: City) -> None:
    told = heard(city, letter=4)
    assert (told.total, told.by_channel, told.by_category) == (None, (), ())


def test_when_all_ways_are_small_no_way_is_named(city: City) -> None:
    told = heard(city, web=6, phone=7)
    assert told.by_channel == ()
    assert told.total == 13


def test_what_is_not_listed_by_name_is_told_together_or_hidden_with_another(city: City) -> None:
    for category, count in (("heating", 30), ("noise", 12), ("pension", 3)):
        for _ in range(count):
            city.request(category=category)
    at = now()
    told = queries.heard_between(since=at - timedelta(days=1), until=at + timedelta(days=1), limit=2)
    assert [(row.name, row.count) for row in told.by_category] == [
        ("供暖", 30),
        ("噪声扰民", None),
        ("", None),
    ]


@pytest.mark.parametrize(
    ("today", "newest", "total"),
    [
        # A month that is not over is not told; nothing that came since moves the figures of March.
        ("2026-04-20", "2026-04-19", 12),
        ("2026-04-01", "2026-03-31", 13),
        # An old export speaks of its own last month.
        ("2026-09-01", "2026-03-31", 13),
    ],
)
def test_the_page_speaks_of_the_last_month_that_is_over(
    city: City, monkeypatch: pytest.MonkeyPatch, today: str, newest: str, total: int
) -> None:
    for n in range(12):
        moved(city.request(), f"2026-03-{n + 10}")
    moved(city.request(), newest)
    monkeypatch.setattr("minben.needs.hotline.views.heard.now", lambda: day(today))
    page = city.browser().get("/requests/heard/").content.decode()
    assert f"In March 2026 people asked for something {total} times." in page


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T09:00:00+08:00")


def moved(request: Request, to: str) -> None:
    Request.objects.filter(pk=request.pk).update(received_at=day(to))


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
        "居住证怎么办，要带什么材料？",
        "",
    ],
)
def test_another_question_finds_no_answer(city: City, asked: str) -> None:
    assert queries.standard_answers(text=asked, category="pension", on=date(2026, 3, 1)) == []
