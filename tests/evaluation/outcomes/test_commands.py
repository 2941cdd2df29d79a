"""What the night shift types."""

import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from minben.evaluation.outcomes.commands import app
from minben.evaluation.outcomes.models import FollowUp, Snapshot
from tests.evaluation.outcomes.cast import DAY, City


@pytest.fixture
def recent(city: City) -> City:
    """Twenty requests finished yesterday by the clock on the wall."""
    from minben.commons.clock import now

    for n in range(20):
        city.request(f"old{n}", received_at=now() - 3 * DAY, closed_at=now() - DAY)
    return city


def test_a_draw_says_how_many_and_with_which_seed(recent: City) -> None:
    with translation.override("en"):
        result = CliRunner().invoke(app, ["draw", "--seed", "7"])
    assert result.exit_code == 0
    assert "20 follow-ups" in result.output
    assert "seed 7" in result.output
    assert FollowUp.objects.count() == 20


def test_a_draw_for_an_outside_body(recent: City) -> None:
    CliRunner().invoke(app, ["draw", "--third-party", "--size", "3"])
    assert set(FollowUp.objects.values_list("asked_by", flat=True)) == {"third_party"}
    assert FollowUp.objects.count() == 3


def test_a_report_for_people_and_one_for_machines(recent: City) -> None:
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told[language] = CliRunner().invoke(app, ["report"])
    assert [result.exit_code for result in told.values()] == [0, 0]
    assert "20 requests" in told["en"].output
    assert all(words in told["zh-hans"].output for words in ("20 件诉求", "解决率", "谁的情况更差"))
    facts = json.loads(CliRunner().invoke(app, ["report", "--json"]).output)
    assert facts["requests"] == 20
    assert facts["deadlines"]["without"] == 20
    assert Snapshot.objects.count() == 3


def test_a_report_of_a_period_leaves_out_the_rest(recent: City) -> None:
    facts = json.loads(CliRunner().invoke(app, ["report", "--until", "2020-01-01", "--json"]).output)
    assert facts["requests"] == 0


def test_a_day_that_is_none_teaches(recent: City) -> None:
    result = CliRunner().invoke(app, ["report", "--since", "last Tuesday"])
    assert result.exit_code != 0
    assert "2026-01-31" in result.output
