"""Ma Chao lets a partner in from the shell."""

from datetime import datetime

import pytest
from typer.testing import CliRunner

from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from minben.institutions.partners.commands import app

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    ended = CliRunner().invoke(app, list(words))
    return ended.exit_code, ended.output


@pytest.fixture
def willow() -> None:
    assert run("add", "willow", "--name", "柳荫街道", "--contact", "综合科") == (0, "willow\n")


def test_a_token_stands_alone_on_its_line_and_opens_what_it_names(willow: None) -> None:
    status, token = run("token", "willow", "--scope", "requests:read", "--purpose", "request.improve")
    assert status == 0
    caller = partners.authenticate(token=token.strip(), at=now())
    assert (caller.purpose, caller.scopes) == ("request.improve", {"requests:read"})


def test_a_token_is_listed_by_its_end_and_taken_back(willow: None) -> None:
    token = run("token", "willow", "--scope", "subscriptions", "--until", "2099-12-31")[1].strip()
    listed = run("tokens", "willow")[1]
    assert token[-4:] in listed
    assert token not in listed
    number = str(partners.authenticate(token=token, at=now()).token)
    assert run("revoke", number)[0] == 0
    assert run("revoke", number)[0] == 1
    with pytest.raises(partners.NotLetIn):
        partners.authenticate(token=token, at=now())


@pytest.mark.parametrize(
    "words",
    [
        ("token", "nobody", "--scope", "requests:write"),
        ("token", "willow", "--scope", "requests:erase"),
        ("token", "willow", "--scope", "requests:read"),
        ("token", "willow", "--scope", "requests:read", "--purpose", "request.intake"),
        ("tokens", "nobody"),
    ],
)
def test_what_cannot_be_done_is_told_and_ends_with_one(willow: None, words: tuple[str, ...]) -> None:
    status, said = run(*words)
    assert status == 1
    assert said.strip()


def test_partners_are_listed(willow: None, at: datetime) -> None:
    assert "willow" in run("list")[1]
