"""What people everywhere say in the same words: it names no place, whatever it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.pairs import solid
from minben.needs.topics.core.shapes import Bools, Ints

Marks = NDArray[np.uint32]

LONG = 6
"""So many characters in a row, signs left out, are a run; longer ones are hardly ever met by chance."""
SAMPLE = 20_000
"""From about how many texts sayings are learnt at most."""
PLACES, MOSTLY = 2, 0.5
"""A saying is heard at so many places, and no more than this share of it at any one of them."""
SPREAD, FORMAL = 3, 0.1
"""Where of the middle text less than this share are sayings heard at so many places, people speak freely [1]."""
SITED = 0.5
"""Where so many texts say where they are from, each of the others is from a place of its own [1]."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Sayings:
    """Runs of characters of some texts, each once, shape (k,): the text and the mark of the run."""

    rows: Ints
    marks: Marks


def runs(texts: Sequence[str]) -> tuple[Marks, Ints, Ints]:
    """Mark the run of characters that begins at each place of some texts put one after the other, signs left out.

    Returns
    -------
    marks : shape (solid characters,)
        0 where a run would reach into the next text.
    rows : shape (solid characters,)
        The text of each.
    before : shape (characters + 1,)
        How many solid characters stand before each place of the texts with a line break after each.
    """
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    kept = solid(codes)
    rows = np.repeat(np.arange(len(texts)), lengths)[kept]
    before = np.concatenate([[0], np.cumsum(kept)])
    letters = codes[kept].astype(np.uint64)
    size = max(len(letters) - LONG + 1, 0)
    key = np.zeros(size, dtype=np.uint64)
    for place in range(LONG):
        key = (key ^ letters[place : place + size]) * _FACTOR
        key ^= key >> np.uint64(29)
    marks = np.zeros(len(letters), dtype=np.uint32)
    whole = rows[:size] == rows[len(letters) - size :]
    marks[:size] = np.where(whole, (key >> np.uint64(32)).astype(np.uint32), 0)
    return marks, rows, before


def around(marks: Marks, before: Ints, starts: Ints, ends: Ints) -> Marks:
    """Take the runs that begin and those that end with some names, shape (names, 2); 0 where there is none.

    Examples
    --------
    >>> marks, _, before = runs(["老年人反映柳荫街道路灯不亮"])
    >>> found = around(marks, before, starts=np.array([5, 5]), ends=np.array([9, 13]))
    >>> expected = [["柳荫街道路灯", "反映柳荫街道"], ["柳荫街道路灯", "街道路灯不亮"]]
    >>> found.tolist() == [[int(runs([run])[0][0]) for run in name] for name in expected]
    True
    """
    padded = np.concatenate([marks, np.zeros(LONG + 1, dtype=np.uint32)])
    last = before[ends] - LONG
    return np.stack([padded[before[starts]], np.where(last >= 0, padded[last], 0)], axis=1)


def everywhere(said: Sayings, places: Ints) -> Marks:
    """Find the runs that are heard at several places and at none above all, ascending.

    None are told where people speak freely: they hardly ever share a run, and where they do it is one thing. Where
    forms are filled in, or texts are written by a program, they share whole sentences whatever the place.

    Parameters
    ----------
    said
        Of a sample of texts.
    places
        Where each of all texts was said, or the site that it names; -1 where unknown.
    """
    if (places >= 0).mean() >= SITED:
        places = np.where(places < 0, -1 - np.arange(len(places)), places)
        known = said.marks > 0
    else:
        known = (said.marks > 0) & (places[said.rows] >= 0)
    order = np.flatnonzero(known)[np.argsort(said.marks[known], kind="stable")]
    marks, rows = said.marks[order], said.rows[order]
    distinct, times = np.unique(marks, return_counts=True)
    often = times >= PLACES
    there, most = different(
        np.repeat(np.arange(often.sum()), times[often]), places[rows][np.repeat(often, times)]
    )
    spread = most <= MOSTLY * times[often]
    wide = np.zeros(len(distinct), dtype=np.bool_)
    wide[np.flatnonzero(often)[spread & (there >= SPREAD)]] = True
    if _usual(rows, np.repeat(wide, times)) < FORMAL:
        return np.zeros(0, dtype=np.uint32)
    found: Marks = distinct[often][spread & (there >= PLACES)]
    return found


def _usual(rows: Ints, shared: Bools) -> float:
    """Tell how much of the middle text is shared with others: a crowd that copies one letter is not everybody [1]."""
    _, which = np.unique(rows, return_inverse=True)
    share = np.bincount(which, weights=shared) / np.maximum(np.bincount(which), 1)
    return float(np.median(share)) if len(share) else 0.0


def different(column: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Count the different values of each column, and how often it has its commonest one."""
    known, number = np.unique(values, return_inverse=True)
    pair, times = np.unique(column * len(known) + number, return_counts=True)
    of = pair // max(len(known), 1)
    most = np.zeros(int(of.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(most, of, times)
    return np.bincount(of), most


def among(marks: Marks, known: Marks) -> Bools:
    """Tell which marks are among ascending known ones."""
    if not len(known):
        return np.zeros(marks.shape, dtype=np.bool_)
    found: Bools = known[np.minimum(np.searchsorted(known, marks), len(known) - 1)] == marks
    return found
