"""The address in a text, as it was said: a road, a housing estate, a building."""

import re

from minben.needs.hotline.core.phrases import Batch

NUMBERED = (
    r"(?:[0-9a-z一二三四五六七八九十]{1,5}(?:号院|号楼|号|栋|幢|座|期|弄|单元|室|层|楼|组)|[a-z][0-9]?区)"
)
ANCHOR = re.compile(
    r"(?:大道|大街|小区|花园|家园|公寓|广场|大厦|新村|家属院|社区(?!居|医|卫|工|矫|服)|胡同|苑"
    r"|(?<![道公马铁网线走修问半电迷老管出思套条回血高养该正后了\s，。,.])路(?![灯面人程况线过政费径权由障费])"
    r"|(?<![商大逛上步这条\s，。,.])街(?![道坊头边上巷])|(?<![街小深大\s，。,.])巷(?![道]))"
    rf"{NUMBERED}*"
)
STOP = frozenset(
    "在于住的我是到从位和与及了请有个这那对把往去来过经由至该为因将被让给向们都也就但而且可不没每某各此其"
)
REACH = 9
"""How far a name may reach back from its road or estate [characters]."""


def addresses(batch: Batch) -> dict[int, str]:
    """Find the fullest address phrase of each text.

    Returns
    -------
    dict
        Row number → phrase, letters lowered; rows without an address are absent.

    Examples
    --------
    >>> from minben.needs.hotline.core.phrases import fold_batch
    >>> addresses(fold_batch(["我住在和平路15号3单元，没有暖气", "暖气不热"]))
    {0: '和平路15号3单元'}
    """
    best: dict[int, str] = {}
    row, end = 0, int(batch.offsets[1]) if len(batch.offsets) > 1 else 0
    for hit in ANCHOR.finditer(batch.text):
        while hit.start() >= end:
            row += 1
            end = int(batch.offsets[row + 1])
        start = _reach_back(batch.text, hit.start())
        phrase = batch.text[start : hit.end()]
        if start < hit.start() and _fullness(phrase) > _fullness(best.get(row, "")):
            best[row] = phrase
    return best


def _reach_back(text: str, start: int) -> int:
    place = start
    while place > max(0, start - REACH) and text[place - 1].isalnum() and text[place - 1] not in STOP:
        place -= 1
    return place


def _fullness(phrase: str) -> tuple[int, int]:
    return sum(map(str.isdigit, phrase)) > 0, min(len(phrase), REACH)
