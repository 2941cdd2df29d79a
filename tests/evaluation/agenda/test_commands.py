"""What the night shift types, and what the worker does by itself."""

from typer.testing import CliRunner

from minben.conf.working import NIGHTLY
from minben.evaluation.agenda import queries
from minben.evaluation.agenda.commands import app
from tests.city import NOW
from tests.evaluation.agenda.cast import Winter


def test_measuring_says_how_many_and_once_is_enough(winter: Winter) -> None:
    winter.a_year()
    winter.begun()
    assert "1 measured" in CliRunner().invoke(app, ["measure"]).output
    assert "0 measured" in CliRunner().invoke(app, ["measure"]).output


def test_the_list_is_read_in_the_terminal(winter: Winter) -> None:
    winter.begun()
    told = CliRunner().invoke(app, ["list", "--year", "2025"]).output
    assert "2025-11  Why is it still cold at home? · Heating company · Being worked on" in told
    assert CliRunner().invoke(app, ["list"]).output == ""


def test_the_worker_measures_at_night_unless_the_clock_jumped(winter: Winter) -> None:
    winter.a_year()
    key = winter.begun()
    duty = next(one for one in NIGHTLY if one.name == "agenda")
    assert duty.careful
    duty.do(NOW)
    assert queries.measured(key) is not None
