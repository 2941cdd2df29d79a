"""Texts turned into sparse numbers: hashed grams of characters and words, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.commons import rjieba, sparse
from minben.needs.hotline.core.phrases import fold_batch

Uints = NDArray[np.uint32]
Ints = NDArray[np.int64]
MIX = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D))
SALT = {"characters": np.uint32(0), "words": np.uint32(0x27D4EB2F), "head": np.uint32(0x165667B1)}
"""So that the same hash means different columns in the three parts of a text."""
_FEW = 4_000

FUNCTION = (
    "的了着是我你您他她它们咱俺这那之其也都就很又还再在于和与及或而且但却并把被给让向从对为以因所如若则吗呢吧啊呀嘛请"
    "有不没会能要到说去来上下一个些么什哪怎好大多少人做过得可"
)
"""Characters that hold sentences together and say little of what they are about; exports often leave them out."""


def _silent() -> NDArray[np.bool_]:
    """Mark signs and function characters: texts with and without them then read alike."""
    silent = np.zeros(0x10000, dtype=np.bool_)
    for first, last in (
        (0x21, 0x30),
        (0x3A, 0x41),
        (0x5B, 0x61),
        (0x7B, 0x7F),
        (0x2010, 0x2070),
        (0x3000, 0x3040),
    ):
        silent[first:last] = True
    silent[[ord(character) for character in f"·×{FUNCTION}"]] = True
    return silent


SILENT = _silent()


@dataclass(frozen=True, slots=True)
class Hashing:
    """How texts become columns.

    Attributes
    ----------
    bits
        A gram's column is below ``2 ** bits``.
    characters, words
        The longest gram of characters (1 to 3) and of words (0: no words, to 2).
    head
        How many characters at the beginning count once more by themselves: there people say what it is about.
    weight
        How much the characters count, beside words and head with one each [1].
    segmented, longest
        How many characters are cut into words, which takes longest, and how many are read at all.
    repeats
        How often a gram counts at most in one text, so that long talk does not drown what is said once; 0: always.
    """

    bits: int = 22
    characters: int = 3
    words: int = 1
    head: int = 20
    weight: float = 2.0
    segmented: int = 200
    longest: int = 8_000
    repeats: int = 0


HASHING = Hashing(repeats=2)


class Grams(NamedTuple):
    """Every gram of every text, unordered: the row of its text and its column, shape (n,)."""

    rows: Ints
    columns: Ints


class Cleaned(NamedTuple):
    """Texts as code points, folded: code and row of each character, meaningless space left out."""

    codes: Uints
    rows: Ints
    size: int


def clean(texts: Sequence[str], longest: int) -> Cleaned:
    """Fold texts; drop signs, function characters and white space, except between two Latin letters or digits.

    So words that were segmented ("路灯 坏 了") and words that were not ("路灯坏了") read the same.

    Examples
    --------
    >>> cleaned = clean(["Street  light OUT", "路灯 坏"], longest=600)
    >>> "".join(map(chr, cleaned.codes)), "".join(map(chr, clean(["3 0 9 [路] {灯}"], longest=20).codes))
    ('street light out路灯坏', '3 0 9路灯')
    """
    batch = fold_batch([text[: 2 * longest] for text in texts])
    lengths = np.diff(batch.offsets)
    rows = np.repeat(np.arange(len(texts)), lengths)
    codes = np.where(SILENT.take(batch.codes, mode="clip"), np.uint32(0x20), batch.codes)
    blank = (codes <= 0x20) | (codes == 0xA0)
    kept = ~blank
    kept[1:] |= ~blank[:-1] & (codes[1:] != 0x0A)
    codes, rows = codes[kept], rows[kept]
    blank = (codes <= 0x20) | (codes == 0xA0)
    if blank.any():
        codes[blank] = 0x20
        latin = ((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0x61) & (codes <= 0x7A))
        between = np.zeros_like(blank)
        between[1:-1] = latin[:-2] & latin[2:]
        codes, rows = codes[~blank | between], rows[~blank | between]
    return _first(Cleaned(codes, rows, len(texts)), longest)


def parts(texts: Sequence[str], hashing: Hashing) -> list[Grams]:
    """Hash the grams of each text, apart for its characters, its words and its head.

    The head counts in columns of its own, for what people put there, and in those of the characters, for what it shares
    with texts that say the same further on.

    Parameters
    ----------
    texts
        Any texts; letter case, width and meaningless white space are ignored.

    Returns
    -------
    list of Grams
        One per part; columns are below ``2 ** hashing.bits``.

    Examples
    --------
    >>> characters, words, head = parts(["路灯坏"], Hashing())
    >>> len(characters.columns), len(words.columns), len(head.columns)
    (6, 2, 12)
    >>> len(parts(["路灯坏"], Hashing(words=0)))
    2
    """
    cleaned = clean(texts, hashing.longest)
    found = [_hashed(cleaned.codes, cleaned.rows, hashing, (1, hashing.characters), SALT["characters"])]
    if hashing.words:
        found.append(
            _hashed(*_words(_first(cleaned, hashing.segmented)), hashing, (1, hashing.words), SALT["words"])
        )
    if hashing.head:
        head = _first(cleaned, hashing.head)
        found.append(
            _hashed(head.codes, head.rows, hashing, (1, hashing.characters), SALT["head"], SALT["characters"])
        )
    return found


def counts(grams: Grams, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Count grams: a matrix of (texts, columns), float32, without duplicates; columns of a row in any order."""
    ones = np.ones(len(grams.rows), dtype=np.float32)
    order = np.argsort(grams.rows, kind="stable")
    ends = np.zeros(shape[0] + 1, dtype=np.int32)
    np.cumsum(np.bincount(grams.rows, minlength=shape[0]), out=ends[1:])
    repeated = sparse.csr_matrix((ones, grams.columns.take(order).astype(np.int32), ends), shape=shape)
    if len(ones) < _FEW:
        repeated.sum_duplicates()
        return repeated
    # A product adds up what stands twice without sorting it, which is twice as fast as sorting; but it begins by
    # clearing a place for every column.
    return sparse.identity(shape[0], dtype=np.float32, format="csr") @ repeated


