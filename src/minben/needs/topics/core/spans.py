"""A topic's days, put together until enough people stand behind each span to be shown."""

from dataclasses import dataclass

import numpy as np

from minben.needs.topics.core.counting import apart
from minben.needs.topics.core.shapes import Ints

__all__ = ["Span", "first_days", "spans"]


@dataclass(frozen=True, slots=True)
class Span:
    """Days that belong together; ``first`` and ``last`` as ordinals, and the people first heard in them."""

    first: int
    last: int
    people: int


def first_days(days: Ints, voices: Ints) -> Ints:
    """The day on which each person was first heard; whoever nobody knows (−1) each for themselves.

    Parameters
    ----------
    days : shape (n,)
        Day of each request, as an ordinal.
    voices : shape (n,)
        Who asked.

    Examples
    --------
    >>> first_days(np.array([5, 3, 4, 4]), np.array([1, 1, -1, -1])).tolist()
    [3, 4, 4]
    """
    alone = apart(voices)
    order = np.lexsort((days, alone))
    fresh = np.r_[True, alone[order][1:] != alone[order][:-1]] if len(order) else np.zeros(0, dtype=bool)
    return np.sort(days[order][fresh])


def spans(days: Ints, *, smallest: int) -> list[Span]:
    """Put days together, from the first on, until each span holds enough people; what is left joins the last.

    Parameters
    ----------
    days : shape (n,)
        The day on which each person was first heard, as an ordinal.
    smallest : int
        The fewest people of a span.

    Returns
    -------
    list of Span
        They follow one another without a gap and hold everybody; none when there are fewer people than ``smallest``.

    Examples
    --------
    >>> spans(np.array([1, 1, 2, 5, 5, 5, 9]), smallest=3)
    [Span(first=1, last=2, people=3), Span(first=3, last=9, people=4)]
    """
    if len(days) < smallest:
        return []
    known, counts = np.unique(days, return_counts=True)
    found: list[Span] = []
    begins, held = int(known[0]), 0
    for day, count in zip(known.tolist(), counts.tolist(), strict=True):
        held += count
        if held >= smallest:
            found.append(Span(begins, day, held))
            begins, held = day + 1, 0
    if held:
        last = found.pop()
        found.append(Span(last.first, int(known[-1]), last.people + held))
    return found
