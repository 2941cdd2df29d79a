"""What the night shift types, and what the worker does by itself."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from typer.testing import CliRunner

from minben.conf.working import NIGHTLY
from minben.evaluation.agenda import queries
from minben.evaluation.agenda.commands import app
from tests.city import NOW
from tests.evaluation.agenda.cast import Winter


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whoever types these reads English unless a test says otherwise."""
    with translation.override("en"):
        yield


def test_measuring_says_how_many_and_once_is_enough(winter: Winter) -> None:
    winter.a_year()
    winter.begun()
    assert "1 measured" in CliRunner().invoke(app, ["measure"]).output
    again = CliRunner().invoke(app, ["measure"]).output
    assert "0 measured" in again
    assert "once another whole month is over" in again


def test_the_list_is_read_in_the_terminal(winter: Winter) -> None:
    winter.begun()
    told = CliRunner().invoke(app, ["list", "--year", "2025"]).output
    assert "2025-11  Why is it still cold at home? · Heating company · Being worked on" in told


def test_an_empty_list_says_how_a_question_comes_onto_it(winter: Winter) -> None:
    told = CliRunner().invoke(app, ["list"]).output
    assert "No question is on the list" in told
    assert "/agenda/plan/" in told
    winter.begun()
    assert "Years with a list: 2025." in CliRunner().invoke(app, ["list", "--year", "2019"]).output
    with translation.override("zh-hans"):
        assert (
            "家里为什么还冷 · 热力公司 · 办理中" in CliRunner().invoke(app, ["list", "--year", "2025"]).output
        )
        assert "还没有题目" in CliRunner().invoke(app, ["list", "--year", "2019"]).output


def test_the_worker_measures_at_night_unless_the_clock_jumped(winter: Winter) -> None:
    winter.a_year()
    key = winter.begun()
    duty = next(one for one in NIGHTLY if one.name == "agenda")
    assert duty.careful
    duty.do(NOW)
    assert queries.measured(key) is not None
