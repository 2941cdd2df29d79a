"""The guides can be followed: their commands run, their files are there, their tables name settings."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import Terminal
from tests.deploy.rules import ROOT, documented
from tests.laws.test_documents import DOCS, environment, fenced, first_cells, sections, text_of

GUIDES = DOCS / "how-to"


@pytest.mark.parametrize("name", ["connect-a-hotline", "add-a-category", "add-a-unit"])
def test_a_city_can_follow_the_guide_line_by_line(name: str, terminal: Terminal, tmp_path: Path) -> None:
    script = fenced(GUIDES / f"{name}.md")
    assert script
    (tmp_path / "tools").mkdir()
    export = text_of(ROOT / "tools/sample_export.py").replace(
        "PAST, NEW = 4_000, 1_000", "PAST, NEW = 60, 40"
    )
    (tmp_path / "tools/sample_export.py").write_text(export, encoding="utf-8")
    ended = subprocess.run(
        [shutil.which("bash") or "/bin/sh", "-euc", script],
        cwd=tmp_path, env={**environment(tmp_path), "MINBEN_HOME": str(terminal.home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-1500:] + ended.stderr[-1500:]
    if name == "connect-a-hotline":
        assert re.search(r"Received +│ +40 │", ended.stdout)
        assert re.search(r"Known already +│ +40 │", ended.stdout), "the same file again adds nothing"


def test_the_table_of_production_names_settings_and_all_that_keep_secrets() -> None:
    named = set(first_cells(sections(GUIDES / "production.md")["3. Settings"]))
    assert named <= documented()
    secret = {name for name in documented() if re.search(r"SECRET|SIGNING_KEY|FIELD_KEY|PASSPHRASE", name)}
    assert secret <= named


def test_the_guide_to_production_shows_every_file_of_deploy() -> None:
    told = text_of(GUIDES / "production.md")
    for path in ("deploy/install.sh", "deploy/minben.env.example", "deploy/nginx/minben.conf", "deploy/systemd/",
                 "deploy/minben", "Dockerfile", "compose.yaml", "tools/try_install.sh"):  # fmt: skip
        assert path in told
        assert (ROOT / path).exists()
    for unit in (ROOT / "deploy/systemd").glob("*.service"):
        assert unit.stem in told or unit.stem == "minben-sealer"


def test_a_version_that_may_be_running_is_never_installed_over(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").touch()
    told = subprocess.run(
        ["sh", ROOT / "deploy/install.sh", tmp_path], capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "Install beside it" in told.stderr
    guide = text_of(GUIDES / "production.md")
    assert "ln -sfn" in guide
    assert not re.search(r"\bmv /opt", guide), "what is installed knows its own path"


def test_a_command_on_the_citys_machine_has_the_settings_of_the_service(tmp_path: Path) -> None:
    given = tmp_path / "systemd-run"
    given.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    given.chmod(0o755)
    told = subprocess.run(
        ["sh", ROOT / "deploy/minben", "city", "init", "a folder"],
        env={"PATH": f"{tmp_path}:/bin:/usr/bin"}, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert told[-4:] == ["/opt/minben/bin/minben", "city", "init", "a folder"]
    unit = text_of(ROOT / "deploy/systemd/minben-worker.service")
    for line in told:
        if line.startswith(("--property=EnvironmentFile", "--setenv=MINBEN_HOME", "--property=UMask")):
            assert line.partition("=")[2] in unit
    timer = text_of(GUIDES / "connect-a-hotline.md")
    assert set(told) & set(timer.replace("\\\n", "").split()) >= {
        "--property=EnvironmentFile=/etc/minben/minben.env", "--setenv=MINBEN_HOME=/var/lib/minben", "--uid=minben",
    }  # fmt: skip
