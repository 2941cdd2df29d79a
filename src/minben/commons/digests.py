"""Digests and canonical JSON, so that anyone can compute the same bytes again.

The digest algorithm is named with every value (``"sha256:…"``): a city under a national cryptography standard
sets ``sm3``, and old values stay readable beside new ones.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from minben.commons.errors import TeachingError

__all__ = ["JSON", "algorithms", "canonical_json", "digest", "hasher", "salted"]

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"

_OFFERED = ("sha256", "sha512", "sm3")
_LARGEST_INT = 2**53 - 1
_HALF = re.compile("[\ud800-\udfff]")


def algorithms() -> tuple[str, ...]:
    """Return the digest algorithms this computer offers (SM3 needs an OpenSSL that has it)."""
    return tuple(name for name in _OFFERED if name in hashlib.algorithms_available)


def hasher(algorithm: str = "sha256") -> Callable[[bytes], bytes]:
    """Return the function from bytes to raw digest bytes.

    Raises
    ------
    TeachingError
        ``digest_unknown``.

    Examples
    --------
    >>> hasher("sha256")(b"").hex()[:8]
    'e3b0c442'
    """
    if algorithm not in algorithms():
        raise TeachingError("digest_unknown", algorithm=algorithm, known=", ".join(algorithms()))
    if algorithm == "sha256":
        return _sha256
    return lambda content: hashlib.new(algorithm, content).digest()


def digest(content: bytes, algorithm: str = "sha256") -> str:
    """Return ``"<algorithm>:<hex>"`` of some bytes.

    Examples
    --------
    >>> digest(b"")[:15]
    'sha256:e3b0c442'
    """
    return f"{algorithm}:{hasher(algorithm)(content).hex()}"


def salted(value: str, salt: bytes, algorithm: str = "sha256") -> str:
    """Return a keyed digest (HMAC, RFC 2104) that stands for a value nobody should read.

    Parameters
    ----------
    value : str
        For example a phone number.
    salt : bytes
        Secret, at least 16 bytes; when it is destroyed, nobody can tie the digest to the value again.

    Raises
    ------
    TeachingError
        ``digest_unknown``.

    Examples
    --------
    >>> salted("13800000000", b"0" * 16) == salted("13800000000", b"1" * 16)
    False
    """
    if algorithm not in algorithms():
        raise TeachingError("digest_unknown", algorithm=algorithm, known=", ".join(algorithms()))
    return f"{algorithm}:{hmac.new(salt, value.encode(), algorithm).hexdigest()}"


def canonical_json(value: JSON) -> str:
    """Write JSON in one form only: sorted keys, no spaces, UTF-8, the escapes of RFC 8785.

    Two rules are narrower than RFC 8785, so that no two programs can disagree: decimal numbers are refused
    (write them as text or in a smaller unit), and keys are ASCII.

    Raises
    ------
    TeachingError
        ``json_not_canonical``, with the place of the value.

    Examples
    --------
    >>> canonical_json({"b": [1, None], "a": "供暖"})
    '{"a":"供暖","b":[1,null]}'
    """
    _check(value, "$")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _check(value: object, place: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise _refused(f"{place}.{key}", "a key that is not ASCII")
            _check(inner, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            _check(inner, f"{place}[{position}]")
    else:
        _check_plain(value, place)


def _check_plain(value: object, place: str) -> None:
    if isinstance(value, str):
        if not value.isascii() and _HALF.search(value):
            raise _refused(place, "half a character")
    elif isinstance(value, int):
        if abs(value) > _LARGEST_INT:
            raise _refused(place, "too large a number")
    elif value is not None:
        raise _refused(place, type(value).__name__)


def _refused(place: str, kind: str) -> TeachingError:
    return TeachingError("json_not_canonical", place=place, kind=kind)
