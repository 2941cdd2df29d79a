"""What every test may use: a terminal of its own, with its database made ready once."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from minben.commons.clock import now
from minben.conf.database import prepare
from tests.browser import chromium, reading
from tests.commands import Terminal
from tests.trials import trials_in_this_process

__all__ = ["chromium", "reading"]

# A busy machine is no failure, so invariants are checked without a stop-watch; and what one full check found green,
# the next finds green: there the examples are always the same, on a desk they are new every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("MINBEN_CI")))
hypothesis.settings.load_profile("house")
# A hundred programs are started here: each would compile the whole house anew if none were let keep what it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Collecting makes half a million objects that stay: nobody needs to look through them for circles, now or later.
gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector of circular garbage pass over what was collected, and come by for less, as the product does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


# Whole files go to one process each: those that take minutes begin first, or the last one keeps everybody waiting.
LONGEST = (
    "laws/test_pages.py",
    "laws/test_documents.py",
    "safety/test_nasty_bodies.py",
    "crash/test_nothing_is_lost.py",
    "conf/archive/test_moving_house.py",
    "institutions/sandbox/test_hostile_trials.py",
    "loop/test_real_data.py",
    "loop/test_migrations.py",
    "safety/test_matrix.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the longest files to the front; the rest stay as they are."""
    tests = Path(__file__).parent
    place = {tests / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


# What a machine that checks everything may lack all the same: data that is not ours, a disk of its own, another system.
MAY_BE_ABSENT = ("data:", "full disk:", "processes:")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything should be checked (MINBEN_CI), a test skipped without need fails the run."""
    if os.environ.get("MINBEN_CI") and _needless(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what was skipped without need, each with its remedy."""
    if os.environ.get("MINBEN_CI") and (needless := _needless(config)):
        terminalreporter.write_line("Skipped, though this machine should have it:", red=True)
        for reason in needless:
            terminalreporter.write_line(f"  {reason}", red=True)


def _needless(config: pytest.Config) -> list[str]:
    reporter: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.getreports("skipped") if reporter else []
    reasons = {report.longrepr[2].removeprefix("Skipped: ") for report in skipped}
    return sorted(reason for reason in reasons if not reason.startswith(MAY_BE_ABSENT))


def _called(command: str, *words: str, **given: Any) -> Any:
    """Call a command of Django; the tables of a test database are made at once, as those of a new city."""
    # Whoever makes a test database, and nobody else, asks to ``run_syncdb``.
    return prepare() if given.get("run_syncdb") else call_command(command, *words, **given)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Spare each process the walk through all migrations: a test of theirs walks it and compares."""
    with patch("django.core.management.call_command", _called):
        yield


@pytest.fixture(autouse=True)
def the_city_speaks_chinese() -> Iterator[None]:
    """Let no test speak the language that another one left behind."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def every_call_is_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test be slowed by what another one sent: a test that empties the cache has emptied every count."""
    monkeypatch.setattr("minben.institutions.partners.edge.limits.TOLD_EVERY_S", 0)


@pytest.fixture
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock by which calls are counted stand still: no minute, and no five, ends within the test.

    It may stand at a minute in which other tests called: what they sent is forgotten.
    """
    cache.clear()
    moment = datetime.fromtimestamp(now().timestamp() // 600 * 600, UTC)
    for counter in ("accounts.guards", "institutions.partners.middleware", "needs.hotline.open311.calling"):
        monkeypatch.setattr(f"minben.{counter}.now", lambda: moment)


@pytest.fixture
def trials_at_hand() -> Iterator[None]:
    """Run trials in the test's own process, where what matters is what comes of them, not how they are kept apart."""
    with trials_in_this_process():
        yield


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database has its tables."""
    terminal = Terminal(tmp_path_factory.mktemp("prepared") / "home")
    made = terminal.run("worker", "--once")
    assert made.returncode == 0, made.stderr
    return terminal.home


@pytest.fixture
def terminal(prepared_home: Path, tmp_path: Path) -> Terminal:
    """A terminal with a fresh, prepared home."""
    return Terminal(Path(shutil.copytree(prepared_home, tmp_path / "terminal")))
