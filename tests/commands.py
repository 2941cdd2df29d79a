"""The `minben` command in a process of its own, as people run it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Terminal:
    """A terminal with a home of its own, on SQLite."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "minben.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        left_out = ("DATABASE_URL", "LC_ALL", "LC_MESSAGES", "MINBEN_MODEL", "DJANGO_SETTINGS_MODULE")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        own = {
            "MINBEN_HOME": str(self.home),
            "LANG": "en_GB.UTF-8",
            "COLUMNS": "200",
            "MINBEN_SECRET_KEY": "tests",
        }
        return {**kept, **own, **more}

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Start a command and go on."""
        return subprocess.Popen(
            [sys.executable, "-m", "minben", *words],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "minben", *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
