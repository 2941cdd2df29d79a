"""What a token looks like, and what is kept of it."""

import re
from base64 import urlsafe_b64encode

from minben.commons.digests import digest

# A mark that scanners of leaked secrets can look for.
MARK = "mbt_"
SECRET_BYTES = 32
_FORM = re.compile(r"mbt_[A-Za-z0-9_-]{43}")


def spell(secret: bytes) -> str:
    """Write random bytes as a token.

    Examples
    --------
    >>> spell(bytes(32))
    'mbt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("a token is made of 32 random bytes")
    return MARK + urlsafe_b64encode(secret).decode().rstrip("=")


def is_token(text: str) -> bool:
    """Tell whether a text has the form of a token.

    Examples
    --------
    >>> is_token(spell(bytes(32))), is_token("mbt_short")
    (True, False)
    """
    return _FORM.fullmatch(text) is not None


def kept(token: str) -> str:
    """Return what is stored instead of the token: 256 random bits need no slow digest.

    Examples
    --------
    >>> kept("mbt_x")[:15]
    'sha256:c12ed7bf'
    """
    return digest(token.encode())


def hint(token: str) -> str:
    """Return the end of a token, by which people tell their tokens apart.

    Examples
    --------
    >>> hint("mbt_abcdefgh")
    '…efgh'
    """
    return f"…{token[-4:]}"
