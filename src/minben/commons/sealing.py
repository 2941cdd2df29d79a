"""Text kept so that a copy of the database alone opens nothing.

Each sealed value names its algorithm and its key (``"aes-256-gcm:5f0c…:…"``), so that old values stay readable while
new ones are sealed under another key or cipher. What a value belongs to is bound into it: a name put where an
address stands opens nothing.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from minben.commons.ciphers import CIPHERS, Sealing, Spoilt
from minben.commons.digests import salted
from minben.commons.errors import TeachingError

__all__ = ["KEY_BYTES", "Ring", "key_name", "sealed_under"]

KEY_BYTES = 32
_NAME = 12


def key_name(master: bytes) -> str:
    """Return the short name of a key: enough to tell keys apart, nothing to guess it by.

    Examples
    --------
    >>> key_name(bytes(32))
    'c1bf69fc8087'
    """
    return _derive(master, "name", "sha256", 32).hex()[:_NAME]


def sealed_under(value: str) -> tuple[str, str] | None:
    """Return the cipher and the key's name of a sealed value; None when it is not one.

    Examples
    --------
    >>> sealed_under("aes-256-gcm:ea4e6f8aabd9:AAAA"), sealed_under("李伟")
    (('aes-256-gcm', 'ea4e6f8aabd9'), None)
    """
    parts = value.split(":")
    return (parts[0], parts[1]) if len(parts) == 3 and parts[0] in CIPHERS else None


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of an installation, the newest first, and the cipher that seals from now on.

    Examples
    --------
    >>> old, new = Ring((b"o" * 32,)), Ring((b"n" * 32, b"o" * 32))
    >>> new.unseal(old.seal("陈桂英", "contact.name"), "contact.name")
    '陈桂英'
    >>> old.mark("19900001234", "phone") in new.marks("19900001234", "phone")
    True
    """

    masters: Sequence[bytes]
    cipher: str = "aes-256-gcm"

    def __post_init__(self) -> None:
        if self.cipher not in CIPHERS:
            raise TeachingError("cipher_unknown", cipher=self.cipher, known=", ".join(CIPHERS))
        if not self.masters or any(len(master) != KEY_BYTES for master in self.masters):
            raise TeachingError("field_key_unreadable")

    @property
    def prefix(self) -> str:
        """What every value sealed from now on begins with."""
        return f"{self.cipher}:{key_name(self.masters[0])}:"

    def seal(self, text: str, context: str) -> str:
        """Seal a text under the newest key; nothing stays nothing."""
        if not text:
            return ""
        way, key = _way(self.cipher, self.masters[0])
        return self.prefix + urlsafe_b64encode(way.seal(key, text.encode(), context.encode())).decode()

    def unseal(self, value: str, context: str) -> str:
        """Open a sealed value with the key it names.

        Raises
        ------
        TeachingError
            ``field_key_gone``: the key it names is not here; ``field_spoilt``: it was changed, or put here from
            elsewhere.
        """
        if not value:
            return ""
        named = sealed_under(value)
        if named is None:
            raise TeachingError("field_spoilt", context=context)
        cipher, name = named
        master = next((one for one in self.masters if key_name(one) == name), None)
        if master is None:
            raise TeachingError("field_key_gone", key=name)
        way, key = _way(cipher, master)
        try:
            content = urlsafe_b64decode(value.rpartition(":")[2])
            return way.unseal(key, content, context.encode()).decode()
        except (Spoilt, ValueError):
            raise TeachingError("field_spoilt", context=context) from None

    def mark(self, text: str, context: str) -> str:
        """Return the mark by which a value is found again without being opened: a keyed digest (HMAC)."""
        return self._mark(text, context, self.masters[0]) if text else ""

    def marks(self, text: str, context: str) -> list[str]:
        """Return the marks a value may have under each key and cipher family still in use."""
        families = {way.digest for way in CIPHERS.values()} if text else set()
        return [
            self._mark(text, context, master, family)
            for master in self.masters
            for family in sorted(families)
        ]

    def _mark(self, text: str, context: str, master: bytes, family: str = "") -> str:
        algorithm = family or CIPHERS[self.cipher].digest
        made = salted(text, _derive(master, f"mark:{context}", algorithm, 32), algorithm)
        family, _, value = made.partition(":")
        return f"{family}:{key_name(master)}:{value[:40]}"


@lru_cache(maxsize=64)
def _way(cipher: str, master: bytes) -> tuple[Sealing, bytes]:
    way = CIPHERS[cipher]
    return way, _derive(master, f"seal:{cipher}", way.digest, way.key_bytes)


@lru_cache(maxsize=256)
def _derive(master: bytes, use: str, algorithm: str, length: int) -> bytes:
    """Derive a key for one use (HKDF-Expand, RFC 5869): no two uses share a key."""
    out, block = b"", b""
    while len(out) < length:
        info = b"minben.sealing:" + use.encode()
        block = hmac.new(master, block + info + bytes([len(out) // 32 + 1]), algorithm).digest()
        out += block
    return out[:length]
