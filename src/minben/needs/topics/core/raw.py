"""What texts say, before it is weighed against what all say: names, pairs of characters, matters, runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.arrays import distinct
from minben.needs.topics.core.matters import count_matters
from minben.needs.topics.core.pairs import BITS, Pairs, character_pairs
from minben.needs.topics.core.reading import (
    FIRST,
    OPENING,
    closed,
    found_names,
    is_line,
    is_measure,
    numbered,
    parted,
    plain,
)
from minben.needs.topics.core.sayings import SAMPLE, Marks, Sayings, around, runs
from minben.needs.topics.core.shapes import Bools, Ints

Columns = NDArray[np.int32]
Weights32 = NDArray[np.float32]

BATCH = 2_000
"""How many texts are read at a time: their words and pairs are held only so long."""
SKIPPED = 0.4
"""What a pair with a character between is worth beside one without."""


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
    line
        Whether it is that of a line of buses or of the metro: a line passes many places.
    site
        The pair of characters by which the site goes that it names, -1 where it names none.
    around
        The marks of the runs of characters that begin and end with it, shape (names, 2).
    ends
        Where the pairs of each name end, shape (names + 1,).
    columns, weights
        The pairs' columns, and what each counts in its name: less with a character between.
    """

    owner: Ints
    titled: Bools
    measure: Bools
    line: Bools
    site: Columns
    around: Marks
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
    sayings: Sayings


def read(texts: Sequence[str]) -> Raw:
    """Read texts, a batch at a time."""
    step = 1 + len(texts) // SAMPLE
    batches = [_read(texts[start : start + BATCH], step) for start in range(0, len(texts), BATCH)]
    batches = batches or [_read([], step)]
    sizes = [len(raw.matters) for raw in batches]
    sayings = _together([raw.sayings for raw in batches], sizes)
    spans, said, titles, numbers, matters = zip(
        *((r.spans, r.said, r.titles, r.numbers, r.matters) for r in batches), strict=True
    )
    # One kind after the other, and what has been copied goes at once: a million texts are not held twice.
    del batches
    whole = joined_said(said)
    del said
    names = joined_spans(spans, sizes)
    del spans
    return Raw(names, whole, joined_said(titles), np.concatenate(numbers), np.concatenate(matters), sayings)


def _together(parts: Sequence[Sayings], sizes: Sequence[int]) -> Sayings:
    shifts = np.cumsum([0, *sizes[:-1]])
    rows = np.concatenate([part.rows + shift for part, shift in zip(parts, shifts, strict=True)])
    return Sayings(rows, np.concatenate([part.marks for part in parts]))


def joined_spans(parts: Sequence[Spans], sizes: Sequence[int]) -> Spans:
    """Put the names of several batches of texts one after the other."""
    shifts = np.cumsum([0, *sizes[:-1]])
    lengths = [np.diff(part.ends) for part in parts]
    return Spans(
        np.concatenate([part.owner + shift for part, shift in zip(parts, shifts, strict=True)]),
        np.concatenate([part.titled for part in parts]),
        np.concatenate([part.measure for part in parts]),
        np.concatenate([part.line for part in parts]),
        np.concatenate([part.site for part in parts]),
        np.concatenate([part.around for part in parts]),
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


def _read(texts: Sequence[str], step: int) -> Raw:
    split = [parted(text[: 2 * FIRST]) for text in texts]
    titles = [plain(title) for title, _ in split]
    bodies = [plain(closed(body))[:FIRST] for _, body in split]
    whole = [f"{title} {body}" for title, body in zip(titles, bodies, strict=True)]
    matters = count_matters(titles, bodies)
    marks, rows, before = runs(whole)
    chosen = np.flatnonzero(rows % step == 0)
    keys = distinct((rows[chosen] << 32) | marks[chosen])
    sayings = Sayings(keys >> 32, (keys & 0xFFFFFFFF).astype(np.uint32))
    return Raw(
        _spans(titles, bodies, marks, before), _said(whole), _said(titles), numbered(titles), matters, sayings
    )


def _spans(titles: Sequence[str], bodies: Sequence[str], marks: Marks, before: Ints) -> Spans:
    found: list[str] = []
    sites: list[str] = []
    starts: list[int] = []
    owner: list[int] = []
    titled: list[bool] = []
    begin = 0
    for row, (title, body) in enumerate(zip(titles, bodies, strict=True)):
        for text, shift in ((title, 0), (body[:OPENING], len(title) + 1)):
            for name, place, site in found_names(text):
                found.append(name)
                sites.append(site)
                starts.append(begin + shift + place)
                owner.append(row)
                titled.append(not shift)
        begin += len(title) + len(body) + 2
    pairs = character_pairs(found)
    # Whether a character stands between goes last, so that of each pair the nearer one is met first.
    keys = np.sort((((pairs.rows << BITS) | pairs.columns) << 1) | pairs.apart)
    keys = keys[np.concatenate([[True], keys[1:] >> 1 != keys[:-1] >> 1])] if len(keys) else keys
    at = np.array(starts, dtype=np.int64)
    return Spans(
        np.array(owner, dtype=np.int64),
        np.array(titled, dtype=np.bool_),
        np.fromiter(map(is_measure, found), dtype=np.bool_, count=len(found)),
        np.fromiter(map(is_line, found), dtype=np.bool_, count=len(found)),
        _columns_of(sites),
        around(marks, before, at, at + np.fromiter(map(len, found), dtype=np.int64, count=len(found))),
        _ends(keys >> 1, len(found)),
        _column(keys >> 1),
        np.where(keys & 1, np.float32(SKIPPED), np.float32(1.0)),
    )


def _columns_of(sites: Sequence[str]) -> Columns:
    """Return the pair of characters by which each site goes, -1 where there is none."""
    pairs = character_pairs(sites)
    found = np.full(len(sites), -1, dtype=np.int32)
    found[pairs.rows] = pairs.columns
    return found


def _said(texts: Sequence[str]) -> Said:
    return _once(character_pairs(texts), len(texts))


def _once(pairs: Pairs, size: int) -> Said:
    keys = distinct((pairs.rows << BITS) | pairs.columns)
    return Said(_ends(keys, size), _column(keys), np.zeros(0, dtype=np.bool_))


def _ends(keys: Ints, size: int) -> Ints:
    return np.searchsorted(keys, np.arange(size + 1) << BITS)


def _column(keys: Ints) -> Columns:
    return (keys & ((1 << BITS) - 1)).astype(np.int32)
