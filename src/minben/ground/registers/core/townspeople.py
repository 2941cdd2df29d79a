"""The people of the sample city: households, ages, conditions, livelihoods. Nobody in it exists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, Protocol

from minben.ground.registers.core.kinds import Condition, Gender, Income
from minben.ground.registers.core.rows import NewHousehold, NewPerson, NewPlace


class Livelihood(StrEnum):
    """What fills a person's days; it colours what the person asks for."""

    PENSIONER = "pensioner"
    MIGRANT_WORKER = "migrant worker"
    STUDENT = "student"
    PARENT = "parent"
    EMPLOYEE = "employee"
    SHOPKEEPER = "shopkeeper"
    UNEMPLOYED = "unemployed"


@dataclass(frozen=True, slots=True)
class Resident:
    """A person with what the register does not keep but a story needs."""

    person: NewPerson
    livelihood: Livelihood
    neighbourhood: int
    building: int
    age: int


class Area(Protocol):
    """What settling needs of a neighbourhood."""

    @property
    def code(self) -> str: ...
    @property
    def roads(self) -> tuple[str, str]: ...
    @property
    def buildings(self) -> tuple[NewPlace, ...]: ...


def settle(
    rng: Random, areas: Sequence[Area], *, names: Mapping[str, Any], people: int, year: int
) -> tuple[tuple[NewHousehold, ...], tuple[Resident, ...]]:
    """Fill the buildings with households of one to five people until enough live there.

    Returns
    -------
    households, residents
    """
    households: list[NewHousehold] = []
    residents: list[Resident] = []
    while len(residents) < people:
        where = rng.randrange(len(areas))
        household = _household(rng, areas[where], len(households) + 1)
        ages = _ages(rng)[: people - len(residents)]
        lot = Income.LOW if household.low_income else rng.choices(_INCOMES, (12, 60, 20, 8))[0]
        for age in ages:
            code = f"r{len(residents) + 1:05d}"
            building = int(household.place.rsplit("b", 1)[1]) - 1
            person, livelihood = _person(rng, age, names=names, year=year, alone=len(ages) == 1)
            told = _told(person, code=code, household=household.code, income=lot)
            residents.append(Resident(told, livelihood, where, building, age))
        households.append(household)
    return tuple(households), tuple(residents)


_INCOMES = (Income.LOW, Income.MIDDLE, Income.HIGH, Income.UNKNOWN)


def _household(rng: Random, area: Area, number: int) -> NewHousehold:
    place = rng.choice(area.buildings)
    door = f"{rng.randint(1, 4)}单元{rng.randint(1, 6)}0{rng.randint(1, 4)}室"
    address = f"{rng.choice(area.roads)}{rng.randint(1, 120)}号{place.name}{door}"
    return NewHousehold(f"h{number:05d}", place.code, address, rng.random() < 0.11)


def _ages(rng: Random) -> list[int]:
    """Ages of the members of one household [a]; those under 14 speak through their parents."""
    draw = rng.random()
    if draw < 0.12:
        return [rng.randint(66, 93)]
    if draw < 0.27:
        first = rng.randint(60, 88)
        return [first, max(58, first + rng.randint(-6, 4))]
    if draw < 0.47:
        return [rng.randint(19, 40)]
    first = rng.randint(26, 52)
    family = [first, first + rng.randint(-4, 4)]
    if rng.random() < 0.35:
        family.append(rng.randint(14, 22))
    if rng.random() < 0.22:
        family.append(first + rng.randint(24, 32))
    return family


def _person(
    rng: Random, age: int, *, names: Mapping[str, Any], year: int, alone: bool
) -> tuple[NewPerson, Livelihood]:
    gender = rng.choice((Gender.FEMALE, Gender.MALE))
    bank = "old" if age >= 60 else "middle" if age >= 35 else "young"
    name = rng.choice(names["surnames"]) + rng.choice(names[bank][gender.value])
    condition = _condition(rng, age, alone=alone)
    phone = (
        "" if condition == Condition.PHONELESS and rng.random() < 0.5 else f"199000{rng.randrange(10**5):05d}"
    )
    person = NewPerson("", name, phone, year - age, gender, condition)
    return person, _livelihood(rng, age, condition)


def _told(person: NewPerson, *, code: str, household: str, income: Income) -> NewPerson:
    return NewPerson(
        code, person.name, person.phone, person.born_year, person.gender, person.condition, income, household
    )


def _condition(rng: Random, age: int, *, alone: bool) -> Condition:
    table: Iterator[tuple[float, Condition]] = iter(
        (
            (0.34 if age >= 75 else 0.2 if age >= 65 else 0.005, Condition.PHONELESS),
            (0.16 if age < 45 and alone else 0.06 if age < 50 else 0.01, Condition.NEWCOMER),
            (0.018, Condition.DEAF),
            (0.012, Condition.BLIND),
            (0.05 if age >= 60 else 0.03, Condition.DISABLED),
        )
    )
    draw = rng.random()
    for share, condition in table:
        if draw < share:
            return condition
        draw -= share
    return Condition.NONE


def _livelihood(rng: Random, age: int, condition: Condition) -> Livelihood:
    if age >= 60:
        return Livelihood.PENSIONER
    if age < 23:
        return Livelihood.STUDENT
    if condition == Condition.NEWCOMER and rng.random() < 0.6:
        return Livelihood.MIGRANT_WORKER
    kinds = (Livelihood.EMPLOYEE, Livelihood.PARENT, Livelihood.SHOPKEEPER, Livelihood.UNEMPLOYED)
    weights = (45, 35 if 27 <= age <= 48 else 8, 10, 6)
    return rng.choices(kinds, weights)[0]
