"""The keys that seal fields: from the environment, or made at home on first use."""

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.commons.keyfiles import kept_secret, write_secret
from minben.commons.sealing import KEY_BYTES, Ring, key_name

__all__ = ["add_key", "at_home", "drop_keys", "names", "ring"]


def ring() -> Ring:
    """Return the keys in use, the newest first (``MINBEN_FIELD_KEY``, or ``keys/fields`` at home)."""
    if settings.MINBEN_FIELD_KEY:
        return _ring(settings.MINBEN_FIELD_KEY, settings.MINBEN_FIELD_CIPHER)
    path = _path()
    try:
        # Looked at each time: when another process adds a key, this one must read what is sealed under it.
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        kept_secret(path, _new)
        changed = path.stat().st_mtime_ns
    return _kept(path, changed, settings.MINBEN_FIELD_CIPHER)


def at_home() -> bool:
    """Tell whether the keys lie at home, where a command may add one."""
    return not settings.MINBEN_FIELD_KEY


def names() -> list[str]:
    """Return the names of the keys, the newest first."""
    return [key_name(master) for master in ring().masters]


def add_key() -> str:
    """Put a new key before the others at home; return its name."""
    ring()
    new = _new()
    write_secret(_path(), "\n".join([new, *_path().read_text(encoding="ascii").split()]))
    return key_name(bytes.fromhex(new))


def drop_keys() -> None:
    """Keep the newest key alone."""
    write_secret(_path(), _path().read_text(encoding="ascii").split()[0])


def _path() -> Path:
    return Path(settings.MINBEN_HOME) / "keys" / "fields"


def _new() -> str:
    return secrets.token_hex(KEY_BYTES)


@lru_cache(maxsize=8)
def _kept(path: Path, _changed: int, cipher: str) -> Ring:
    return _ring(path.read_text(encoding="ascii"), cipher)


@lru_cache(maxsize=8)
def _ring(text: str, cipher: str) -> Ring:
    try:
        return Ring(tuple(bytes.fromhex(one) for one in text.replace(",", " ").split()), cipher)
    except ValueError as error:
        if isinstance(error, TeachingError):
            raise
        raise TeachingError("field_key_unreadable") from None
