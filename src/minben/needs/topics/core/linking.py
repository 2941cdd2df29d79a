"""From pairs to events: groups join while they agree in place, in matter, and follow each other in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.likeness import Compared, agreement
from minben.needs.topics.core.shapes import Floats, Ints

JOINED = 0.095
"""How alike two groups must be [1]; how it was chosen is told in docs/explanation/topics.md."""
PIECES = 0.9
"""How much less is asked of two groups of several messages each: what they are about is surer than with one."""
ROWS = 50_000
"""How many messages are summed up at a time."""
LEAN = 4
"""The mean over the pairs of two groups is of this order: it leans to the pairs that are most alike."""


@dataclass(slots=True)
class _Groups:
    """Groups and the pairs of them that were compared.

    `one` and `other` are the groups' first messages; `place` and `words` are sums of powers over `count` pairs of
    messages, `gap` [s] the smallest; `matter` is that of the groups' middles, `person` the number of
    pairs by one person.
    """

    one: Ints
    other: Ints
    place: Floats
    count: Floats
    gap: Floats
    words: Floats
    matter: Floats
    person: Floats

    @property
    def alike(self) -> Floats:
        """How far each pair of groups is about one thing at one place [1]."""
        place, words = ((some / self.count) ** (1 / LEAN) for some in (self.place, self.words))
        return agreement(place, self.matter, words, self.gap, self.person / self.count)


def events(
    matters: NDArray[np.float16],
    pairs: Compared,
    *,
    joined: float = JOINED,
    begun: Ints | None = None,
    settled: Ints | None = None,
) -> Ints:
    """Number the event of each message.

    In each round every group looks for the group most like it, and those that choose each other join; so the order of
    the rows does not matter. Places and words agree on average over the pairs compared; matters are those of the
    groups' middles, where the chance words of single messages cancel out; time counts from the nearest two.

    Parameters
    ----------
    matters
        The direction of each message among the matters, shape (n, matters).
    pairs
        What was compared.
    joined
        How alike two groups must be.
    begun
        Numbers of groups that are together from the beginning, -1 for messages that begin alone.
    settled
        The event of each message that has one, -1 of the others: two events that are settled never become one.

    Returns
    -------
    int array, shape (n,)
        A number of each one's event; they ascend with the events' first messages.
    """
    fixed = np.full(len(matters), -1, dtype=np.int64) if settled is None else settled
    node = _begun(fixed if begun is None else begun)
    size = int(node.max(initial=-1)) + 1
    group, middle = np.arange(size), _middles(matters, node, size)
    held = np.zeros(size, dtype=np.bool_)
    held[node[fixed >= 0]] = True
    left, right = node[pairs.left], node[pairs.right]
    groups = _Groups(
        np.minimum(left, right), np.maximum(left, right), pairs.place**LEAN, np.ones(len(left)), pairs.gap,
        pairs.words**LEAN, pairs.matter, pairs.person,
    )  # fmt: skip
    _gather(size, groups, group, held)
    _look_again(groups, middle, group)
    members = np.bincount(node, minlength=size)
    while len(groups.one):
        alike = groups.alike
        several = np.minimum(members[groups.one], members[groups.other]) > 1
        asked = np.where(several, joined * PIECES, joined)
        partner = _chosen(size, groups, np.where(alike >= asked, alike, 0.0))
        leaders = np.flatnonzero((partner > np.arange(size)) & (partner[partner] == np.arange(size)))
        if not len(leaders):
            break
        target = np.arange(size)
        target[partner[leaders]] = leaders
        group = target[group]
        held[leaders] |= held[partner[leaders]]
        members[leaders] += members[partner[leaders]]
        middle[leaders] += middle[partner[leaders]]
        _gather(size, groups, target, held)
        _look_again(groups, middle, leaders)
    return group[node]


def numbered(group: Ints) -> Ints:
    """Number events from 0 in the order of their first messages.

    Examples
    --------
    >>> numbered(np.array([0, 1, 0, 3])).tolist()
    [0, 1, 0, 2]
    """
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _begun(begun: Ints) -> Ints:
    """Number what is together from the beginning, in the order of first messages; the others each for themselves."""
    alone = begun < 0
    names = np.where(alone, int(begun.max(initial=0)) + 1 + np.arange(len(begun)), begun)
    _, first, which = np.unique(names, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return number[which]


def _middles(matters: NDArray[np.float16], node: Ints, size: int) -> NDArray[np.float32]:
    """Sum the directions of each group, some messages at a time."""
    middle = np.zeros((size, matters.shape[1]), dtype=np.float32)
    for start in range(0, len(node), ROWS):
        rows = slice(start, start + ROWS)
        np.add.at(middle, node[rows], matters[rows].astype(np.float32))
    return middle


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


def _gather(size: int, groups: _Groups, target: Ints, held: NDArray[np.bool_]) -> None:
    """Put pairs of groups together that have become one pair; those within a group, or of two settled ones, go."""
    one, other = target[groups.one], target[groups.other]
    apart = np.flatnonzero((one != other) & ~(held[one] & held[other]))
    low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
    keys, first, place = np.unique(low * size + high, return_index=True, return_inverse=True)
    gap = np.full(len(keys), np.inf)
    np.minimum.at(gap, place, groups.gap[apart])
    groups.one, groups.other, groups.gap = keys // max(size, 1), keys % max(size, 1), gap
    groups.place = np.bincount(place, weights=groups.place[apart], minlength=len(keys)).astype(np.float64)
    groups.count = np.bincount(place, weights=groups.count[apart], minlength=len(keys)).astype(np.float64)
    groups.words = np.bincount(place, weights=groups.words[apart], minlength=len(keys)).astype(np.float64)
    groups.person = np.bincount(place, weights=groups.person[apart], minlength=len(keys)).astype(np.float64)
    groups.matter = groups.matter[apart][first]


def _look_again(groups: _Groups, middle: NDArray[np.float32], changed: Ints) -> None:
    """Compare the matters of those groups that have grown."""
    touched = np.zeros(len(middle), dtype=np.bool_)
    touched[changed] = True
    again = np.flatnonzero(touched[groups.one] | touched[groups.other])
    lengths = np.maximum(np.linalg.norm(middle, axis=1), 1e-9)
    for start in range(0, len(again), ROWS):
        some = again[start : start + ROWS]
        one, other = groups.one[some], groups.other[some]
        inner = np.einsum("ij,ij->i", middle[one], middle[other])
        groups.matter[some] = inner / (lengths[one] * lengths[other])
