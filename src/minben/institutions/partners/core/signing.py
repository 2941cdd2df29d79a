"""Signatures of deliveries, in the way that Standard Webhooks describes: what receivers can check with any library."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence

MARK = "whsec_"
SECRET_BYTES = 24


def spell_secret(secret: bytes) -> str:
    """Write the bytes of a secret as the receiver stores it.

    Examples
    --------
    >>> spell_secret(b"quiet")
    'whsec_cXVpZXQ='
    """
    return MARK + b64encode(secret).decode()


def sign(*, key: str, timestamp_s: int, body: bytes, secrets: Sequence[bytes]) -> str:
    """Return the signatures under each secret, the newest first, as one header.

    Parameters
    ----------
    key
        Id of the message, the same on every try.
    timestamp_s
        When this try was made [s since 1970].

    Examples
    --------
    >>> sign(key="msg_1", timestamp_s=0, body=b"{}", secrets=[b"quiet"])
    'v1,Fj2oRaAxBd7s9F6RBC2EhO2QbxczjiItRxM8OJr7vWg='
    """
    signed = f"{key}.{timestamp_s}.".encode() + body
    return " ".join(f"v1,{b64encode(hmac.digest(one, signed, 'sha256')).decode()}" for one in secrets)


def is_signed(
    header: str, *, key: str, timestamp_s: int, body: bytes, secret: str, at_s: int, tolerance_s: int = 300
) -> bool:
    """Tell, as a receiver would, whether a delivery was signed with a secret a short time ago.

    Examples
    --------
    >>> header = sign(key="msg_1", timestamp_s=9, body=b"{}", secrets=[b"quiet"])
    >>> is_signed(header, key="msg_1", timestamp_s=9, body=b"{}", secret="whsec_cXVpZXQ=", at_s=10)
    True
    """
    bytes_of = b64decode(secret.removeprefix(MARK))
    expected = sign(key=key, timestamp_s=timestamp_s, body=body, secrets=[bytes_of])
    fresh = abs(at_s - timestamp_s) <= tolerance_s
    return fresh and any(hmac.compare_digest(one.encode(), expected.encode()) for one in header.split())
