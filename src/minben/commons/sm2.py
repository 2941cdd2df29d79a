"""SM2 signatures with SM3, through the system's OpenSSL: the scheme of cities under national cryptography.

Keys are raw: 32 bytes private, 65 bytes public (``04``, x, y); a signature is DER, as OpenSSL's command line writes it.
The signer's distinguishing identifier is the default one of GM/T 0009, ``1234567812345678``.

References
----------
GB/T 32918.2-2016 (SM2 signatures); GB/T 32905-2016 (SM3); GB/T 35276-2017, section 10 (the default identifier).
"""

import ctypes
import ctypes.util
import secrets
from base64 import encodebytes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from minben.commons.errors import TeachingError

__all__ = ["IDENTIFIER", "SM2", "private_pem", "public_pem"]

IDENTIFIER = b"1234567812345678"
_PRIVATE_BYTES, _PUBLIC_BYTES = 32, 65
# The order of the base point, GB/T 32918.5-2017.
_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
# What stands before the key itself in DER (RFC 5208, RFC 5480), with the curve sm2p256v1 (1.2.156.10197.1.301).
_CURVE = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
_PRIVATE_HEAD = bytes.fromhex("3041020100") + _CURVE + bytes.fromhex("042730250201010420")
_PUBLIC_HEAD = bytes.fromhex("3059") + _CURVE + bytes.fromhex("034200")
_NAMES = ("libcrypto.so.3", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto.so")
_POINTER, _BYTES, _SIZE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
# The functions used, each with what it returns and takes.
_FUNCTIONS: dict[str, tuple[object, list[object]]] = {
    "OpenSSL_version": (_BYTES, [ctypes.c_int]),
    "ERR_clear_error": (None, []),
    "EVP_sm3": (_POINTER, []),
    "d2i_AutoPrivateKey": (_POINTER, [_POINTER, _POINTER, ctypes.c_long]),
    "d2i_PUBKEY": (_POINTER, [_POINTER, _POINTER, ctypes.c_long]),
    "i2d_PUBKEY": (ctypes.c_int, [_POINTER, _POINTER]),
    "EVP_PKEY_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_new": (_POINTER, [_POINTER, _POINTER]),
    "EVP_PKEY_CTX_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_set1_id": (ctypes.c_int, [_POINTER, _BYTES, ctypes.c_int]),
    "EVP_MD_CTX_new": (_POINTER, []),
    "EVP_MD_CTX_free": (None, [_POINTER]),
    "EVP_MD_CTX_set_pkey_ctx": (None, [_POINTER, _POINTER]),
    "EVP_DigestSignInit": (ctypes.c_int, [_POINTER] * 5),
    "EVP_DigestSign": (ctypes.c_int, [_POINTER, _POINTER, _POINTER, _BYTES, _SIZE]),
    "EVP_DigestVerifyInit": (ctypes.c_int, [_POINTER] * 5),
    "EVP_DigestVerify": (ctypes.c_int, [_POINTER, _BYTES, _SIZE, _BYTES, _SIZE]),
}


class SM2:
    """SM2 with SM3 behind the same interface as every other scheme.

    Raises
    ------
    TeachingError
        ``sm2_missing``: this computer has no OpenSSL with SM2; ``key_unreadable``.
    """

    def generate(self) -> bytes:
        # GB/T 32918.1: from 1 to n - 2.
        return (1 + secrets.randbelow(_ORDER - 2)).to_bytes(_PRIVATE_BYTES)

    def public(self, private: bytes) -> bytes:
        with _private_key(private) as key:
            room = ctypes.create_string_buffer(256)
            end = _POINTER(ctypes.addressof(room))
            length = _libcrypto().i2d_PUBKEY(key, ctypes.byref(end))
            return room.raw[length - _PUBLIC_BYTES : length]

    def sign(self, private: bytes, message: bytes) -> bytes:
        library = _libcrypto()
        with _private_key(private) as key, _digesting(key) as context:
            room, length = ctypes.create_string_buffer(256), _SIZE(256)
            begun = library.EVP_DigestSignInit(context, None, library.EVP_sm3(), None, key)
            place = ctypes.byref(length)
            if begun != 1 or library.EVP_DigestSign(context, room, place, message, len(message)) != 1:
                raise _missing()
            return room.raw[: length.value]

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        library = _libcrypto()
        if len(public) != _PUBLIC_BYTES:
            return False
        with _key("d2i_PUBKEY", _PUBLIC_HEAD + public) as key:
            if not key:
                return False
            with _digesting(key) as context:
                if library.EVP_DigestVerifyInit(context, None, library.EVP_sm3(), None, key) != 1:
                    raise _missing()
                right = library.EVP_DigestVerify(context, signature, len(signature), message, len(message))
                # What a bad signature leaves on the thread's list of errors concerns nobody who comes later.
                library.ERR_clear_error()
                return bool(right == 1)


def private_pem(private: bytes) -> str:
    """Write a private key as OpenSSL's command line reads it (PKCS#8)."""
    return _pem("PRIVATE KEY", _PRIVATE_HEAD + private)


def public_pem(public: bytes) -> str:
    """Write a public key as OpenSSL's command line reads it."""
    return _pem("PUBLIC KEY", _PUBLIC_HEAD + public)


def _pem(label: str, der: bytes) -> str:
    return f"-----BEGIN {label}-----\n{encodebytes(der).decode()}-----END {label}-----\n"


@cache
def _libcrypto() -> ctypes.CDLL:
    """Load the system's libcrypto and tell it what its functions take."""
    found = ctypes.util.find_library("crypto")
    for name in (*([found] if found else []), *_NAMES):
        try:
            library = ctypes.CDLL(name)
            for function, (returned, taken) in _FUNCTIONS.items():
                one = getattr(library, function)
                one.restype, one.argtypes = returned, taken
        except (OSError, AttributeError):
            # Absent, older than OpenSSL 3, or built without SM2 and SM3: the next one may do.
            continue
        return library
    raise TeachingError("sm2_missing", library="libcrypto")


def _missing() -> TeachingError:
    library = _libcrypto()
    library.ERR_clear_error()
    return TeachingError("sm2_missing", library=library.OpenSSL_version(0).decode())


@contextmanager
def _key(reader: str, der: bytes) -> Iterator[int | None]:
    library = _libcrypto()
    start = ctypes.create_string_buffer(der, len(der))
    place = _POINTER(ctypes.addressof(start))
    key = getattr(library, reader)(None, ctypes.byref(place), len(der))
    library.ERR_clear_error()
    try:
        yield key
    finally:
        library.EVP_PKEY_free(key)


@contextmanager
def _private_key(private: bytes) -> Iterator[int]:
    if len(private) != _PRIVATE_BYTES or not 0 < int.from_bytes(private) < _ORDER - 1:
        raise TeachingError("key_unreadable")
    with _key("d2i_AutoPrivateKey", _PRIVATE_HEAD + private) as key:
        if not key:
            raise _missing()
        yield key


@contextmanager
def _digesting(key: int) -> Iterator[int]:
    """Open a context that signs or verifies under the default identifier."""
    library = _libcrypto()
    keyed, context = library.EVP_PKEY_CTX_new(key, None), library.EVP_MD_CTX_new()
    try:
        if not keyed or library.EVP_PKEY_CTX_set1_id(keyed, IDENTIFIER, len(IDENTIFIER)) != 1:
            raise _missing()
        library.EVP_MD_CTX_set_pkey_ctx(context, keyed)
        yield context
    finally:
        library.EVP_MD_CTX_free(context)
        library.EVP_PKEY_CTX_free(keyed)
