"""Auditor Sun works in the terminal: she seals, proves, verifies, and is told what to do."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from typer.testing import CliRunner, Result

from minben.ledger import keeping, keys, queries
from minben.ledger.actions import seal, write
from minben.ledger.commands import app
from tests.ledger.cast import MORNING, acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    """A home of its own: no head of another test is kept in it."""
    settings.MINBEN_HOME = tmp_path / "home"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_she_seals_what_waits_and_then_nothing_waits() -> None:
    write(acts(3))
    assert "3 entries are sealed" in run("seal", "--limit", 2).output
    assert "Nothing was waiting" in run("seal").output


def test_an_honest_log_is_said_to_be_so() -> None:
    write(acts(3))
    seal(at=MORNING)
    result = run("verify")
    assert result.exit_code == 0
    assert "All 3 sealed entries" in result.output


def test_a_changed_entry_is_named_and_the_command_fails() -> None:
    ids = write(acts(3))
    seal(at=MORNING)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET leaf = '{}' WHERE id = %s", [ids[1]])
    result = run("verify")
    assert result.exit_code == 1
    assert f"Entry {ids[1]} (place 1) was changed" in result.output
    assert "restore a backup" in result.output


def test_a_city_brought_back_without_its_keys_is_told_where_they_belong(
    settings: Any, tmp_path: Path
) -> None:
    write(acts(3))
    seal(at=MORNING)
    published = keys.signer().public.hex()
    settings.MINBEN_HOME = tmp_path / "brought back"
    result = run("verify")
    assert result.exit_code == 1
    assert "folder “keys”" in result.output
    assert "restore a backup" not in result.output
    assert run("verify", "--key", published).exit_code == 0


def test_a_proof_file_is_checked_without_the_log(tmp_path: Path) -> None:
    ids = write(acts(9))
    seal(at=MORNING)
    path = tmp_path / "proof.json"
    assert run("proof", ids[4], "--out", path).exit_code == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")
    held = run("verify", "--proof", path, "--key", keys.signer().public.hex())
    assert (held.exit_code, "holds: 9 entries" in held.output) == (0, True)
    assert "published one" in run("verify", "--proof", path).output
    assert run("verify", "--proof", path, "--key", "00" * 32).exit_code == 1
    path.write_text(path.read_text().replace("wang-fang", "zhao"))
    changed = run("verify", "--proof", path)
    assert changed.exit_code == 1
    assert "not in the log" in changed.output


def test_a_saved_head_guards_against_a_shortened_log(tmp_path: Path) -> None:
    write(acts(4))
    seal(at=MORNING)
    saved = tmp_path / "head.json"
    assert run("head", "--out", saved).exit_code == 0
    assert run("verify", "--head", saved).exit_code == 0
    write(acts(4))
    seal(at=MORNING)
    grown = tmp_path / "grown.json"
    run("head", "--since", 4, "--out", grown)
    assert json.loads(grown.read_text())["old_root"] == json.loads(saved.read_text())["root"]
    assert run("verify", "--proof", grown).exit_code == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET digest = %s WHERE position = 2", [bytes(32)])
    result = run("verify", "--head", saved)
    assert result.exit_code == 1
    assert "saved head over 4 entries" in result.output


Commits = Callable[..., AbstractContextManager[Any]]


def wipe() -> None:
    with connection.cursor() as cursor:
        for table in ("entry", "head", "node"):
            cursor.execute(f"DELETE FROM ledger_{table}")


def test_a_ledger_that_was_emptied_is_no_honest_log(django_capture_on_commit_callbacks: Commits) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(acts(4))
        seal(at=MORNING)
    assert run("verify").exit_code == 0
    wipe()
    result = run("verify")
    assert result.exit_code == 1
    assert "saved head over 4 entries" in result.output


def test_sealing_on_after_a_loss_does_not_cover_it_up(django_capture_on_commit_callbacks: Commits) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(acts(4))
        seal(at=MORNING)
    wipe()
    with django_capture_on_commit_callbacks(execute=True):
        write(acts(6)[1:])
        seal(at=MORNING)
    assert "saved head over 4 entries" in run("verify").output


def test_a_kept_head_grows_with_the_log(django_capture_on_commit_callbacks: Commits) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            write(acts(3))
            seal(at=MORNING)
    kept = keeping.kept()
    assert kept is not None
    assert (kept.size, run("verify").exit_code) == (6, 0)


def test_a_kept_head_that_nobody_can_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "ledger-head.json").write_text("[]")
    result = run("verify")
    assert result.exit_code == 1
    assert "ledger-head.json" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["proof", 1], "minben ledger seal"),
        (["head"], "minben ledger seal"),
        (["verify", "--key", "xyz"], "hexadecimal"),
        (["verify", "--proof", "nowhere.json"], "nowhere.json"),
        (["verify", "--proof", __file__], "not a proof"),
    ],
)
def test_what_cannot_be_done_is_explained(words: list[object], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.output
    assert queries.latest_head() is None


def test_she_reads_the_findings_in_chinese_too() -> None:
    (number,) = write(acts(1))
    seal(at=MORNING)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET who = 'user:x' WHERE id = %s", [number])
    with translation.override("zh-hans"):
        output = run("verify").output
    assert "被改动" in output
    assert "Entry" not in output
