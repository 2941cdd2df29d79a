"""Texts as pairs of neighbouring characters, hashed: two names written nearly alike share most of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.sounds import as_heard

Ints = NDArray[np.int64]
Columns = NDArray[np.int32]

BITS = 22
"""A pair of characters becomes a column below ``2 ** BITS``."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of neighbouring characters, unordered, shape (k,).

    Their text, their column, and whether a character stands between them.
    """

    rows: Ints
    columns: Columns
    apart: NDArray[np.bool_]


def character_pairs(texts: Sequence[str]) -> Pairs:
    """Hash the pairs of neighbouring characters of folded texts, whichever of the two comes first.

    Neighbours once removed count too: so a name with one character changed, or two of them swapped, still shares
    most of its pairs (晟通城, 通晟城). Characters that sound alike are one.

    Examples
    --------
    >>> found = character_pairs(["晟通", "通晟", "通 晟"])
    >>> found.rows.tolist(), len(set(found.columns.tolist()))
    ([0, 1], 1)
    >>> len(set(character_pairs(["中茂", "中贸"]).columns.tolist()))
    1
    """
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts)), lengths)
    letters = solid(codes)
    codes = as_heard(codes)
    near = letters[:-1] & letters[1:]
    apart = letters[:-2] & letters[1:-1] & letters[2:]
    columns = [_column(codes[:-1][near], codes[1:][near]), _column(codes[:-2][apart], codes[2:][apart])]
    return Pairs(
        np.concatenate([rows[:-1][near], rows[:-2][apart]]),
        np.concatenate(columns),
        np.repeat([False, True], [len(column) for column in columns]),
    )


def solid(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell letters, digits and ideographs from space and signs."""
    digit = (codes >= 0x30) & (codes <= 0x39)
    letter = (codes >= 0x61) & (codes <= 0x7A)
    return digit | letter | ((codes >= 0x3400) & (codes <= 0x9FFF))


def _column(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> Columns:
    low, high = np.minimum(one, other), np.maximum(one, other)
    mixed = low * np.uint32(0x9E3779B1) ^ (high * np.uint32(0x85EBCA77))
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    mixed = (mixed ^ (mixed >> np.uint32(12))) >> np.uint32(32 - BITS)
    columns: Columns = mixed.astype(np.int32)
    return columns
