"""Messages as profiles: the names each goes by, the pairs of characters it says, the matters it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.matters import Sense, count_matters, directions, sense
from minben.needs.topics.core.reading import (
    BITS,
    FIRST,
    OPENING,
    Pairs,
    character_pairs,
    is_measure,
    names,
    numbered,
    parted,
    plain,
)
from minben.needs.topics.core.shapes import Bools, Floats, Ints, Messages

Columns = NDArray[np.int32]
Weights32 = NDArray[np.float32]

PIECE = 1 << 22
"""How many pairs of characters are counted at a time."""
BATCH = 2_000
"""How many texts are read at a time: their words and pairs are held only so long."""
PRIOR = 300.0
"""With how many imagined texts the rarity of names begins, so that it means something in small batches."""
COMMON = 0.7
"""Names in more than a share exp(-COMMON) of the texts (a half) say nothing of where; a crowd makes a name common."""
SKIPPED = 0.4
"""What a pair with a character between is worth beside one without."""
WEAK = 0.3
"""Where the title's names weigh less than this (a third of a unique pair), those of the body are asked too."""
PLACES, MATTERS, MOSTLY = 4, 2, 0.5
"""A name heard at so many places, of more than one matter, and at no place mostly, is a phrase, no place."""
BODY = 0.7
LATER = 4
"""What a name in the body is worth beside one in the title, and how many of them are asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Names of texts: each belongs to a text, in its order, and has some pairs of characters.

    Attributes
    ----------
    owner
        The text of each name, ascending, shape (names,).
    titled
        Whether it stands in the title.
    measure
        Whether it is that of a measure: it tells the matter as well as where.
    ends
        Where the pairs of each name end, shape (names + 1,).
    columns, weights
        The pairs' columns, and what each counts in its name: less with a character between.
    """

    owner: Ints
    titled: Bools
    measure: Bools
    ends: Ints
    columns: Columns
    weights: Weights32


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Pairs of characters of texts, each once and ascending: those of text n lie from ends[n] to ends[n + 1].

    Attributes
    ----------
    name
        Which of them stand in a name that counts; empty until names are weighed.
    """

    ends: Ints
    columns: Columns
    name: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """What texts say, before it is weighed against what all say."""

    spans: Spans
    said: Said
    titles: Said
    numbers: Ints
    matters: NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Lore:
    """What is common and what is rare among the texts known so far.

    Attributes
    ----------
    rarity
        What each pair of characters weighs in a name, from 0 to 1, shape (2 ** BITS,).
    phrase
        Which pairs stand in names that are heard everywhere: people begin so wherever they live ("忍无可忍").
    sense
        The same of matters.
    """

    rarity: Weights32
    phrase: Bools
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
    rarity
        That of the lore they were weighed with.
    numbers
        The bus line, the metro line and the year of each title, -1 where it has none, shape (n, 3).
    said, titles, matters
        What each text says, what its title says; its direction among the matters.
    named
        Whether its names are rare enough to tell a place by.
    at, place, lat, lon
        When [s] and where it was said.
    """

    spans: Spans
    worth: Weights32
    share: Weights32
    begins: Ints
    rarity: Weights32
    numbers: Ints
    said: Said
    titles: Said
    matters: NDArray[np.float16]
    named: Bools
    at: Floats
    place: Ints
    lat: Floats
    lon: Floats

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.at)


def read(texts: Sequence[str]) -> Raw:
    """Read texts, a batch at a time."""
    batches = [_read(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)] or [_read([])]
    sizes = [len(raw.matters) for raw in batches]
    spans, said, titles, numbers, matters = zip(
        *((r.spans, r.said, r.titles, r.numbers, r.matters) for r in batches), strict=True
    )
    # One kind after the other, and what has been copied goes at once: a million texts are not held twice.
    del batches
    whole = joined_said(said)
    del said
    names = joined_spans(spans, sizes)
    del spans
    return Raw(names, whole, joined_said(titles), np.concatenate(numbers), np.concatenate(matters))


def learn(raw: Raw, places: Ints) -> Lore:
    """Weigh what texts say by how many say it, and tell phrases from names by where (register key or −1) they do."""
    size = len(raw.matters)
    seen = np.zeros(1 << BITS)
    for start in range(0, len(raw.said.columns), PIECE):
        seen += np.bincount(raw.said.columns[start : start + PIECE], minlength=1 << BITS)
    # There are millions of columns whatever was said: each step is written over the one before.
    rarity = np.divide(PRIOR + size, np.add(seen, 1.0, out=seen), out=seen)
    np.log(rarity, out=rarity)
    rarity -= COMMON
    rarity /= np.log(PRIOR + size) - COMMON
    np.clip(rarity, 0, None, out=rarity)
    return Lore(rarity.astype(np.float32), _phrases(raw, places), sense(raw.matters))