def character_counts(texts: Sequence[str], hashing: Hashing, *, shortest: int) -> sparse.csr_matrix:
    """Count only grams of characters, from `shortest` to ``hashing.characters`` long."""
    cleaned = clean(texts, hashing.longest)
    grams = _hashed(cleaned.codes, cleaned.rows, hashing, (shortest, hashing.characters), SALT["characters"])
    counted = counts(grams, (len(texts), 1 << hashing.bits))
    counted.sort_indices()
    return counted


def _first(cleaned: Cleaned, most: int) -> Cleaned:
    if cleaned.size == 1:
        return Cleaned(cleaned.codes[:most], cleaned.rows[:most], 1)
    starts = np.searchsorted(cleaned.rows, np.arange(cleaned.size))
    short = np.flatnonzero(np.arange(len(cleaned.rows)) - starts.take(cleaned.rows) < most)
    return Cleaned(cleaned.codes.take(short), cleaned.rows.take(short), cleaned.size)


def _words(cleaned: Cleaned) -> tuple[Uints, Ints]:
    """Cut texts into words: a number for each word, the same for the same word, and the row of its text."""
    text = cleaned.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    edges = np.searchsorted(cleaned.rows, np.arange(cleaned.size + 1)).tolist()
    cut = chain.from_iterable([rjieba.cut(text[start:end]) for start, end in pairwise(edges)])
    lengths = np.fromiter(map(len, cut), dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    # One sum over all characters, each mixed with its place in its word, is faster than looking up each word.
    places = np.arange(len(cleaned.codes)) - np.repeat(starts, lengths)
    mixed = _mixed(cleaned.codes * MIX[0] ^ places.astype(np.uint32) * MIX[1])
    return np.add.reduceat(mixed, starts, dtype=np.uint32), cleaned.rows.take(starts)


def _hashed(units: Uints, rows: Ints, hashing: Hashing, sizes: tuple[int, int], *salts: np.uint32) -> Grams:
    hashes, columns, owners = units * MIX[0], [], []
    for size in range(1, sizes[1] + 1):
        if size > 1:
            hashes = _mixed(hashes[:-1] ^ (units[size - 1 :] * MIX[size - 1]))
        if size >= sizes[0]:
            # Taking by number is several times as fast as by a mask.
            whole = np.flatnonzero(rows[: len(hashes)] == rows[size - 1 :])
            found, own = hashes.take(whole), rows.take(whole)
            for salt in salts:
                columns.append(_mixed(found ^ salt) >> np.uint32(32 - hashing.bits))
                owners.append(own)
    return Grams(np.concatenate(owners), np.concatenate(columns).astype(np.int64))


def _mixed(values: Uints) -> Uints:
    values = (values ^ (values >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    values = (values ^ (values >> np.uint32(12))) * np.uint32(0x297A2D39)
    return values ^ (values >> np.uint32(15))
