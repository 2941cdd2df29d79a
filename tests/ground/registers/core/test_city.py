"""The sample city has every group of the people Minben is for, and nobody who exists."""

from collections import Counter
from random import Random

import pytest

from minben.ground.registers.core.city import City, imagine
from minben.ground.registers.core.kinds import Condition, Income, PlaceKind


@pytest.fixture(scope="module")
def linjiang() -> City:
    return imagine(Random(7))


def test_the_city_has_the_size_it_is_said_to_have(linjiang: City) -> None:
    kinds = Counter(place.kind for place in linjiang.places)
    assert kinds[PlaceKind.DISTRICT] == 6
    assert kinds[PlaceKind.COMMUNITY] == 40
    assert len(linjiang.units) == 60
    assert len(linjiang.people) == 5_000


def test_the_same_seed_makes_the_same_city_and_another_seed_another(linjiang: City) -> None:
    assert imagine(Random(7)) == linjiang
    assert imagine(Random(8)).people != linjiang.people


def test_whichever_household_comes_last_nobody_too_many_moves_in() -> None:
    assert [len(imagine(Random(seed), people=100).people) for seed in range(5)] == [100] * 5


def test_grandma_chen_li_wei_and_zhou_min_would_not_be_alone(linjiang: City) -> None:
    conditions = Counter(person.condition for person in linjiang.people)
    assert all(conditions[condition] >= 30 for condition in Condition)
    phoneless_old = [
        r for r in linjiang.residents if r.age >= 65 and r.person.condition == Condition.PHONELESS
    ]
    assert len(phoneless_old) >= 100
    assert sum(row.low_income for row in linjiang.households) > 100
    assert {person.income for person in linjiang.people} == set(Income)


def test_whoever_lives_in_a_low_income_household_is_on_a_low_income(linjiang: City) -> None:
    poor = {row.code for row in linjiang.households if row.low_income}
    assert {p.income for p in linjiang.people if p.household in poor} == {Income.LOW}


def test_every_code_is_used_once_and_every_code_named_exists(linjiang: City) -> None:
    places, units = ({row.code for row in rows} for rows in (linjiang.places, linjiang.units))
    households = {row.code for row in linjiang.households}
    assert len(places) == len(linjiang.places)
    assert len(units) == len(linjiang.units)
    assert {p.parent for p in linjiang.places} - {""} <= places
    assert {u.parent for u in linjiang.units} - {""} <= units
    assert {u.place for u in linjiang.units} - {""} <= places
    assert {h.place for h in linjiang.households} <= places
    assert {p.household for p in linjiang.people} <= households


def test_no_telephone_number_leaves_the_range_the_city_keeps_for_itself(linjiang: City) -> None:
    numbers = {person.phone for person in linjiang.people} - {""}
    assert all(number.startswith("199000") and len(number) == 11 for number in numbers)
    assert all(unit.phone.startswith("0000-") for unit in linjiang.units)


def test_every_counter_has_an_address_and_hours_in_both_languages(linjiang: City) -> None:
    for unit in linjiang.units:
        assert unit.address
        assert unit.opens
        assert unit.address_en.isascii()
        assert unit.opens_en.isascii() or "–" in unit.opens_en


def test_buildings_of_a_community_stand_near_it(linjiang: City) -> None:
    for one in linjiang.neighbourhoods:
        for building in one.buildings:
            assert building.lat is not None
            assert building.lon is not None
            assert abs(building.lat - one.lat) < 0.003
            assert abs(building.lon - one.lon) < 0.003
