"""The town of these tests, and exports as other systems write them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minben.loop import turn
from tests.city import NOW, Town, settle

Rows = Sequence[dict[str, Any]]
Taken = Callable[..., turn.Report]


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of its own, for trials in a process of their own too: no model, no counts of another test."""
    settings.MINBEN_HOME = settings.HOME = tmp_path / "home"
    monkeypatch.setenv("MINBEN_HOME", str(settings.MINBEN_HOME))
    settings.MINBEN_TOTP_REQUIRED = False
    (tmp_path / "home" / "models").mkdir(parents=True)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town(db: None) -> Town:
    return settle()


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a file of comma-separated values."""

    def written(rows: Rows, name: str = "export.csv") -> Path:
        path = tmp_path / name
        names = list(rows[0])
        lines = [names, *([str(row.get(key, "")) for key in names] for row in rows)]
        path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines), "utf-8")
        return path

    return written


@pytest.fixture
def taken(db: None) -> Taken:
    """Take a file once round."""

    def round_(path: Path, **facts: Any) -> turn.Report:
        return turn.run(path=path, **{"columns": {}, "source": "city", "at": NOW, **facts})

    return round_


def complaints(count: int, start: int = 0) -> list[dict[str, Any]]:
    """So many requests of one morning, each about another building."""
    kinds = ("供暖", "噪声", "道路")
    return [
        {
            "id": f"A{n}",
            "text": f"{n}号楼的事情请来看看，第{n}次说了",
            "when": f"2026-03-{1 + n % 9:02} 09:{n % 60:02}",
            "category": kinds[n % 3],
        }
        for n in range(start, start + count)
    ]
