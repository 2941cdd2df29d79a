from datetime import timedelta

import pytest
from django.utils import translation
from typer.testing import CliRunner, Result

from minben.commons.clock import now
from minben.institutions.sandbox.commands import app
from minben.institutions.sandbox.models import Clearance
from minben.institutions.sandbox.queries import standing
from tests.accounts.cast import account
from tests.institutions.sandbox.algorithms import NAME, cleared, evidence

pytestmark = pytest.mark.django_db
SOON = f"{now() + timedelta(days=30):%Y-%m-%d}"


def command(*words: str) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def test_the_list_says_what_may_run() -> None:
    assert "Not cleared: people decide" in command("list").stdout


def test_on_a_narrow_terminal_a_name_that_must_be_typed_stands_whole() -> None:
    with translation.override("zh-hans"):
        told = CliRunner().invoke(app, ["list"], env={"COLUMNS": "80"}).stdout
    assert NAME in told
    assert "能用吗" in told


def test_trying_prints_the_figures_and_keeps_them() -> None:
    told = command("try", NAME)
    assert told.exit_code == 0
    assert "0.9000" in told.stdout
    assert "age · 80+" in told.stdout


def test_a_city_tries_and_clears_its_algorithm_from_the_command_line() -> None:
    account("gao.ming")
    assert command("try", NAME).exit_code == 0
    told = command("clear", NAME, "--by", "gao.ming", "--until", SOON, "--threshold", "0.9")
    assert told.exit_code == 0, told.stdout
    assert Clearance.objects.get().threshold == 0.9
    assert standing(name=NAME, at=now()).cleared
    assert command("revoke", NAME, "--by", "gao.ming", "--reason", "a test").exit_code == 0
    assert standing(name=NAME, at=now()).why_not == "revoked"


def test_several_are_named_in_one_line_and_the_one_that_cannot_be_is_called_by_its_name() -> None:
    account("gao.ming")
    told = command("try", NAME, "no.such")
    assert (told.exit_code, "no.such: No algorithm of that name" in told.stdout) == (1, True)
    told = command("clear", NAME, "no.such", "--by", "gao.ming", "--until", SOON)
    assert (told.exit_code, "no.such: No algorithm of that name" in told.stdout) == (1, True)
    assert standing(name=NAME, at=now()).cleared, "what stands before it is done"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("try", "no.such"), "No algorithm of that name"),
        (("clear", "no.such", "--by", "gao.ming", "--until", SOON), "No algorithm of that name"),
        (("clear", NAME, "--by", "gao.ming", "--until", SOON), "There is no evidence"),
        (("clear", NAME, "--by", "nobody", "--until", SOON), "No active account"),
        (("clear", NAME, "--by", "wang.fang", "--until", SOON), "Only a reviewer"),
        (("revoke", NAME, "--by", "gao.ming", "--reason", "x"), "Nothing is cleared"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_exit_status_says_it_too(
    words: tuple[str, ...], said: str
) -> None:
    account("gao.ming")
    account("wang.fang")
    told = command(*words)
    assert told.exit_code == 1
    assert said in told.stdout


def test_the_command_line_relies_on_the_newest_fitting_evidence() -> None:
    account("gao.ming")
    cleared(now() - timedelta(days=2))
    newest = evidence(now() - timedelta(days=1))
    evidence(now(), version="v0")
    assert command("clear", NAME, "--by", "gao.ming", "--until", SOON).exit_code == 0
    assert Clearance.objects.latest("pk").evidence_id == newest
