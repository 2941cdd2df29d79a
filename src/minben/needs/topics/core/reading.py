"""What a text says, as numbers: the names in it, the pairs of characters it holds, its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import rjieba
from numpy.typing import NDArray

from minben.commons.parameters import load
from minben.needs.topics.core.matters import matter_words

Ints = NDArray[np.int64]
Columns = NDArray[np.int32]

BITS = 22
"""A pair of characters becomes a column below ``2 ** BITS``; the upper half holds pairs with one between them."""
FIRST = 400
"""How much of a text is read at all; what follows repeats, pleads and greets [characters]."""
OPENING = 150
"""How far into the body names are looked for: later ones are told in passing [characters]."""
TITLE = 40
"""How long a title can be where none is set apart [characters]."""
DISTRICT = re.compile(r"[A-Za-z]\d{0,2}(?:市|区|县|省)|西地省")
"""Codes that stand for cities and districts in anonymised texts; as common as the word "city"."""
NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖０１２３４５６７８９", "一二三四五六七八九0123456789")
NAMING = frozenset("njsgbkhz")
MARKS = frozenset(("eng", "zg", "tg", "vg", "ag", "dg", "m", "l", "i"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of neighbouring characters, unordered: the row of their text and their column, shape (k,)."""

    rows: Ints
    columns: Columns


def parted(text: str) -> tuple[str, str]:
    """Part a text into its title and the rest.

    Examples
    --------
    >>> parted("江畔社区路灯不亮\\n晚上很黑。")
    ('江畔社区路灯不亮', '晚上很黑。')
    >>> parted("江畔社区路灯不亮。晚上很黑。")
    ('江畔社区路灯不亮', '。晚上很黑。')
    """
    title, line, body = text.partition("\n")
    if line and len(title) <= 2 * TITLE:
        return title, body
    end = next((n for n, sign in enumerate(text[:TITLE]) if sign in "。！？!?；;\n"), min(len(text), TITLE))
    return text[:end], text[end:]


def plain(text: str) -> str:
    """Fold a text: small letters, one way of writing numerals, districts' codes blanked out.

    Examples
    --------
    >>> plain("A3区半山壹号KTV")
    '   半山一号ktv'
    """
    return DISTRICT.sub(lambda code: " " * len(code.group()), text).translate(NUMERALS).lower()


def names(text: str) -> list[str]:
    """Find the runs of words that can be a name, in the order of the text.

    A run ends at words that name nobody's place (问题, 业主), at words for matters (油烟, 车位) and at signs; words
    that no dictionary knows are taken for names whatever they seem to be.

    Examples
    --------
    >>> names("江畔社区附近的搅拌站噪音扰民")
    ['江畔社区', '搅拌站']
    """
    return list(_runs(plain(text)))


def _runs(text: str) -> Iterator[str]:
    run = ""
    for word, tag in rjieba.tag(text):
        if _names(word, tag):
            run += word
        else:
            if len(run) > 1:
                yield run
            run = ""
    if len(run) > 1:
        yield run


@lru_cache(maxsize=1 << 17)
def _names(word: str, tag: str) -> bool:
    """Tell whether a word may be part of a name; a city's texts repeat their words."""
    if tag[0] == "x" or word.isspace() or word in _ending():
        return False
    if word in "之·" or tag[0] in NAMING or tag in MARKS:
        return True
    return tag[0] in "vqafd" if len(word) == 1 else not rjieba.has_word(word)


@lru_cache(maxsize=1)
def _ending() -> frozenset[str]:
    rules = load("minben.needs.topics", "names")
    ends, within = (
        frozenset(map(str, rules.at(key, date.max).value)) for key in ("ends_a_name", "may_be_in_a_name")
    )
    return (ends | matter_words()) - within


def character_pairs(texts: Sequence[str]) -> Pairs:
    """Hash the pairs of neighbouring characters of folded texts, whichever of the two comes first.

    Neighbours once removed count too: so a name with one character changed, or two of them swapped, still shares
    most of its pairs (晟通城, 通晟城).

    Examples
    --------
    >>> found = character_pairs(["晟通", "通晟", "通 晟"])
    >>> found.rows.tolist(), len(set(found.columns.tolist()))
    ([0, 1], 1)
    """
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts)), lengths)
    solid = _solid(codes)
    near = solid[:-1] & solid[1:]
    apart = solid[:-2] & solid[1:-1] & solid[2:]
    columns = [_column(codes[:-1][near], codes[1:][near], 0), _column(codes[:-2][apart], codes[2:][apart], 1)]
    return Pairs(np.concatenate([rows[:-1][near], rows[:-2][apart]]), np.concatenate(columns))


def _solid(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell letters, digits and ideographs from space and signs."""
    digit = (codes >= 0x30) & (codes <= 0x39)
    letter = (codes >= 0x61) & (codes <= 0x7A)
    return digit | letter | ((codes >= 0x3400) & (codes <= 0x9FFF))


def _column(one: NDArray[np.uint32], other: NDArray[np.uint32], skips: int) -> Columns:
    low, high = np.minimum(one, other), np.maximum(one, other)
    mixed = low * np.uint32(0x9E3779B1) ^ (high * np.uint32(0x85EBCA77) + np.uint32(skips))
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    mixed = (mixed ^ (mixed >> np.uint32(12))) >> np.uint32(33 - BITS)
    columns: Columns = (mixed + np.uint32(skips << (BITS - 1))).astype(np.int32)
    return columns
