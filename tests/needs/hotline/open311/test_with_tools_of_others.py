"""The tools of others look at a running city, where their sources are given by path; else they say what they lack."""

import os
import subprocess
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.city import settle
from tests.needs.hotline.open311.cast import Service, let_in

TOOLS = Path(__file__).parents[4] / "tools"
SOURCES = {"check_with_fixmystreet.sh": "FMS_SRC", "check_with_validator.sh": "O311_VALIDATOR_SRC"}


def run(script: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(TOOLS / script), *words]
    return subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("script", "name"), SOURCES.items())
def test_without_a_source_the_script_says_which_path_it_needs(script: str, name: str, tmp_path: Path) -> None:
    ran = run(script, **{name: str(tmp_path)})
    assert ran.returncode == 2
    assert f"{name} names no copy" in ran.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("script", "name"), SOURCES.items())
def test_the_tools_of_others_pass(live_server: LiveServer, script: str, name: str) -> None:
    if not os.environ.get(name):
        pytest.skip(
            f"data: {name} names no copy of the other tool's source; {TOOLS.name}/{script} says what it needs"
        )
    settle()
    key = let_in()
    for words in ("门口路面有个坑", "路灯不亮"):
        Service(key=key).hand_in(description=words)
    ran = run(script, live_server.url, *([key] if name == "FMS_SRC" else []))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "FAILED" not in ran.stdout
