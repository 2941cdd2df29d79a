"""Were the promised deadlines kept?"""

from dataclasses import dataclass

import numpy as np

from minben.evaluation.outcomes.core.facts import Facts, Flags
from minben.evaluation.outcomes.core.measures import Kind, Measure


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How requests stand to their deadlines; the five sum to all that were not taken out of the work."""

    met: int
    late: int
    overdue: int
    pending: int
    without: int


def kept(facts: Facts, *, until_s: float) -> Measure:
    """Return the measure: 1 where finished by the deadline, 0 where finished late or still open past it.

    A request that is still open before its deadline, or has none, does not count yet.
    """
    met, late, overdue, _, _ = _standings(facts, until_s)
    values = np.where(met, 1.0, np.where(late | overdue, 0.0, np.nan))
    return Measure("deadlines_met", Kind.SHARE, "share", True, values)


def count(facts: Facts, *, until_s: float, rows: Flags) -> Deadlines:
    """Count how ``rows`` (shape (n,)) stand to their deadlines at ``until_s`` [s since 1970]."""
    return Deadlines(*(int((standing & rows).sum()) for standing in _standings(facts, until_s)))


def _standings(facts: Facts, until_s: float) -> tuple[Flags, Flags, Flags, Flags, Flags]:
    counts = ~facts.is_ended()
    promised = counts & ~np.isnan(facts.due)
    finished = promised & facts.is_finished()
    met = finished & (facts.finished <= facts.due)
    open_yet = promised & ~finished
    overdue = open_yet & (facts.due < until_s)
    return met, finished & ~met, overdue, open_yet & ~overdue, counts & ~promised
