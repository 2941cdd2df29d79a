from minben.institutions.sandbox.actions import Words, declare
from minben.institutions.sandbox.checks import everything_is_told
from minben.institutions.sandbox.queries import declaration, declarations
from tests.institutions.sandbox.algorithms import NAME, sorter


def test_a_register_that_tells_everything_passes() -> None:
    assert everything_is_told(None) == []


def test_an_empty_field_stops_the_start_and_is_named() -> None:
    declare([sorter(appeal=Words(), risks=Words(zh="有", en=""))])
    (error,) = everything_is_told(None)
    assert error.id == "sandbox.E001"
    assert NAME in error.msg
    assert "risks, appeal" in error.msg


def test_declaring_twice_is_declaring_once() -> None:
    declare([sorter(), sorter(version="v2")])
    assert len(declarations()) == 1
    assert declaration(NAME) == sorter(version="v2")
