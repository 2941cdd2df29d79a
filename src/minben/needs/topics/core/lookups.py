"""Pairs of messages, and where what one says stands in the words of the other: thousands of pairs at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.pairs import BITS
from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.raw import Said
from minben.needs.topics.core.shapes import Bools, Floats, Ints

CHUNK = 5_000
"""How many pairs are compared at a time."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sets of profiles, and pairs of positions in them, shape (k,)."""

    one: Profiles
    other: Profiles
    left: Ints
    right: Ints

    def take(self, rows: Ints) -> "Sides":
        """Return some of the pairs."""
        return Sides(self.one, self.other, self.left[rows], self.right[rows])

    def turned(self) -> "Sides":
        """Return the pairs the other way round."""
        return Sides(self.other, self.one, self.right, self.left)


def chunks(sides: Sides, asked: Bools) -> Iterator[Ints]:
    """Go through pairs some at a time; those that share their right side lie together: its text is looked up once."""
    order = np.argsort(sides.right, kind="stable")
    order = order[asked[order]]
    for start in range(0, len(order), CHUNK):
        yield order[start : start + CHUNK]


def held(said: Said, texts: Ints, row: Ints, columns: NDArray[np.int32]) -> tuple[Bools, Ints]:
    """Tell whether text ``texts[row]`` says each of the pairs of characters, and where it would stand."""
    distinct, number = np.unique(texts, return_inverse=True)
    sizes = said.ends[distinct + 1] - said.ends[distinct]
    cells = ranges(said.ends[distinct], sizes)
    keys = (np.repeat(np.arange(len(distinct)), sizes) << BITS) | said.columns[cells]
    wanted = (number[row].astype(np.int64) << BITS) | columns
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.bool_), np.zeros(len(wanted), dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Bools = keys[place] == wanted
    return found, cells[place]


def ranges(starts: Ints, sizes: Ints) -> Ints:
    """Put the numbers from each start on, as many as each size says, one after the other."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return numbers


def summed(pair: Ints, values: Floats, size: int) -> Floats:
    """Sum the values of each of so many pairs."""
    return np.bincount(pair, weights=values, minlength=size).astype(np.float64)
