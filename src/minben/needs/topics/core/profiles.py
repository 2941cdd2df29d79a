"""Messages as profiles: the names each goes by, the pairs of characters it says, the matters it is about."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.arrays import distinct
from minben.needs.topics.core.matters import Sense, directions, sense
from minben.needs.topics.core.pairs import BITS
from minben.needs.topics.core.raw import (
    BATCH,
    Raw,
    Said,
    Spans,
    Weights32,
    joined_said,
    joined_spans,
)
from minben.needs.topics.core.sayings import Marks, among, different, everywhere
from minben.needs.topics.core.shapes import Bools, Floats, Ints, Messages

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
PIECE = 1 << 22
"""How many pairs of characters are counted at a time."""
PRIOR = 300.0
"""With how many imagined texts the rarity of names begins, so that it means something in small batches."""
COMMON = 0.7
"""Names in more than a share exp(-COMMON) of the texts (a half) say nothing of where; a crowd makes a name common."""
WEAK = 0.3
"""Where the title's names weigh less than this (a third of a unique pair), those of the body are asked too."""
PLACES, MATTERS, MOSTLY = 4, 2, 0.5
"""A name heard at so many places, of more than one matter, and at no place mostly, is a phrase, no place."""
UNASKED = -2
"""Stands for the site of a text where people speak freely: there what they share tells the place."""
BODY = 0.7
LATER = 4
"""What a name in the body is worth beside one in the title, and how many of them are asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Lore:
    """What is common and what is rare among the texts known so far.

    Attributes
    ----------
    rarity
        What each pair of characters weighs in a name, from 0 to 1, shape (2 ** BITS,).
    phrase
        Which pairs stand in names that are heard everywhere: people begin so wherever they live ("忍无可忍").
    sayings
        Marks of what people everywhere say in the same words, ascending.
    sense
        The same of matters.
    """

    rarity: Weights32
    phrase: Bools
    sayings: Marks
    sense: Sense


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Texts ready to be compared.

    Attributes
    ----------
    spans
        The names each goes by.
    worth
        The weight of each pair in its name, shape like ``spans.columns``.
    share
        What each name counts among those of its text; they sum to one, shape (names,).
    begins
        Where the names of each text begin, shape (n + 1,).
    first
        The name by which each goes first, shape (n,).
    rarity
        That of the lore they were weighed with.
    numbers
        The bus line, the metro line and the year of each title, -1 where it has none, shape (n, 3).
    said, titles, matters
        What each text says, what its title says; its direction among the matters.
    named
        Whether its names are rare enough to tell a place by.
    site
        The pair of characters by which its first site goes, -1 where it names none, `UNASKED` where that is not asked.
    read
        Whether it holds Chinese, whose names are read; in other languages any word may be taken for one.
    at, person, place, lat, lon
        When [s], by whom (-1 unknown) and where it was said.
    """

    spans: Spans
    worth: Weights32
    share: Weights32
    begins: Ints
    first: Ints
    rarity: Weights32
    numbers: Ints
    said: Said
    titles: Said
    matters: NDArray[np.float16]
    named: Bools
    site: Ints
    read: Bools
    at: Floats
    person: Ints
    place: Ints
    lat: Floats
    lon: Floats

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.at)

    def spots(self) -> Floats:
        """Return latitude and longitude of those that only the map tells apart, shape (n, 2) [°]; NaN of others."""
        return np.where(self.read[:, None], np.nan, np.column_stack([self.lat, self.lon]))


def learn(raw: Raw, places: Ints) -> Lore:
    """Weigh what texts say by how many say it, and tell phrases from names by where (register key or −1) they do."""
    size = len(raw.matters)
    seen = np.zeros(1 << BITS, dtype=np.int64)
    for start in range(0, len(raw.said.columns), PIECE):
        seen += np.bincount(raw.said.columns[start : start + PIECE], minlength=1 << BITS)
    # There are millions of columns whatever was said, and few different counts: each is weighed once.
    rarity = np.log((PRIOR + size) / (np.arange(int(seen.max(initial=0)) + 1) + 1.0)) - COMMON
    rarity = np.clip(rarity / (np.log(PRIOR + size) - COMMON), 0, None).astype(np.float32)
    # Places of the register and sites are told apart by their numbers.
    where = np.where(places >= 0, places + (1 << BITS), _sites(raw.spans, size))
    sayings = everywhere(raw.sayings, where) if size else np.zeros(0, dtype=np.uint32)
    return Lore(rarity[seen], _phrases(raw, places), sayings, sense(raw.matters))


def _phrases(raw: Raw, places: Ints) -> Bools:
    """Mark the pairs of characters that stand in names said at many places, of several matters, at none above all.

    Of one matter it would be one thing that people of many places speak of.
    """
    owner = np.repeat(raw.spans.owner, np.diff(raw.spans.ends))
    known = places[owner] >= 0
    distinct, column, said = np.unique(raw.spans.columns[known], return_inverse=True, return_counts=True)
    owner = owner[known]
    there, most = different(column, places[owner])
    about, _ = different(column, raw.matters.argmax(axis=1)[owner]) if len(owner) else (there, most)
    phrase = np.zeros(1 << BITS, dtype=np.bool_)
    phrase[distinct[(there >= PLACES) & (about >= MATTERS) & (most <= MOSTLY * said)]] = True
    return phrase


