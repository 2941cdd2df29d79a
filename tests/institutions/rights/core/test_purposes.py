from datetime import date

import pytest

from minben.accounts.queries import Role
from minben.commons.errors import TeachingError
from minben.commons.parameters import load, parse
from minben.institutions.rights.core.purposes import purposes_on

TODAY = date(2026, 3, 2)
CITY = load("minben.institutions.rights", "purposes")

ONE = """
request.handle:
  - from: 2024-01-01
    until: 2025-12-31
    source: test
    verified: true
    value: {name: {zh: 办, en: do},
      basis: {code: X, zh: 法, en: law}, notice: {zh: 告, en: told}, roles: [officer]}
"""


def test_every_purpose_of_the_city_tells_people_in_both_languages() -> None:
    for purpose in purposes_on(CITY, TODAY):
        for words in (purpose.name, purpose.basis, purpose.notice):
            assert words.zh
            assert words.en
            assert words.zh != words.en


def test_every_purpose_names_roles_that_exist_and_a_source() -> None:
    for purpose in purposes_on(CITY, TODAY):
        assert purpose.roles <= {"machine", "partner", *(role.value for role in Role)}, purpose.key
        assert purpose.source


def test_an_administrator_reads_nobody_s_request() -> None:
    others = [p for p in purposes_on(CITY, TODAY) if not p.own]
    assert [p.key for p in others if "administrator" in p.roles] == []


def test_what_a_program_reads_no_person_reads_for_the_same_purpose() -> None:
    for purpose in purposes_on(CITY, TODAY):
        assert "machine" not in purpose.roles or purpose.roles == {"machine"}, purpose.key


def test_before_the_law_was_in_force_there_was_no_purpose() -> None:
    assert purposes_on(CITY, date(2021, 10, 31)) == ()
    assert purposes_on(CITY, date(2021, 11, 1)) != ()


def test_a_purpose_ends_with_its_last_day() -> None:
    parameters = parse(ONE, file="test")
    assert [p.key for p in purposes_on(parameters, date(2025, 12, 31))] == ["request.handle"]
    assert purposes_on(parameters, date(2026, 1, 1)) == ()


def test_a_purpose_without_a_basis_is_named_with_what_it_lacks() -> None:
    parameters = parse(ONE.replace("basis: {code: X, zh: 法, en: law}, ", ""), file="test")
    with pytest.raises(TeachingError) as error:
        purposes_on(parameters, date(2025, 1, 1))
    assert error.value.params == {"file": "test", "key": "request.handle", "field": "basis"}
