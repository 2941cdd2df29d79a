"""The sample city, built small."""

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from minben.accounts.queries import Role
from minben.dispatch.orders.models import Order
from minben.evaluation.agenda import queries as agenda
from minben.evaluation.outcomes import queries as outcomes
from minben.institutions.rights import queries as rights
from minben.institutions.sandbox import queries as register
from minben.ledger.models import Entry
from minben.loop import sample_city
from minben.loop.commands import showing
from minben.needs.hotline.models import Answer, Request
from minben.needs.topics import queries as topics
from minben.participation.ballots import queries as ballots
from minben.participation.ballots.models import Opened
from tests.city import NOW, ledger_holds

PASSWORD = "one-evening-in-linjiang"


@pytest.mark.django_db
@pytest.mark.usefixtures("trials_at_hand")
def test_the_city_has_figures_sign_ins_and_cleared_algorithms(settings: Any) -> None:
    told: dict[str, float] = {}
    at = NOW
    signs = sample_city.build(at=at, password=PASSWORD, progress=told.__setitem__, size=0.02)
    assert {sign.role for sign in signs} == {role.value for role in Role}
    assert told == dict.fromkeys(("people", "learn", "sense", "deliver", "evaluate"), 1.0)
    readings = rights.readings(since=at - timedelta(days=30))
    assert sum(one.forced for one in readings) == 1
    assert sum(one.refused for one in readings) <= 3, "work itself is not refused"
    assert len(rights.awaiting_review()) == 1, "an auditor has something to look at"
    _figures_stand(at)
    assert not Answer.objects.filter(owner=None).exists(), "a unit stands behind each standard answer"
    for sign in signs:
        browser = Client()
        answer = browser.post("/account/sign-in/", {"username": sign.username, "password": PASSWORD})
        assert answer.status_code == 302, sign.role
    page = Client().get("/loop/").content.decode()
    assert "城市转了一圈" in page or "最近一次" in page
    assert ledger_holds(at)


def _figures_stand(at: Any) -> None:
    assert Request.objects.count() > 200
    mined = topics.mining()
    assert mined is not None
    assert mined.how == "ranked"
    assert mined.discounted > 0, "the crowd that sends copies is there"
    states = set(Request.objects.values_list("state", flat=True))
    assert {"closed", "done"} <= states, "some of the year is over, some was done just now"
    assert Order.objects.filter(done_at__isnull=False).exists()
    assert not Order.objects.filter(done_at__gt=at).exists(), "nothing happened that lies ahead"
    assert not Order.objects.filter(closed_at__gt=at).exists()
    today = outcomes.today()
    assert today is not None
    assert 0 < today.solution.value < 1
    rows = [row for year in agenda.years() for row in agenda.questions(year=year)]
    # In so small a city too few may have answered to close one; then the work goes on.
    assert len(rows) == 8
    assert {row.state for row in rows} >= {"chosen", "working", "asking"}
    seasonal = {row.category for row in rows if row.comparison == "year_earlier"}
    assert len(seasonal) == 2, "flooded streets, and the cold to come, are set against the year before"
    assert all(step.at <= at for row in rows for step in agenda.steps(row.key)), (
        "nothing happened that lies ahead"
    )
    tried = {one.group.partition(":")[0] for one in register.evidence_of("hotline.classifier")[0].measures}
    assert tried == {"all", "age", "channel", "condition"}
    for name in (
        "hotline.classifier",
        "hotline.finder",
        "hotline.reply_check",
        "topics.finder",
        "topics.ranking",
        "orders.queue_order",
    ):
        assert register.standing(name=name, at=at).cleared, name
    _observers_saw_the_same()


def _observers_saw_the_same() -> None:
    """Both observers of the secret vote got one and the same file, and its count is the public one."""
    opened = Opened.objects.get()
    acts = [json.loads(row.leaf) for row in Entry.objects.filter(what="ballots.openings_read")]
    assert [act["detail"]["openings"] for act in acts] == [opened.digest] * 2
    again, public = (
        ballots.recounted(decision=opened.decision_id, openings=opened.content),
        ballots.told(opened.decision_id),
    )
    assert again.holds
    assert public is not None
    assert public["count"]["ballots"] == again.ballots
    words = [word for one in ballots.observers(opened.decision_id) for word in one.words]
    assert [word.agrees for word in words] == [True, True]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[str]:
    """Count how often the city is built or forgotten, without building it."""
    acts: list[str] = []

    def build() -> list[sample_city.SignIn]:
        acts.append("build")
        return [sample_city.SignIn("clerk", "clerk", "a-word")]

    def forget(kept: Path) -> None:
        acts.append("forget")
        kept.unlink(missing_ok=True)

    monkeypatch.setattr(showing, "_build", build)
    monkeypatch.setattr(showing, "_forget", forget)
    return acts


def test_a_second_demo_goes_on_with_the_same_city(built: list[str], settings: Any) -> None:
    first = CliRunner().invoke(showing.app, ["--only-build"])
    second = CliRunner().invoke(showing.app, ["--only-build"])
    assert built == ["forget", "build"]
    assert "a-word" in first.stdout
    assert first.stdout == second.stdout
    kept = Path(settings.MINBEN_HOME) / "demo.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())[0]["username"] == "clerk"


def test_reset_builds_it_afresh(built: list[str]) -> None:
    CliRunner().invoke(showing.app, ["--only-build"])
    CliRunner().invoke(showing.app, ["--only-build", "--reset"])
    assert built.count("build") == 2
