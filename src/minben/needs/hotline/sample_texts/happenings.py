"""What happens in the year besides the everyday: weather felt all over town, one real incident, and one crowd."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from minben.ground.registers.core.city import City
from minben.needs.hotline.sample_texts.phrases import matter_of, phrases
from minben.needs.hotline.sample_texts.schedule import ZONE, Plan
from minben.needs.hotline.sample_texts.tree import read_sample

# Numbers of incidents that the everyday never reaches.
REAL, CROWD = 1_000_001, 1_000_002
# In which neighbourhood and in which district they take place; the neighbourhood is none of the quiet ones.
_NEIGHBOURHOOD, _DISTRICT = 11, "d2"
# The year of a full city; what a small one brings is made smaller with it.
_FULL = 20_000


@dataclass(frozen=True, slots=True)
class _Year:
    rng: Random
    city: City
    start: date
    days: int
    size: float

    @property
    def end(self) -> datetime:
        return datetime.combine(self.start, time(), ZONE) + timedelta(self.days)

    def spread(self, ends: datetime, days: float) -> datetime:
        """A moment by day within so many days before an end."""
        at = ends - timedelta(days=self.rng.uniform(0, days))
        return at.replace(hour=self.rng.randint(7, 22), minute=self.rng.randrange(60))


def happenings(rng: Random, *, n: int, city: City, start: date, days: int) -> list[Plan]:
    """Plan what happens besides in a year of ``n`` requests.

    Parameters
    ----------
    rng : random.Random
        Seeded by the caller.
    n : int
        Requests of the year; a smaller year has smaller happenings.
    city : City
    start : date
        First day.
    days : int
        Length of the year [d].

    Returns
    -------
    list of Plan
        In no order; the incident ends shortly before the year does, so that it can be found in its last month.
    """
    told: Mapping[str, Any] = read_sample("happenings")
    year = _Year(rng, city, start, days, min(1.0, n / _FULL))
    return [
        *(plan for row in told["weather"] for plan in _weather(year, row, int(row["share"] * n))),
        *_incident(year, told["incident"]),
        *_crowd(year, told["crowd"]),
    ]


def _weather(year: _Year, row: Mapping[str, Any], count: int) -> Iterator[Plan]:
    """A cold spell, mosquitoes, a rainstorm: some days of the season, everywhere at once."""
    fitting = [
        day
        for day in (year.start + timedelta(n) for n in range(row["days"], year.days))
        if day.month in row["months"]
    ]
    if not fitting:
        return
    ends = datetime.combine(year.rng.choice(fitting), time(), ZONE)
    for _ in range(count):
        person = year.rng.randrange(len(year.city.residents))
        yield _plan(year, row, year.spread(ends, row["days"]), person, 0)


def _incident(year: _Year, row: Mapping[str, Any]) -> Iterator[Plan]:
    """One thing that goes wrong in one neighbourhood: many people, over days, each in their own words."""
    number = _NEIGHBOURHOOD % len(year.city.neighbourhoods)
    here = year.city.neighbourhoods[number]
    named = (here.compounds[0], f"{here.name}{here.compounds[0]}", f"我们{here.compounds[0]}小区")
    near = [n for n, resident in enumerate(year.city.residents) if resident.neighbourhood == number]
    ends = year.end - timedelta(days=row["ends_before"])
    for person in year.rng.sample(near, min(len(near), max(3, int(row["people"] * year.size)))):
        told = _plan(year, row, year.spread(ends, row["days"]), person, REAL)
        yield replace(told, where=year.rng.choice(named))


def _crowd(year: _Year, row: Mapping[str, Any]) -> Iterator[Plan]:
    """A few accounts of one district that send copies about a trifle, again and again."""
    near = _residents_of(year.city, _DISTRICT)
    accounts = year.rng.sample(near, min(len(near), max(2, int(row["accounts"] * year.size))))
    ends = year.end - timedelta(days=row["ends_before"])
    for person in accounts:
        for _ in range(row["each"]):
            at = year.spread(ends, row["days"])
            yield _plan(year, row, at, person, CROWD, verbatim=year.rng.choice(row["texts"]))


def _residents_of(city: City, district: str) -> Sequence[int]:
    inside = [n for n, here in enumerate(city.neighbourhoods) if here.district_code == district]
    return [n for n, resident in enumerate(city.residents) if resident.neighbourhood in inside]


def _plan(  # noqa: PLR0917
    year: _Year, row: Mapping[str, Any], at: datetime, person: int, incident: int, verbatim: str = ""
) -> Plan:
    said = phrases()[row["code"]]
    matter = matter_of(row["matter"]) if "matter" in row else said.matters[-1]
    home = year.city.residents[person].neighbourhood
    return Plan(at, said, matter, person, home, incident, verbatim=verbatim)
