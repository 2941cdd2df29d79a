"""Messages that go by the same names, about the same matters, soon after one another: one stands for all of them."""

import numpy as np

from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.shapes import Ints

SOON_S = 50 * 86_400.0
LOUD = 0.5
"""A matter counts that is at least half as loud as the loudest."""


def forms(profiles: Profiles) -> Ints:
    """Number the form of each message; those of one form need no comparing with one another.

    Forms share all names, rare enough to tell a place by, the loud matters, the place of the register and the numbers;
    and each came soon after another.

    Returns
    -------
    int array, shape (n,)
        Equal for messages of one form.
    """
    size = len(profiles)
    key = _of_names(profiles)
    loud = profiles.matters >= LOUD * profiles.matters.max(axis=1, keepdims=True, initial=0)
    marks = np.random.default_rng(0).integers(1, 1 << 62, loud.shape[1])
    for column in range(loud.shape[1]):
        key[loud[:, column]] += marks[column]
    for column in (profiles.place, *profiles.numbers.T):
        # What nobody knows is −1: that, too, must change the key.
        key = (key ^ (column + 2)) * np.int64(0x5851F42D4C957F2D)
        key ^= key >> 29
    alone = ~profiles.named | np.isfinite(profiles.lat)
    key[alone] = np.arange(size)[alone]
    order = np.lexsort((profiles.at, alone, key))
    apart = np.ones(size, dtype=np.bool_)
    apart[1:] = (np.diff(key[order]) != 0) | (np.diff(profiles.at[order]) > SOON_S) | alone[order][1:]
    form = np.empty(size, dtype=np.int64)
    form[order] = np.cumsum(apart)
    return form


def _of_names(profiles: Profiles) -> Ints:
    """Sum a mark of each pair of characters of the names that count, so that their order does not matter."""
    spans = profiles.spans
    sizes = np.diff(spans.ends)
    counts = np.repeat(profiles.share > 0, sizes) & (profiles.worth > 0)
    marks = (spans.columns.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    marks = (marks ^ (marks >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    total = np.concatenate([[0], np.cumsum(np.where(counts, marks, 0), dtype=np.uint64)])
    begins = spans.ends[profiles.begins]
    named: Ints = (total[begins[1:]] - total[begins[:-1]]).view(np.int64)
    return named
