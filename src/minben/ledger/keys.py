"""The key that signs heads: from the settings, or made on first use and kept beside the database."""

import contextlib
import os
from pathlib import Path

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.commons.signatures import Signer, generate_key

__all__ = ["signer"]


def signer() -> Signer:
    """Return the installation's signing key (``MINBEN_SIGNING_KEY``, or ``keys/ledger`` in the home folder)."""
    text = settings.MINBEN_SIGNING_KEY or _kept(Path(settings.MINBEN_HOME) / "keys" / "ledger")
    try:
        return Signer(private=bytes.fromhex(text.strip()))
    except ValueError as error:
        raise TeachingError("key_unreadable") from error


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written whole under another name first: a second process must never read half a key.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(generate_key().private.hex())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
