"""Times of day and what recurs: "每天早上6点到晚上10点", "22:30", "每周末"."""

import re
from collections.abc import Mapping

from minben.needs.hotline.core.extraction.amounts import amount
from minben.needs.hotline.core.extraction.dates import DAYPART
from minben.needs.hotline.core.extraction.spans import Value

HOUR = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
MINUTES = r"(?:半|[0-5]?\d分?|[一二三四五]?十[一二三四五]?分|一刻|三刻)"
CLOCK = (
    rf"(?:{DAYPART}的?(?:{HOUR}[、，,~-])?{HOUR}(?:点钟?|时(?!间|候|代|段))(?:{MINUTES}|多|左右|整)?"
    rf"|(?:{DAYPART})?(?<![\d.:：第]){HOUR}[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)"
    rf"|(?<![\d.第])(?:\d{{1,2}}[、~-])?(?:2[0-4]|[01]?\d)"
    rf"(?:点(?![建意要问原理诉疑希请质：:、，。\d.])|时(?!间|候|代|段))(?:{MINUTES}|多|左右|整|钟)?"
    rf"|(?<![第一])(?:二十[一二三四]?|十[一二]?|[二两三四五六七八九])点(?:{MINUTES}|钟|多|左右|整))"
)
TO = r"(?:[-~－—–]{1,2}|到|至|直到|一直到|直至)"
NEXT_DAY = r"(?:第二天|次日|隔天|翌日)"
CLOCKS = (
    rf"{CLOCK}(?:(?:，|,)?{TO}{NEXT_DAY}?(?:{CLOCK}|{DAYPART}?(?:{HOUR}[、~-])?{HOUR}[点时:：]?{MINUTES}?))?"
)
EVERY = (
    r"(?:每一?[天日晚夜年](?!级)|每周[一二三四五六日天末]?|每个?(?:星期|礼拜)[一二三四五六日天]?|每个?月"
    r"|天天|日日|夜夜|年年|月月|每[到逢]?(?:周末|节假日|工作日|晚上|早上|夜里|凌晨|[春夏秋冬][天季])|(?:周末|工作日|节假日|双休日)(?!愉快))"
)
PERIODS = {
    **dict.fromkeys("天日早", "day"),
    **dict.fromkeys("晚夜凌", "night"),
    **dict.fromkeys("周星礼", "week"),
    **dict.fromkeys("月", "month"),
    **dict.fromkeys("年春夏秋冬", "year"),
}
ONE_CLOCK = re.compile(
    rf"(?P<part>{DAYPART})?的?(?P<hours>{HOUR}(?:[、，,~-]{HOUR})?)(?P<unit>[点时:：])?钟?(?P<minutes>{MINUTES})?"
)
LATE = frozenset(("下午", "傍晚", "晚上", "晚", "晚间", "夜晚", "夜间", "夜里", "深夜", "半夜", "午夜"))
NIGHT = frozenset(("夜里", "深夜", "半夜", "午夜", "夜间", "晚上", "夜晚", "晚", "晚间"))


def clocks(words: str) -> Mapping[str, Value]:
    """Return the time or the range of times of day in words; of fuzzy ends the earliest and the latest.

    Examples
    --------
    >>> [dict(clocks(said)) for said in ("晚上10点半", "早上6点到晚上10点", "22:30", "夜里11、12点到凌晨2、3点")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [{'at': '22:30'}, {'from': '06:00', 'to': '22:00'}, {'at': '22:30'}, {'from': '23:00', 'to': '03:00'}]
    """
    found = [hit for hit in ONE_CLOCK.finditer(words) if hit["unit"] or hit.start() > 0]
    if not found:
        return {}
    first = _time(found[0], earliest=True, after=None)
    if len(found) == 1:
        return {"at": first}
    return {"from": first, "to": _time(found[-1], earliest=False, after=_goes_on(found[0], found[-1]))}


def _time(hit: re.Match[str], *, earliest: bool, after: str | None) -> str:
    hour = _of_day(_hour(hit, earliest=earliest), hit["part"] or after)
    return f"{hour:02d}:{_minutes(hit['minutes'] or ''):02d}"


def _hour(hit: re.Match[str], *, earliest: bool) -> int:
    ends = re.split(r"[、，,~-]", hit["hours"])
    return int(amount(ends[0 if earliest else -1]) or 0)


def _goes_on(first: re.Match[str], last: re.Match[str]) -> str | None:
    """Return the part of the day that still holds for the second end of a range."""
    part, begins, ends = first["part"], _hour(first, earliest=True), _hour(last, earliest=False)
    if part in ("上午", "中午", "下午"):
        return str(part)
    # From eight to ten is one evening; from ten to six, or from two at night, it becomes morning.
    return str(part) if part in LATE and ends > begins and _of_day(begins, part) >= 12 else None


def _of_day(hour: int, part: str | None) -> int:
    if part in NIGHT and (hour == 12 or hour < 5):
        return hour % 12
    if (part in LATE and hour < 12) or (part == "中午" and hour < 10):
        return hour + 12
    return hour % 24


def _minutes(words: str) -> int:
    if words in ("半", "一刻", "三刻"):
        return {"半": 30, "一刻": 15, "三刻": 45}[words]
    return int(amount(words.removesuffix("分")) or 0) if words else 0


def every(words: str) -> str:
    """Return what a recurrence recurs with.

    Examples
    --------
    >>> every("每天"), every("每晚"), every("周末"), every("每周五"), every("每个月")
    ('day', 'night', 'weekend', 'friday', 'month')
    """
    if "周末" in words or "双休" in words or "节假" in words:
        return "weekend"
    if "工作日" in words:
        return "weekday"
    from_week = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", words)
    if from_week:
        return ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "sunday")[
            "一二三四五六日天".index(from_week[1])
        ]
    return next((PERIODS[character] for character in words if character in PERIODS), "day")
