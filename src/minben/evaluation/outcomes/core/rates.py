"""The three rates (三率), from the person's own word alone.

Nobody's silence is turned into an answer: who was not reached or declined is in the denominators that stand
beside the rates, and :func:`bounds` says how far the silent could move each rate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.evaluation.outcomes.core.facts import Flags, Floats, Ints
from minben.evaluation.outcomes.core.measures import Kind, Measure

SATISFIED_FROM = 4


@dataclass(frozen=True, slots=True)
class Voices:
    """What people said, aligned with the requests; NaN where they did not say.

    Attributes
    ----------
    responded, solved : shape (n,)
        1 for yes, 0 for no.
    satisfied : shape (n,)
        From 1 to 5.
    contacts, visits, papers : shape (n,)
        How often the person had to contact somebody or go somewhere, and how many papers they had to bring.
    """

    responded: Floats
    solved: Floats
    satisfied: Floats
    contacts: Floats
    visits: Floats
    papers: Floats


@dataclass(frozen=True, slots=True)
class Calls:
    """Who was asked, and what came of it; the four outcomes sum to ``drawn``."""

    drawn: int
    reached: int
    declined: int
    not_reached: int
    waiting: int
    attempts: int
    own_accord: int


def response(voices: Voices) -> Measure:
    """Did the unit get in touch with the person?"""
    return Measure("response", Kind.SHARE, "share", True, voices.responded)


def solution(voices: Voices) -> Measure:
    """Is it solved, as the person says?"""
    return Measure("solution", Kind.SHARE, "share", True, voices.solved)


def satisfaction(voices: Voices, *, satisfied_from: int = SATISFIED_FROM) -> Measure:
    """Is the person satisfied, that is, did they give ``satisfied_from`` or more of 5?

    Examples
    --------
    >>> nan = np.full(3, np.nan)
    >>> satisfaction(Voices(nan, nan, np.array([4.0, 3.0, np.nan]), nan, nan, nan)).values.tolist()
    [1.0, 0.0, nan]
    """
    known = ~np.isnan(voices.satisfied)
    values = np.where(known, (voices.satisfied >= satisfied_from).astype(np.float64), np.nan)
    return Measure("satisfaction", Kind.SHARE, "share", True, values)


def bounds(yes: int, answered: int, silent: int) -> tuple[float, float]:
    """Return the rate if all the silent had said no, and if all had said yes.

    Parameters
    ----------
    yes, answered, silent : int
        ``silent`` were asked and did not answer.

    References
    ----------
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources 24.

    Examples
    --------
    >>> bounds(80, 90, 10)
    (0.8, 0.9)
    >>> bounds(0, 0, 0)
    (0.0, 1.0)
    """
    asked = answered + silent
    return (yes / asked, (yes + silent) / asked) if asked else (0.0, 1.0)


def latest(requests: Ints, said_for: Ints, *columns: Floats) -> tuple[Floats, ...]:
    """Return the last thing said for each request, for each column.

    Parameters
    ----------
    requests : shape (n,)
        Each key once, ascending.
    said_for : shape (m,)
        The request each voice speaks of, in the order of time; others than ``requests`` are passed over.
    columns : each of shape (m,)
        What was said; NaN does not replace an earlier answer.

    Returns
    -------
    tuple of shape (n,)
        Not to be written to: where nobody said anything, one NaN stands for all.

    Examples
    --------
    >>> latest(np.array([7, 8]), np.array([7, 7, 7]), np.array([0.0, 1.0, np.nan]))[0].tolist()
    [1.0, nan]
    """
    places = np.searchsorted(requests, said_for)
    there = places < len(requests)
    there[there] = requests[places[there]] == said_for[there]
    return tuple(_aligned(len(requests), places, there & ~np.isnan(column), column) for column in columns)


def _aligned(size: int, places: NDArray[np.intp], said: Flags, column: Floats) -> Floats:
    if not said.any():
        return np.broadcast_to(np.float64(np.nan), size)
    found = np.full(size, np.nan)
    found[places[said]] = column[said]
    return found
