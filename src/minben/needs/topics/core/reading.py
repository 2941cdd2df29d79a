"""What a text says: its title, the names in it, the numbers that its title names."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from minben.commons import rjieba
from minben.commons.parameters import load
from minben.needs.topics.core.matters import matter_words

Ints = NDArray[np.int64]

FIRST = 400
"""How much of a text is read at all; what follows repeats, pleads and greets [characters]."""
OPENING = 150
"""How far into the body names are looked for: later ones are told in passing [characters]."""
TITLE = 40
"""How long a title can be where none is set apart [characters]."""
DISTRICT = re.compile(r"[A-Za-z]\d{0,2}(?:市|区|县|省)|西地省")
"""Codes that stand for cities and districts in anonymised texts; as common as the word "city"."""
_LOOSE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9\s])")
NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖０１２３４５６７８９", "一二三四五六七八九0123456789")
CHINESE = "零一二三四五六七八九"
NUMBERED = (
    re.compile(r"(?<![0-9])([0-9]{1,4})(?:路(?!段|口)|区间线)"),
    re.compile(r"([0-9]{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九])号线"),
    re.compile(r"(20[0-9]{2})(?:年|届|级)"),
)
_LINE = re.compile(
    r"[0-9]{1,4}(?:路|区间线)|(?:铁|交通|轻轨)[0-9一二三四五六七八九十]{1,3}号|[0-9一二三四五六七八九十]号线"
)
NUMBER = re.compile(r"[0-9.:~/-]*[一二三四五六七八九十]*[年月日号元万米]?")
BRAND = re.compile(r"[0-9]{2,5}")
"""A number right before a matter is the name of a firm: 58车贷."""
POINTING = frozenset("这那条个们过某")
"""With these before it, a street is pointed at, not named (这条路, 一条街, 找过社区)."""
NAMING = frozenset("njsgbkhz")
MARKS = frozenset(("eng", "zg", "tg", "vg", "ag", "dg", "m"))
PROPER = ("nr", "ns", "nt", "nz", "j")
"""Classes of words that are names of people, places, bodies, other things, and names cut short."""
MEASURE, NAME, MATTER, LEADS = 1, 2, 4, 8
"""What a word can be: a measure, part of a name, a matter, what stands before a measure and says for what it is."""
MOST = 1 << 17
"""Of so many words at most it is remembered what they can be."""


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


def closed(text: str) -> str:
    """Close up a text that was spaced out or broken into lines; words in Latin letters stay apart.

    Examples
    --------
    >>> closed(" 江畔 社区\\n路灯  不亮，APP  v2 打不开")
    '江畔社区路灯不亮，APP v2打不开'
    """
    words = text.split()
    return " ".join(_LOOSE.sub("", text).split()) if len(words) > 1 else "".join(words)


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

    A run ends at words that name nobody's place (问题, 业主), at words for matters (油烟, 车位) and at signs; what is
    only the kind of a place (搅拌站) is no name; words that no dictionary knows are taken for names.

    Examples
    --------
    >>> names("江畔社区附近的搅拌站噪音扰民，广铁集团不管")
    ['江畔社区', '广铁集团']
    """
    return [name for name, _, _ in _runs(plain(text))]


def found_names(text: str) -> list[tuple[str, int, str]]:
    """Find the names of a folded text, where each begins, and the site that it holds, blank if none.

    A site is told by what it ends with or is followed by (花园, 路, 小区); of several in one name the last is the
    nearest. It goes by its first two characters: the estates, the road and the community of one quarter share them.

    Examples
    --------
    >>> found_names("江畔社区旁边青禾小区的路灯")
    [('江畔社区', 0, '江畔'), ('青禾', 6, '青禾')]
    """
    return [(name, begin, _site(name + after)) for name, begin, after in _runs(text)]


@lru_cache(maxsize=1 << 16)
def _site(words: str) -> str:
    sites = [site[:2] for site in _site_pattern().findall(words) if not POINTING.intersection(site[:2])]
    return sites[-1] if sites else ""


def is_line(name: str) -> bool:
    """Tell whether a name is that of a line of buses or of the metro.

    Examples
    --------
    >>> is_line("地铁7号线"), is_line("地铁7号"), is_line("139路"), is_line("五一路")
    (True, True, True, False)
    """
    return bool(_LINE.search(name))


