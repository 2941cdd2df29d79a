"""Personal data in a text, found and covered, so that those who do not need it never see it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.numbers import kind_of
from minben.needs.hotline.core.phrases import fold_batch

COVER = "***"

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕"
    "郝邬安常乐傅皮卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊"
    "胡凌霍虞万柯卢莫房解应丁邓洪包左石崔吉龚程邢裴陆翁荀惠曲封储靳段焦侯全班秋仲宁仇刘景詹束龙叶幸司黎白蒲卓蔺屠蒙池乔闻党翟谭姬申冉雍桂"
    "牛尚温庄晏柴瞿阎连习艾向古易廖耿匡文寇广欧沃蔚越隆师聂晁敖冷辛饶曾关查游权肖"
)
COMPOUND = "欧阳|上官|司马|诸葛|夏侯|司徒|皇甫|尉迟|令狐|慕容|端木|东方|南宫"
FAMILY = rf"(?:{COMPOUND}|[{SURNAMES}])"
TITLES = "先生|女士|小姐|阿姨|师傅|大爷|大妈|奶奶|爷爷|同志|老师"
AFTER_NAME = r"(?=$|[^\u4e00-\u9fff*]|今年|现年|现在|现住|是|系|住|家住|男|女|的|电话|手机|联系|身份证|在|来自|要|想|向|我|因|年)"
NOT_NAMES = "(?!方便|高兴|高度|高中|安全|时间|全部|全家|明白|明确|任何|任职|华人|金额|单独|关于|关注|广大|文化|白天|曾经|曾在|常年|常住|向来|应该|连续|万分|解决|查询|查看|严重|马上|毕业|项目|程序|能|路过|何时|何地|江苏|江西|云南|温州|宁波|党员|包括|易|师范)"

NUMBER = re.compile(r"(?<![\d.])(?:\+|00)?\d(?:[ -]?\d){6,24}(?:[ -]?x(?![a-z0-9]))?(?![\d])")
GROUP = re.compile(r"\+?\d+x?|x")
EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][·•. -]?"
    r"(?=[a-z]{0,4}\d)(?:[a-hj-np-z0-9]{6}|[a-hj-np-z0-9]{5}|[a-hj-np-z0-9]{4}[挂学警港澳])(?![a-z0-9])"
)
DOOR = re.compile(
    r"(?:[a-z]|\d{1,3}|[一二三四五六七八九十]{1,3})单元[ -]?(?:[a-z]?\d{2,4}(?!\d|人|户|元|米|年|月|天|多|余|块|辆)|[一二三四五六七八九十零百]{1,4}楼?)(?:室|号房|号|房)?"
    r"|(?<![a-z\d])(?:\d{1,3}-){1,3}\d{3,4}(?:室|号房|房)"
    r"|(?<![\d.])[a-z]?\d{3,4}(?:室(?!内|外|温)|号房|房(?![价款屋子源间产地贷租]))"
    r"|(?<=[栋幢座])-?[a-z]?\d{3,4}(?!\d|人|户|元|米|年|月|天|多|余|块|辆|平|个|家|套|台|间|楼|层|[.])"
)
NAME = re.compile(
    rf"(?:我叫|我的?名字[是叫]|本人(?:姓名|叫)?|姓名|联系人|投诉人|反映人|来电人|申请人|举报人|署名|当事人)[是为:： ]{{0,2}}"
    rf"({NOT_NAMES}{FAMILY}(?:(?:{TITLES})|[\u4e00-\u9fff]{{1,2}}?{AFTER_NAME}))"
    rf"|我(?:是|姓)({FAMILY})(?={TITLES}|[,，。.!！\s])"
    r"|\bmy name is ([a-z]+(?: [a-z]+)?)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """One covered stretch of the text as it was said.

    Attributes
    ----------
    kind
        "id_card", "phone", "bank_card", "plate", "email", "address" or "name".
    start, end
        Where it stood [characters].
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose personal data is covered, and what was covered."""

    text: str
    spans: tuple[Span, ...] = ()


def mask(texts: Sequence[str]) -> list[Masked]:
    """Cover the personal data in each text.

    Covered are identity cards (check digit of GB 11643, or a plausible number after 身份证), mobile and landline
    phones, bank cards (Luhn), vehicle plates, e-mail addresses, door numbers and names that people give as their
    own. Order numbers, dates, amounts and public numbers such as 12345 stay.

    Examples
    --------
    >>> mask(["我叫张三，电话13800138000，打12345没用"])[0].text
    '我叫***，电话***，打12345没用'
    """
    batch = fold_batch(texts)
    found = sorted(_found(batch.text), key=lambda span: (span.start, -span.end))
    rows = np.searchsorted(batch.offsets, [span.start for span in found], side="right") - 1
    of_row: dict[int, list[Span]] = {}
    for row, span in zip(rows.tolist(), found, strict=True):
        begin, kept = batch.begins(row), of_row.setdefault(row, [])
        start = max(span.start - begin, kept[-1].end if kept else 0)
        if start < span.end - begin:
            kept.append(Span(span.kind, start, span.end - begin))
    return [_covered(text, of_row[row]) if row in of_row else Masked(text) for row, text in enumerate(texts)]


def _covered(text: str, spans: Sequence[Span]) -> Masked:
    parts, place = [], 0
    for span in spans:
        if span.start > place or not parts:
            parts += [text[place : span.start], COVER]
        place = span.end
    return Masked("".join([*parts, text[place:]]), tuple(spans))


def _found(text: str) -> Iterator[Span]:
    for run in NUMBER.finditer(text):
        yield from _numbers(text, run)
    for kind, pattern in (("email", EMAIL), ("plate", PLATE), ("address", DOOR)):
        for hit in pattern.finditer(text):
            yield Span(kind, *hit.span())
    for hit in NAME.finditer(text):
        yield Span("name", *hit.span(hit.lastindex or 0))


def _numbers(text: str, run: re.Match[str]) -> Iterator[Span]:
    before = text[max(0, run.start() - 10) : run.start()].rpartition("\n")[2]
    groups = list(GROUP.finditer(run.group()))
    first = 0
    while first < len(groups):
        for last in range(len(groups), first, -1):
            digits = "".join(group.group() for group in groups[first:last])
            if kind := kind_of(digits, before if first == 0 else ""):
                yield Span(kind, run.start() + groups[first].start(), run.start() + groups[last - 1].end())
                first = last - 1
                break
        first += 1
