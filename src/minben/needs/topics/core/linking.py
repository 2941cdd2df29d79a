"""From pairs to events: groups join while they agree in place, in matter, and follow each other in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.geo import distance_m
from minben.needs.topics.core.likeness import JOINED, Compared, Singles, agreement
from minben.needs.topics.core.placing import METRES
from minben.needs.topics.core.shapes import Bools, Floats, Ints

PIECES = 0.9
"""How much less is asked of two groups of several messages each: what they are about is surer than with one."""
ROWS = 50_000
"""How many messages are summed up at a time."""
LEAN = 4
"""The mean over the pairs of two groups is of this order: it leans to the pairs that are most alike."""


@dataclass(slots=True)
class _Links:
    """The pairs of groups that were compared, each in a slot; where none is any more, both are the number of groups.

    `one` and `other` are the groups' first messages; `place` and `words` are sums of powers over `count` pairs of
    messages, `gap` [s] the smallest; `matter` is that of the groups' middles, `person` the number of
    pairs by one person; `value` is how alike the two are, 0 where that is not enough. What loses nothing by it lies in
    single precision: there are millions.
    """

    one: Ints
    other: Ints
    place: Floats
    count: Singles
    gap: Singles
    words: Floats
    matter: Singles
    person: Singles
    value: Floats

    def touching(self, groups: Bools) -> Ints:
        """Find the slots of the pairs that have a side among some groups, shape (groups + 1,): the last is none."""
        return np.flatnonzero(groups[self.one] | groups[self.other])

    def alike(self, slots: Ints) -> Floats:
        """Return how far some pairs of groups are about one thing at one place [1]."""
        count, matter, gap, person = (
            some[slots].astype(np.float64) for some in (self.count, self.matter, self.gap, self.person)
        )
        place, words = ((some[slots] / count) ** (1 / LEAN) for some in (self.place, self.words))
        return agreement(place, matter, words, gap, person / count)


@dataclass(slots=True)
class _Groups:
    """The groups by their first messages.

    The group each has gone to, how many members it has, the sum of their directions among the matters and its length,
    whether a settled event holds it, and the group most like it, -1 for none; the sums of its members' latitudes and
    longitudes and their number, shape (groups, 3).
    """

    target: Ints
    members: Ints
    middle: NDArray[np.float32]
    length: NDArray[np.float32]
    held: Bools
    partner: Ints
    spot: Floats

    def __len__(self) -> int:
        return len(self.target)

    def join(self, leaders: Ints) -> Bools:
        """Let groups take in their partners; tell which groups have moved, shape (groups + 1,)."""
        gone = self.partner[leaders]
        self.target[gone] = leaders
        self.held[leaders] |= self.held[gone]
        self.members[leaders] += self.members[gone]
        self.middle[leaders] += self.middle[gone]
        self.spot[leaders] += self.spot[gone]
        self.length[leaders] = _lengths(self.middle[leaders])
        moved = np.zeros(len(self) + 1, dtype=np.bool_)
        moved[leaders] = moved[gone] = True
        return moved

    def metres(self, one: Ints, other: Ints) -> Floats:
        """Tell how far the middles of groups lie apart [m]; NaN where either is nowhere on the map."""
        here, there = self.spot[one], self.spot[other]
        with np.errstate(invalid="ignore"):
            here, there = here[:, :2] / here[:, 2:], there[:, :2] / there[:, 2:]
        return distance_m(here[:, 0], here[:, 1], there[:, 0], there[:, 1])

    def ends(self) -> Ints:
        """Follow each group to where it is in the end."""
        target = self.target
        while len(further := np.flatnonzero(target[target] != target)):
            target[further] = target[target[further]]
        return target


def events(
    matters: NDArray[np.float16],
    pairs: Compared,
    *,
    joined: float = JOINED,
    begun: Ints | None = None,
    settled: Ints | None = None,
    spots: Floats | None = None,
) -> Ints:
    """Number the event of each message.

    In each round every group looks for the group most like it, and those that choose each other join; so the order of
    the rows does not matter. Places and words agree on average over the pairs compared; matters are those of the
    groups' middles, where the chance words of single messages cancel out; time counts from the nearest two. A round
    looks at what the last one changed, so that all of them together cost little more than the first.

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
    spots
        Latitude and longitude of messages that only the map tells apart, shape (n, 2) [°], NaN for others: the middles
        of two groups of such lie near one another, or a street lamp here and the next there would chain a whole city.

    Returns
    -------
    int array, shape (n,)
        A number of each one's event; they ascend with the events' first messages.
    """
    fixed = np.full(len(matters), -1, dtype=np.int64) if settled is None else settled
    node = _begun(fixed if begun is None else begun)
    groups = _alone(matters, node, fixed, np.full((len(matters), 2), np.nan) if spots is None else spots)
    links, changed, near = _linked(groups, pairs, node)
    while True:
        _look_again(links, groups, changed, joined)
        _choose(links, groups, near)
        leaders = _leaders(groups, near)
        if not len(leaders):
            break
        changed, near = _gather(links, groups, links.touching(groups.join(leaders)))
    return groups.ends()[node]


def numbered(group: Ints) -> Ints:
    """Number events from 0 in the order of their first messages.

    Examples
    --------
    >>> numbered(np.array([0, 1, 0, 3])).tolist()
    [0, 1, 0, 2]
    """
    _, first, which = np.unique(group, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return number[which]


def _begun(begun: Ints) -> Ints:
    """Number what is together from the beginning, in the order of first messages; the others each for themselves."""
    alone = begun < 0
    names = np.where(alone, int(begun.max(initial=0)) + 1 + np.arange(len(begun)), begun)
    return numbered(names)


def _alone(matters: NDArray[np.float16], node: Ints, fixed: Ints, spots: Floats) -> _Groups:
    """Begin with what is together from the beginning."""
    size = int(node.max(initial=-1)) + 1
    middle = np.zeros((size, matters.shape[1]), dtype=np.float32)
    for start in range(0, len(node), ROWS):
        rows = slice(start, start + ROWS)
        np.add.at(middle, node[rows], matters[rows].astype(np.float32))
    held = np.zeros(size + 1, dtype=np.bool_)
    held[node[fixed >= 0]] = True
    spot, there = np.zeros((size, 3)), np.flatnonzero(np.isfinite(spots).all(axis=1))
    np.add.at(spot, node[there], np.column_stack([spots[there], np.ones(len(there))]))
    members, partner = np.bincount(node, minlength=size), np.full(size, -1)
    return _Groups(np.arange(size), members, middle, _lengths(middle), held, partner, spot)


def _lengths(middle: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(middle, axis=1), 1e-9)
    return lengths


def _linked(groups: _Groups, pairs: Compared, node: Ints) -> tuple[_Links, Ints, Bools]:
    """Turn pairs of messages into pairs of groups; and as `_gather` does."""
    place, words = (some.astype(np.float64) ** LEAN for some in (pairs.place, pairs.words))
    links = _Links(
        node[pairs.left], node[pairs.right], place, np.ones(len(place), dtype=np.float32), pairs.gap.copy(), words,
        pairs.matter.copy(), pairs.person.copy(), np.zeros(len(place)),
    )  # fmt: skip
    return links, *_gather(links, groups, np.arange(len(pairs.left)))


def _gather(links: _Links, groups: _Groups, slots: Ints) -> tuple[Ints, Bools]:
    """Put pairs of groups together that have become one pair; those within a group, or of two settled ones, go.

    Returns
    -------
    slots : int array
        Of the pairs that there are now.
    near : bool array, shape (groups + 1,)
        The groups that these slots touched: only they may have another partner now.
    """
    size = len(groups)
    one, other = groups.target[links.one[slots]], groups.target[links.other[slots]]
    near = np.zeros(size + 1, dtype=np.bool_)
    near[one] = near[other] = True
    apart = np.flatnonzero((one != other) & ~(groups.held[one] & groups.held[other]))
    low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
    keys, place = np.unique(low * size + high, return_inverse=True)
    kept, gone, told = slots[: len(keys)], slots[len(keys) :], slots[apart]
    gap = np.full(len(keys), np.inf, dtype=np.float32)
    np.minimum.at(gap, place, links.gap[told])
    sums = [
        np.bincount(place, weights=some[told], minlength=len(keys))
        for some in (links.place, links.count, links.words, links.person)
    ]
    links.place[kept], links.count[kept], links.words[kept], links.person[kept] = sums
    links.gap[kept], links.one[kept], links.other[kept] = gap, keys // max(size, 1), keys % max(size, 1)
    links.one[gone] = links.other[gone] = size
    links.value[gone] = 0.0
    return kept, near


def _look_again(links: _Links, groups: _Groups, slots: Ints, joined: float) -> None:
    """Compare the matters of pairs of groups that have changed, and see how alike the two are."""
    for start in range(0, len(slots), ROWS):
        some = slots[start : start + ROWS]
        one, other = links.one[some], links.other[some]
        inner = np.einsum("ij,ij->i", groups.middle[one], groups.middle[other])
        links.matter[some] = inner / (groups.length[one] * groups.length[other])
        several = np.minimum(groups.members[one], groups.members[other]) > 1
        alike = links.alike(some)
        enough = (alike >= np.where(several, joined * PIECES, joined)) & ~(groups.metres(one, other) > METRES)
        links.value[some] = np.where(enough, alike, 0.0)


def _choose(links: _Links, groups: _Groups, near: Bools) -> None:
    """Find anew the group most like each of some; -1 where none is like it enough."""
    slots = links.touching(near)
    slots = slots[links.value[slots] > 0]
    here = np.concatenate([links.one[slots], links.other[slots]])
    there = np.concatenate([links.other[slots], links.one[slots]])
    asked = near[here]
    here, there, value = here[asked], there[asked], np.tile(links.value[slots], 2)[asked]
    # Equally like partners are told apart by the pair itself, so that both sides prefer the same pair.
    pair = np.minimum(here, there) * len(groups) + np.maximum(here, there)
    order = np.lexsort((-pair, value, here))
    groups.partner[near[:-1]] = -1
    groups.partner[here[order]] = there[order]


def _leaders(groups: _Groups, near: Bools) -> Ints:
    """Find those that lead two groups that choose each other; one of the two has another partner than before."""
    here = np.flatnonzero(near[:-1] & (groups.partner >= 0))
    there = groups.partner[here]
    mutual = groups.partner[there] == here
    return np.unique(np.minimum(here, there)[mutual])
