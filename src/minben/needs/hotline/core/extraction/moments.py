"""Since when and when: dates, hours, lengths and recurrences, and which of the two they tell."""

import re
from collections.abc import Iterator, Mapping

from minben.needs.hotline.core.extraction.amounts import AMOUNT, amount
from minben.needs.hotline.core.extraction.dates import DATE, DAYPART, value_of
from minben.needs.hotline.core.extraction.hours import CLOCKS, EVERY, TO, clocks, every
from minben.needs.hotline.core.extraction.spans import Kind, Span, Value

LENGTH = (
    rf"(?P<amount>{AMOUNT}|多)[多余来]?(?:个?半)?(?P<unit>个?(?:多|余)?月(?!份|[一二三四五六七八九十\d]+[日号])|年(?![级底初末代\d度])"
    r"|个?(?:星期|礼拜|周(?![一二三四五六日末岁年]))|天(?![然气津河])|(?<![\d])日(?![期常子照光夜本历志报游])|个?(?:小时|钟头))(?P<half>半(?!夜|路|天))?[多余]?"
)
STARTS = "0-9一二两三四五六七八九十百千万几数半多上近好每天日夜年月周星礼今昨前大去早明后当本这下清中傍晚凌午元工双节"
# The look-ahead lets most characters fail at once: this runs over every character of every request.
TIME = re.compile(
    rf"(?=[{STARTS}])(?:(?P<every>{EVERY})(?:[^，。；！？\s,.!?;]{{0,5}}?(?P<hours>{CLOCKS}))?"
    rf"|(?P<date>{DATE})(?:的?(?P<clock>{CLOCKS})|的?{DAYPART}(?!餐|饭|自习))?|(?P<clocks>{CLOCKS})|(?P<length>{LENGTH}))"
)
SECOND = re.compile(rf"(?:\s?起?{TO}\s?)(?:(?P<now>今(?![天年])|现在|目前|如今)|(?P<date>{DATE}))")
MONTHS = re.compile(r"(?P<first>1[0-2]|[1-9])[-~－—–至到](?P<last>1[0-2]|[1-9])月份?")
BEGUN = re.compile(
    r"(?:左右|前后|之?后)?(?:就?开始(?!前)|以后|起(?![诉床来火伏码])|以来|至今|到现在|到如今|到目前|截止到?现在)(?:至今|到现在|一直)?"
)
FROM = re.compile(r"(?:自从|自打|打从|自|从)$")
LASTED = re.compile(
    r"(?:持续|连续|接连|一连|连着|已经?有?|长达|达|将近|接近|快|整整|足足|有|拖欠|拖延|拖|欠薪|欠|停[水电气工暖]|断[水电气网]|漏水?|结婚|居住|入住"
    r"|工作|住|等|坏|烂尾|空置|闲置|荒废|使用|困扰|投诉|反映|上访|维权|患病|卧床|延迟|延期|逾期|超期|立案|已过|过了|瘫痪|失业|搁置|停工|停业|超过|近|[^走开坐学读考上跑，。\s]了(?:将近|近|快|整整|足足)?)$"
)
OPENED = re.compile(r"(?:长达|快)$")
AFTERWARDS = re.compile(
    r"(?:时间)?(?:之久|有余)?(?P<so>了(?![解事])|以?来(?![自访电信到])|过去(?![的几])了?|至今|之久)"
    r"|(?:时间)?[，,]?(?:[都也还仍就]|一直|仍然|家里|依然|还是)*(?:没(?![过几])|未(?!来|满|到)|不(?![变止等限足得少多到含计超包定])|无(?![偿息理])|停[水电气暖]|断[水电气网])"
)
LIMITED = re.compile(
    r"(?:第|每|最多|最少|不超过|至少|限|未来|今后|需要?|还要|再[过等]?|计划|预计|将在?|保修|质保|工期|有效期|满|连续缴[费纳]|制|学制|试用期|合同期|租期|为期|判处?)$"
)
PLANNED = re.compile(r"明天|后天|将(?!近)|预计|计划|拟|定于|允许|可以|[^已不]会")
WITHIN = re.compile(r"(?:以内|之内|内(?![部容心])|期(?!间)|制|级|一次|[1一]次|左右?就|以上的?经验)")
AGO = re.compile(r"(?:之|以)?前(?![往面])")
LATER = re.compile(r"(?:之|以)?后(?![面勤])")
BEFORE = re.compile(r"(?:之|以)?前(?![往面]|后)")
AS_ATTRIBUTE = re.compile(r"的?(?:工资|租金|房租|电费|水费|报表|奖金|社保|账单)")
# A month of the old calendar is no month of ours: its words are kept, its number is not.
LUNAR = re.compile(r"(?:农历|阴历|旧历|古历)的?$")
DOCUMENT = re.compile(r"[〔\[【（(]$")
SIGNED = re.compile(r"(?:^|[\s，,。；：:人主民])$")
DAYS = {"年": 365, "月": 30, "周": 7, "期": 7, "拜": 7, "天": 1, "日": 1, "时": 1 / 24, "头": 1 / 24}
SPOKEN_UNITS = {"年": "years", "月": "months", "周": "weeks", "期": "weeks", "拜": "weeks", "天": "days", "日": "days",
                "时": "hours", "头": "hours"}  # fmt: skip
