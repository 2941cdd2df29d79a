"""One-time codes of RFC 6238."""

from base64 import b32decode
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.accounts.core.codes import address_for_app, code_at, key_text, matching_step, step_of

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_standard_come_out(second: int, code: str) -> None:
    assert code_at(SECRET, step_of(datetime.fromtimestamp(second, UTC))) == code[-6:]


@given(st.binary(min_size=10, max_size=32), st.integers(min_value=2, max_value=10**9))
def test_a_code_is_taken_for_a_minute_and_a_half_and_only_once(secret: bytes, step: int) -> None:
    code = code_at(secret, step)
    accepted = [s for s in range(step - 1, step + 2) if matching_step(secret, code, now_step=s, last_step=-1)]
    assert accepted == [step - 1, step, step + 1]
    again = matching_step(secret, code, now_step=step, last_step=step)
    # Two steps may show the same six digits by chance; the used one is closed all the same.
    assert again is None or again > step


@given(st.binary(min_size=1, max_size=40))
def test_the_typed_key_and_the_picture_carry_the_same_secret(secret: bytes) -> None:
    typed = key_text(secret).replace(" ", "")
    address = urlsplit(address_for_app(secret, account="wang.fang", issuer="Minben Linjiang"))
    assert parse_qs(address.query)["secret"] == [typed]
    assert b32decode(typed + "=" * (-len(typed) % 8)) == secret


def test_letters_typed_for_digits_are_simply_wrong() -> None:
    assert matching_step(SECRET, "ABCDEF", now_step=5, last_step=-1) is None
