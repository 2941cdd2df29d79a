"""This feature's part of the sample city: a year of follow-up calls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from minben.evaluation.outcomes import actions
from minben.evaluation.outcomes.core.sampling import DrawnAs

_NOT_ASKED = "none"


class SampleOutcome(Protocol):
    """What the generator of the sample city knows of a request's end."""

    @property
    def follow_up(self) -> str: ...
    @property
    def claims_solved(self) -> bool: ...
    @property
    def said_solved(self) -> bool | None: ...
    @property
    def rating(self) -> int | None: ...
    @property
    def contacts(self) -> int: ...
    @property
    def visits(self) -> int: ...
    @property
    def papers(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished request of the sample city; ``vulnerable`` people are always asked."""

    request_id: int
    unit_id: int | None
    finished_at: datetime
    vulnerable: bool
    outcome: SampleOutcome


def follow_up(rng: Random, finished: Iterable[Finished], *, at: datetime) -> int:
    """Play the follow-ups of a year and return how many; what would lie ahead of ``at`` is left out."""
    return actions.play(followups=list(_played(rng, finished, at)), at=at)


def _played(rng: Random, finished: Iterable[Finished], at: datetime) -> Iterator[actions.Played]:
    for one in finished:
        drawn_at = one.finished_at + timedelta(days=1)
        closed_at = drawn_at + timedelta(hours=rng.uniform(1, 100))
        if one.outcome.follow_up == _NOT_ASKED or closed_at > at:
            continue
        yield actions.Played(
            request_id=one.request_id,
            unit_id=one.unit_id,
            drawn_at=drawn_at,
            closed_at=closed_at,
            state=one.outcome.follow_up,
            drawn_as=DrawnAs.VULNERABLE if one.vulnerable else DrawnAs.RANDOM,
            answers=_answers(rng, one.outcome),
        )


def _answers(rng: Random, outcome: SampleOutcome) -> actions.Answers:
    if outcome.said_solved is None:
        return actions.Answers()
    return actions.Answers(
        # A unit that wrote "done" had mostly rung up; one that had not, seldom.
        responded=rng.random() < (0.95 if outcome.claims_solved else 0.7),
        solved=outcome.said_solved,
        satisfied=outcome.rating,
        contacts=outcome.contacts,
        visits=outcome.visits,
        papers=outcome.papers,
    )
