"""Thousands of known phrases found in thousands of texts: one filter, then exact look-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.traditional import LARGEST, simplified

BITS = 18
FIRST, SECOND, THIRD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)
SHORTEST = 2


class Hit(NamedTuple):
    """One phrase in one text.

    Attributes
    ----------
    row
        The number of the text in the batch.
    start, end
        Where the phrase stands in that text [characters].
    phrase
        The number of the phrase.
    """

    row: int
    start: int
    end: int
    phrase: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts side by side as one string of lower-case, half-width, simplified characters, positions unchanged.

    Attributes
    ----------
    text
        The texts, each followed by a line break.
    codes
        The code point of each character, shape (len(text),).
    offsets
        Where each text begins, shape (n_texts + 1,).
    """

    text: str
    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    def begins(self, row: int) -> int:
        """Return where a text begins in the whole."""
        return int(self.offsets[row])


def fold_batch(texts: Sequence[str]) -> Batch:
    """Put texts side by side: letters lowered, full-width signs half-width, traditional characters simplified.

    Examples
    --------
    >>> fold_batch(["ＡＢ　1", "路燈"]).text
    'ab 1\\n路灯\\n'
    """
    return _folded_batch(tuple(texts))


def _fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    codes = np.where((codes >= 0xFF01) & (codes <= 0xFF5E), codes - np.uint32(0xFEE0), codes)
    codes[codes == 0x3000] = 0x20
    return simplified(np.where((codes >= 65) & (codes <= 90), codes + np.uint32(32), codes))


# What each character folds to, looked up once for all that is done to it.
_FOLDED = _fold(np.arange(LARGEST, dtype=np.uint32))


# Everything that reads a batch folds it first: words, places, category, time.
@lru_cache(maxsize=2)
def _folded_batch(texts: tuple[str, ...]) -> Batch:
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    codes = np.where(codes < LARGEST, _FOLDED.take(codes, mode="clip"), codes)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)]).astype(np.int64)
    codes.flags.writeable = offsets.flags.writeable = False
    return Batch(codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), codes, offsets)


class Phrases:
    """A list of phrases, each at least two characters long, ready to be found.

    Of phrases that overlap, the first counts, and of those that begin together the longest. A phrase that
    begins or ends with a Latin letter or digit is found only as a whole word.

    Examples
    --------
    >>> Phrases(["路灯", "路灯杆", "gas leak"]).find(["路灯杆倒了", "a gas leak!"])
    [Hit(row=0, start=0, end=3, phrase=1), Hit(row=1, start=2, end=10, phrase=2)]
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        folded = fold_batch(phrases).text.split("\n")[: len(phrases)]
        self._numbers = {phrase: number for number, phrase in enumerate(folded) if len(phrase) > 1}
        self._lengths: dict[str, list[int]] = {}
        for phrase in self._numbers:
            lengths = self._lengths.setdefault(phrase[:2], [])
            if len(phrase) not in lengths:
                lengths.append(len(phrase))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)
        self._begins, self._shortest, self._goes_on = (np.zeros(1 << BITS, dtype=np.bool_) for _ in range(3))
        codes = fold_batch(list(self._numbers)).codes
        begins = np.cumsum([0, *(len(phrase) + 1 for phrase in self._numbers)])[:-1]
        pairs, triples = _pairs(codes)[begins], _triples(codes, begins)
        short = np.fromiter((len(phrase) == SHORTEST for phrase in self._numbers), dtype=np.bool_)
        self._begins[pairs] = self._shortest[pairs[short]] = self._goes_on[triples[~short]] = True

    def find(self, texts: Sequence[str]) -> list[Hit]:
        """Find the phrases in each text, in the order of rows and positions."""
        return self.find_in(fold_batch(texts))

    def _candidates(self, codes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Where a phrase may begin: by its first two characters, then by its first three."""
        pairs = _pairs(codes)
        starts = np.flatnonzero(self._begins.take(pairs))
        known = self._shortest.take(pairs.take(starts)) | self._goes_on.take(_triples(codes, starts))
        return starts[known]

    def find_in(self, batch: Batch) -> list[Hit]:
        """Find the phrases in texts that are folded already."""
        found: list[tuple[int, int, int]] = []
        free = 0
        for start in self._candidates(batch.codes).tolist():
            if start < free:
                continue
            for length in self._lengths.get(batch.text[start : start + 2], ()):
                number = self._numbers.get(batch.text[start : start + length])
                if number is not None and _whole(batch.text, start, start + length):
                    free = start + length
                    found.append((start, free, number))
                    break
        starts = np.array([start for start, _, _ in found], dtype=np.int64)
        rows = np.searchsorted(batch.offsets, starts, side="right") - 1
        begins = batch.offsets[rows] if len(rows) else rows
        return [
            Hit(row, start - begin, end - begin, number)
            for (start, end, number), row, begin in zip(found, rows.tolist(), begins.tolist(), strict=True)
        ]


def _pairs(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return _folded((codes[:-1] * FIRST) ^ (codes[1:] * SECOND))


def _triples(codes: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    first, second, third = (codes.take(starts + place, mode="clip") for place in range(3))
    return _folded((first * FIRST) ^ (second * SECOND) ^ (third * THIRD))


def _folded(mixed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    folded: NDArray[np.uint32] = (mixed ^ (mixed >> np.uint32(15))) >> np.uint32(32 - BITS)
    return folded


def _whole(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _latin(text[start]) and _latin(text[start - 1]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
