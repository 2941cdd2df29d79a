"""Secrets kept so that a copy of the database alone opens nothing."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyGoneError(ValueError):
    """None of the installation's keys opens a sealed secret: it was sealed under a key that is gone."""

    code = "sealed_under_another_key"


def seal(secret: bytes, keys: Sequence[str]) -> str:
    """Seal a secret under the first of the keys.

    Examples
    --------
    >>> opened = unseal(seal(b"quiet", ["old"]), ["new", "old"])
    >>> opened
    b'quiet'
    """
    return _box(keys).encrypt(secret).decode()


def unseal(sealed: str, keys: Sequence[str]) -> bytes:
    """Open a sealed secret with whichever key fits.

    Raises
    ------
    KeyGoneError
        When none does; the person enrols anew after an administrator removed the old factor.
    """
    try:
        return _box(keys).decrypt(sealed.encode())
    except InvalidToken:
        raise KeyGoneError(KeyGoneError.code) from None


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(b"minben.factor:" + k.encode()).digest())) for k in keys]
    )
