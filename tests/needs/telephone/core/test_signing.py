"""Who sent these bytes, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.digests import algorithms
from minben.needs.telephone.core.signing import WINDOW_S, sign, why_refused
from tests.needs.telephone.exchange import call_centre

KEY, OTHER = b"the key of the exchange", b"another key altogether"
SENT = 1_773_194_400


def refused(body: bytes = b"{}", **changes: object) -> str | None:
    signed = sign(b"{}", timestamp=SENT, key=KEY)
    facts = {"timestamp": str(SENT), "signature": signed, "keys": [KEY], "now_s": float(SENT)}
    return why_refused(body, **{**facts, **changes})  # type: ignore[arg-type]  # changed on purpose


def test_what_was_signed_with_the_key_in_time_is_taken() -> None:
    assert refused() is None
    assert refused(keys=[OTHER, KEY]) is None, "two keys while one is being changed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": b"{ }"}, "wrong_signature"),
        ({"keys": [OTHER]}, "wrong_signature"),
        ({"keys": []}, "wrong_signature"),
        ({"timestamp": str(SENT + 1)}, "wrong_signature"),
        ({"timestamp": ""}, "no_timestamp"),
        ({"timestamp": "1e9"}, "no_timestamp"),
        ({"timestamp": "９" * 10}, "no_timestamp"),
        ({"signature": ""}, "no_signature"),
        ({"signature": "sha256=zz"}, "no_signature"),
        ({"signature": "md5=" + "0" * 32}, "unknown_digest"),
        ({"now_s": SENT + WINDOW_S + 1.0}, "stale"),
        ({"now_s": SENT - WINDOW_S - 1.0}, "stale"),
    ],
)
def test_anything_else_is_refused_with_its_reason(changes: dict[str, object], code: str) -> None:
    assert refused(**changes) == code  # type: ignore[arg-type]  # the body is among the changes


@given(st.binary(max_size=200), st.integers(10**9, 10**10), st.binary(min_size=16, max_size=40))
def test_a_signature_fits_its_own_bytes_and_moment_only(body: bytes, sent: int, key: bytes) -> None:
    signed = sign(body, timestamp=sent, key=key)
    check = {"signature": signed, "keys": [key], "now_s": float(sent)}
    assert why_refused(body, timestamp=str(sent), **check) is None  # type: ignore[arg-type]
    assert why_refused(body + b" ", timestamp=str(sent), **check) == "wrong_signature"  # type: ignore[arg-type]


def test_the_call_centre_of_the_tools_signs_as_the_reference_says() -> None:
    assert call_centre.sign(b"{}", SENT, KEY.decode()) == sign(b"{}", timestamp=SENT, key=KEY)


@pytest.mark.skipif(
    "sm3" not in algorithms(), reason="sm3: this OpenSSL does not offer it; use one that does"
)
def test_a_city_under_the_national_standard_signs_with_sm3() -> None:
    assert refused(signature=sign(b"{}", timestamp=SENT, key=KEY, algorithm="sm3")) is None
