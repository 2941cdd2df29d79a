"""Texts as counts in several fields: characters, pairs, runs of four, words, and names with numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log2
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from minben.commons import rjieba, sparse
from minben.needs.hotline.core.features import Grams, counts
from minben.needs.hotline.core.phrases import fold_batch

Floats = NDArray[np.float32]
BITS = 20
LONGEST = 1_500
"""How much of a text is read [characters]."""
HEAD = 60
"""How much of the first line counts as its title [characters]."""
_FIRST, _SECOND, _THIRD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)
_SHAPE = re.compile(r"\d+(?:\.\d+)?([^\d.]?)|([、，,；;：:（(《“？?])|(www|http|@|\d{3,4}-\d)")
_NUMBERED = re.compile(r"[“”\"]?[a-z]*\d{6,}[“”\"]?")
"""Numbers of six digits and more name people, cases and letters, not matters."""
NAME = re.compile(
    r"[a-z]\d*[市县区]|\d+(?:\.\d+)?(?=[^\d.]|$)"
    r"|[一-鿿]{2,3}?(?:[镇乡村路站市县区]|街道|小区|社区|学校|小学|中学|幼儿园|医院|公司|花园|广场|公园|大道|国际|新城|大厦)"
)


class Fields(NamedTuple):
    """Counts by field, float32, each of shape (texts, 2 ** BITS), and the texts' lengths [characters]."""

    singles: sparse.csr_matrix
    pairs: sparse.csr_matrix
    fours: sparse.csr_matrix
    words: sparse.csr_matrix
    names: sparse.csr_matrix
    shapes: sparse.csr_matrix
    length: Floats


def fields_of(texts: Sequence[str]) -> Fields:
    """Count what stands in each text, field by field.

    Examples
    --------
    >>> fields = fields_of(["路灯坏了", "柳荫路的路灯3天不亮"])
    >>> fields.pairs.sum(axis=1).ravel().tolist(), fields.names[1].nnz
    ([[3.0, 9.0]], 1)
    """
    plain = ["".join(_NUMBERED.sub("", text[: 2 * LONGEST].lower()).split())[:LONGEST] for text in texts]
    shape = (len(texts), 1 << BITS)
    singles, pairs, fours = (counts(grams, shape) for grams in _runs(plain))
    return Fields(
        singles,
        pairs,
        fours,
        words=_hashed([rjieba.cut(text) for text in plain], shape),
        names=_hashed([_once(NAME.findall(text)) for text in plain], shape),
        shapes=_hashed([_shapes(text) for text in plain], shape),
        length=np.fromiter(map(len, plain), dtype=np.float32, count=len(plain)),
    )


def head_of(text: str) -> str:
    """Return the first line of a text, or what fits of it: there people say what it is about.

    Examples
    --------
    >>> head_of("路灯坏了\\n从上周起，晚上看不见路。")
    '路灯坏了'
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first.strip()[:HEAD]


def _runs(texts: Sequence[str]) -> list[Grams]:
    """Hash every character and every run of two and of four that lies in one text."""
    batch = fold_batch(texts)
    rows = np.repeat(np.arange(len(texts)), np.diff(batch.offsets))
    # The line break that ends a text belongs to nobody.
    inside = batch.codes != 0x0A
    codes, rows = batch.codes[inside], rows[inside]
    two = _mixed((codes[:-1] * _FIRST) ^ (codes[1:] * _SECOND))
    four = _mixed(two[:-2] ^ (two[2:] * _THIRD))
    return [
        _within(hashes, rows, size) for hashes, size in ((_mixed(codes * _FIRST), 1), (two, 2), (four, 4))
    ]


def _within(hashes: NDArray[np.uint32], rows: NDArray[np.int64], size: int) -> Grams:
    count = max(0, len(rows) - size + 1)
    whole = np.flatnonzero(rows[:count] == rows[size - 1 :])
    return Grams(rows[whole], (hashes[whole] >> np.uint32(32 - BITS)).astype(np.int64))


def _once(names: Sequence[str]) -> list[str]:
    """Name each name once; a single digit names nothing."""
    return sorted({name for name in names if len(name) > 1})


def _shapes(text: str) -> list[str]:
    """Name what a text looks like: numbers by what they count, signs, addresses of pages, and its rough length.

    Examples
    --------
    >>> _shapes("补助500元，5月前申请")
    ['#元', '#月', 'size 7', '，']
    """
    found = {sign or f"#{unit}" for unit, sign, _ in _SHAPE.findall(text)}
    found |= {"page" for *_, page in _SHAPE.findall(text) if page}
    return sorted(found | {f"size {int(2 * log2(len(text) + 1))}"})


def _hashed(found: Sequence[Sequence[str]], shape: tuple[int, int]) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(len(found)), [len(names) for names in found])
    hashes = np.array([_number(name) for names in found for name in names], dtype=np.int64)
    return counts(Grams(rows, hashes >> (32 - BITS)), shape)


@lru_cache(maxsize=1 << 16)
def _number(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))


def _mixed(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values = (values ^ (values >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    values = (values ^ (values >> np.uint32(12))) * np.uint32(0x297A2D39)
    return values ^ (values >> np.uint32(15))
