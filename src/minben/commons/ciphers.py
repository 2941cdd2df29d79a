"""Ciphers by name, for values that are kept sealed: AES-256-GCM, and SM4 where national cryptography is asked for.

References
----------
NIST SP 800-38D (GCM); GB/T 32907-2016 (SM4); GB/T 17964-2021 (modes of operation); RFC 8998, section 3 (SM4 in GCM).
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from minben.commons.digests import hasher

__all__ = ["CIPHERS", "Sealing", "Spoilt"]

_NONCE = 12
_BLOCK = 16
_TAG = 16
_MAC = 32


class Spoilt(ValueError):
    """The bytes were not sealed with this key for this place, or were changed since."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """One way to seal; every function takes the key, the bytes, and what they belong to.

    Attributes
    ----------
    key_bytes : int
        Length of the key.
    digest : str
        The digest algorithm of the same family, for keys derived and marks made beside it.
    seal, unseal : callable
        ``(key, content, context) -> bytes``; ``unseal`` raises :class:`Spoilt`.
    """

    key_bytes: int
    digest: str
    seal: Callable[[bytes, bytes, bytes], bytes]
    unseal: Callable[[bytes, bytes, bytes], bytes]


@lru_cache(maxsize=64)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


def _aes_seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _aes(key).encrypt(nonce, plain, context)


def _aes_unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return _aes(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    except (InvalidTag, ValueError):
        raise Spoilt from None


def _sm4_gcm_seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(context)
    sealed = cipher.update(plain) + cipher.finalize()
    return nonce + sealed + cipher.tag


def _sm4_gcm_unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        mode = modes.GCM(sealed[:_NONCE], sealed[-_TAG:])
        cipher = Cipher(algorithms.SM4(key), mode).decryptor()
        cipher.authenticate_additional_data(context)
        return cipher.update(sealed[_NONCE:-_TAG]) + cipher.finalize()
    except (InvalidTag, ValueError):
        raise Spoilt from None


def _sm4_cbc_seal(keys: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_BLOCK)
    pad = PKCS7(_BLOCK * 8).padder()
    cipher = Cipher(algorithms.SM4(keys[:_BLOCK]), modes.CBC(nonce)).encryptor()
    sealed = nonce + cipher.update(pad.update(plain) + pad.finalize()) + cipher.finalize()
    return sealed + _sm3_mac(keys[_BLOCK:], context, sealed)


def _sm4_cbc_unseal(keys: bytes, content: bytes, context: bytes) -> bytes:
    # The mark is looked at before anything is deciphered, so that padding tells nobody anything.
    sealed, mark = content[:-_MAC], content[-_MAC:]
    if len(sealed) < 2 * _BLOCK or not hmac.compare_digest(mark, _sm3_mac(keys[_BLOCK:], context, sealed)):
        raise Spoilt
    cipher = Cipher(algorithms.SM4(keys[:_BLOCK]), modes.CBC(sealed[:_BLOCK])).decryptor()
    strip = PKCS7(_BLOCK * 8).unpadder()
    return strip.update(cipher.update(sealed[_BLOCK:]) + cipher.finalize()) + strip.finalize()


def _sm3_mac(key: bytes, context: bytes, sealed: bytes) -> bytes:
    hasher("sm3")
    return hmac.new(key, len(context).to_bytes(4) + context + sealed, "sm3").digest()


CIPHERS: Mapping[str, Sealing] = MappingProxyType(
    {
        "aes-256-gcm": Sealing(32, "sha256", _aes_seal, _aes_unseal),
        "sm4-gcm": Sealing(16, "sm3", _sm4_gcm_seal, _sm4_gcm_unseal),
        "sm4-cbc-hmac-sm3": Sealing(_BLOCK + 32, "sm3", _sm4_cbc_seal, _sm4_cbc_unseal),
    }
)
