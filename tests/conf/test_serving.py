"""`minben serve` and `minben worker`, as real processes."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from minben.conf import serving
from minben.conf.database import where
from tests.commands import Terminal


@pytest.mark.django_db
def test_prepare_says_which_database_it_works_on() -> None:
    named = where()
    assert named.startswith({"sqlite": "SQLite, ", "postgresql": "PostgreSQL, "}[connection.vendor])
    assert str(connection.settings_dict["NAME"]) in named


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answer(address: str, started: subprocess.Popen[str]) -> str:
    """Ask until the page answers, as long as a slow machine may take."""
    until = time.monotonic() + 90
    while True:
        assert started.poll() is None, started.stderr.read() if started.stderr else ""
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return str(page.read().decode())
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes: no /proc here; run on Linux")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_ends_with_all_its_parts(terminal: Terminal, ending: signal.Signals) -> None:
    port = _free_port()
    started = terminal.start("serve", "--port", str(port), "--threads", "2")
    try:
        assert "您需要什么" in _answer(f"http://127.0.0.1:{port}/", started)
        parts = _children(started.pid)
        assert len(parts) == 3, "web, worker and sealer"
        started.send_signal(ending)
        assert started.wait(timeout=40) == 0
        assert all(_gone(part) for part in parts)
    finally:
        # Asked, not killed: a supervisor that is killed cannot end its parts.
        started.terminate()
        said = started.communicate(timeout=40)[1]
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_whoever_starts_a_second_one_is_told_at_once_before_anything_is_built(
    terminal: Terminal, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        ran = terminal.run(command, "--port", str(port))
    assert ran.returncode == 2
    assert f"Port {port} is in use already." in ran.stderr
    assert f"PORT={port + 1}" in ran.stderr


def test_an_address_that_is_not_this_machines_is_refused_with_the_reason(terminal: Terminal) -> None:
    ran = terminal.run("serve", "--host", "192.0.2.1")
    assert ran.returncode == 2
    assert "cannot listen on 192.0.2.1" in ran.stderr


def test_the_worker_does_each_duty_once_and_ends(terminal: Terminal) -> None:
    ran = terminal.run("worker", "--once")
    assert (ran.returncode, ran.stderr) == (0, "")
    with sqlite3.connect(terminal.database) as database:
        waiting = database.execute("select count(*) from ledger_entry where sealed_at is null").fetchone()[0]
    assert waiting == 0


def test_a_duty_nobody_knows_is_told_with_those_there_are(terminal: Terminal) -> None:
    ran = terminal.run("worker", "--once", "--only", "sing")
    assert ran.returncode == 2
    assert "Its duties are: send, " in ran.stderr


def test_a_part_that_ends_is_started_again(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "_RESTART_AFTER_S", 0.1)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, 2.5)
    try:
        stays = [sys.executable, "-c", "import time; time.sleep(60)"]
        brief = [sys.executable, "-c", "print('here', flush=True)"]
        serving.supervise({"steady": stays, "brief": brief})
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    said = capfd.readouterr()
    assert "steady" not in said.err
    assert said.out.count("here") >= 2
    assert "brief ended (0); it is started again." in said.err
