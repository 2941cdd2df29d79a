"""Who can go when: each order gets the earliest free place in the day of a crew that can do it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CrewDay:
    """A crew with its places in a day; ``skills`` are keys of categories, none meaning all."""

    key: int
    per_day: int
    skills: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Job:
    """An order that needs somebody to go there."""

    key: int
    category: int


@dataclass(frozen=True, slots=True)
class Place:
    """A free place for a job: crew, day, and its number in that day, from 1."""

    job: int
    crew: int
    day: date
    slot: int


Taken = Mapping[tuple[int, date], Collection[int]]


def earliest(
    jobs: Sequence[Job], crews: Sequence[CrewDay], days: Sequence[date], *, taken: Taken
) -> list[Place | None]:
    """Give each job, in the order given, the earliest free place.

    Parameters
    ----------
    jobs : sequence of Job
        By priority: who stands first is served first.
    crews : sequence of CrewDay
    days : sequence of date
        The days on which people go out, in order.
    taken : mapping of (crew, day) to numbers of places already promised

    Returns
    -------
    list
        A place for each job, or None when no crew can do it or all are full.

    Notes
    -----
    On one day the crew with the most free places goes, so that no crew is worn out while another waits; the
    lower key on a tie. Greedy: a promise once made is not moved for a later job.

    Examples
    --------
    >>> monday = date(2026, 3, 2)
    >>> earliest([Job(7, 1), Job(8, 1)], [CrewDay(3, 1)], [monday], taken={})
    [Place(job=7, crew=3, day=datetime.date(2026, 3, 2), slot=1), None]
    """
    free = {
        (crew.key, day): [
            slot for slot in range(1, crew.per_day + 1) if slot not in taken.get((crew.key, day), ())
        ]
        for crew in crews
        for day in days
    }
    return [_place(job, crews, days, free) for job in jobs]


def _place(
    job: Job, crews: Sequence[CrewDay], days: Sequence[date], free: dict[tuple[int, date], list[int]]
) -> Place | None:
    able = [crew for crew in crews if not crew.skills or job.category in crew.skills]
    for day in days:
        open_crews = [crew for crew in able if free[crew.key, day]]
        if open_crews:
            crew = max(open_crews, key=lambda crew: (len(free[crew.key, day]), -crew.key))
            return Place(job.key, crew.key, day, free[crew.key, day].pop(0))
    return None
