"""The installation's secrets for the ledger, made on first use and readable by their owner only."""

import contextlib
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.commons.signatures import Signer, generate_key

__all__ = ["installation_salt", "signer"]


def signer() -> Signer:
    """Return the key that signs heads (``MINBEN_SIGNING_KEY``, or ``keys/ledger`` at home)."""
    text = settings.MINBEN_SIGNING_KEY or _kept(_keys() / "ledger", lambda: generate_key().private)
    try:
        return Signer(private=bytes.fromhex(text.strip()))
    except ValueError as error:
        raise TeachingError("key_unreadable") from error


def installation_salt() -> bytes:
    """Return the salt of digests that belong to no single person (``keys/ledger-salt`` at home)."""
    return _salt(_keys() / "ledger-salt")


def _keys() -> Path:
    return Path(settings.MINBEN_HOME) / "keys"


@cache
def _salt(path: Path) -> bytes:
    return bytes.fromhex(_kept(path, lambda: secrets.token_bytes(32)).strip())


def _kept(path: Path, make: Callable[[], bytes]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written whole under another name first: a second process must never read half a key.
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make().hex())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
