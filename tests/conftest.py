"""What every test may use: a terminal of its own, with its database made ready once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.browser import chromium, reading
from tests.commands import Terminal

__all__ = ["chromium", "reading"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests of a file together: one Chromium and one town then serve them all."""
    for item in items:
        if item.get_closest_marker("browser") or "crowd" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(autouse=True)
def the_city_speaks_chinese() -> Iterator[None]:
    """Let no test speak the language that another one left behind."""
    translation.deactivate()
    yield
    translation.deactivate()


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
