"""The installation's secrets for the ledger, made on first use and readable by their owner only."""

import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.commons.keyfiles import kept_secret
from minben.commons.signatures import Signer, generate_key

__all__ = ["installation_salt", "own_public_keys", "signer"]

_FIRST = "ed25519"


def signer() -> Signer:
    """Return the key that signs heads under ``MINBEN_SIGNATURE``.

    It comes from ``MINBEN_SIGNING_KEY``, or lies at home: ``keys/ledger``, or ``keys/ledger-sm2`` for SM2.
    """
    algorithm = str(settings.MINBEN_SIGNATURE)
    return _signer(settings.MINBEN_SIGNING_KEY or kept_secret(_path(algorithm), _new(algorithm)), algorithm)


def own_public_keys() -> set[bytes]:
    """Return the public keys this installation has signed with: the present one, and those still at home."""
    found = {signer().public}
    for algorithm in (_FIRST, "sm2"):
        if _path(algorithm).exists():
            found.add(_signer(_path(algorithm).read_text(encoding="ascii"), algorithm).public)
    return found


def installation_salt() -> bytes:
    """Return the salt of digests that belong to no single person (``keys/ledger-salt`` at home)."""
    return _salt(_keys() / "ledger-salt")


def _signer(text: str, algorithm: str) -> Signer:
    try:
        return Signer(private=bytes.fromhex(text.strip()), algorithm=algorithm)
    except ValueError as error:
        raise TeachingError("key_unreadable") from error


def _new(algorithm: str) -> Callable[[], str]:
    def new() -> str:
        return generate_key(algorithm).private.hex()

    return new


def _path(algorithm: str) -> Path:
    return _keys() / ("ledger" if algorithm == _FIRST else f"ledger-{algorithm}")


def _keys() -> Path:
    return Path(settings.MINBEN_HOME) / "keys"


@cache
def _salt(path: Path) -> bytes:
    return bytes.fromhex(kept_secret(path, lambda: secrets.token_bytes(32).hex()))
