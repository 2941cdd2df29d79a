"""The rules of how long what is kept can be read by a lawyer, and a wrong one says so."""

from datetime import date

import pytest

from minben.commons.errors import TeachingError
from minben.commons.parameters import load, parse
from minben.needs.hotline.core.retention import PARTS, Rule, rules_on

DAY = date(2026, 3, 11)


def rules(value: str, since: str = "2026-01-01") -> dict[str, Rule]:
    text = f"contact:\n- {{from: {since}, source: 城市自定, verified: false, value: {value}}}\n"
    return rules_on(parse(text, file="retention"), DAY)


def test_every_part_has_a_rule_of_the_city() -> None:
    found = rules_on(load("minben.needs.hotline", "retention"), DAY)
    assert set(PARTS) <= set(found)
    assert all(rule.source and rule.days > 0 for rule in found.values())


def test_the_nearest_heading_decides() -> None:
    rule = rules("{days: 700, categories: {health: 90, flu: 30}}")["contact"]
    assert rule.days_for(["flu", "health"]) == 30
    assert rule.days_for(["cold", "health"]) == 90
    assert rule.days_for(["heating"]) == 700


def test_a_rule_that_is_not_in_force_yet_removes_nothing() -> None:
    assert rules("{days: 700}", since="2027-01-01") == {}


@pytest.mark.parametrize(
    "value", ["{}", "{days: 0}", "{days: soon}", "{days: 7, categories: {flu: -1}}", "7"]
)
def test_a_rule_without_days_says_so_instead_of_removing_everything(value: str) -> None:
    with pytest.raises(TeachingError) as refused:
        rules(value)
    assert refused.value.code == "parameter_incomplete"