def _firsts(spans: Spans, begins: Ints) -> Ints:
    """Find the first name of each text; a line passes many places, so another name of the title comes before it."""
    first = begins[:-1].copy()
    good = np.flatnonzero(spans.titled & ~spans.line)
    texts, place = np.unique(spans.owner[good], return_index=True)
    lined = texts[spans.line[first[texts]]]
    first[lined] = good[place[np.searchsorted(texts, lined)]]
    return first


def _sites(spans: Spans, size: int) -> Ints:
    """Find the first site that each text names, -1 where it names none."""
    named = np.flatnonzero(spans.site >= 0)
    texts, first = np.unique(spans.owner[named], return_index=True)
    sites = np.full(size, -1, dtype=np.int64)
    sites[texts] = spans.site[named][first]
    return sites


def profile(raw: Raw, messages: Messages, lore: Lore) -> Profiles:
    """Weigh what messages say with the lore of those known."""
    size, spans = len(messages), raw.spans
    worth = np.where(lore.phrase[spans.columns], np.float32(0), lore.rarity[spans.columns] * spans.weights)
    # What is said everywhere in the same words is no name, unless it names a site.
    anywhere = among(spans.around, lore.sayings).any(axis=1) & (spans.site < 0)
    worth[np.repeat(anywhere, np.diff(spans.ends))] = 0
    weight = _sums(worth, spans.ends)
    titled = np.bincount(spans.owner, weights=weight * spans.titled, minlength=size)
    # Names in the body come after those of the title: the first few of them count.
    later = ~spans.titled
    before: Ints = np.cumsum(later) - later
    first = np.searchsorted(spans.owner, np.arange(size))
    rank: Ints = before - before[first[spans.owner]] if len(spans.owner) else before
    asked = spans.titled | ((titled[spans.owner] < WEAK) & (rank < LATER))
    counted = np.where(asked, weight * np.where(spans.titled, 1.0, BODY), 0.0)
    total = np.bincount(spans.owner, weights=counted, minlength=size)
    share = counted / np.maximum(total[spans.owner], 1e-9)
    begins = np.searchsorted(spans.owner, np.arange(size + 1))
    marks = _marks(spans, (share > 0) & ~spans.measure)
    site = _sites(spans, size) if len(lore.sayings) else np.full(size, UNASKED)
    return Profiles(
        spans, worth, share.astype(np.float32), begins, _firsts(spans, begins), lore.rarity, raw.numbers,
        _marked(raw.said, marks), _marked(raw.titles, marks), directions(raw.matters, lore.sense), total >= WEAK, site,
        _chinese(messages), messages.at, messages.person, messages.place, messages.lat, messages.lon,
    )  # fmt: skip


def _chinese(messages: Messages) -> Bools:
    """Tell which texts hold Chinese; that is asked of those alone that say where on the map they are."""
    read = np.ones(len(messages), dtype=np.bool_)
    for row in np.flatnonzero(np.isfinite(messages.lat)).tolist():
        read[row] = _HAN.search(messages.text[row]) is not None
    return read


def together(one: Profiles, other: Profiles) -> Profiles:
    """Put profiles weighed with the same lore one after the other."""
    spans = joined_spans([one.spans, other.spans], [len(one), len(other)])
    columns = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in (
            "worth",
            "share",
            "numbers",
            "matters",
            "named",
            "site",
            "read",
            "at",
            "person",
            "place",
            "lat",
            "lon",
        )
    }
    begins = np.searchsorted(spans.owner, np.arange(len(one) + len(other) + 1))
    return Profiles(
        spans=spans,
        begins=begins,
        first=_firsts(spans, begins),
        rarity=one.rarity,
        said=joined_said([one.said, other.said]),
        titles=joined_said([one.titles, other.titles]),
        **columns,
    )


def _marks(spans: Spans, counts: Bools) -> Ints:
    """List the pairs of the names that count, each with its text, ascending."""
    cell = np.flatnonzero(np.repeat(counts, np.diff(spans.ends)))
    owner = np.repeat(spans.owner, np.diff(spans.ends))[cell]
    return distinct((owner << BITS) | spans.columns[cell])


def _marked(said: Said, marks: Ints) -> Said:
    """Tell which pairs of texts stand in their names, some texts at a time."""
    name = np.zeros(len(said.columns), dtype=np.bool_)
    size = len(said.ends) - 1
    for start in range(0, size, BATCH):
        ends = said.ends[start : min(start + BATCH, size) + 1]
        cells = slice(ends[0], ends[-1])
        owner = np.repeat(np.arange(start, start + len(ends) - 1), np.diff(ends))
        name[cells] = _among((owner << BITS) | said.columns[cells], marks)
    return Said(said.ends, said.columns, name)


def _among(keys: Ints, marks: Ints) -> Bools:
    place = np.minimum(np.searchsorted(marks, keys), len(marks) - 1)
    among: Bools = marks[place] == keys if len(marks) else np.zeros(len(keys), dtype=np.bool_)
    return among


def _sums(values: Weights32, ends: Ints) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    sums: Floats = total[ends[1:]] - total[ends[:-1]]
    return sums
