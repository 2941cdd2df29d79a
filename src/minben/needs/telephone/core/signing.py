"""Who sent these bytes, and when: a keyed digest over the moment and the body.

The text that is signed is the moment of sending [s since 1970] in decimal digits, a full stop, and the body as it is
sent. The header names the digest: ``sha256=<hex>``, or ``sm3=<hex>`` for a city under that standard.

References
----------
Krawczyk, H. et al. (1997). HMAC: keyed-hashing for message authentication. RFC 2104.
"""

import hmac
import re
from collections.abc import Sequence

from minben.commons.digests import algorithms

WINDOW_S = 300
"""How far the sender's clock may be from ours [s]; within it a repeated event is known by its id."""

_SIGNATURE = re.compile(r"([a-z0-9]+)=([0-9a-f]{32,128})")
_MOMENT = re.compile(r"[0-9]{9,11}")


def sign(body: bytes, *, timestamp: int, key: bytes, algorithm: str = "sha256") -> str:
    """Return the signature of a body sent at a moment.

    Examples
    --------
    >>> sign(b"{}", timestamp=1773194400, key=b"k" * 32)[:14]
    'sha256=a9875b0'
    """
    return f"{algorithm}={_digest(body, str(timestamp), key, algorithm)}"


def why_refused(
    body: bytes, *, timestamp: str, signature: str, keys: Sequence[bytes], now_s: float
) -> str | None:
    """Tell why a body is refused; None when one of the keys signed it within the window.

    Parameters
    ----------
    timestamp, signature : str
        As the headers say.
    keys : sequence of bytes
        Those that may sign: two while a key is being changed.
    now_s : float
        Our clock [s since 1970].

    Returns
    -------
    str or None
        ``no_timestamp``, ``no_signature``, ``unknown_digest``, ``wrong_signature`` or ``stale``.

    Examples
    --------
    >>> signed = sign(b"{}", timestamp=1773194400, key=b"k" * 32)
    >>> check = dict(timestamp="1773194400", signature=signed, keys=[b"k" * 32])
    >>> why_refused(b"{}", now_s=1773194500, **check), why_refused(b"{}", now_s=1773195000, **check)
    (None, 'stale')
    """
    if not _MOMENT.fullmatch(timestamp):
        return "no_timestamp"
    named = _SIGNATURE.fullmatch(signature)
    if named is None:
        return "no_signature"
    algorithm, told = named.groups()
    if algorithm not in algorithms():
        return "unknown_digest"
    # Every key is tried, so that the answer takes as long whichever fits.
    right = [hmac.compare_digest(_digest(body, timestamp, key, algorithm), told) for key in keys]
    if not any(right):
        return "wrong_signature"
    return "stale" if abs(now_s - int(timestamp)) > WINDOW_S else None


def _digest(body: bytes, timestamp: str, key: bytes, algorithm: str) -> str:
    return hmac.new(key, timestamp.encode() + b"." + body, algorithm).hexdigest()
