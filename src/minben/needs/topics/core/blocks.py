"""Which messages are worth comparing: those whose names share a rare pair of characters, never all with all."""

from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.nearby import METRES_PER_DEGREE
from minben.needs.topics.core.placing import METRES
from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.shapes import Bools, Ints

KEYS = 12
"""By how many pairs of characters of its names a message is found, the rarest first."""
RARE = 0.1
"""Pairs that weigh less lead nowhere."""
LOOK_BACK = 16
"""With how many predecessors of its block a message is compared: in a burst the newest stand for all."""
ROWS = 50_000
"""How many messages are indexed at a time."""
MANY, LOOK_BACK_AMONG_MANY, KEYS_AMONG_MANY = 50_000, 6, 8
"""Among so many messages rare names are rarer, and fewer predecessors and pairs will do."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """An inverted index as two columns: a pair of characters and a message whose names hold it; by key, then time."""

    keys: Ints
    items: Ints


def entries(profiles: Profiles, asked: Ints | None = None) -> Entries:
    """Index messages, given in the order of time, by the rarest pairs of their names and by where they were said.

    Parameters
    ----------
    profiles
        Of all messages.
    asked
        Which of them stand for all; every one if None.
    """
    wanted = np.ones(len(profiles), dtype=np.bool_)
    if asked is not None:
        wanted[:] = False
        wanted[asked] = True
    found = [_of_names(profiles, wanted), _of_places(profiles), *_of_squares(profiles)]
    keys, items = (np.concatenate(side) for side in zip(*found, strict=True))
    chosen = np.flatnonzero(wanted[items])
    keys, items = keys[chosen], items[chosen]
    order = np.lexsort((items, keys))
    return Entries(keys[order], items[order])


def within(index: Entries, size: int) -> tuple[Ints, Ints]:
    """List the pairs of messages that share a block.

    Returns
    -------
    later, earlier : int arrays, shape (k,)
        Each pair once; the first is the later one.
    """
    found = [np.zeros(0, dtype=np.int64)]
    near = np.arange(len(index.keys))
    most = LOOK_BACK if size < MANY else LOOK_BACK_AMONG_MANY
    for back in range(1, most + 1):
        near = near[near >= back]
        near = near[index.keys[near] == index.keys[near - back]]
        if not len(near):
            break
        found.append(index.items[near] * size + index.items[near - back])
    once = np.concatenate(found)
    found.clear()
    once.sort()
    once = once[np.append(np.ones(len(once[:1]), dtype=np.bool_), once[1:] != once[:-1])]
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


def _of_names(profiles: Profiles, wanted: Bools) -> tuple[Ints, Ints]:
    """Find the rarest pairs of the names of each message, some messages at a time."""
    parts = [_of_some(profiles, wanted, start) for start in range(0, len(profiles), ROWS)]
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(keys for keys, _ in parts)]), np.concatenate(
        [none, *(items for _, items in parts)]
    )


def _of_some(profiles: Profiles, wanted: Bools, start: int) -> tuple[Ints, Ints]:
    spans = profiles.spans
    names = slice(profiles.begins[start], profiles.begins[min(start + ROWS, len(profiles))])
    ends = spans.ends[names.start : names.stop + 1]
    cells = slice(ends[0], ends[-1])
    sizes = np.diff(ends)
    worth = profiles.worth[cells]
    good = np.flatnonzero((worth >= RARE) & np.repeat(wanted[spans.owner[names]], sizes))
    name = np.searchsorted(ends - ends[0], good, side="right") - 1
    item, keys = spans.owner[names][name], spans.columns[cells][good].astype(np.int64)
    # A name in the title comes before an equally rare one in the body.
    weight = worth[good] * (1 + spans.titled[names][name])
    order = np.lexsort((keys, -weight, item))
    item, keys = item[order], keys[order]
    fresh = _first_of_each(item, keys)
    item, keys = item[fresh], keys[fresh]
    most = KEYS if len(profiles) < MANY else KEYS_AMONG_MANY
    # How many keys of the same message stand before each: the place less where its message begins.
    kept = np.flatnonzero(np.arange(len(item)) - np.searchsorted(item, item) < most)
    return keys[kept], item[kept]


def _of_places(profiles: Profiles) -> tuple[Ints, Ints]:
    named = np.flatnonzero(profiles.place >= 0)
    return _key(1, profiles.place[named], _loudest(profiles)[named]), named


def _of_squares(profiles: Profiles) -> list[tuple[Ints, Ints]]:
    """Put points into squares of four overlapping grids: any two within `METRES` share one."""
    located = np.flatnonzero(np.isfinite(profiles.lat + profiles.lon))
    lat, lon = profiles.lat[located], profiles.lon[located]
    side = 2 * METRES / METRES_PER_DEGREE
    found = []
    for kind, (shift_north, shift_east) in enumerate(
        ((0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)), start=2
    ):
        row = np.floor(lat / side + shift_north)
        # A row's own latitude sets how wide its squares are.
        width = np.maximum(np.cos(np.radians(row * side)), 0.01)
        column = np.floor(lon * width / side + shift_east)
        square = row.astype(np.int64) * (1 << 22) + column.astype(np.int64)
        found.append((_key(kind, square, _loudest(profiles)[located]), located))
    return found


def _key(kind: int, where: Ints, matter: Ints) -> Ints:
    """Mix a place and a matter into a key above those of the pairs of characters."""
    mixed = (where * 1_009 + matter).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    key: Ints = (mixed >> np.uint64(20)).astype(np.int64) + (kind << 48)
    return key


def _loudest(profiles: Profiles) -> Ints:
    if not len(profiles):
        return np.zeros(0, dtype=np.int64)
    loudest: Ints = profiles.matters.argmax(axis=1).astype(np.int64)
    return loudest


def _first_of_each(item: Ints, keys: Ints) -> Ints:
    """Find where each key stands first in each message, in the order given."""
    order = np.lexsort((np.arange(len(item)), keys, item))
    here, there = item[order], keys[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (here[1:] != here[:-1]) | (there[1:] != there[:-1])
    return np.sort(order[first])
