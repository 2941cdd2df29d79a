"""Signatures by name: Ed25519 (RFC 8032) and SM2 with SM3 are built in; a city may add a scheme of its own."""

from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from minben.commons.digests import hasher
from minben.commons.errors import TeachingError
from minben.commons.sm2 import SM2

__all__ = ["Ed25519", "Scheme", "Signer", "generate_key", "key_id", "offer", "scheme", "verify"]


class Scheme(Protocol):
    """What a signature algorithm must be able to do; all keys and signatures are raw bytes."""

    def generate(self) -> bytes: ...
    def public(self, private: bytes) -> bytes: ...
    def sign(self, private: bytes, message: bytes) -> bytes: ...
    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool: ...


class Ed25519:
    """Ed25519 with raw 32-byte keys."""

    def generate(self) -> bytes:
        return Ed25519PrivateKey.generate().private_bytes_raw()

    def public(self, private: bytes) -> bytes:
        return _private(private).public_key().public_bytes_raw()

    def sign(self, private: bytes, message: bytes) -> bytes:
        return _private(private).sign(message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


# SM2 looks for its OpenSSL when it is first used: who does not sign with it needs none.
_schemes: dict[str, Scheme] = {"ed25519": Ed25519(), "sm2": SM2()}


def offer(name: str, implementation: Scheme) -> None:
    """Add a signature algorithm under a name, once, when the program starts."""
    _schemes[name] = implementation


def scheme(name: str) -> Scheme:
    """Return a signature algorithm.

    Raises
    ------
    TeachingError
        ``signature_unknown``.
    """
    if name not in _schemes:
        raise TeachingError("signature_unknown", algorithm=name, known=", ".join(_schemes))
    return _schemes[name]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and the algorithm it is for.

    Examples
    --------
    >>> signer = Signer(private=bytes(32))
    >>> verify(signer.public, b"head", signer.sign(b"head"))
    True
    """

    private: bytes
    algorithm: str = "ed25519"

    @property
    def public(self) -> bytes:
        """The public key, raw."""
        return scheme(self.algorithm).public(self.private)

    @property
    def key_id(self) -> str:
        """The short name of the key, see :func:`key_id`."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature of a message."""
        return scheme(self.algorithm).sign(self.private, message)


def generate_key(algorithm: str = "ed25519") -> Signer:
    """Make a new key from the operating system's randomness."""
    return Signer(private=scheme(algorithm).generate(), algorithm=algorithm)


def verify(public: bytes, message: bytes, signature: bytes, algorithm: str = "ed25519") -> bool:
    """Tell whether ``signature`` was made over ``message`` with the key of ``public``."""
    return scheme(algorithm).verify(public, message, signature)


def key_id(public: bytes) -> str:
    """Return the first 16 hexadecimal digits of the key's SHA-256: enough to tell keys apart.

    Examples
    --------
    >>> key_id(bytes(32))
    '66687aadf862bd77'
    """
    return hasher("sha256")(public).hex()[:16]


def _private(key: bytes) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(key)
    except ValueError as error:
        raise TeachingError("key_unreadable") from error