def _phrases(raw: Raw, places: Ints) -> Bools:
    """Mark the pairs of characters that stand in names said at many places, of several matters, at none above all.

    Of one matter it would be one thing that people of many places speak of.
    """
    owner = np.repeat(raw.spans.owner, np.diff(raw.spans.ends))
    known = places[owner] >= 0
    distinct, column, said = np.unique(raw.spans.columns[known], return_inverse=True, return_counts=True)
    owner = owner[known]
    there, most = _different(column, places[owner])
    about, _ = _different(column, raw.matters.argmax(axis=1)[owner]) if len(owner) else (there, most)
    phrase = np.zeros(1 << BITS, dtype=np.bool_)
    phrase[distinct[(there >= PLACES) & (about >= MATTERS) & (most <= MOSTLY * said)]] = True
    return phrase


def _different(column: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Count the different values of each column, and how often it has its commonest one."""
    known, number = np.unique(values, return_inverse=True)
    pair, times = np.unique(column * len(known) + number, return_counts=True)
    of = pair // max(len(known), 1)
    most = np.zeros(int(of.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(most, of, times)
    return np.bincount(of), most


def profile(raw: Raw, messages: Messages, lore: Lore) -> Profiles:
    """Weigh what messages say with the lore of those known."""
    size, spans = len(messages), raw.spans
    worth = np.where(lore.phrase[spans.columns], np.float32(0), lore.rarity[spans.columns] * spans.weights)
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
    return Profiles(
        spans, worth, share.astype(np.float32), begins, lore.rarity, raw.numbers, _marked(raw.said, marks),
        _marked(raw.titles, marks), directions(raw.matters, lore.sense), total >= WEAK, messages.at, messages.place,
        messages.lat, messages.lon,
    )  # fmt: skip


def together(one: Profiles, other: Profiles) -> Profiles:
    """Put profiles weighed with the same lore one after the other."""
    spans = joined_spans([one.spans, other.spans], [len(one), len(other)])
    columns = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("worth", "share", "numbers", "matters", "named", "at", "place", "lat", "lon")
    }
    return Profiles(
        spans=spans,
        begins=np.searchsorted(spans.owner, np.arange(len(one) + len(other) + 1)),
        rarity=one.rarity,
        said=joined_said([one.said, other.said]),
        titles=joined_said([one.titles, other.titles]),
        **columns,
    )


def joined_spans(parts: Sequence[Spans], sizes: Sequence[int]) -> Spans:
    """Put the names of several batches of texts one after the other."""
    shifts = np.cumsum([0, *sizes[:-1]])
    lengths = [np.diff(part.ends) for part in parts]
    return Spans(
        np.concatenate([part.owner + shift for part, shift in zip(parts, shifts, strict=True)]),
        np.concatenate([part.titled for part in parts]),
        np.concatenate([part.measure for part in parts]),
        np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def joined_said(parts: Sequence[Said]) -> Said:
    """Put what several batches of texts say one after the other."""
    lengths = np.concatenate([np.diff(part.ends) for part in parts])
    return Said(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.name for part in parts]),
    )


def _read(texts: Sequence[str]) -> Raw:
    split = [parted(text[: 2 * FIRST]) for text in texts]
    titles = [plain(title) for title, _ in split]
    bodies = [plain("".join(body.split()))[:FIRST] for _, body in split]
    whole = [f"{title} {body}" for title, body in zip(titles, bodies, strict=True)]
    matters = count_matters(titles, bodies)
    return Raw(_spans(titles, bodies), _said(whole), _said(titles), numbered(titles), matters)


def _spans(titles: Sequence[str], bodies: Sequence[str]) -> Spans:
    found: list[str] = []
    owner: list[int] = []
    titled: list[bool] = []
    for row, (title, body) in enumerate(zip(titles, bodies, strict=True)):
        heard, told = names(title), names(body[:OPENING])
        found += heard + told
        owner += [row] * (len(heard) + len(told))
        titled += [True] * len(heard) + [False] * len(told)
    pairs = character_pairs(found)
    said = _once(pairs, len(found))
    near = _once(
        Pairs(pairs.rows[~pairs.apart], pairs.columns[~pairs.apart], pairs.apart[~pairs.apart]), len(found)
    )
    weights = np.where(np.isin(_keys(said), _keys(near)), 1.0, SKIPPED).astype(np.float32)
    return Spans(
        np.array(owner, dtype=np.int64),
        np.array(titled, dtype=np.bool_),
        np.fromiter(map(is_measure, found), dtype=np.bool_, count=len(found)),
        said.ends,
        said.columns,
        weights,
    )


def _keys(said: Said) -> Ints:
    keys: Ints = (np.repeat(np.arange(len(said.ends) - 1), np.diff(said.ends)) << BITS) | said.columns
    return keys


def _said(texts: Sequence[str]) -> Said:
    return _once(character_pairs(texts), len(texts))


def _once(pairs: Pairs, size: int) -> Said:
    keys = np.unique((pairs.rows << BITS) | pairs.columns)
    ends = np.searchsorted(keys, np.arange(size + 1) << BITS)
    return Said(ends, (keys & ((1 << BITS) - 1)).astype(np.int32), np.zeros(0, dtype=np.bool_))


def _marks(spans: Spans, counts: Bools) -> Ints:
    """List the pairs of the names that count, each with its text, ascending."""
    cell = np.flatnonzero(np.repeat(counts, np.diff(spans.ends)))
    owner = np.repeat(spans.owner, np.diff(spans.ends))[cell]
    return np.unique((owner << BITS) | spans.columns[cell])


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
