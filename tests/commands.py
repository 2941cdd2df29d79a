"""The `minben` command in a process of its own, as people run it."""

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from minben import cli

_LEFT_OUT = ("DATABASE_URL", "LC_ALL", "LC_MESSAGES", "MINBEN_MODEL", "DJANGO_SETTINGS_MODULE")
_ENGLISH = {"LANG": "en_GB.UTF-8", "COLUMNS": "200"}


@dataclass(frozen=True)
class Terminal:
    """A terminal with a home of its own, on SQLite."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "minben.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        own = {**_ENGLISH, "MINBEN_HOME": str(self.home), "MINBEN_SECRET_KEY": "tests"}
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


def at_hand(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a database to its end in the test's own process, which spares a second of starting."""
    told, trouble, status = StringIO(), StringIO(), 0
    english = {name: value for name, value in os.environ.items() if not name.startswith("LC_")} | _ENGLISH
    with (
        patch.dict(os.environ, english, clear=True),
        patch.object(sys, "argv", ["minben", *words]),
        redirect_stdout(told),
        redirect_stderr(trouble),
    ):
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 0
    return subprocess.CompletedProcess(words, status, told.getvalue(), trouble.getvalue())
