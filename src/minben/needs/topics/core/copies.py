"""Which texts of an event are copies of one another, though signs, digits, some words or characters were changed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.phrases import fold_batch
from minben.needs.topics.core.pairs import solid
from minben.needs.topics.core.shapes import Floats, Ints
from minben.needs.topics.core.sounds import as_heard

LONG = 3
"""So many characters in a row are a run."""
READ = 400
"""How much of each text is read; later sentences plead and greet [characters]."""
BINS = 64
"""Into how many bins the runs of a text fall; the least of each bin is its mark."""
FEWEST = 20
"""Of texts with fewer marks nobody can say whether one was copied or two people found the same few words."""
COPIED = 0.5
"""Texts that share so many of all their marks are copies [1]; people who write by themselves stay well below."""
EVENTS, SHARE = 3, 0.02
"""Runs heard in more events than these, and in more than such a share of them, are what everybody says [1]."""
SAMPLE = 20_000
"""From about how many texts that is learnt."""
BITS = 22
ROWS = 20_000
"""How many texts are read at a time."""
NONE = np.uint32(0xFFFFFFFF)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Marks = NDArray[np.uint32]


def copies(texts: Sequence[str], event: Ints) -> Ints:
    """Find for each text the first one of its event whose copy it is.

    A text is known by marks: its runs of characters fall into bins, and the least of each bin stands for it (a minhash
    with one permutation: Li, Owen and Zhang, NeurIPS 2012). Each is compared with the earlier text that has most marks
    first, so a flood costs no more than as many strangers. What everybody says, in any event, makes no copy.

    Parameters
    ----------
    texts
        In the order of time.
    event
        The event of each.

    Returns
    -------
    int array, shape (n,)
        Its own position where it copies none.

    Examples
    --------
    >>> letter = "柳荫花园三号楼旁边的烧烤店每天晚上排油烟，家里老人咳嗽，孩子写不了作业，请来看看"
    >>> passed_on = "求助！" + letter.replace("请", "拜托")
    >>> copies([letter, passed_on, "楼下烧烤店太呛人"], np.zeros(3, dtype=np.int64)).tolist()
    [0, 0, 2]
    """
    marks = _marks(texts, event)
    size = len(texts)
    found = np.arange(size)
    if not size:
        return found
    likely = _likely(marks, event)
    for start in range(0, size, ROWS):
        rows = np.arange(start, min(start + ROWS, size))
        rows = rows[likely[rows] < rows]
        alike = _alike(marks[rows], marks[likely[rows]])
        copied = rows[alike >= COPIED]
        found[copied] = likely[copied]
    # Whose copy is itself one copies that one's first.
    while (found[found] != found).any():
        found = found[found]
    return found


def _alike(one: Marks, other: Marks) -> Floats:
    """How many of all marks of two texts are the same [1]; 0 where either has too few."""
    both = (one != NONE) & (other != NONE)
    either = ((one != NONE) | (other != NONE)).sum(axis=1)
    alike: Floats = ((one == other) & both).sum(axis=1) / np.maximum(either, 1)
    few = np.minimum((one != NONE).sum(axis=1), (other != NONE).sum(axis=1)) < FEWEST
    return np.where(few, 0.0, alike)


def _likely(marks: Marks, event: Ints) -> Ints:
    """Find for each text the earlier one of its event that was first with most of its marks; itself where none was."""
    size = len(marks)
    first = np.empty((size, BINS), dtype=np.int32)
    _, number = np.unique(event, return_inverse=True)
    for place in range(BINS):
        key = (number.astype(np.uint64) << np.uint64(32)) | marks[:, place]
        _, begins, which = np.unique(key, return_index=True, return_inverse=True)
        # Unmarked bins tell nothing: each is its own.
        first[:, place] = np.where(marks[:, place] == NONE, np.arange(size), begins[which])
    likely = np.arange(size)
    for start in range(0, size, ROWS):
        some = np.sort(first[start : start + ROWS], axis=1)
        own = np.arange(start, start + len(some))[:, None]
        # How often each stands in its row: the length of the run that ends there.
        fresh = np.ones(some.shape, dtype=np.bool_)
        fresh[:, 1:] = some[:, 1:] != some[:, :-1]
        begun = np.maximum.accumulate(np.where(fresh, np.arange(BINS), 0), axis=1)
        times = np.where(some == own, 0, np.arange(BINS) - begun + 1)
        best = times.argmax(axis=1)
        rows = np.arange(len(some))
        likely[start : start + len(some)] = np.where(times[rows, best] > 0, some[rows, best], own[:, 0])
    return likely


def _marks(texts: Sequence[str], event: Ints) -> Marks:
    """Mark each text by the least run of each bin, shape (n, BINS); `NONE` where a bin is empty."""
    common = _common(texts, event)
    marks = np.full(len(texts) * BINS, NONE, dtype=np.uint32)
    for start in range(0, len(texts), ROWS):
        rows, runs = _runs(texts[start : start + ROWS])
        own = ~common[runs >> np.uint32(32 - BITS)]
        rows, runs = rows[own] + start, runs[own]
        np.minimum.at(marks, rows * BINS + (runs % np.uint32(BINS)), runs)
    return marks.reshape(-1, BINS)


def _common(texts: Sequence[str], event: Ints) -> NDArray[np.bool_]:
    """Tell which runs are heard in so many events that they are nobody's own, shape (2 ** BITS,)."""
    sample = np.arange(0, len(texts), 1 + len(texts) // SAMPLE)
    rows, runs = _runs([texts[row] for row in sample.tolist()])
    heard = np.unique((event[sample][rows] << BITS) | (runs >> np.uint32(32 - BITS)).astype(np.int64))
    times = np.bincount(heard & ((1 << BITS) - 1), minlength=1 << BITS)
    common: NDArray[np.bool_] = times > max(EVENTS, SHARE * len(np.unique(event[sample])))
    return common


def _runs(texts: Sequence[str]) -> tuple[Ints, Marks]:
    """List the runs of characters of some texts, as they sound, signs and digits left out: the text and the run."""
    batch = fold_batch([text[:READ] for text in texts])
    rows = np.repeat(np.arange(len(texts)), np.diff(batch.offsets))
    kept = np.flatnonzero(solid(batch.codes) & ~((batch.codes >= 0x30) & (batch.codes <= 0x39)))
    letters, rows = as_heard(batch.codes[kept]).astype(np.uint64), rows[kept]
    size = max(len(letters) - LONG + 1, 0)
    key = np.zeros(size, dtype=np.uint64)
    for place in range(LONG):
        key = (key ^ letters[place : place + size]) * _FACTOR
        key ^= key >> np.uint64(29)
    whole = rows[:size] == rows[len(letters) - size :]
    return rows[:size][whole], (key[whole] >> np.uint64(32)).astype(np.uint32)
