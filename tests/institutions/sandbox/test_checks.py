import re
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from minben.institutions.sandbox import declared
from minben.institutions.sandbox.actions import FixedRule, Words, declare, declare_rules
from minben.institutions.sandbox.checks import everything_is_told
from minben.institutions.sandbox.queries import declaration, declarations, declared_rules
from tests.institutions.sandbox.algorithms import NAME, sorter
from tests.laws.test_house import python_files


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


@pytest.fixture
def rule() -> Iterator[FixedRule]:
    with patch.dict(declared._rules):
        yield declared_rules()[0]


def test_a_fixed_rule_that_does_not_say_why_it_never_rests_stops_the_start(rule: FixedRule) -> None:
    declare_rules([replace(rule, always=Words(zh="因为", en=" ".strip()))])
    (error,) = everything_is_told(None)
    assert error.id == "sandbox.E002"
    assert rule.name in error.msg
    assert "always" in error.msg


def test_whatever_the_ledger_calls_an_algorithm_stands_in_the_register() -> None:
    """An auditor who reads “algorithm:orders.routing” in the ledger finds out what that is."""
    named = {
        name
        for path in python_files()
        if path.parts[-2:] != ("ledger", "actions.py")
        for name in re.findall(r'"algorithm:([a-z_.]+)"', path.read_text("utf-8"))
    }
    assert named
    # The fixture of these tests puts one algorithm in the place of all others; fixed rules stay.
    assert named <= {one.name for one in declared_rules()}
