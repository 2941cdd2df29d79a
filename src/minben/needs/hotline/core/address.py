"""The address in a text, as it was said: a road, a housing estate, a building."""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.gates import Gate
from minben.needs.hotline.core.phrases import Batch

NUMBERED = (
    r"(?:[0-9a-z一二三四五六七八九十]{1,5}(?:号院|号楼|号|栋|幢|座|期|弄|单元|室|层|楼|组)|[a-z][0-9]?区)"
)
ANCHOR = re.compile(
    r"(?=[大小花家公广新社胡苑路街巷])(?:大道|大街|小区|花园|家园|公寓|广场|大厦|新村|家属院|社区(?!居|医|卫|工|矫|服)|胡同|苑"
    r"|(?<![道公马铁网线走修问半电迷老管出思套条回血高养该正后了\s，。,.])路(?![灯面人程况线过政费径权由障费])"
    r"|(?<![商大逛上步这条\s，。,.])街(?![道坊头边上巷])|(?<![街小深大\s，。,.])巷(?![道]))"
    rf"{NUMBERED}*"
)
ANCHORS = Gate(
    ANCHOR,
    (
        ("大", "道街厦"), ("小社", "区"), ("花家", "园属"), ("公广", "寓场"), ("新胡", "村同"), ("苑路街巷", ""),
    ),
)  # fmt: skip
BUILDING = re.compile(
    r"([0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号楼|栋|幢)"
)
# A gate, a school; and whatever else people name: the two characters before a word for beside, behind, below.
SPOT = re.compile(
    r"([东西南北]+门|[前后正侧大]门|菜市?场|学校|小学|中学|幼儿园|公交站|车站|地铁站|围墙|车库|广场|公园|超市|医院|药店|银行|垃圾站"
    r"|配电房|泵房|物业|居委会|食堂|球场|操场|河|桥|凉亭|路口|停车场)"
    r"(?:口|前|旁|后|边|下|入口|出口|对面|附近|外|里|内|侧|拐角)"
)
LANDMARK = re.compile(
    r"([\u4e00-\u9fff]{2})(?<![小社街园]区|我家|我们|咱们|家里|这个|那个|院子|楼道|整个|村子)"
    r"(?:旁边|边上|后面|后边|前面|前边|对面|底下|下面|下边|门口|门前|那儿|那边|那里|入口|出口|拐角|附近)"
)
SPOTS = 1_000
"""Spots are numbered from here on: no house has such a number."""
DIGITS = "零一二三四五六七八九"
STOP = frozenset(
    "离在于住的我是到从位与及了请有个这那对把往去来过经由至该为因将被让给向们都也就但而且可不没每某各此其"
)
TELLING = re.compile(r"(?:.*(?:反映|举报|投诉|咨询|请问|关于|问|治理?|家住|地址[:：]?))?")
REACH = 9
"""How far a name may reach back from its road or estate [characters]."""


def addresses(batch: Batch, texts: Sequence[str]) -> dict[int, str]:
    """Find the fullest address phrase of each text.

    Parameters
    ----------
    batch, texts
        The texts, folded and as they were said.

    Returns
    -------
    dict
        Row number → phrase as it was said; rows without an address are absent.

    Examples
    --------
    >>> from minben.needs.hotline.core.phrases import fold_batch
    >>> said = ["我住在和平路15号3单元，没有暖气", "暖气不热", "和平路15号停水，光明路20号也停水"]
    >>> addresses(fold_batch(said), said)
    {0: '和平路15号3单元', 2: '和平路15号'}
    """
    best: dict[int, str] = {}
    row, end = 0, int(batch.offsets[1]) if len(batch.offsets) > 1 else 0
    for hit in ANCHORS.finditer(batch.text, batch.codes):
        while hit.start() >= end:
            row += 1
            end = int(batch.offsets[row + 1])
        start = _reach_back(batch.text, hit.start())
        if told := TELLING.match(batch.text, start, hit.start()):
            start = told.end()
        begin = batch.begins(row)
        phrase = texts[row][start - begin : hit.end() - begin]
        if hit.start() - start > 1 and _fullness(phrase) > _fullness(best.get(row, "")):
            best[row] = phrase
    return best


def buildings(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the number of the building that each text names first, -1 where it names none.

    Examples
    --------
    >>> buildings(["幸福小区3号楼", "幸福小区三栋", "12幢电梯坏了", "幸福小区"]).tolist()
    [3, 3, 12, -1]
    """
    found = {text: BUILDING.search(text) for text in texts}
    numbers = {text: _number(hit.group(1)) if hit else -1 for text, hit in found.items()}
    return np.array([numbers[text] for text in texts], dtype=np.int64)


def spots(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the number of the building that each text names first, or else of a spot: a gate, a school; -1 for none.

    Numbers of spots mean something among the texts of all calls: they are a digest of the word.

    Examples
    --------
    >>> east, gate, back = spots(["东门口路灯不亮", "我们东门旁的路灯", "学校后面路灯不亮"]).tolist()
    >>> east == gate, east == back
    (True, False)
    >>> spots(["3号楼东门口", "路灯不亮"]).tolist()
    [3, -1]
    """
    found = buildings(texts)
    for row in np.flatnonzero(found < 0).tolist():
        if hit := SPOT.search(texts[row]) or LANDMARK.search(texts[row]):
            found[row] = SPOTS + crc32(hit.group(1).encode())
    return found


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return 10 * (DIGITS.find(tens) if tens else 1) * bool(ten) + max(DIGITS.find(ones), 0) * bool(ones)


def _reach_back(text: str, start: int) -> int:
    place = start
    while place > max(0, start - REACH) and text[place - 1].isalnum() and text[place - 1] not in STOP:
        place -= 1
    return place


def _fullness(phrase: str) -> tuple[int, int]:
    return any(map(str.isdigit, phrase)), min(len(phrase), REACH)
