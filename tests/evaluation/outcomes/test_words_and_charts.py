"""Figures in words and bars: what a reader is told, and what not."""

from dataclasses import replace

import pytest
from django.template import Context, Template
from django.utils import translation

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.amounts import amount, interval
from minben.evaluation.outcomes.core.figures import Figure, Gap
from minben.evaluation.outcomes.queries import Today
from minben.evaluation.outcomes.showing import Names, Row, gap_sentence
from tests.evaluation.outcomes.cast import NOW

pytestmark = pytest.mark.django_db
SHARE = Estimate(0.747, 0.73, 0.764, 2726, "share")


def solution(difference: float, *, clear: bool = True) -> tuple[Figure, Gap]:
    gap = Gap("age", "80+", Estimate(difference, None, None, 214, "share"), clear)
    return Figure("solution", "share", "share", True, SHARE, ()), gap


def chart(rows: list[Row], view: str = "standard") -> str:
    page = Template('{% load outcomes_charts %}{% bars rows|as_bars "Solved" "age" %}')
    return page.render(Context({"rows": rows, "frame": {"view": view}}))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "75% of the people who were asked say that it is solved."
               " Solved: 80 and older, 8 percentage points less than everybody else."),
        ("zh-hans", "回访到的人里，75%说解决了。解决率：80岁及以上比其他人低8个百分点。"),
    ],
)  # fmt: skip
def test_the_circle_says_in_one_sentence_how_much_is_solved_and_for_whom_less(
    language: str, sentence: str
) -> None:
    figure, gap = solution(-0.08)
    with translation.override(language):
        page = Template("{% load outcomes_words %}{% gap_in_words today %}")
        assert page.render(Context({"today": Today(SHARE, figure, gap, NOW)})) == sentence


def test_a_gap_that_chance_could_have_made_is_called_so() -> None:
    figure, gap = solution(-0.02, clear=False)
    with translation.override("en"):
        assert gap_sentence(figure, gap, Names()).endswith("(could be chance)")


def test_a_gap_too_small_to_be_written_is_none() -> None:
    figure, gap = solution(-0.0001)
    with translation.override("en"):
        assert gap_sentence(figure, gap, Names()) == "No group is known to fare worse."


def test_where_nobody_was_heard_no_group_is_said_to_fare_alike() -> None:
    figure, _gap = solution(-0.02)
    with translation.override("en"):
        told = gap_sentence(replace(figure, estimate=None), None, Names())
    assert told == "Too few people to tell who fares worse."


def test_amounts_promise_no_more_than_was_measured() -> None:
    with translation.override("en"):
        assert amount(0.7476, "share") == "75%"
        assert amount(0.0912, "points") == "9.1 percentage points"
        assert amount(1.0, "hours") == "1 hour"
        assert amount(17.4, "days") == "17 days"
        assert amount(9.98, "") == "10"


def test_an_interval_whose_end_lies_ahead_says_so() -> None:
    with translation.override("en"):
        assert interval(Estimate(23.0, 13.0, None, 21, "days")) == "13–not yet known"


def test_the_elder_view_draws_larger_letters() -> None:
    rows = [Row("80+", SHARE, worst=True)]
    assert 'viewBox="0 0 250' in chart(rows, "elder")
    assert 'viewBox="0 0 330' in chart(rows)


def test_a_group_that_may_not_be_shown_has_a_name_and_no_bar() -> None:
    drawn = chart([Row("Deaf", None, worst=False), Row("Others", SHARE, worst=False)])
    assert drawn.count("<rect") == 1
    assert "Deaf" in drawn


def test_half_of_a_share_fills_half_of_the_scale_whatever_else_is_drawn() -> None:
    half = Estimate(0.5, 0.4, 0.6, 50, "share")
    assert 'width="125.0"' in chart([Row("a", half, worst=False)])


def test_the_chart_has_a_name_for_those_who_listen() -> None:
    drawn = chart([Row("80+", SHARE, worst=False)])
    assert 'role="img"' in drawn
    assert 'aria-labelledby="chart-age"' in drawn
