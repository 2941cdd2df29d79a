"""Since when something is so, in the words of the person."""

import re
from collections.abc import Sequence

from minben.needs.hotline.core.phrases import fold_batch

COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十百几数半多]{1,3})"
LUNAR = (
    r"(?:农历|阴历|旧历)(?:[正腊冬]|[一二三四五六七八九十]{1,2})月(?:初[一二三四五六七八九十]|[二三廿]?十?[一二三四五六七八九]|[二三]?十)?"
    r"|大年(?:初[一二三四五六七八]|三十)|[正腊]月(?:初[一二三四五六七八九十]|[二三廿]?十?[一二三四五六七八九]|[二三]?十)"
)
NAMED_DAY = (
    rf"{LUNAR}|(?:(?:19|20)\d\d年)?{COUNT}月(?:{COUNT}[日号]|初|中旬?|底|份)?|(?:19|20)\d\d年(?:初|底)?"
    r"|(?:上个?|这个?|本)?(?:周|星期|礼拜)[一二三四五六日天末]|上上?个?(?:周|星期|月)|这个月|本月"
    r"|今[天早晚]|昨[天晚]|前[天晚]|大前天|今年|去年|前年|早上|凌晨|半夜|前[几两]天|这[几两]天|近[几两]天|最近"
    r"|(?:年初|年底|入[春夏秋冬]|开春|开学|春节|元旦|清明|五一|端午|中秋|国庆|过年|除夕)(?:(?:之|以|过)?(?:后|来)|前(?=就))"
    r"|年初|年底|入[夏冬]"
    r"|\byesterday\b|\blast (?:night|week|month|year)\b|\bsince (?:last |this )?[a-z]+(?: \d{1,2})?"
)
LENGTH = (
    rf"{COUNT}多?个?(?:多|来)?(?:小时|钟头|天|日|周|星期|礼拜|月|年)(?:多|有余)?"
    r"|\bfor (?:over |about |almost |the past )?(?:\d+|a|an|two|three|four|five|six|several)"
    r" (?:hour|day|week|month|year)s?\b"
    r"|\b(?:\d+|two|three) (?:hour|day|week|month|year)s(?= (?:now|already|without|in a row)\b)"
)
# The look-ahead lets most characters fail at once: this runs over every character of every request.
TIME = re.compile(
    rf"(?=[0-9一二两三四五六七八九十百几数半多上这农阴旧正腊本周星礼今昨前大去早凌近最年入开春元清端中国过除fylstFYLST])"
    rf"(?:(?P<day>{NAMED_DAY})|(?P<length>{LENGTH}))"
)
BEGUN = re.compile(r"(?:之?前)?(?:[早晚中]上|[上下]午|夜里)?(?:就?开始|起(?![诉床来火])|以来|至今|到现在)")
BEGUN_FROM = re.compile(r"(?:之?前)?[^，。；,;.!！?？\n]{0,7}?(?:起(?![诉床来火])|开始|以来|至今|到现在)")
FROM = re.compile(r"(?:自从|自打|打从|自|从|打)$")
LASTED = re.compile(
    r"(?:持续|连续|接连|一连|连着|断断续续|长达|整整|足足|将近|差不多|已经?|[都就]?快|都)(?:有|停|坏|断|没)?[水电气暖网]?了?$"
)
AGO = re.compile(r"之?前")
# A length of time beside what was lacking all the while: "三天不热", "停水三天"; what is planned is not meant.
LACKING = re.compile(
    r"(?:都|也|还|就|一直|仍然?|始终|根本|家里|我家)*"
    r"(?:不(?![变止等限足得少多到含计超包]|间断)|没(?![过几])|未(?!来|满|到)|无(?![偿息理])|停[水电气暖]|断[水电气网])"
)
TROUBLED = re.compile(r"(?:停|断|漏|堵|坏|拖欠|欠薪|欠|拖|缺|积|淹)[水电气暖网了着]{0,3}(?:工资|薪水?)?了?$")
PLANNED = re.compile(r"将|要|计划|预计|拟|定于|最多|不超过|明天|后天|允许|可以|[^已]会")
ENDS = re.compile(r"(?:[，。；、,;.!！?？\s]|了|多|没|不|还|也|都|至今|$)")
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
    if text[start:end].isascii() or LASTED.search(before):
        return LASTING, start, end
    if text.startswith("了", end):
        return LASTING, start, end + 1
    if ago := AGO.match(text, end):
        return DATED, start, ago.end()
    lacking = LACKING.match(text, end) or (TROUBLED.search(before) and ENDS.match(text, end))
    if lacking and not PLANNED.search(before):
        return LASTING, start, end
    return NOTHING, start, start
