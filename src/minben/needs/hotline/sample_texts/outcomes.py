"""What became of a sample request. It differs by group, so that there are gaps to be found."""

import math
from dataclasses import dataclass
from functools import cache
from random import Random

from minben.commons.workdays import Span, SpanUnit
from minben.ground.registers.core.kinds import Condition, Income
from minben.ground.registers.core.townspeople import Resident
from minben.needs.hotline.sample_texts.tree import Leaf, leaves, read_sample
from minben.needs.hotline.sample_texts.writer import SampleRequest

_HOURS_PER = {SpanUnit.HOURS: 1.0, SpanUnit.DAYS: 24.0, SpanUnit.WORKING_DAYS: 34.0}
# Two districts have older pipes and fewer people to send.
_SLOW_DISTRICTS = ("d3", "d6")
# What one unit alone can seldom put right.
_HARD = ("housing_sale", "property", "noise", "parking", "wages", "illegal_building")


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """The unit's work and the person's word on it.

    Attributes
    ----------
    signed_hours, first_action_hours, answered_hours : float
        Time since the request was received [h].
    claims_solved : bool
        What the unit wrote down; it is true more often in the books than in life.
    solved : bool
        What an honest look would find.
    follow_up : str
        ``reached``, ``not_reached`` or ``declined``; ``none`` if nobody called.
    said_solved : bool or None
        The person's own word, when reached.
    rating : int or None
        1 to 5, when reached.
    contacts, visits, papers : int
        The person's effort: times they had to get in touch, go somewhere, hand in a paper.
    """

    signed_hours: float
    first_action_hours: float
    answered_hours: float
    answer: str
    claims_solved: bool
    solved: bool
    follow_up: str
    said_solved: bool | None
    rating: int | None
    contacts: int
    visits: int
    papers: int


def simulate_outcome(rng: Random, request: SampleRequest, resident: Resident) -> SampleOutcome:
    """Draw what became of a request.

    Parameters
    ----------
    rng : random.Random
        Seeded by the caller.
    request : SampleRequest
    resident : Resident
        The person who asked.

    Returns
    -------
    SampleOutcome
        Slower and less often solved for people over 65, callers, newcomers, low incomes and two districts.
    """
    leaf = _leaf(request.true_category)
    burden = _burden(request, resident)
    limit = _hours(getattr(leaf.limits, request.urgency))
    answered = limit * math.exp(rng.gauss(-0.62 + 0.9 * burden, 0.55))
    signed = min(answered * 0.5, rng.expovariate(1 / 1.5) * (1 + burden))
    solved = rng.random() < _chance(request) - burden
    claims = solved or rng.random() < 0.62
    follow_up = _follow_up(rng, request, resident)
    reached = follow_up == "reached"
    said = (rng.random() < (0.95 if solved else 0.06)) if reached else None
    return SampleOutcome(
        signed_hours=round(signed, 2),
        first_action_hours=round(signed + (answered - signed) * rng.uniform(0.1, 0.6), 2),
        answered_hours=round(answered, 2),
        answer=_answer(rng, request, leaf, solved=solved),
        claims_solved=claims,
        solved=solved,
        follow_up=follow_up,
        said_solved=said,
        rating=_rating(rng, said=said, late=answered > limit) if said is not None else None,
        contacts=1 + _few(rng, 0.3 + burden + (0 if solved else 0.7)),
        visits=_few(rng, 0.25 + (0.7 if request.channel == "counter" else 0)),
        papers=_few(rng, 0.6 if leaf.kind == "consultation" else 0.1),
    )


@cache
def _leaf(code: str) -> Leaf:
    return next(leaf for leaf in leaves() if leaf.code == code)


def _hours(span: Span) -> float:
    return span.amount * _HOURS_PER[span.unit]


def _burden(request: SampleRequest, resident: Resident) -> float:
    """What is taken off the chance of a solution, by who asks and how."""
    parts = (
        (resident.age >= 65, 0.07),
        (resident.age >= 80, 0.03),
        (request.channel in ("phone", "proxy"), 0.03),
        (resident.person.condition == Condition.NEWCOMER, 0.05),
        (resident.person.condition in (Condition.DEAF, Condition.BLIND, Condition.DISABLED), 0.05),
        (resident.person.income == Income.LOW, 0.04),
        (request.place[:2] in _SLOW_DISTRICTS, 0.06),
    )
    return sum(weight for holds, weight in parts if holds)


def _chance(request: SampleRequest) -> float:
    hard = request.true_category in (
        "housing_sale",
        "property",
        "noise",
        "parking",
        "wages",
        "illegal_building",
    )
    return (0.93 if request.kind in ("consultation", "praise") else 0.86) - (0.16 if hard else 0)


def _follow_up(rng: Random, request: SampleRequest, resident: Resident) -> str:
    missed = 0.3 if not resident.person.phone else 0.16
    if request.channel == "letter":
        missed += 0.2
    draw = rng.random()
    if draw < 0.03:
        return "none"
    return "not_reached" if draw < 0.03 + missed else "declined" if draw < 0.09 + missed else "reached"


def _rating(rng: Random, *, said: bool, late: bool) -> int:
    weights = (3, 5, 14, 36, 42) if said else (34, 28, 24, 10, 4)
    rating = rng.choices((1, 2, 3, 4, 5), weights)[0]
    return max(1, rating - 1) if late and rng.random() < 0.5 else rating


def _few(rng: Random, mean: float) -> int:
    """A small count with the given mean (Poisson, by multiplication)."""
    count, product, limit = 0, rng.random(), math.exp(-mean)
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def _answer(rng: Random, request: SampleRequest, leaf: Leaf, *, solved: bool) -> str:
    words = read_sample("answers")
    unit = {"city": "承办单位", "district": "区级承办单位", "street": "街道"}[leaf.by]
    if request.kind in ("consultation", "suggestion", "praise"):
        frame, done = rng.choice(words["consultation"]), rng.choice(words["told"])
    else:
        frame = rng.choice(words["solved" if solved else "claimed"])
        done = rng.choice(words["done"][leaf.code])
    # “At our place” says nothing in the mouth of the unit.
    where = "" if request.where[:1] in "我这俺咱" else request.where
    matter = f"“{request.question}”" if request.question else f"{where}{leaf.zh}"
    text: str = frame.format(unit=unit, place=where or "现场", matter=matter, done=done)
    return text
