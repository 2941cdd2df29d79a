"""Which messages are worth comparing: those whose names share a rare pair of characters, never all with all."""

from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.nearby import Where, pairs_to_compare
from minben.needs.topics.core.likeness import METRES
from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.shapes import Ints

KEYS = 8
"""By how many pairs of characters of its names a message is found, the rarest first."""
RARE = 0.1
"""Pairs that weigh less lead nowhere."""
LOOK_BACK = 16
"""With how many predecessors of its block a message is compared: in a burst the newest stand for all."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """An inverted index as two columns: a pair of characters and a message whose names hold it; by key, then time."""

    keys: Ints
    items: Ints


def entries(profiles: Profiles) -> Entries:
    """Index messages, given in the order of time, by the rarest pairs of their names."""
    spans = profiles.spans
    sizes = np.diff(spans.ends)
    item = np.repeat(spans.owner, sizes)
    # A name in the title comes before an equally rare one in the body.
    weight = profiles.worth * (1 + np.repeat(spans.titled, sizes))
    good = np.flatnonzero(profiles.worth >= RARE)
    item, weight, keys = item[good], weight[good], spans.columns[good].astype(np.int64)
    order = np.lexsort((keys, -weight, item))
    item, keys = item[order], keys[order]
    fresh = _first_of_each(item, keys)
    item, keys = item[fresh], keys[fresh]
    rank = np.arange(len(item)) - np.searchsorted(item, item)
    kept = np.flatnonzero(rank < KEYS)
    item, keys = item[kept], keys[kept]
    order = np.lexsort((item, keys))
    return Entries(keys[order], item[order])


def within(profiles: Profiles, index: Entries) -> tuple[Ints, Ints]:
    """List the pairs of messages that share a block: a rare pair of characters, or a place and a matter.

    Returns
    -------
    later, earlier : int arrays, shape (k,)
        Each pair once; the first is the later one.
    """
    size, found = len(profiles), []
    near = np.arange(len(index.keys))
    for back in range(1, LOOK_BACK + 1):
        near = near[near >= back]
        near = near[index.keys[near] == index.keys[near - back]]
        found.append(index.items[near] * size + index.items[near - back])
    later, earlier = pairs_to_compare(_where(profiles), np.zeros((size, 0), dtype=np.uint32), METRES, 0)
    found.append(np.maximum(later, earlier) * size + np.minimum(later, earlier))
    once = np.unique(np.concatenate(found))
    once = once[once // max(size, 1) != once % max(size, 1)]
    return once // max(size, 1), once % max(size, 1)


def across(new: Entries, known: Entries) -> tuple[Ints, Ints]:
    """List the pairs of a new message and one of the latest known ones that share a block.

    Returns
    -------
    new, known : int arrays, shape (k,)
        Positions among the new and among the known.
    """
    ends = np.searchsorted(known.keys, new.keys, side="right")
    begins = np.maximum(np.searchsorted(known.keys, new.keys), ends - LOOK_BACK)
    sizes = ends - begins
    place = np.arange(int(sizes.sum())) + np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)
    pairs = np.unique(np.stack([np.repeat(new.items, sizes), known.items[place]], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _first_of_each(item: Ints, keys: Ints) -> Ints:
    """Find where each key stands first in each message, in the order given."""
    order = np.lexsort((np.arange(len(item)), keys, item))
    first = np.flatnonzero(
        np.r_[True, (item[order][1:] != item[order][:-1]) | (keys[order][1:] != keys[order][:-1])][
            : len(item)
        ]
    )
    return np.sort(order[first])


def _where(profiles: Profiles) -> Where:
    matter = (
        profiles.matters.argmax(axis=1).astype(np.int64) if len(profiles) else np.zeros(0, dtype=np.int64)
    )
    nowhere = np.full(len(profiles), -1, dtype=np.int64)
    return Where(matter, profiles.place, profiles.lat, profiles.lon, profiles.at, nowhere)
