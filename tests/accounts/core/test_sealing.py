"""Sealed secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.accounts.core.sealing import KeyGoneError, seal, unseal


@given(st.binary(max_size=64))
def test_what_was_sealed_opens_with_its_key_and_never_shows_itself(secret: bytes) -> None:
    sealed = seal(secret, ["key of the city"])
    assert unseal(sealed, ["key of the city"]) == secret
    assert len(secret) < 4 or secret.hex() not in sealed


def test_after_a_change_of_keys_the_old_one_still_opens() -> None:
    assert unseal(seal(b"quiet", ["old"]), ["new", "old"]) == b"quiet"


def test_a_key_that_is_gone_is_said_to_be_gone() -> None:
    with pytest.raises(KeyGoneError) as told:
        unseal(seal(b"quiet", ["old"]), ["new"])
    assert told.value.code == "sealed_under_another_key"
