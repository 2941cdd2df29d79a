"""One-time codes by the clock (TOTP).

References
----------
RFC 6238, TOTP: Time-Based One-Time Password Algorithm; RFC 4226, section 5.3 (truncation).
"""

from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_S = 30
DIGITS = 6
# Clocks of phones drift: the step before and the one after are taken too.
DRIFT = 1


def step_of(at: datetime) -> int:
    """Return the number of the 30-second step [1] that a moment lies in.

    Examples
    --------
    >>> from datetime import UTC
    >>> step_of(datetime(1970, 1, 1, 0, 1, 29, tzinfo=UTC))
    2
    """
    return int(at.timestamp()) // STEP_S


def code_at(secret: bytes, step: int) -> str:
    """Return the code that an app with this secret shows during a step.

    Examples
    --------
    The first vector of RFC 6238, appendix B, cut to six digits:

    >>> code_at(b"12345678901234567890", 1)
    '287082'
    """
    # SHA-1 is what every authenticator app speaks; its collisions do not matter inside an HMAC.
    maker = TOTP(secret, DIGITS, SHA1(), STEP_S, enforce_key_length=False)  # noqa: S303
    return maker.generate(step * STEP_S).decode()


def matching_step(secret: bytes, code: str, *, now_step: int, last_step: int) -> int | None:
    """Return the step a typed code belongs to; ``None`` when it fits none that is still open.

    A step at or before ``last_step`` was used already and is closed, so no code counts twice.

    Examples
    --------
    >>> secret = b"12345678901234567890"
    >>> matching_step(secret, "287 082", now_step=2, last_step=-1)
    1
    >>> matching_step(secret, "287082", now_step=2, last_step=1) is None
    True
    """
    typed = "".join(code.split())
    for step in range(max(now_step - DRIFT, last_step + 1, 0), now_step + DRIFT + 1):
        if code_at(secret, step) == typed:
            return step
    return None


def key_text(secret: bytes) -> str:
    """Return the secret as people type it: base 32 in groups of four.

    Examples
    --------
    >>> key_text(b"1234567890")
    'GEZD GNBV GY3T QOJQ'
    """
    text = b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_for_app(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the ``otpauth:`` address that the square picture carries to the app.

    Examples
    --------
    >>> address_for_app(b"1234567890", account="wang.fang", issuer="Minben")
    'otpauth://totp/Minben:wang.fang?secret=GEZDGNBVGY3TQOJQ&issuer=Minben'
    """
    asked = urlencode({"secret": key_text(secret).replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{asked}"
