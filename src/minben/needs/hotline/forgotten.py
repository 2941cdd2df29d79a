"""The list of requests whose person asked to be forgotten, kept in a file beside the database.

A backup still holds what was removed after it was made. Whoever restores one reads this list, and all of it is removed
again (``actions.erase_again``). A line holds a moment and a digest of a tracking code: it tells nobody of anybody.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from minben.commons.digests import digest
from minben.commons.errors import TeachingError

__all__ = ["digest_of", "list_path", "note", "noted"]


def list_path() -> Path:
    """Return where this home keeps its list."""
    return Path(settings.MINBEN_HOME) / "erased.jsonl"


def digest_of(code: str) -> str:
    """Return what stands for a request in the list: its tracking code is too long to be guessed from it."""
    return digest(code.encode())


def note(code: str, at: datetime) -> None:
    """Write down that the data of a request are gone for good; on disk when this returns."""
    line = json.dumps({"at": at.isoformat(), "request": digest_of(code)}) + "\n"
    with os.fdopen(os.open(list_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def noted(path: Path) -> frozenset[str]:
    """Read a list; an empty one where there is no file.

    Raises
    ------
    TeachingError
        ``erased_unreadable``: nobody can tell whom the line is about.
    """
    if not path.exists():
        return frozenset()
    found = set()
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
        try:
            found.add(str(json.loads(line)["request"]))
        except (ValueError, TypeError, KeyError):
            raise TeachingError("erased_unreadable", file=path, row=number) from None
    return frozenset(found)
