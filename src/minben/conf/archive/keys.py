"""The keys of a city in a backup: never in the open, but sealed under words that somebody keeps elsewhere."""

import hashlib
import io
import json
import secrets
from pathlib import Path

from minben.commons.ciphers import CIPHERS, Spoilt
from minben.commons.errors import TeachingError
from minben.commons.keyfiles import write_secret

__all__ = ["LEAST", "seal_keys", "unseal_keys", "write_keys"]

LEAST = 12
_SALT = 16
_CONTEXT = b"minben.backup.keys.1"
_CIPHER = CIPHERS["aes-256-gcm"]


def seal_keys(folder: Path, passphrase: str) -> bytes:
    """Seal every file of the folder of keys under a passphrase (scrypt, AES-256-GCM).

    Raises
    ------
    TeachingError
        ``passphrase_short``.
    """
    if len(passphrase) < LEAST:
        raise TeachingError("passphrase_short", least=LEAST)
    held = {path.name: path.read_text("ascii") for path in sorted(folder.iterdir()) if path.is_file()}
    salt = secrets.token_bytes(_SALT)
    out = io.BytesIO()
    out.write(salt)
    out.write(_CIPHER.seal(_key(passphrase, salt), json.dumps(held).encode(), _CONTEXT))
    return out.getvalue()


def unseal_keys(sealed: bytes, passphrase: str) -> dict[str, str]:
    """Open what :func:`seal_keys` sealed: names of files and what they hold.

    Raises
    ------
    TeachingError
        ``passphrase_wrong``.
    """
    salt, content = sealed[:_SALT], sealed[_SALT:]
    try:
        opened: dict[str, str] = json.loads(_CIPHER.unseal(_key(passphrase, salt), content, _CONTEXT))
    except Spoilt:
        raise TeachingError("passphrase_wrong") from None
    return opened


def write_keys(folder: Path, held: dict[str, str]) -> None:
    """Put keys in their place; one that differs and was there is kept beside, under the name ``….before``."""
    for name, text in held.items():
        path = folder / Path(name).name
        if path.exists() and path.read_text("ascii") != text:
            path.replace(path.with_name(f"{path.name}.before"))
        write_secret(path, text)


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=_CIPHER.key_bytes
    )
