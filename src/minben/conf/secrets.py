"""The secret key of this installation, made on first use and kept out of the repository."""

import secrets
from pathlib import Path

from minben.commons.keyfiles import kept_secret


def secret_key(home: Path) -> str:
    """Return the key kept in ``home/keys/secret``; make it, readable by its owner only, when absent."""
    return kept_secret(home / "keys" / "secret", lambda: secrets.token_urlsafe(48))
