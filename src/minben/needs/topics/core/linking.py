"""From pairs to events: groups join while they agree in place, in matter, and follow each other in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.likeness import Compared, agreement
from minben.needs.topics.core.shapes import Floats, Ints

JOINED = 0.3
"""How alike two groups must be [1]. High: a complaint wrongly merged is a complaint lost."""


@dataclass(slots=True)
class _Groups:
    """Groups and the pairs of them that were compared.

    `one` and `other` are the groups' first messages; `place` is the sum over `count` pairs of messages, `gap` [s] the
    smallest; `matter` is that of the groups' middles.
    """

    one: Ints
    other: Ints
    place: Floats
    count: Floats
    gap: Floats
    matter: Floats


def events(matters: NDArray[np.float16], pairs: Compared, *, joined: float = JOINED) -> Ints:
    """Number the event of each message.

    In each round every group looks for the group most like it, and those that choose each other join; so the order of
    the rows does not matter. Places agree on average over the pairs compared; matters are those of the groups' middles,
    where the chance words of single messages cancel out; time counts from the nearest two.

    Parameters
    ----------
    matters
        The direction of each message among the matters, shape (n, matters).
    pairs
        What was compared.
    joined
        How alike two groups must be.

    Returns
    -------
    int array, shape (n,)
        From 0 in the order of each event's first message.
    """
    size = len(matters)
    group = np.arange(size)
    middle = matters.astype(np.float32)
    groups = _Groups(
        np.minimum(pairs.left, pairs.right), np.maximum(pairs.left, pairs.right), pairs.place,
        np.ones(len(pairs.left)), pairs.gap, pairs.matter,
    )  # fmt: skip
    while len(groups.one):
        mean = agreement(groups.place / groups.count, groups.matter, groups.gap)
        partner = _chosen(size, groups, np.where(mean >= joined, mean, 0.0))
        leaders = np.flatnonzero((partner > np.arange(size)) & (partner[partner] == np.arange(size)))
        if not len(leaders):
            break
        target = np.arange(size)
        target[partner[leaders]] = leaders
        group = target[group]
        middle[leaders] += middle[partner[leaders]]
        _gather(size, groups, target)
        _look_again(groups, middle, leaders)
    first = np.unique(group, return_index=True)[1]
    return np.searchsorted(np.sort(first), first[np.searchsorted(group[first], group)])


def _chosen(size: int, groups: _Groups, mean: Floats) -> Ints:
    """Find the group most like each; -1 where none is like it enough."""
    good = np.flatnonzero(mean > 0)
    here = np.concatenate([groups.one[good], groups.other[good]])
    there = np.concatenate([groups.other[good], groups.one[good]])
    value = np.concatenate([mean[good], mean[good]])
    # Equally like partners are told apart by the pair itself, so that both sides prefer the same pair.
    pair = np.minimum(here, there) * size + np.maximum(here, there)
    order = np.lexsort((-pair, value, here))
    partner = np.full(size, -1, dtype=np.int64)
    partner[here[order]] = there[order]
    return partner


def _gather(size: int, groups: _Groups, target: Ints) -> None:
    """Put pairs of groups together that have become one pair; those within a group go."""
    one, other = target[groups.one], target[groups.other]
    apart = np.flatnonzero(one != other)
    low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
    keys, first, place = np.unique(low * size + high, return_index=True, return_inverse=True)
    gap = np.full(len(keys), np.inf)
    np.minimum.at(gap, place, groups.gap[apart])
    groups.one, groups.other, groups.gap = keys // max(size, 1), keys % max(size, 1), gap
    groups.place = np.bincount(place, weights=groups.place[apart], minlength=len(keys)).astype(np.float64)
    groups.count = np.bincount(place, weights=groups.count[apart], minlength=len(keys)).astype(np.float64)
    groups.matter = groups.matter[apart][first]


def _look_again(groups: _Groups, middle: NDArray[np.float32], changed: Ints) -> None:
    """Compare the matters of those groups that have grown."""
    touched = np.zeros(len(middle), dtype=np.bool_)
    touched[changed] = True
    again = np.flatnonzero(touched[groups.one] | touched[groups.other])
    one, other = middle[groups.one[again]], middle[groups.other[again]]
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    groups.matter[again] = np.einsum("ij,ij->i", one, other) / np.maximum(lengths, 1e-9)