EVENT = re.compile(r"(?:自从|自打|自|从)(?P<what>[^，。；！？,.!?;\s自从]{2,10}?)(?:以来|至今)")


def moments(text: str) -> Iterator[Span]:
    """Find in folded text since when something is so, and any other time that is told.

    Examples
    --------
    >>> said = "从2019年3月起停水，已经三个多月了，每天早上6点到8点才有水"
    >>> [(one.kind.value, dict(one.value)) for one in moments(said)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('since', {'date': '2019-03'}), ('since', {'duration': 90}),
     ('when', {'every': 'day', 'from': '06:00', 'to': '08:00'})]
    """
    free = 0
    for hit in TIME.finditer(text):
        if hit.start() >= free and (span := _span(text, hit)):
            free = span.end
            yield span


def events(text: str) -> Iterator[Span]:
    """Find what began with an event and no date: "自入住以来"."""
    for hit in EVENT.finditer(text):
        if not TIME.search(hit["what"]):
            yield Span(Kind.SINCE, hit.start(), hit.end(), {"relative": "event"})


def _span(text: str, hit: re.Match[str]) -> Span | None:
    if hit["every"]:
        return _recurring(text, hit)
    if hit["length"]:
        return _lasting(text, hit)
    if hit["clocks"]:
        return Span(Kind.WHEN, hit.start(), hit.end(), clocks(hit["clocks"]))
    return _dated(text, hit)


def _recurring(text: str, hit: re.Match[str]) -> Span | None:
    if text.startswith(("都有", "次"), hit.end()) and not hit["hours"]:
        return None
    value: dict[str, Value] = {"every": every(hit["every"])}
    if hit["hours"]:
        said = dict(clocks(hit["hours"]))
        if "at" in said and text[: hit.start("hours")].endswith(("到", "至", "营业到")):
            said = {"to": said["at"]}
        value |= said
    return Span(Kind.WHEN, hit.start(), hit.end(), value)


def _dated(text: str, hit: re.Match[str]) -> Span | None:
    start, end = hit.span()
    before = text[max(0, start - 6) : start]
    if (
        DOCUMENT.search(before)
        or _is_signature(text, hit)
        or (_bare_month(hit) and AS_ATTRIBUTE.match(text, end))
    ):
        return None
    said = {"relative": "lunar"} if LUNAR.search(before) else value_of(hit)
    value = dict(said) | (dict(clocks(hit["clock"])) if hit["clock"] else {})
    if second := SECOND.match(text, end):
        if second["now"]:
            return _since(text, start, second.end(), value)
        last = next(iter(value_of(second).values()))
        return Span(
            Kind.WHEN, start, second.end(), {"from": _end(value), "to": _end(dict(value_of(second))) or last}
        )
    if (begun := BEGUN.match(text, end)) or (FROM.search(before) and not text.startswith(("到", "至"), end)):
        return _since(text, start, begun.end() if begun else end, value)
    if before_it := BEFORE.match(text, end):
        return Span(
            Kind.WHEN, start, before_it.end(), {"to": _end(value)} if "relative" not in value else value
        )
    return Span(Kind.WHEN, start, end, value)


