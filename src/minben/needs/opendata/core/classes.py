"""Rows in which nobody stands alone: requests alike in all that is published, coarsened until they come from k people.

The requests of a month are first put together by the finest of what is known (week, heading, community, channel, kind).
Those that come from at least k different people form a row; the others are coarsened by one step and tried again with
what else is left. Each request is in one row at most, so rows add up, and no sum of others is published from which a
small remainder could be found by subtraction.

A neighbour may know heading, place and channel, and want to learn week and kind. These two are told of all requests
that are alike in the rest, or of none: were only the frequent kinds told, they would seem to be everybody's.

References
----------
Sweeney, L. (2002). k-anonymity: a model for protecting privacy. IJUFKS 10(5).
Sweeney, L. (2002). Achieving k-anonymity privacy protection using generalization and suppression. IJUFKS 10(5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ANY", "LEVELS", "Class", "Facts", "classes", "within_cap"]

ANY = -1
"""Not told, or not known: the two look alike."""

Keys = NDArray[np.int64]


class Level(NamedTuple):
    """How finely each column is told; blank: not at all."""

    week: str
    category: str
    place: str
    channel: str
    kind: str


LEVELS = (
    Level("week", "category", "community", "channel", "kind"),
    Level("", "category", "community", "channel", "kind"),
    Level("", "category", "street", "channel", "kind"),
    Level("", "category", "district", "channel", "kind"),
    Level("", "category", "district", "channel", ""),
    Level("", "category", "district", "", ""),
    Level("", "heading", "district", "", ""),
    Level("", "heading", "", "", ""),
    Level("", "", "", "", ""),
)
"""From fine to coarse; each step tells no column more finely than the one before."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The requests of a month as keys, one array for each way of telling a column; −1: not known.

    Attributes
    ----------
    columns : mapping
        ``week``, ``category``, ``heading``, ``community``, ``street``, ``district``, ``channel`` and ``kind``: int64,
        shape (n,).
    who : int64, shape (n,)
        A number for each person that means nothing elsewhere.
    """

    columns: Mapping[str, Keys]
    who: Keys


class _Group(NamedTuple):
    """Requests alike at one level: what they have in common, which they are, and from how many people."""

    key: tuple[int, ...]
    rows: Keys
    people: int


class Class(NamedTuple):
    """One row: what its requests have in common (−1: not told), how many they are, and from how many people."""

    week: int
    category: int
    place: int
    channel: int
    kind: int
    requests: int
    people: int


def within_cap(who: Keys, cap: int) -> NDArray[np.bool_]:
    """Tell which requests stay when each person counts for at most ``cap``: their first ones.

    Examples
    --------
    >>> within_cap(np.array([7, 7, 3, 7]), 2).tolist()
    [True, True, True, False]
    """
    order = np.argsort(who, kind="stable")
    sorted_who = who[order]
    starts = np.flatnonzero(np.r_[True, sorted_who[1:] != sorted_who[:-1]]) if len(who) else np.empty(0, int)
    sizes = np.diff(np.r_[starts, len(who)])
    nth = np.empty(len(who), dtype=np.int64)
    nth[order] = np.arange(len(who)) - np.repeat(starts, sizes)
    return nth < cap


def classes(facts: Facts, *, k: int) -> list[Class]:
    """Put requests together into rows of at least ``k`` people each; who fits into none is left out.

    Parameters
    ----------
    facts : Facts
        The requests of a month.
    k : int
        The fewest different people behind a row.

    Returns
    -------
    list of Class
        No two alike, in order of their keys.

    Examples
    --------
    >>> same = np.zeros(12, dtype=np.int64)
    >>> names = ("week", "category", "heading", "community", "street", "district", "channel", "kind")
    >>> facts = Facts({name: same for name in names}, np.arange(12))
    >>> classes(facts, k=10)
    [Class(week=0, category=0, place=0, channel=0, kind=0, requests=12, people=12)]
    >>> classes(facts, k=13)
    []
    """
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    left = np.arange(len(facts.who))
    for level in LEVELS:
        told = np.column_stack([_told(facts, name, left) for name in level])
        groups = list(_groups(told, facts.who[left]))
        short = {_known(group.key) for group in groups if group.people < k}
        taken = np.zeros(len(left), dtype=np.bool_)
        for key, rows, people in groups:
            if _known(key) not in short:
                before = found.get(key, (0, 0))
                found[key] = (before[0] + len(rows), before[1] + people)
                taken[rows] = True
        left = left[~taken]
    return [Class(*_five(key), *counts) for key, counts in sorted(found.items())]


def _told(facts: Facts, name: str, rows: Keys) -> Keys:
    return facts.columns[name][rows] if name else np.full(len(rows), ANY, dtype=np.int64)


def _five(key: tuple[int, ...]) -> tuple[int, int, int, int, int]:
    week, category, place, channel, kind = key
    return week, category, place, channel, kind


def _known(key: tuple[int, ...]) -> tuple[int, ...]:
    """Return what a neighbour may know: heading, place and channel."""
    return key[1:4]


def _groups(told: Keys, who: Keys) -> Iterator[_Group]:
    if not len(told):
        return
    # By people last, so that the same person's requests stand side by side within their group.
    order = np.lexsort((who, *told.T[::-1]))
    ordered, people = told[order], who[order]
    changes = (ordered[1:] != ordered[:-1]).any(axis=1)
    starts = np.r_[0, np.flatnonzero(changes) + 1]
    fresh = np.r_[True, changes | (people[1:] != people[:-1])]
    counts = np.add.reduceat(fresh.astype(np.int64), starts)
    for start, end, count in zip(starts, np.r_[starts[1:], len(told)], counts, strict=True):
        yield _Group(tuple(int(value) for value in ordered[start]), order[start:end], int(count))
