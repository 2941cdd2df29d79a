"""Who copies the database without the keys reads nobody's name, under any of the ciphers."""

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.ciphers import CIPHERS
from minben.commons.errors import TeachingError
from minben.commons.sealing import Ring, sealed_under

OLD, NEW = b"o" * 32, b"n" * 32
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def flipped(value: str, at: int) -> str:
    """The same sealed value with one character of its content changed."""
    head, _, tail = value.rpartition(":")
    other = "A" if tail[at] != "A" else "B"
    return f"{head}:{tail[:at]}{other}{tail[at + 1 :]}"


@pytest.mark.parametrize("cipher", CIPHERS)
@given(name=WORDS)
def test_whatever_a_name_is_made_of_it_opens_as_it_was_said(cipher: str, name: str) -> None:
    ring = Ring((OLD,), cipher)
    sealed = ring.seal(name, "contact.name")
    assert sealed_under(sealed) == (cipher, ring.prefix.split(":")[1])
    assert ring.unseal(sealed, "contact.name") == name


SEALED_EARLIER = (
    "aes-256-gcm:324a9e28bd9b:3YAJD_P6w70wo-B-AjGrrsO8Lid_yOWBBzD0Dg5tC7wk2qHk0Q==",
    "sm4-gcm:324a9e28bd9b:D9h3a1T0mgGoMngdNAnAonZYTaXtR4aUH-rOIlu2Zc9QDeNhew==",
    "sm4-cbc-hmac-sm3:324a9e28bd9b:NaSRvLNQRqf2yhNGi8tkgtBwKWS_smp4Fwtt9pzb15gjsXfvPXAbHyfgtwNsqvWlR2jQ_uh_dZ5nesnSqVM29Q==",
)


@pytest.mark.parametrize("sealed", SEALED_EARLIER)
def test_what_an_earlier_version_sealed_opens_still(sealed: str) -> None:
    assert Ring((OLD,)).unseal(sealed, "contact.name") == "陈桂英"


@pytest.mark.parametrize("cipher", CIPHERS)
def test_one_number_sealed_twice_looks_like_two_numbers(cipher: str) -> None:
    ring = Ring((OLD,), cipher)
    assert ring.seal("19900001234", "contact.phone") != ring.seal("19900001234", "contact.phone")


@pytest.mark.parametrize("cipher", CIPHERS)
@given(at=st.integers(0, 30))
def test_a_value_changed_in_the_database_is_refused_and_not_guessed_at(cipher: str, at: int) -> None:
    ring = Ring((OLD,), cipher)
    with pytest.raises(TeachingError) as refused:
        ring.unseal(flipped(ring.seal("陈桂英", "contact.name"), at), "contact.name")
    assert refused.value.code == "field_spoilt"


@pytest.mark.parametrize("cipher", CIPHERS)
def test_an_address_put_where_a_name_stands_opens_nothing(cipher: str) -> None:
    ring = Ring((OLD,), cipher)
    with pytest.raises(TeachingError, match="moved there"):
        ring.unseal(ring.seal("三号楼502室", "contact.address"), "contact.name")


@pytest.mark.parametrize("cipher", CIPHERS)
def test_what_another_city_sealed_stays_shut_and_says_which_key_it_needs(cipher: str) -> None:
    sealed = Ring((NEW,), cipher).seal("李伟", "contact.name")
    with pytest.raises(TeachingError) as refused:
        Ring((OLD,), cipher).unseal(sealed, "contact.name")
    assert refused.value.code == "field_key_gone"
    assert refused.value.params["key"] == sealed.split(":")[1]


@pytest.mark.parametrize("after", CIPHERS)
@pytest.mark.parametrize("before", CIPHERS)
def test_a_city_that_changes_its_cipher_and_key_still_finds_and_opens_the_old(
    before: str, after: str
) -> None:
    then, now = Ring((OLD,), before), Ring((NEW, OLD), after)
    assert now.unseal(then.seal("周敏", "contact.name"), "contact.name") == "周敏"
    assert then.mark("19900001234", "phone") in now.marks("19900001234", "phone")
    assert now.mark("19900001234", "phone") in now.marks("19900001234", "phone")


@given(one=WORDS, other=WORDS)
def test_two_numbers_share_a_mark_only_if_they_are_the_same(one: str, other: str) -> None:
    ring = Ring((OLD,))
    assert (ring.mark(one, "phone") == ring.mark(other, "phone")) == (one == other)


def test_a_mark_tells_nothing_without_the_key_and_not_the_same_in_two_columns() -> None:
    ring = Ring((OLD,))
    mark = ring.mark("19900001234", "phone")
    assert "1990000" not in mark
    assert mark not in Ring((NEW,)).marks("19900001234", "phone")
    assert mark != ring.mark("19900001234", "fax")


def test_nothing_stays_nothing_so_that_a_blank_is_seen_to_be_blank() -> None:
    ring = Ring((OLD,))
    assert (ring.seal("", "x"), ring.unseal("", "x"), ring.mark("", "x"), ring.marks("", "x")) == (
        "",
        "",
        "",
        [],
    )


@pytest.mark.parametrize(
    ("masters", "cipher", "code"),
    [
        ((OLD,), "rot13", "cipher_unknown"),
        ((), "sm4-gcm", "field_key_unreadable"),
        ((b"short",), "sm4-gcm", "field_key_unreadable"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_is_sealed(
    masters: tuple[bytes, ...], cipher: str, code: str
) -> None:
    with pytest.raises(TeachingError) as refused:
        Ring(masters, cipher)
    assert refused.value.code == code


def test_sm4_gcm_gives_the_bytes_of_rfc_8998() -> None:
    # RFC 8998, appendix A.1.
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex("".join(8 * two for two in ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa")))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    tag = bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")
    assert CIPHERS["sm4-gcm"].unseal(key, nonce + sealed + tag, context) == plain


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl: apt-get install openssl")
def test_sm4_in_cbc_is_opened_by_the_command_line_of_openssl() -> None:
    keys = bytes(range(48))
    sealed = CIPHERS["sm4-cbc-hmac-sm3"].seal(keys, "陈桂英".encode(), b"contact.name")
    nonce, body = sealed[:16], sealed[16:-32]
    command = ["openssl", "enc", "-d", "-sm4-cbc", "-K", keys[:16].hex(), "-iv", nonce.hex()]
    assert subprocess.run(command, input=body, capture_output=True, check=True).stdout.decode() == "陈桂英"


def test_sm4_itself_gives_the_block_of_the_standard() -> None:
    # GB/T 32907-2016, appendix A.1.
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    cipher = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert cipher.update(block).hex() == "681edf34d206965e86b3e94f536e4246"
