"""SM2 with SM3, checked against the standard's own example and against OpenSSL's command line."""

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons import sm2
from minben.commons.errors import TeachingError
from minben.commons.signatures import Signer, generate_key, verify
from minben.commons.sm2 import SM2, private_pem, public_pem

# GB/T 32918.5-2017, appendix A.2 (recommended curve, identifier 1234567812345678, SM3).
PRIVATE = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
S = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
EXAMPLE = bytes.fromhex(f"3046022100{R}022100{S}")

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl: apt-get install openssl")
Openssl = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def key() -> Signer:
    return generate_key("sm2")


@pytest.fixture
def openssl(tmp_path: Path, key: Signer) -> Openssl:
    """OpenSSL's command line in a folder with the key, its public half and a message."""
    (tmp_path / "key.pem").write_text(private_pem(key.private))
    (tmp_path / "public.pem").write_text(public_pem(key.public))
    (tmp_path / "message").write_bytes("三号楼暖气不热".encode())

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, check=False)

    return run


AS_STANDARD = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")
SIGN = ("pkeyutl", *["-sign", "-inkey", "key.pem", "-in", "message", "-out", "signature"], *AS_STANDARD)
VERIFY = (
    "pkeyutl",
    *["-verify", "-pubin", "-inkey", "public.pem", "-in", "message", "-sigfile", "signature"],
    *AS_STANDARD,
)


def test_the_example_of_the_standard_holds() -> None:
    assert SM2().public(PRIVATE) == PUBLIC
    assert SM2().verify(PUBLIC, b"message digest", EXAMPLE)
    assert not SM2().verify(PUBLIC, b"message digesT", EXAMPLE)


@needs_openssl
def test_the_command_line_verifies_what_minben_signed(openssl: Openssl, key: Signer, tmp_path: Path) -> None:
    (tmp_path / "signature").write_bytes(key.sign((tmp_path / "message").read_bytes()))
    held = openssl(*VERIFY)
    assert (held.returncode, held.stdout) == (0, b"Signature Verified Successfully\n")
    (tmp_path / "message").write_text("四号楼暖气不热")
    assert openssl(*VERIFY).returncode != 0


@needs_openssl
def test_minben_verifies_what_the_command_line_signed(openssl: Openssl, key: Signer, tmp_path: Path) -> None:
    assert openssl(*SIGN).returncode == 0
    message, signature = (tmp_path / "message").read_bytes(), (tmp_path / "signature").read_bytes()
    assert verify(key.public, message, signature, "sm2")
    assert not verify(generate_key("sm2").public, message, signature, "sm2")


@needs_openssl
def test_both_read_the_same_public_key_out_of_a_private_one(openssl: Openssl, key: Signer) -> None:
    told = openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER").stdout
    assert told.endswith(key.public)


@given(message=st.binary(max_size=300), flip=st.integers(0, 8 * 64 - 1))
@settings(max_examples=25)
def test_any_message_holds_and_any_changed_signature_does_not(message: bytes, flip: int) -> None:
    signer = Signer(private=PRIVATE, algorithm="sm2")
    signature = bytearray(signer.sign(message))
    assert verify(PUBLIC, message, bytes(signature), "sm2")
    signature[len(signature) - 1 - flip // 8] ^= 1 << flip % 8
    assert not verify(PUBLIC, message, bytes(signature), "sm2")


@pytest.mark.parametrize("public", [b"", b"\x04" + bytes(64), PUBLIC[:-1], b"\x05" + PUBLIC[1:]])
def test_what_is_no_point_of_the_curve_verifies_nothing(public: bytes) -> None:
    assert not SM2().verify(public, b"message digest", EXAMPLE)


@pytest.mark.parametrize("signature", [b"", b"\x30", bytes(72), EXAMPLE + b"\x00" * 5_000])
def test_what_is_no_signature_is_false_and_no_crash(signature: bytes) -> None:
    assert not SM2().verify(PUBLIC, b"message digest", signature)


@pytest.mark.parametrize("private", [b"", bytes(32), b"\xff" * 32, bytes(31)])
def test_what_is_no_key_is_refused_before_it_signs(private: bytes) -> None:
    with pytest.raises(TeachingError, match="64 hexadecimal"):
        SM2().sign(private, b"message")


def test_a_computer_without_sm2_says_so_and_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ctypes.CDLL:
        raise OSError(name)

    sm2._libcrypto.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", absent)
    try:
        with pytest.raises(TeachingError, match="MINBEN_SIGNATURE=ed25519"):
            SM2().public(PRIVATE)
    finally:
        monkeypatch.undo()
        sm2._libcrypto.cache_clear()
