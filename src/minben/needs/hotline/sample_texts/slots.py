"""Fills the slots of a phrase: places, times, amounts, names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from minben.ground.registers.core.city import Neighbourhood
from minben.ground.registers.core.kinds import Gender
from minben.ground.registers.core.rows import NewHousehold
from minben.ground.registers.core.townspeople import Resident
from minben.needs.hotline.sample_texts.personal import (
    invented_bank_card,
    invented_card,
    invented_phone,
    invented_plate,
)
from minben.needs.hotline.sample_texts.tree import read_sample
from minben.needs.hotline.sample_texts.where import since_when

_SLOT = re.compile(r"\{(\w+)\}")
_TENS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells what, where and when: all that a phrase may ask for."""

    rng: Random
    resident: Resident
    household: NewHousehold
    home: Neighbourhood
    where: str
    at: datetime
    code: str = ""
    topic: str = ""
    ago: str = ""

    def fill(self, phrase: str) -> str:
        """The phrase with its slots filled; a slot asked twice is drawn twice."""
        return _SLOT.sub(self._slot, phrase) if "{" in phrase else phrase

    def _slot(self, match: re.Match[str]) -> str:
        name = match.group(1)
        if name in _FILLERS:
            return _FILLERS[name](self)
        chosen: str = self.rng.choice(_lists()[name])
        return chosen


def in_words(age: int, rng: Random) -> str:
    """An age as people say it.

    >>> in_words(83, Random(1)), in_words(20, Random(5))
    ('83岁', '二十岁')
    """
    tens, ones = divmod(age, 10)
    words = f"{_TENS[tens]}十{_TENS[ones] if ones else ''}岁"
    return rng.choice((f"{age}岁", words, words if tens < 7 or ones == 0 else f"{_TENS[tens]}十多"))


def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = read_sample("voices")["slots"]
    return lists


def _money(teller: Teller) -> str:
    return str(teller.rng.choice((20, 50, 100)) * teller.rng.randint(4, 48))


def _school(teller: Teller) -> str:
    return teller.home.name.removesuffix("社区") + str(teller.rng.choice(_lists()["schoolkind"]))


def _temperature(teller: Teller) -> str:
    degrees = teller.rng.randint(10, 16)
    return teller.rng.choice((str(degrees), "十" + (_TENS[degrees - 10] if degrees > 10 else "")))


def _name(teller: Teller) -> str:
    return teller.resident.person.name


def _by_gender(teller: Teller, woman: str, man: str) -> str:
    return woman if teller.resident.person.gender == Gender.FEMALE else man


def _old(teller: Teller) -> str:
    age = teller.resident.age
    return in_words(age if age >= 60 else teller.rng.randint(70, 91), teller.rng)


_FILLERS: dict[str, Callable[[Teller], str]] = {
    "where": lambda teller: teller.where,
    "since": lambda teller: since_when(teller.rng, teller.at),
    "n": lambda teller: teller.rng.choice(("2", "3", "4", "5", "三", "四", "五", "六", "7", "8")),
    "few": lambda teller: teller.rng.choice("二三四五六七八"),
    "digit": lambda teller: teller.rng.choice("2345678"),
    "floor": lambda teller: str(teller.rng.randint(6, 28)),
    "money": _money,
    "temp": _temperature,
    "line": lambda teller: str(teller.rng.choice((teller.rng.randint(1, 60), teller.rng.randint(301, 340)))),
    "school": _school,
    "hospital": lambda teller: teller.rng.choice(_lists()["clinic"]),
    "old": _old,
    "age": lambda teller: in_words(max(teller.resident.age, 60), teller.rng),
    "name": _name,
    "clan": lambda teller: _name(teller)[0],
    "title": lambda teller: _name(teller)[0] + _by_gender(teller, "女士", "先生"),
    "senior": lambda teller: _name(teller)[0] + _by_gender(teller, "阿姨", "大爷"),
    "elder": lambda teller: _by_gender(teller, "老太太", "老头子"),
    "home": lambda teller: teller.home.name,
    "door": lambda teller: teller.household.address,
    "today": lambda teller: f"{teller.at.year}年{teller.at.month}月{teller.at.day}日",
    "phone": lambda teller: teller.resident.person.phone or invented_phone(teller.rng),
    "card": lambda teller: invented_card(teller.rng, teller.resident.person.born_year or 1980),
    "bank": lambda teller: invented_bank_card(teller.rng),
    "plate": lambda teller: invented_plate(teller.rng),
    "topic": lambda teller: teller.topic,
    "ago": lambda teller: teller.ago,
}
