"""The pages as they run for a city: gunicorn with several processes, by the settings of `conf/web.py`."""

import os
import re
import signal
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import pytest

from minben.conf import web
from tests.commands import Terminal
from tests.conf.test_serving import _answer, _free_port

TOKEN = "a-token-of-the-city"
PHONE, NAME = "19900001234", "陈桂英"


@pytest.fixture
def served(terminal: Terminal, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Two processes answer pages; where, and what they write down."""
    port, written = _free_port(), tmp_path / "log"
    told = {
        "MINBEN_WORKERS": "2", "MINBEN_THREADS": "2", "PORT": str(port), "MINBEN_METRICS_TOKEN": TOKEN,
        "MINBEN_LOG": "INFO", "MINBEN_LOG_FORMAT": "json", "HOST": "127.0.0.1",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "python:minben.conf.web", "minben.conf.wsgi"]
    with written.open("wb") as log:
        process = Popen(command, env=terminal.environment(**told), stdout=DEVNULL, stderr=log, text=True)
    try:
        _answer(f"http://127.0.0.1:{port}/health/ready", process)
        yield f"http://127.0.0.1:{port}", written
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0


def asked(address: str, **headers: str) -> str:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return str(refused.read().decode())


def homes(address: str) -> float:
    told = asked(f"{address}/metrics", Authorization=f"Bearer {TOKEN}")
    found = re.search(
        r'minben_http_requests_total\{method="GET",outcome="ok",view="portal:home"\} (\S+)', told
    )
    return float(found.group(1)) if found else 0.0


def test_whichever_process_is_asked_tells_what_all_have_counted_and_no_log_names_anybody(
    served: tuple[str, Path],
) -> None:
    address, written = served
    for _ in range(12):
        assert "您需要什么" in asked(f"{address}/")
    assert {homes(address) for _ in range(8)} == {12.0}
    asked(
        f"{address}/requests/L7-4KQ9-2MXY/?phone={PHONE}", **{"X-Request-ID": PHONE, "Referer": f"/{PHONE}"}
    )
    asked(f"{address}/", Host=f"{PHONE}.example")
    told = written.read_text("utf-8")
    assert told.count('"view": "portal:home"') == 12
    for word in (PHONE, NAME, "L7-4KQ9", "127.0.0.1"):
        assert word not in told


def test_counters_lie_in_memory_and_are_taken_away_at_the_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(web, "_SHARED", tmp_path)
    # Set first, so that whatever is put there is taken back at the end.
    monkeypatch.setenv(web.FOLDER, "")
    monkeypatch.delenv(web.FOLDER)
    killed = tmp_path / "minben-metrics-999999999-abc"
    killed.mkdir()
    web.on_starting(None)
    assert not killed.exists(), "left behind by a server that was killed"
    folder = Path(os.environ[web.FOLDER])
    assert folder.parent == tmp_path
    web.on_exit(None)
    assert not folder.exists()


def test_a_folder_that_the_city_named_is_emptied_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "counter_71.db").touch()
    (tmp_path / "other").touch()
    monkeypatch.setenv(web.FOLDER, str(tmp_path))
    web.on_starting(None)
    web.on_exit(None)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_page_asked_for_by_https_through_the_citys_proxy_does_not_lead_to_itself(
    terminal: Terminal,
) -> None:
    script = (
        "import django; django.setup(); from django.test import Client; c = Client();"
        " print(c.get('/about/', headers={'x-forwarded-proto': 'https'}).status_code, c.get('/about/').status_code)"
    )
    ended = Popen(
        [sys.executable, "-c", script],
        env=terminal.environment(
            DJANGO_SETTINGS_MODULE="minben.conf.settings",
            MINBEN_HTTPS="on",
            MINBEN_PROXIES="1",
            MINBEN_HOSTS="testserver",
        ),
        stdout=-1,
        text=True,
    )
    said: Any = ended.communicate(timeout=90)[0]
    assert said.split() == ["200", "301"]
