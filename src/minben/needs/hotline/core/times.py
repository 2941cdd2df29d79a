"""Since when something is so, in the words of the person."""

import re
from collections.abc import Sequence

from minben.needs.hotline.core.phrases import fold_batch

COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十百几数半多]{1,3})"
NAMED_DAY = (
    rf"(?:(?:19|20)\d\d年)?{COUNT}月(?:{COUNT}[日号]|初|中旬?|底|份)?|(?:19|20)\d\d年(?:初|底)?"
    r"|(?:上个?|这个?|本)?(?:周|星期|礼拜)[一二三四五六日天末]|上上?个?(?:周|星期|月)|这个月|本月"
    r"|今[天早晚]|昨[天晚]|前[天晚]|大前天|今年|去年|前年|早上|凌晨|半夜|前[几两]天|这[几两]天|近[几两]天|最近"
    r"|\byesterday\b|\blast (?:night|week|month|year)\b|\bsince (?:last |this )?[a-z]+(?: \d{1,2})?"
)
LENGTH = (
    rf"{COUNT}多?个?(?:多|来)?(?:小时|钟头|天|日|周|星期|礼拜|月|年)(?:多|有余)?"
    r"|\bfor (?:over |about |almost |the past )?(?:\d+|a|an|two|three|four|five|six|several)"
    r" (?:hour|day|week|month|year)s?\b"
)
# The look-ahead lets most characters fail at once: this runs over every character of every request.
TIME = re.compile(
    rf"(?=[0-9一二两三四五六七八九十百几数半多上这本周星礼今昨前大去早凌近最fylsFYLS])"
    rf"(?:(?P<day>{NAMED_DAY})|(?P<length>{LENGTH}))"
)
BEGUN = re.compile(r"(?:之?前)?(?:[早晚中]上|[上下]午|夜里)?(?:就?开始|起(?![诉床来火])|以来|至今|到现在)")
BEGUN_FROM = re.compile(r"(?:之?前)?[^，。；,;.!！?？\n]{0,7}?(?:起(?![诉床来火])|开始|以来|至今|到现在)")
FROM = re.compile(r"(?:自从?|从)$")
LASTED = re.compile(r"(?:持续|连续|长达|整整|已经?|都快?)(?:有|停|坏|断|没)?[水电气暖]?了?$")
AGO = re.compile(r"之?前")
MARKED, LASTING, DATED, NOTHING = 3, 2, 1, 0


def since_when(texts: Sequence[str]) -> list[str]:
    """Find since when, in the words of each text; "" where it is not said.

    "从上周五开始" counts before "三天了", and that before a bare date; of equals, the first.

    Examples
    --------
    >>> since_when(["我家从上周五晚上开始没有暖气", "路灯坏了三天了", "路太窄"])
    ['从上周五晚上开始', '三天了', '']
    """
    batch = fold_batch(texts)
    best: list[tuple[int, int, int]] = [(NOTHING, 0, 0)] * len(texts)
    row, end = -1, 0
    for hit in TIME.finditer(batch.text):
        while hit.start() >= end:
            row += 1
            end = batch.begins(row + 1)
        if best[row][0] < MARKED:
            found = _strength(batch.text, hit)
            if found[0] > best[row][0]:
                begin = batch.begins(row)
                best[row] = found[0], found[1] - begin, found[2] - begin
    return [text[start:end] for text, (_, start, end) in zip(texts, best, strict=True)]


def _strength(text: str, hit: re.Match[str]) -> tuple[int, int, int]:
    """Tell how clearly a phrase says since when, and where it begins and ends."""
    start, end = hit.span()
    before = text[max(0, start - 6) : start]
    if (origin := FROM.search(before)) and (begun := BEGUN_FROM.match(text, end)):
        return MARKED, start - len(origin.group()), begun.end()
    if begun := BEGUN.match(text, end):
        return MARKED, start, begun.end()
    if hit.lastgroup == "day":
        return (MARKED if text.startswith("since", start) else DATED), start, end
    return _lasting(text, start, end, before)


def _lasting(text: str, start: int, end: int, before: str) -> tuple[int, int, int]:
    if text.startswith("for", start) or LASTED.search(before):
        return LASTING, start, end
    if text.startswith("了", end):
        return LASTING, start, end + 1
    if ago := AGO.match(text, end):
        return DATED, start, ago.end()
    return NOTHING, start, start
