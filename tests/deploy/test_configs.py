"""The files for nginx and systemd are read by the programs they are for."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from minben.portal.probes import PROBES
from tests.deploy.rules import ROOT, documented
from tests.laws.test_documents import commands

NGINX, SYSTEMD = shutil.which("nginx", path="/usr/sbin:/usr/bin"), shutil.which("systemd-analyze")
SITE = (ROOT / "deploy/nginx/minben.conf").read_text("utf-8")
UNITS = sorted((ROOT / "deploy/systemd").iterdir())


def settings_of(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)


@pytest.mark.skipif(NGINX is None, reason="nginx: not here; apt install nginx-light")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "fullchain.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=city.example",
    ]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = SITE.replace("/etc/ssl/minben", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    site = re.sub(r"listen (\[::\]:)?(80|443)\b", lambda at: f"listen {at[1] or ''}2{at[2]:0>4}", site)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n", "utf-8")
    tried = subprocess.run(
        [NGINX or "", "-t", "-e", tmp_path / "log", "-c", whole], capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr
    assert "test is successful" in tried.stderr


def test_nginx_writes_no_address_of_anybody_and_passes_none_that_they_made_up() -> None:
    assert set(re.findall(r"access_log (.*);", SITE)) == {"off"}
    assert re.findall(r"error_log \S+ (\w+);", SITE) == ["crit"]
    assert "X-Forwarded-For $remote_addr;" in SITE, "what the reader sent in this header is thrown away"
    assert "X-Request-ID $request_id;" in SITE
    closed = re.search(r"location ~ (\S+) \{ return 404; \}", SITE)
    assert closed
    for probe in PROBES:
        assert re.search(closed[1], probe)
        assert re.search(closed[1], f"{probe}/")
    assert not re.search(closed[1], "/health/")


@pytest.mark.skipif(SYSTEMD is None, reason="systemd: systemd-analyze is not here; apt install systemd")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("minben", "gunicorn"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(
            unit.read_text("utf-8").replace("/opt/minben/bin", str(programs)), "utf-8"
        )
    names = [str(tmp_path / unit.name) for unit in UNITS]
    tried = subprocess.run([SYSTEMD or "", "verify", *names], capture_output=True, text=True, check=False)
    ours = [line for line in (tried.stdout + tried.stderr).splitlines() if "minben" in line]
    assert ours == []


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_unit_runs_a_command_that_is_there_with_no_right_it_does_not_need(unit: Path) -> None:
    (call,) = settings_of(unit, "ExecStart")
    program, *words = call.split()
    if program.endswith("/minben"):
        known = commands()[f"minben {words[0]}"]
        allowed = {word for one in known.params for word in one.opts}
        assert {word for word in words if word.startswith("--")} <= allowed
    else:
        assert (program.rpartition("/")[2], words[-1]) == ("gunicorn", "minben.conf.wsgi")
    assert settings_of(unit, "User") == ["minben"]
    assert settings_of(unit, "CapabilityBoundingSet") == [""]
    assert settings_of(unit, "ProtectSystem") == ["strict"]
    for pair in settings_of(unit, "Environment"):
        assert pair.partition("=")[0] in documented() | {"PROMETHEUS_MULTIPROC_DIR"}


def test_what_lasts_is_brought_back_and_waits_for_the_tables() -> None:
    lasting = [unit for unit in UNITS if settings_of(unit, "Restart")]
    assert {unit.name for unit in lasting} == {
        f"minben-{part}.service" for part in ("web", "worker", "sealer")
    }
    for unit in lasting:
        assert settings_of(unit, "Requires") == ["minben-prepare.service"]
        assert settings_of(unit, "PartOf") == ["minben.target"]
