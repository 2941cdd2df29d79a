"""Dates as people say them: "2019年3月5日", "去年9月", "上周五", "3月", "今年年底"."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from minben.needs.hotline.core.extraction.amounts import amount
from minben.needs.hotline.core.extraction.spans import Value

CHINESE_YEAR = "[一二][九〇零○o][〇零○o一二三四五六七八九]{2}"
YEAR = rf"(?:(?:19|20)\d\d|(?<!\d)(?:9\d|[01]\d|2[0-9])(?=年[底初末\d])|{CHINESE_YEAR})年(?!级|制|代|度的)"
SPOKEN_YEAR = r"(?:大?前年|今年|去年|明年|本年度?|上一?年)(?!级)"
MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]|[一二三四五六七八九十元])月份?(?![饼亮租票嫂供球湖光色])"
DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
    r"[日号](?!楼|线|院|店|文)"
)
PART = r"(?:[初底末](?!次)|[上中下]旬)"
SPOKEN_MONTH = r"(?:上上?个?月|本月|这个月|下个?月)"
WEEKDAY = r"(?:上上?个?|下个?|本|这个?)?(?:周|星期|礼拜)[一二三四五六日天末](?![年月路期])"
SPOKEN_DAY = r"(?:今[天日早晚晨]|昨[天日晚夜]|大?前[天晚](?!后)|明[天早晚](?!确)|大?后天|当[天晚日])"
DAYPART = (
    r"(?:早上|早晨|清晨|一早|上午|中午|下午|傍晚|晚上|夜里|夜间|夜晚|深夜|凌晨|半夜|午夜|早间|晚间|早|晚)"
)
DATE = (
    rf"(?:(?:(?P<year>{YEAR})|(?P<spoken>{SPOKEN_YEAR}))?(?:的|，|,)?(?P<month>{MONTH})(?:(?P<day>{DAY})|(?P<part>{PART}))?"
    rf"|(?P<written>(?<![\d.])(?:19|20)\d\d[-./](?:1[0-2]|0?[1-9])(?:[-./](?:3[01]|[12]\d|0?[1-9]))?(?![\d.%]))"
    rf"|(?P<only>{YEAR})(?P<of_only>年?[初底末]|[上下]半年|[春夏秋冬][天季])?"
    rf"|(?P<said>{SPOKEN_YEAR})的?(?P<of_said>年?[初底末]|[上下]半年|[春夏秋冬][天季]?|以前)?|(?P<ending>年(?:初(?![一二三四五六七八九十])|[底末])|月底|月初)"
    rf"|(?P<of_month>{SPOKEN_MONTH})(?:(?P<day_of>{DAY})|{PART})?|(?P<weekday>{WEEKDAY})|(?P<today>{SPOKEN_DAY})"
    rf"|(?P<last>[这近前]两[天年])(?!来|多)|(?P<alone>(?<![\d第路街道巷弄国省县附a-z东南西北号、.])(?:[12]?\d|3[01])[日号]"
    rf"(?![楼栋线院门地房车口店桥馆厅井机码称召令外文公仓洞站商坑内])))"
)
YEARS = {"今": "this_year", "本": "this_year", "去": "last_year", "上": "last_year", "前": "year_before_last",
         "大": "three_years_ago", "明": "next_year"}  # fmt: skip
DAYS = {"今": "today", "昨": "yesterday", "前": "day_before_yesterday", "明": "tomorrow", "后": "day_after_tomorrow",
        "大": "three_days_ago", "当": "that_day"}  # fmt: skip
NIGHTS = {
    "今": "tonight",
    "昨": "last_night",
    "前": "night_before_last",
    "明": "tomorrow_night",
    "当": "that_night",
}
SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
WEEKDAYS = {"一": "monday", "二": "tuesday", "三": "wednesday", "四": "thursday", "五": "friday", "六": "saturday",
            "日": "sunday", "天": "sunday", "末": "weekend"}  # fmt: skip


class Ymd(NamedTuple):
    """The numbers of a date, None where not said."""

    year: int | None
    month: int | None
    day: int | None

    def iso(self) -> str:
        """Write it "YYYY-MM-DD", without what was not said, or a day that the month does not have."""
        year = "" if self.year is None else f"{self.year}"
        day = self.day if self._has_day() else None
        rest = [f"{one:02d}" for one in (self.month, day) if one is not None]
        return "-".join([year, *rest] if year else rest)

    def _has_day(self) -> bool:
        try:
            # Of a year that is not said, February may have 29 days.
            date(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


def value_of(hit: re.Match[str]) -> Mapping[str, Value]:
    """Return what a match of `DATE` comes to.

    Examples
    --------
    >>> found = re.compile(DATE)
    >>> [dict(value_of(found.search(said))) for said in ("2019年3月5日", "去年9月", "今年年底", "12月", "上周五")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [{'date': '2019-03-05'}, {'relative': 'last_year', 'month': 9}, {'relative': 'end_of_year'}, {'month': 12},
     {'relative': 'last_friday'}]
    """
    if hit["month"]:
        return _by_month(hit)
    if hit["written"]:
        numbers = [int(one) for one in re.split(r"[-./]", hit["written"])]
        return {"date": Ymd(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None).iso()}
    if hit["only"]:
        return {"date": str(_year(hit["only"]))}
    if hit["alone"]:
        return {"day": int(hit["alone"][:-1])}
    return {"relative": _relative(hit)} | ({"day": _number(hit["day_of"])} if hit["day_of"] else {})


def _by_month(hit: re.Match[str]) -> Mapping[str, Value]:
    month = 1 if hit["month"][0] == "元" else _number(hit["month"].removesuffix("份"))
    date = Ymd(
        _year(hit["year"]) if hit["year"] else None, month, _number(hit["day"]) if hit["day"] else None
    )
    if hit["spoken"]:
        said: Mapping[str, Value] = {"relative": YEARS[hit["spoken"][0]]}
        return {**said, "date": date.iso()} if date.day else {**said, "month": month}
    return {"month": month} if date.year is None and date.day is None else {"date": date.iso()}


def _relative(hit: re.Match[str]) -> str:
    if hit["said"]:
        return _of_year(YEARS[hit["said"][0]], hit["of_said"] or "")
    if hit["ending"]:
        return (
            f"{'early' if '初' in hit['ending'] else 'end_of'}_{'year' if '年' in hit['ending'] else 'month'}"
        )
    if hit["of_month"]:
        return (
            "last_month"
            if "上" in hit["of_month"]
            else "next_month"
            if "下" in hit["of_month"]
            else "this_month"
        )
    if hit["last"]:
        return "last_2_years" if hit["last"].endswith("年") else "last_2_days"
    if hit["weekday"]:
        before = {"上": "last_", "下": "next_"}.get(hit["weekday"][0], "")
        return before + WEEKDAYS[hit["weekday"][-1]]
    night = hit["today"][-1] in "晚夜"
    return NIGHTS.get(hit["today"][0], "last_night") if night else DAYS[hit["today"][0]]


def _of_year(year: str, part: str) -> str:
    if part[:1] in SEASONS:
        return f"{year.removesuffix('year')}{SEASONS[part[0]]}"
    if part.endswith("初"):
        return f"early_{year}"
    if part[-1:] in ("底", "末"):
        return "end_of_year" if year == "this_year" else f"end_of_{year}"
    return year


def _year(words: str) -> int:
    number = _number(words)
    return number if number > 99 else number + (1900 if number > 50 else 2000)


def _number(words: str) -> int:
    plain = words[:-1].replace("o", "零").replace("○", "零")
    return int(amount(plain) or 0)
