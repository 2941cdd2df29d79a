"""The circle for everybody, and what they see when it breaks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.template import TemplateSyntaxError
from django.test import Client

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.actions import summarise
from minben.evaluation.outcomes.core.figures import Cell, Figure, Gap, Table
from minben.evaluation.outcomes.core.notation import to_json
from minben.evaluation.outcomes.models import Snapshot
from minben.loop import views
from tests.city import NOW, Town

pytestmark = pytest.mark.django_db
STAGES = ("感知", "预见", "调度", "服务", "评估")


def test_a_city_in_which_nobody_asked_anything_yet_says_so(client: Client) -> None:
    page = client.get("/loop/").content.decode()
    assert "还没有回访过有没有帮上忙" in page
    assert "还没有人反映问题" in page
    assert "城市转了一圈" not in page, "nothing went round"
    for name in STAGES:
        assert page.count(name) >= 2, "in the picture and in the table"


def test_the_circle_counts_what_was_asked(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        town.ask(f"{n}号楼暖气不热")
    monkeypatch.setattr(views, "now", lambda: NOW)
    page = Client(headers={"accept-language": "en"}).get("/loop/").content.decode()
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert "requests heard" in row
    assert '<td class="n" data-label="Figure"> 3 </td>' in " ".join(row.split())
    assert "Today the city went once round" in page


def said(value: float, *, worse: Gap) -> dict[str, Any]:
    """What people said, as it is published: a share, and who fares worse."""
    found = Estimate(value=value, low=value - 0.04, high=value + 0.04, n=400, unit="share")
    tables = (Table("age", (Cell("80+", found),), worse),)
    figures = tuple(
        Figure(code, "share", "share", True, found, tables)
        for code in ("solution", "deadlines_met", "to_finish")
    )
    return to_json(replace(summarise(at=NOW - timedelta(days=30)), figures=figures))


def test_each_figure_stands_beside_its_gap_and_what_is_estimated_beside_its_range(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grandma Chen's generation fares worse, and the page of the whole city says so in every row that it can."""
    gap = Gap("age", "80+", Estimate(value=-0.08, low=-0.12, high=-0.04, n=60, unit="share"), clear=True)
    for at, share in ((NOW - timedelta(days=9), 0.5), (NOW - timedelta(days=1), 0.7)):
        Snapshot.objects.create(at=at, facts=said(share, worse=gap))
    monkeypatch.setattr(views, "now", lambda: NOW)
    page = Client(headers={"accept-language": "en"}).get("/loop/").content.decode()
    rows = [" ".join(row.split()) for row in page.partition("<tbody>")[2].split("<tr>")[1:]]
    assert len(rows) == 5
    for row in rows[2:]:
        assert "80 and older, 8 percentage points less than everybody else" in row
    assert "likely 66–74" in rows[4]
    assert 'data-label="A week before">50%<' in rows[4]
    assert "likely" not in rows[0], "what was counted has no range"


def test_the_circle_costs_the_same_however_much_was_asked(
    town: Town, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(views, "now", lambda: NOW)
    for n in range(20):
        town.ask(f"{n}号楼暖气不热")
    with django_assert_max_num_queries(25):
        Client().get("/loop/")


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (OperationalError("could not connect to 10.0.0.7"), 503, "先记在纸上"),
        (TemplateSyntaxError("Invalid block tag on line 3"), 500, "不是您的问题"),
        (ZeroDivisionError("division by zero"), 500, "不是您的问题"),
    ],
)
def test_what_breaks_is_told_kindly_and_never_as_a_trace(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int, words: str
) -> None:
    def breaks(**_: object) -> None:
        raise trouble

    monkeypatch.setattr(views, "circle", breaks)
    answer = Client(raise_request_exception=False).get("/loop/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert str(trouble) not in page
    assert "Traceback" not in page


def test_a_turn_that_never_was_is_not_found(town: Town) -> None:
    answer = town.browser("liu.yan").get("/loop/turns/00000000-0000-4000-8000-000000000000/")
    assert answer.status_code == 404


def test_every_word_of_the_loop_is_said_in_chinese(town: Town, client: Client) -> None:
    client.force_login(town.users["liu.yan"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/loop/").content.decode()
    for english in ("Stage", "Figure", "What the figure is", "A week before", "requests heard"):
        assert english not in page