def _since(text: str, start: int, end: int, value: Mapping[str, Value]) -> Span:
    origin = FROM.search(text, max(0, start - 2), start)
    return Span(Kind.SINCE, origin.start() if origin else start, end, value)


def _end(value: Mapping[str, Value]) -> Value:
    """Return a date as one end of a range: months and days with two digits."""
    said = value.get("date") or value.get("month") or value.get("day") or value.get("relative")
    return f"{said:02d}" if isinstance(said, int) else said


def _bare_month(hit: re.Match[str]) -> bool:
    return bool(hit["month"]) and not (hit["year"] or hit["spoken"] or hit["day"] or hit["part"])


def _is_signature(text: str, hit: re.Match[str]) -> bool:
    """Tell the day of the letter, which stands by itself at its end."""
    whole = bool(hit["day"] and hit["year"]) or bool(hit["written"] and len(hit["written"]) > 7)
    after = text[hit.end() : hit.end() + 2].strip("。 \n")
    return whole and not after and hit.end() + 2 >= len(text) and bool(SIGNED.search(text[: hit.start()]))


def _lasting(text: str, hit: re.Match[str]) -> Span | None:
    start, end = hit.span()
    before, unit = text[max(0, start - 8) : start], hit["unit"][-1]
    if (
        LIMITED.search(before)
        or PLANNED.search(before)
        or WITHIN.match(text, end)
        or (unit == "月" and not _counts_months(hit))
    ):
        return None
    if _is_year(hit, unit):
        return Span(Kind.WHEN, start, end, {"date": hit["amount"]})
    ago, later = AGO.match(text, end), LATER.match(text, end)
    if ago or later:
        return _from_now(hit, unit, (ago or later).end(), "ago" if ago else "later")  # type: ignore[union-attr]  # one is
    after = AFTERWARDS.match(text, end)
    if not after and not LASTED.search(before):
        return None
    begin = start - len(opened.group()) if (opened := OPENED.search(before)) else start
    return Span(Kind.SINCE, begin, _told_to(text, after, end), {"duration": _days(hit, unit)})


def _told_to(text: str, after: re.Match[str] | None, end: int) -> int:
    """Where the words of a length end: "了", "来", "之久" belong to it."""
    return after.end("so") if after and after["so"] else end


def _counts_months(hit: re.Match[str]) -> bool:
    return "个" in hit["unit"] or "个" in hit["length"] or hit["amount"] == "半"


def _is_year(hit: re.Match[str], unit: str) -> bool:
    return unit == "年" and len(hit["amount"]) == 4 and hit["amount"].isdigit()


def _from_now(hit: re.Match[str], unit: str, end: int, which: str) -> Span | None:
    number = amount(hit["amount"]) if hit["amount"] != "多" else None
    if number is None:
        return None
    length = f"{number:g}_{SPOKEN_UNITS[unit]}"
    relative = f"{length}_ago" if which == "ago" else f"in_{length}"
    return Span(Kind.WHEN, hit.start(), end, {"relative": relative})


def _days(hit: re.Match[str], unit: str) -> float | int | None:
    number = None if hit["amount"] == "多" else amount(hit["amount"])
    if number is None:
        return None
    half = 0.5 if hit["half"] or "半" in hit["length"][len(hit["amount"]) :] else 0
    days = (number + half) * DAYS[unit]
    return int(days) if days == int(days) else round(days, 2)
