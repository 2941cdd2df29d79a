"""Anyone anywhere computes the same bytes, and only the holder of the key can sign them."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons import signatures
from minben.commons.digests import JSON, algorithms, canonical_json, digest, hasher, salted
from minben.commons.errors import TeachingError
from minben.commons.signatures import Signer, generate_key, verify

KEYS = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
VALUES: st.SearchStrategy[JSON] = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(VALUES)
def test_canonical_json_says_the_same_as_the_value_in_one_form_only(value: JSON) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text
    text.encode()


def test_the_escapes_are_those_of_the_standard() -> None:
    """The example of RFC 8785, 3.2.2, without its decimal numbers."""
    text = canonical_json({"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]})
    assert text == '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, 0.5]}, "$.a[1]"),
        ({"a": {"名": 1}}, "$.a.名"),
        ([2**53], "$[0]"),
        ({"half": "\ud83d"}, "$.half"),
        ({"day": object()}, "$.day"),
    ],
)
def test_what_programs_could_write_differently_is_refused_at_its_place(value: JSON, place: str) -> None:
    with pytest.raises(TeachingError) as caught:
        canonical_json(value)
    assert caught.value.params["place"] == place


def test_each_digest_names_its_algorithm() -> None:
    assert digest(b"abc") == "sha256:" + hashlib.sha256(b"abc").hexdigest()
    assert digest(b"abc", "sm3") == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert set(algorithms()) >= {"sha256", "sm3"}
    for attempt in (lambda: hasher("md5"), lambda: salted("x", b"salt", "md5")):
        with pytest.raises(TeachingError, match="sha256"):
            attempt()


def test_a_phone_number_is_hidden_by_its_salt() -> None:
    assert salted("13800000000", b"a" * 16) == salted("13800000000", b"a" * 16)
    assert salted("13800000000", b"a" * 16) != salted("13800000000", b"b" * 16)
    assert hashlib.sha256(b"13800000000").hexdigest() not in salted("13800000000", b"a" * 16)


def test_a_signature_is_the_one_of_the_standard() -> None:
    """Test 1 of RFC 8032, 7.1."""
    signer = Signer(private=bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert (
        signer.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    )


@given(st.binary(max_size=40), st.integers(0, 511))
def test_a_flipped_bit_is_no_signature(message: bytes, bit: int) -> None:
    signer = Signer(private=bytes(range(32)))
    good = signer.sign(message)
    bad = bytearray(good)
    bad[bit // 8] ^= 1 << bit % 8
    assert verify(signer.public, message, good)
    assert not verify(signer.public, message, bytes(bad))
    assert not verify(signer.public, message + b"x", good)
    assert not verify(b"short", message, good)


def test_a_city_may_bring_its_own_algorithm() -> None:
    with pytest.raises(TeachingError, match="ed25519"):
        generate_key("sm2-test")
    signatures.offer("sm2-test", signatures.Ed25519())
    signer = generate_key("sm2-test")
    assert verify(signer.public, b"head", signer.sign(b"head"), "sm2-test")
    assert signer.key_id != generate_key().key_id


def test_a_broken_key_is_explained() -> None:
    with pytest.raises(TeachingError, match="64 hexadecimal digits"):
        Signer(private=b"short").sign(b"x")
