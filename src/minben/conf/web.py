"""How gunicorn answers pages: ``gunicorn --config python:minben.conf.web minben.conf.wsgi``; also ``minben serve``.

Gunicorn reads the names below (its settings) and calls the functions (its hooks).
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from minben.conf.logs import logging_by

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("MINBEN_WORKERS", "1"))
threads = int(os.environ.get("MINBEN_THREADS", "8"))
graceful_timeout = 10
# Gunicorn's own lines name addresses; they pass through the same cover as all others.
logconfig_dict = {
    **logging_by(os.environ.get("MINBEN_LOG_FORMAT", "plain"), "WARNING"),
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True}},
}
# Set before any process that answers pages begins: the library of the counters looks once, when it is imported.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SHARED = Path("/dev/shm")  # noqa: S108  # memory: a folder of our own is made in it


def on_starting(_server: Any) -> None:
    """Make the folder in which the processes count; in memory where there is one, as a full disk must stop nobody."""
    if FOLDER not in os.environ:
        memory = _SHARED if os.access(_SHARED, os.W_OK) else Path(tempfile.gettempdir())
        _clear_after_killed(memory)
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"minben-metrics-{os.getpid()}-", dir=memory)
    for left in Path(os.environ[FOLDER]).glob("*.db"):
        left.unlink()


def on_exit(_server: Any) -> None:
    """Remove the folder again, if it was ours."""
    if Path(os.environ[FOLDER]).name.startswith("minben-metrics-"):
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def _clear_after_killed(memory: Path) -> None:
    """Remove the folders of servers that were killed and could not do so themselves."""
    for folder in memory.glob("minben-metrics-*-*"):
        if Path("/proc").is_dir() and not Path("/proc", folder.name.split("-")[2]).exists():
            shutil.rmtree(folder, ignore_errors=True)
