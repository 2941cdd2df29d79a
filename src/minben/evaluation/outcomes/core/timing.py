"""How long people waited: to the first action, to the finish, to what they themselves call solved.

Waiting that has not ended is kept as "at least so long"; leaving it out would make slow units look quick.
"""

import numpy as np

from minben.evaluation.outcomes.core.facts import DAY_S, HOUR_S, Facts, Floats
from minben.evaluation.outcomes.core.measures import Kind, Measure


def first_action(facts: Facts, *, until_s: float) -> Measure:
    """Return the time from receipt until a unit signed [h].

    A finished request without a recorded signature says nothing about its first action and is left out; where
    no signature was ever recorded, so is every request.
    """
    acted = facts.first_action
    unknown = (np.isnan(acted) & facts.is_finished()) | np.isnan(acted).all()
    return _waiting("first_action", facts, acted, HOUR_S, np.where(unknown, np.nan, until_s))


def to_finish(facts: Facts, *, until_s: float) -> Measure:
    """Return the time from receipt until the unit said it had finished [d]. Finished is not solved."""
    finished = np.where(facts.is_finished(), facts.finished, np.nan)
    return _waiting("to_finish", facts, finished, DAY_S, np.full(len(finished), until_s))


def to_solved(facts: Facts, *, until_s: float) -> Measure:
    """Return the time from receipt until the finish that the person later confirmed as solved [d].

    Where the person said "not solved", and where work goes on, waiting lasts to ``until_s``. Where nobody has
    the person's word it lasts at least to the finish: what came after is not known. That takes those who were
    not asked to be like those who were.
    """
    finished = np.where(facts.is_finished(), facts.finished, np.nan)
    solved_at = np.where(facts.solved == 1, finished, np.nan)
    last_seen = np.where(np.isnan(facts.solved) & ~np.isnan(finished), finished, until_s)
    if np.isnan(facts.solved).all():
        last_seen = np.full(len(finished), np.nan)
    return _waiting("to_solved", facts, solved_at, DAY_S, last_seen)


def _waiting(code: str, facts: Facts, ended: Floats, unit_s: float, last_seen: Floats) -> Measure:
    seen = ~np.isnan(ended)
    waited = (np.where(seen, ended, last_seen) - facts.received) / unit_s
    # A chaser waits for another request's end; a record with the end before its start is a slip of the pen.
    counts = ~facts.chaser & ~facts.is_ended() & (waited >= 0)
    unit = "hours" if unit_s == HOUR_S else "days"
    return Measure(code, Kind.MEDIAN, unit, False, np.where(counts, waited, np.nan), seen)
