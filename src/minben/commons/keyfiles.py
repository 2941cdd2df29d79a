"""Secrets kept in files that their owner alone may read, made on first use."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

__all__ = ["kept_secret", "write_secret"]


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the text of a secret file; make it when it is absent.

    Two processes that begin at the same moment end with the same secret: the first one to arrive stands.
    """
    if not path.exists():
        draft = _draft(path, make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def write_secret(path: Path, text: str) -> None:
    """Write a secret file anew: whole, or not at all."""
    _draft(path, text).replace(path)


def _draft(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written whole under another name first: a second process must never read half a key.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
