"""First-contact resolution: did the person have to come back about the same thing?

The clock starts when the unit says it is finished. What a person asks before that is a chaser (催单), not a
repeat, and an unfinished request cannot have been settled at once; both are left out. So are requests of
unknown people, who could come back unseen, and those finished so recently that the whole window has not been
observed yet.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.evaluation.outcomes.core.facts import DAY_S, Facts, Flags, Floats, Ints
from minben.evaluation.outcomes.core.measures import Kind, Measure

WINDOWS_D = (7, 30)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many requests the figure says nothing about, each counted once, by the first reason that holds."""

    chasers: int
    unfinished: int
    unknown_person: int
    too_recent: int


def repeated(facts: Facts, *, days: int) -> Flags:
    """Tell whose person came back within ``days`` of the finish about the same category or event.

    Parameters
    ----------
    facts : Facts
        n requests; only these are searched for repeats.
    days : int
        Length of the window [d]; a repeat on its last second still counts.

    Returns
    -------
    shape (n,)
        False also for requests that are not to be counted; see :func:`countable`.
    """
    back = np.zeros(len(facts.request), dtype=bool)
    for key in (facts.category, facts.event):
        back |= _again(facts.person, key, facts.received, facts.finished, searched=~facts.chaser, days=days)
    return back


def countable(facts: Facts, *, days: int, until_s: float) -> Flags:
    """Tell which requests have been observed for the whole window after their finish, shape (n,)."""
    window_seen = np.nan_to_num(facts.finished, nan=np.inf) + days * DAY_S <= until_s
    return facts.is_finished() & ~facts.chaser & (facts.person >= 0) & window_seen


def settled_at_once(facts: Facts, *, days: int, until_s: float) -> Measure:
    """Return the measure: 1 where the person did not come back within ``days``.

    Parameters
    ----------
    facts : Facts
    days : int
        Window [d].
    until_s : float
        Up to when every contact is known [s since 1970].
    """
    settled = np.where(repeated(facts, days=days), 0.0, 1.0)
    values = np.where(countable(facts, days=days, until_s=until_s), settled, np.nan)
    return Measure(f"no_repeat_{days}", Kind.SHARE, "share", True, values)


def own_claim(facts: Facts) -> Measure:
    """Return what the units claim of themselves: settled at the first attempt."""
    values = np.where(facts.is_finished() & ~facts.chaser, facts.own_claim, np.nan)
    return Measure("own_claim", Kind.SHARE, "share", True, values)


def left_out(facts: Facts, *, days: int, until_s: float, rows: Flags) -> LeftOut:
    """Count why requests among ``rows`` (shape (n,)) are not in the figure."""
    rest = rows & ~countable(facts, days=days, until_s=until_s)
    counts = []
    for reason in (facts.chaser, ~facts.is_finished(), facts.person < 0, np.ones(len(rest), dtype=bool)):
        counts.append(int((rest & reason).sum()))
        rest = rest & ~reason
    return LeftOut(*counts)


def _again(
    person: Ints, key: Ints, received: Floats, finished: Floats, *, searched: Flags, days: int
) -> NDArray[np.bool_]:
    known = (person >= 0) & (key >= 0) & ~np.isnan(received)
    back = np.zeros(len(person), dtype=bool)
    # Where there is no finish there is no end to come back after.
    ended = known & ~np.isnan(finished)
    if not ended.any():
        return back
    apart = int(key[known].max()) + 1
    _, pair = np.unique(person[known].astype(np.int64) * apart + key[known], return_inverse=True)
    # One sorted line: each pair has a stretch of its own, long enough that no window reaches into the next.
    start = float(received[known].min())
    latest = max(float(received[known].max()), float(finished[ended].max()))
    stretch = latest - start + (days + 1) * DAY_S
    line = np.sort((pair * stretch + received[known] - start)[searched[known]])
    ends = pair[ended[known]] * stretch + finished[ended] - start
    next_contact = np.append(line, np.inf)[np.searchsorted(line, ends, side="right")]
    back[ended] = next_contact <= ends + days * DAY_S
    return back