def is_measure(name: str) -> bool:
    """Tell whether a name is that of a measure.

    Examples
    --------
    >>> is_measure("人才购房补贴"), is_measure("江畔社区")
    (True, False)
    """
    return any(word in name for word in _measures())


@lru_cache(maxsize=1 << 14)
def is_proper(name: str) -> bool:
    """Tell whether a name holds a word of the classes that name somebody, a place, a body or a thing.

    Examples
    --------
    >>> is_proper("万国城3期"), is_proper("补偿款"), is_proper("很多驾校")
    (True, False, False)
    """
    return any(tag.startswith(PROPER) for _, tag in rjieba.tag(name))


@lru_cache(maxsize=1)
def _site_pattern() -> re.Pattern[str]:
    kinds = "|".join(sorted(_rule("kinds_of_sites"), key=len, reverse=True))
    return re.compile(rf"(?:[\u4e00-\u9fff]{{2,3}}[市区县]|[旁与和])?([\u4e00-\u9fff]{{2,6}}?)(?:{kinds})")


def _runs(text: str) -> Iterator[tuple[str, int, str]]:
    """Find the names, where each begins, and the word after it."""
    run: list[str] = []
    before: list[str] = []
    place = 0
    for tagged in chain(rjieba.tag(text), (("\n", "x"),)):
        word, part = tagged[0], _PARTS[tagged]
        if part & MEASURE:
            # A measure goes by the matters it is for: 人才购房补贴 is one, 补贴 is none.
            run = [*before, word]
        elif part & NAME or (part & MATTER and run and BRAND.fullmatch(run[-1])):
            run.append(word)
        elif run:
            if _is_name(run):
                name = "".join(run)
                yield name, place - len(name), word
            run = []
        if part & LEADS:
            before.append(word)
        elif before:
            before = []
        place += len(word)


def _is_name(run: Sequence[str]) -> bool:
    """Tell whether a run is more than a number, the kind of a place, or a measure of whatever it be."""
    name = "".join(run)
    return len(name) > 1 and not NUMBER.fullmatch(name) and not _common().issuperset(run)


class _Parts(dict[tuple[str, str], int]):
    """What a word of a class can be in a name, found out once; a city's texts repeat their words."""

    def __missing__(self, tagged: tuple[str, str]) -> int:
        if len(self) > MOST:
            self.clear()
        word, tag = tagged
        part = MEASURE * (word in _measures()) | MATTER * (word in matter_words())
        part |= NAME * _names(word, tag) | LEADS * _leads(word, tag)
        self[tagged] = part
        return part


_PARTS = _Parts()


def _names(word: str, tag: str) -> bool:
    """Tell whether a word may be part of a name."""
    if tag[0] == "x" or word.isspace() or word in _ending():
        return False
    if word in "之·" or tag[0] in NAMING or tag in MARKS:
        return True
    return tag[0] in "vqafd" if len(word) == 1 else not rjieba.has_word(word)


@lru_cache(maxsize=1)
def _ending() -> frozenset[str]:
    return (_rule("ends_a_name") | matter_words()) - _kinds()


def _leads(word: str, tag: str) -> bool:
    """Tell whether a word may stand in the name of a measure: a matter or a name, no everyday word."""
    return tag[0] in "nvjsbm" and word not in _rule("ends_a_name") and len(word) > 1


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    return _rule("measures")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return _kinds() | _measures()


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    return _rule("kinds_of_places")


@lru_cache(maxsize=8)
def _rule(key: str) -> frozenset[str]:
    return frozenset(map(str, load("minben.needs.topics", "names").at(key, date.max).value))


def numbered(titles: Sequence[str]) -> Ints:
    """Read the bus line, the metro line and the year that titles name first: with other numbers, it is another thing.

    Returns
    -------
    int array, shape (n, 3)
        -1 where there is none.

    Examples
    --------
    >>> numbered(["139路公交停运", "地铁七号线", "2018年补贴没发"]).tolist()
    [[139, -1, -1], [-1, 7, -1], [-1, -1, 2018]]
    """
    found = np.full((len(titles), len(NUMBERED)), -1, dtype=np.int64)
    for row, title in enumerate(titles):
        for column, pattern in enumerate(NUMBERED):
            if hit := pattern.search(title):
                found[row, column] = _number(hit.group(1))
    return found


def _number(digits: str) -> int:
    if digits.isdigit() and digits.isascii():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    return 10 * (CHINESE.find(tens) if tens else 1) * bool(ten) + max(CHINESE.find(ones), 0) * bool(ones)
