"""When the people of the sample city ask, who asks, and about what: the year before it is put into words."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from minben.ground.registers.core.city import City
from minben.ground.registers.core.kinds import Condition, Income
from minben.ground.registers.core.townspeople import Livelihood, Resident
from minben.needs.hotline.sample_texts.phrases import Matter, Phrases, phrases

ZONE = ZoneInfo("Asia/Shanghai")
# In the communities of one district people report the same incident at a third of the rate.
QUIET_DISTRICT, QUIET_SHARE = "d5", 1 / 3

# Requests by hour of the day and by weekday, as a hotline that never closes sees them.
_HOURS = (
    1,
    0.6,
    0.4,
    0.3,
    0.4,
    0.8,
    2,
    4,
    7,
    9.5,
    9.5,
    7.5,
    5,
    5.5,
    7.5,
    8,
    7.5,
    6.5,
    5.5,
    5,
    4.8,
    4,
    2.8,
    1.7,
)
_WEEKDAYS = (1.15, 1.1, 1.05, 1.0, 1.0, 0.78, 0.72)

# How much likelier than others people ask about something; 1 where nothing is said.
_BY_LIVELIHOOD = {
    Livelihood.MIGRANT_WORKER: {"wages": 9.0, "household_registration": 4.0, "housing_sale": 2.5},
    Livelihood.STUDENT: {"bus": 2.0, "school": 1.5, "consumer": 2.0, "wages": 1.5, "elder_care": 0.1},
    Livelihood.PARENT: {"school": 6.0, "medical": 1.5, "household_registration": 1.5, "food": 1.5},
    Livelihood.SHOPKEEPER: {"service_hall": 3.0, "sanitation": 1.5, "food": 0.5},
    Livelihood.UNEMPLOYED: {"wages": 3.0, "social_insurance": 2.0, "assistance": 4.0},
    Livelihood.PENSIONER: {
        "elder_care": 9.0, "social_insurance": 2.0, "medical": 2.0, "bus": 2.0, "heating": 1.6, "lift": 1.6,
        "wages": 0.05, "school": 0.2, "housing_sale": 0.3,
    },
}  # fmt: skip
_BY_CONDITION = {
    Condition.NEWCOMER: {"household_registration": 6.0, "wages": 3.0, "housing_sale": 2.0, "school": 2.0},
    Condition.DEAF: {"disability": 25.0, "service_hall": 1.5},
    Condition.BLIND: {"disability": 25.0, "road": 1.5},
    Condition.DISABLED: {"disability": 30.0, "lift": 1.5},
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One request before it has words.

    Attributes
    ----------
    person : int
        Place of the person among the residents.
    neighbourhood : int
        Where the thing is, which need not be where the person lives.
    incident : int
        Number shared by requests about one thing; 0 stands alone.
    follows : int
        Number of the earlier plan that this one chases; −1 for none.
    where : str
        The place in the person's words, where that is not left to chance.
    verbatim : str
        The whole text, where somebody passes on what was written for them.
    """

    at: datetime
    said: Phrases
    matter: Matter
    person: int
    neighbourhood: int
    incident: int = 0
    follows: int = -1
    where: str = ""
    verbatim: str = ""


class Draw:
    """A weighted lottery that is cheap to draw from often."""

    __slots__ = ("_sums",)

    def __init__(self, weights: Sequence[float]) -> None:
        self._sums = list(accumulate(weights))

    def __call__(self, rng: Random) -> int:
        return min(bisect(self._sums, rng.random() * self._sums[-1]), len(self._sums) - 1)


def plan_year(
    rng: Random, *, n: int, city: City, start: date, days: int, besides: Sequence[Plan] = ()
) -> list[Plan]:
    """Plan ``n`` requests over some days, in order of time; neighbours' and chasing ones and ``besides`` among them."""
    who = {code: Draw([_likely(resident, code) for resident in city.residents]) for code in phrases()}
    near = _near(city)
    plans = list(besides)
    incident, end = 0, datetime.combine(start, time(), ZONE) + timedelta(days)
    for at in _moments(rng, n, start, days):
        if len(plans) >= n:
            break
        said = _said(rng, at)
        plan = _seed(rng, at, said, who[said.code](rng), city)
        if plan.matter.shared and rng.random() < 0.2:
            incident += 1
            told = [one for one in _together(rng, plan, incident, near) if one.at < end]
            if is_quiet(city, plan.neighbourhood):
                told = [one for one in told if rng.random() < QUIET_SHARE]
            plans.extend(told)
        else:
            plans.append(plan)
    plans = sorted(plans[:n], key=lambda plan: plan.at)
    return _chase(rng, plans)


