"""What a text is about, whatever its place: weights over a list of matters, found by their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.commons.parameters import load
from minben.needs.hotline.core.phrases import fold_batch

Dense = NDArray[np.float32]

LONGEST, LONGEST_LATIN = 5, 12
"""A word of the list has at most so many characters; in Latin letters so many."""
WHOLE = 4
"""Shorter words in Latin letters stand alone, or with an s: a bus is no business; longer ones may end otherwise."""
IN_TITLE = 2.0
"""What a matter is worth that stands in the title, beside one in the body."""
TIMES = 3
"""More often than this, a word says no more."""
PRIOR = 20.0
"""In how many imagined texts two matters stand apart, so that small batches bind none together."""
ROWS = 50_000
"""How many texts are reckoned with at a time."""
KIN = 0.08
"""Matters that go together less than this are no kin."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    names: tuple[str, ...]
    keys: NDArray[np.uint64]
    matter: sparse.csr_matrix
    begins: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What each matter is worth among some texts, and which go together.

    Attributes
    ----------
    rarity
        Of each matter, shape (matters,).
    kin
        How far each matter speaks for each other, shape (matters, matters).
    """

    rarity: Dense
    kin: Dense


@lru_cache(maxsize=1)
def matter_words() -> frozenset[str]:
    """Return every word that stands for a matter."""
    return frozenset(word for words in _entries().values() for word in words)


def matter_names() -> tuple[str, ...]:
    """Return the names of the matters, in the order of the columns."""
    return tuple(_entries())


def count_matters(titles: Sequence[str], bodies: Sequence[str]) -> NDArray[np.float16]:
    """Count how loudly each text speaks of each matter.

    Returns
    -------
    float array, shape (n, matters)
        0 where it does not.

    Examples
    --------
    >>> said = count_matters(["楼下烧烤油烟扰民"], ["天天睡不着"])[0]
    >>> [name for name, weight in zip(matter_names(), said, strict=True) if weight > 0]
    ['noise', 'fumes']
    """
    title, body = _hits(titles), _hits(bodies)
    title.data = np.minimum(title.data, 1)
    body.data = np.minimum(body.data, TIMES)
    lexicon = _lexicon()
    heard = np.asarray((title @ lexicon.matter).todense(), dtype=np.float32)
    told = np.asarray((body @ lexicon.matter).todense(), dtype=np.float32)
    loud: NDArray[np.float16] = (IN_TITLE * np.minimum(heard, 2) + np.log1p(told)).astype(np.float16)
    return loud


def sense(said: NDArray[np.float16]) -> Sense:
    """Weigh matters by their rarity among texts, and find which go together there (noise, dust, a mixing plant)."""
    size, width = said.shape
    times, both = np.zeros(width), np.zeros((width, width))
    for start in range(0, size, ROWS):
        times += (said[start : start + ROWS] > 0).sum(axis=0)
    rarity = np.log((PRIOR + size) / (1.0 + times)).clip(0.1).astype(np.float32)
    for start in range(0, size, ROWS):
        units = _unit(said[start : start + ROWS].astype(np.float32) * rarity)
        both += units.T @ units
    own = np.sqrt(np.diag(both))
    kin = both / (np.outer(own, own) + PRIOR / 4)
    kin[kin < KIN] = 0
    np.fill_diagonal(kin, 1)
    return Sense(rarity, kin.astype(np.float32))


def directions(said: NDArray[np.float16], sense: Sense) -> NDArray[np.float16]:
    """Turn counts into directions of length one; their inner products say how far two texts are about one matter."""
    found = np.zeros(said.shape, dtype=np.float16)
    for start in range(0, len(said), ROWS):
        counts = said[start : start + ROWS].astype(np.float32)
        found[start : start + ROWS] = _unit(_unit(counts * sense.rarity) @ sense.kin)
    return found


def _unit(rows: Dense) -> Dense:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Dense = (rows / np.maximum(length, 1e-9)).astype(np.float32)
    return unit


@lru_cache(maxsize=1)
def _entries() -> dict[str, tuple[str, ...]]:
    value = load("minben.needs.topics", "matters").at("matters", date.max).value
    return {str(name): tuple(str(word).lower() for word in words) for name, words in value.items()}


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    entries = _entries()
    known: dict[int, set[int]] = {}
    for number, words in enumerate(entries.values()):
        for key in _keys(words):
            known.setdefault(key, set()).add(number)
    keys = np.array(sorted(known), dtype=np.uint64)
    cells = [(row, number) for row, key in enumerate(keys.tolist()) for number in sorted(known[key])]
    rows, columns = (np.array(side) for side in zip(*cells, strict=True))
    matter = sparse.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, columns)), shape=(len(keys), len(entries))
    )
    begins = np.zeros(1 << 16, dtype=np.bool_)
    for words in entries.values():
        begins[_begins(fold_batch([word[:2] for word in words]).codes)] = True
    return _Lexicon(tuple(entries), keys, matter, begins)


def _hits(texts: Sequence[str]) -> sparse.csr_matrix:
    """Count the known words of each text: a matrix of (texts, words)."""
    lexicon, batch = _lexicon(), fold_batch(texts)
    codes = np.concatenate([batch.codes, np.zeros(LONGEST_LATIN + 2, dtype=np.uint32)])
    latin = (codes >= ord("a")) & (codes <= ord("z"))
    starts = np.flatnonzero(lexicon.begins[_begins(codes)][: len(batch.codes)])
    # Words in Latin letters begin where no letter stands before them: dust is no part of an industry.
    starts = starts[~(latin[starts] & latin[starts - 1])]
    found_at, found = [starts[:0]], [starts[:0]]
    for size in range(2, LONGEST_LATIN + 1):
        if size > LONGEST:
            starts = starts[latin[starts]]
        keys = _keys_at(codes, starts, size)
        place = np.minimum(np.searchsorted(lexicon.keys, keys), len(lexicon.keys) - 1)
        good = lexicon.keys[place] == keys
        if size < WHOLE:
            after = starts + size
            after = after + (codes[after] == ord("s"))
            good &= ~(latin[starts] & latin[after])
        found_at.append(starts[good])
        found.append(place[good])
    rows = np.searchsorted(batch.offsets, np.concatenate(found_at), side="right") - 1
    ones = np.ones(len(rows), dtype=np.float32)
    shape = (len(texts), len(lexicon.keys))
    return sparse.csr_matrix((ones, (rows, np.concatenate(found))), shape=shape)


def _begins(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed = codes[:-1] * np.uint32(0x9E3779B1) ^ codes[1:] * np.uint32(0x85EBCA77)
    folded: NDArray[np.uint32] = (mixed ^ (mixed >> np.uint32(15))) >> np.uint32(16)
    return folded


def _keys(words: Sequence[str]) -> Iterator[int]:
    """Return the key of each word, those of one length at once; in any order."""
    for size in set(map(len, words)):
        batch = fold_batch([word for word in words if len(word) == size])
        yield from _keys_at(batch.codes, batch.offsets[:-1], size).tolist()


def _keys_at(codes: NDArray[np.uint32], starts: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
    """Mix the characters from each start into one number; 64 bits do not collide among a city's words."""
    key = np.full(len(starts), size, dtype=np.uint64)
    for place in range(size):
        key = (key ^ codes.take(starts + place).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key
