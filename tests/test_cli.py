"""`minben` at a terminal: help for every command, and errors told in words."""

import ast
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import translation
from typer.testing import CliRunner

import minben
from minben import cli
from minben.commons.errors import LESSONS, TeachingError, lesson
from tests.commands import Terminal


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "manage"])
def test_every_command_says_what_it_is_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["minben", name, "--help"])
    said = CliRunner().invoke(cli.app, [name, "--help"], prog_name="minben")
    assert said.exit_code == 0, said.output
    assert f"Usage: minben {name}" in said.stdout
    assert len(said.stdout.splitlines()) > 3


def test_the_whole_list_comes_without_loading_any_command(terminal: Terminal) -> None:
    said = terminal.run("--help")
    assert said.returncode == 0
    for name, where in cli.COMMANDS.items():
        assert any(name in line and where.help in line for line in said.stdout.splitlines())


def test_an_unknown_command_is_told_and_ends_with_two(terminal: Terminal) -> None:
    said = terminal.run("trun")
    assert said.returncode == 2
    assert "trun" in said.stderr


def test_minben_manage_reaches_djangos_own_commands(terminal: Terminal) -> None:
    said = terminal.run("manage", "check")
    assert (said.returncode, "no issues" in said.stdout) == (0, True), said.stderr


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh_CN.UTF-8", "没有文件 nowhere.csv"),
        ("en_GB.UTF-8", "There is no file nowhere.csv."),
        ("C", "There is no file"),
    ],
)
def test_a_missing_file_is_told_in_the_language_of_the_terminal(
    terminal: Terminal, language: str, words: str
) -> None:
    said = terminal.run("turn", "--requests", "nowhere.csv", "--json", LANG=language)
    assert said.returncode == 2
    assert words in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh-hans"),
        ({}, "en"),
    ],
)
def test_the_terminal_says_which_language_its_reader_speaks(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.reader_language() == language


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (TeachingError("city_folder_missing", folder="sheets"), "There is no folder sheets."),
        (TeachingError("map_incomplete"), "Nothing tells which column is “{key}”."),
        (OperationalError("database is locked\nmore"), "The database does not answer (database is locked)."),
        (PermissionError(13, "Permission denied", "/srv/minben"), "/srv/minben cannot be read or written"),
    ],
)
def test_what_goes_wrong_is_told_in_words_and_the_status_is_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], trouble: Exception, words: str
) -> None:
    def fails() -> None:
        raise trouble

    monkeypatch.setattr(cli, "app", fails)
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(f"minben: {words}")
    assert "Traceback" not in said


@pytest.mark.parametrize("key", ["tests", ""])
def test_a_home_that_cannot_be_made_is_told_in_words(terminal: Terminal, tmp_path: Path, key: str) -> None:
    (tmp_path / "letter").write_text("not a folder")
    home = str(tmp_path / "letter" / "home")
    said = terminal.run("worker", "--once", MINBEN_HOME=home, MINBEN_SECRET_KEY=key)
    assert said.returncode == 2
    assert "cannot be read or written" in said.stderr
    assert "Traceback" not in said.stderr


def _codes() -> set[str]:
    """Every code that the house raises as an error that teaches, or as one of its kinds at a command."""
    kinds = {"TeachingError", "TrialError", "ModelRefused"}
    found = set()
    for path in Path(minben.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds
            if called and node.args and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_error_that_teaches_has_its_lesson_in_both_languages() -> None:
    codes = _codes() | set(LESSONS)
    assert len(codes) > 50
    assert {code for code in codes if not lesson(code).remedy} == set()
    with translation.override("zh-hans"):
        parts = [
            part for code in codes for part in (lesson(code).what, lesson(code).why, lesson(code).remedy)
        ]
        untold = [
            part for part in parts if translation.gettext(part) == part and any(c.isalpha() for c in part[:1])
        ]
    assert untold == []