def is_quiet(city: City, neighbourhood: int) -> bool:
    """Tell whether people of a neighbourhood report a third of what others would."""
    return city.neighbourhoods[neighbourhood].district_code == QUIET_DISTRICT


def _moments(rng: Random, n: int, start: date, days: int) -> Iterator[datetime]:
    by_day = Draw([_WEEKDAYS[(start + timedelta(day)).weekday()] for day in range(days)])
    by_hour = Draw(_HOURS)
    for _ in range(n):
        day = start + timedelta(by_day(rng))
        moment = time(by_hour(rng), rng.randrange(60), rng.randrange(60))
        yield datetime.combine(day, moment, ZONE)


_MONTH_DRAWS: dict[int, Draw] = {}


def _said(rng: Random, at: datetime) -> Phrases:
    every = list(phrases().values())
    if at.month not in _MONTH_DRAWS:
        _MONTH_DRAWS[at.month] = Draw([one.weight * one.months[at.month - 1] for one in every])
    return every[_MONTH_DRAWS[at.month](rng)]


def _seed(rng: Random, at: datetime, said: Phrases, person: int, city: City) -> Plan:
    # The first matter of a list is the commonest one.
    matters = said.matters
    matter = matters[min(int(rng.random() ** 1.4 * len(matters)), len(matters) - 1)]
    home = city.residents[person].neighbourhood
    away = matter.at == "road" and rng.random() < 0.3
    return Plan(at, said, matter, person, rng.randrange(len(city.neighbourhoods)) if away else home)


def _near(city: City) -> list[list[int]]:
    """Residents by neighbourhood."""
    lists: list[list[int]] = [[] for _ in city.neighbourhoods]
    for number, resident in enumerate(city.residents):
        lists[resident.neighbourhood].append(number)
    return lists


def _together(rng: Random, first: Plan, incident: int, near: Sequence[Sequence[int]]) -> Iterator[Plan]:
    """The first request about a shared thing and those of neighbours in the days after."""
    size = 1 + min(int(rng.expovariate(0.45)) + 1, 9)
    others = [number for number in near[first.neighbourhood] if number != first.person]
    people = [first.person, *rng.sample(others, min(size - 1, len(others)))]
    for place, person in enumerate(people):
        at = first.at + timedelta(hours=place and rng.uniform(0.2, 40))
        yield Plan(at, first.said, first.matter, person, first.neighbourhood, incident)


def _chase(rng: Random, plans: list[Plan]) -> list[Plan]:
    """Turn some plans into the same person's second call about an earlier one."""
    numbers = list(range(len(plans)))
    chased = set(rng.sample(numbers, len(plans) // 25))
    for number in sorted(chased):
        at = plans[number].at
        earlier = bisect(plans, at - timedelta(days=rng.uniform(2, 18)), key=lambda plan: plan.at) - 1
        # Who is part of a crowd, or of what befell a whole neighbourhood, is left as they are.
        apart = plans[number].incident > len(plans) or plans[earlier].incident > len(plans)
        if earlier >= 0 and earlier not in chased and not apart:
            old = plans[earlier]
            plans[number] = Plan(
                at, old.said, old.matter, old.person, old.neighbourhood, old.incident, follows=earlier
            )
    return plans


def _likely(resident: Resident, code: str) -> float:
    """How likely this person asks about a category, beside an ordinary person's 1."""
    weight = _BY_LIVELIHOOD.get(resident.livelihood, {}).get(code, 1.0)
    weight *= _BY_CONDITION.get(resident.person.condition, {}).get(code, 1.0)
    if code == "disability" and resident.person.condition not in _BY_CONDITION:
        weight *= 0.1
    if code == "assistance" and resident.person.income == Income.LOW:
        weight *= 5
    if code == "elder_care" and resident.livelihood != Livelihood.PENSIONER:
        weight *= 0.3
    return weight
