"""Places as people name them: roads, estates, buildings, schools, towns, with what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, starmap
from operator import itemgetter
from typing import NamedTuple

from minben.commons import rjieba
from minben.needs.hotline.core.extraction.spans import Kind, Span

SIGN = re.compile(r"[，。；！？!?;,\n\r\t 　：:“”\"《》〈〉【】…]")
MENTION = re.compile(
    r"[省市县镇乡村州路街巷弄桥苑厦庄郡湾院校港湖江河库厂栋幢]|区(?![域别分间])|城(?!管)|广场|市场|商场|[公花家]园|幼儿园|小区|胡同|高速|单元|[大中小]学|号楼|[一二三四五六七八九十\d][期中组线]"
    r"|车站|国际|中心|(?<!政)府|馆|大道|隧道"
)
ADMIN = r"(?:西地省|[a-z]\d{0,2}(?:市|区|县|镇)(?![a-z]))"
FIXED = re.compile(
    rf"(?P<admin>{ADMIN})"
    r"|(?P<number>(?:(?:[a-z]?\d{1,4}[a-z]?|[一二三四五六七八九十]{1,3})(?:[-~－—至到、,和及](?:[a-z]?\d{1,4}[a-z]?|[一二三四五六七八九十]{1,3}))*#?"
    r"(?:号院|号楼|号线|栋(?!楼房)|幢|单元|号(?![线召码称开晚早上下])|号?地块|[a-z]?区(?=\d|[一二三四五六七八九十]+[栋期])|期(?!间|限|末|房交|待|望|货)|弄|组(?!织|成|建|合|长))"
    r"(?:\d{1,5}(?:[室户房号]|(?![\d号栋幢单座期区楼组-]))|[a-z]?座)?(?:\d{1,2}[楼层])?(?:\d{2,5}室?)?)|\d{1,3}#(?:楼|栋)?|(?<=[苑园区府城庭里])[a-z]?\d{1,2}区"
    r"|[gsx]\d{2,4}(?:国道|省道|县道|高速|线)?|\d{3}(?:国道|省道|县道|乡道))"
)
BESIDE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}(?<![时阶])段|十字路口|丁字路口|交叉路?口|交汇处|交界处|交叉处|路口|红绿灯路?口|[东西南北]大?门口?|正?门口|出口|入口|出入口|附近|周边|旁边?|后面|前面|对面|一带|沿线"
    r"|以[东西南北]|[东南西北]{1,2}[侧面边段头角]|路?段|沿街|桥下|楼下|站台|公交站台?|地铁站|地铁口|停车场|地下车库|地下停车场|[东西南北]边|沿岸|边上)+"
)
LINK = re.compile(r"(?:的|（|\(|与|和|及|至|到|、|-|——?)")
CROSSING = re.compile(r"(?:的?(?:十字路口|丁字路口|交叉路?口|交汇处?|交界处?|交叉处?|路口|之间|路?段))")
OWNED = re.compile(
    r"(?:人民政府|政府|市委|县委|区委|党委|法院|检察院|公安局|派出所|[\u4e00-\u9fff]{0,6}(?:有限公司|分公司|公司|集团|管委会|居委会|村委会|业委会|管理局|管理处|办事处|银行|合作社|海关|[^当格布结邮]局(?!部)|支队|大队|委员会|事务所))"
)
GOES_TO = re.compile(r"(?:在|到|去|于|位于|来|前往|住|至)$")
NAMED_END = re.compile(
    r"(?:大道|大街|大桥|立交桥?|高架桥?|路|街|巷|弄|胡同|高速公路|高速|国道|省道|隧道|小区|花园|花苑|家园|嘉园|公寓|广场|大厦|新村|新城|名城|苑|庭|府|公馆|山庄"
    r"|郡|湾|家属院|大院|宿舍|小学|中学|大学|学院|幼儿园|附小|附中|[一二三四五六七八九十\d]中|职中|职院|技校|学校|高中|医院|卫生院|公园|市场|超市|商场|商城|步行街|火车站|汽车站"
    r"|车站|高铁站|机场|水库|景区|风景区|工业园|产业园|科技园|园区|开发区|高新区|经开区|新区|片区|镇|乡|村|社区|街道|组|市|区|县|省|州|城|河|湖|江|山|桥|站|寺|塔|湿地|里|坪|冲|岭"
    r"|安置小?区|安置房|体育馆|体育中心|图书馆|博物馆|酒店|宾馆|饭店|酒楼|ktv|棋牌室|搅拌站|加油站|变电站|垃圾站|污水处理厂|电厂|水厂|砖厂|养殖场|国际|中心)$"
)
# What is a place only with a name before it.
_GENERIC = """
    高速公路 小区 学校 街道 社区 医院 市场 商场 超市 公园 广场 园区 校区 景区 车站 火车站
    汽车站 地铁站 高速 国道 省道 县道 大学 中学 小学 幼儿园 学院 大厦 公寓 宿舍 花园 家园
    新城 新村 组 村 镇 乡 区 县 市 省 路 街 巷 大道 大街 大桥 桥 山 河 湖 江 站 城
    里 中心 国际 酒店 宾馆 饭店 水库 开发区 工业园 机场 高中 步行街 片区 新区 隧道 家属院
    大院 公馆 山庄 苑 府 庭 湾 郡 卫生院 商城 搅拌站 加油站 变电站 电厂 水厂 体育馆 安置区
    人行天桥 过街天桥 棚户区 管理中心 服务中心 公交车站 快速路
    安置房 安置小区 立交桥 立交 高架 胡同
"""
GENERIC = frozenset(_GENERIC.split())
_NEVER = """
    道路 马路 公路 铁路 线路 路线 网路 思路 出路 电路 半路 城市 城镇 乡镇 农村 乡村 县城
    城区 市区 郊区 地区 辖区 山区 灾区 本市 我市 全市 该市 贵市 我县 全县 本县 我区 本区
    全区 该区 我省 全省 本省 外省 省市 市县 区县 各县 各市 南门 北门 东门 西门 大门 后门
    正门 侧门 全村 本村 我村 我镇 市里 县里 村里 镇里 家里 心里 这里 那里 哪里 手里 里
    夜里 中心 小组 工作组 业主 居民 村民 市民 群众 百姓 老百姓 领导 部门 单位 物业 开发商
    政府 问题 情况 工程 项目 楼盘 老师 学生 家长 孩子 书记 市长 县长 区长 局长 同志 人员
    公司 企业 市委 市政府 县委 县政府 区政府 市委市政府 垃圾站 农贸市场 菜市场 福利 私立 公立
    民办 公办 普惠 全 这条 一座 一条 每条 该 商家 老板 时间 现在 目前 原因 规定 政策 文件
    标准 手续 房屋 房子 住房 车辆 车 人 事 方面 高档 老旧 整个 住宅 普通 周边 附近 旁边
    对面 后面 前面 多数 新建 沿街 内部 公共 地下 地上 电动车 国家 全国 中国 社会 全体 各位
    大家 自己 权益 合同 贵局 环境 交通 教育 投诉 举报 诉求 反映 关于 建议 要求 希望 咨询
    上门 长达 所有 所在 同一 一个 文明城市 公交线路 乡镇政府 人民政府 城市道路 公立医院 周边城市
    请求 求助 强烈 严重 违规 违法 非法 老家 农民 消费者 司机 师傅 先生 女士 本人 家人 父母
    父亲 母亲 老人 朋友 妻子 丈夫 儿子 女儿 小孩 户口 户籍 身份证 社保 公积金 房产证 购房
    首付 贷款 网上 平台 信箱 热线
"""
NEVER = frozenset(_NEVER.split())
NAMES = ("n", "j", "eng", "vn", "a", "b", "m", "l", "i", "s", "t", "ng", "g", "f", "x", "an", "z", "tg", "ad")
CUT_OFF = ("n", "a", "ag", "ng", "g", "nr", "j", "zg", "b", "nrt", "nrfg", "vg")
NAMELY = ("nr", "ns", "nz", "nt", "j", "eng")
LONGEST, MOST = 8, 3
"""How far a name may reach back from its road or estate: characters and words."""


# What a number of a house or a code of a district has in it: most clauses have neither, and are tried no further.
CAN_BE_FIXED = re.compile(r"[号栋幢单期弄组块区市县镇省道#]|[gsx]\d\d")
HOUSE = re.compile(r"栋|幢|单元|号楼|号院|号线|期|#|国道|省道|县道|地块|^[gsx]\d")
EVIDENT = ("n", "j", "s", "v", "q", "a", "l", "i", "f", "b", "z", "g")
SET_APART = ("admin", "number")


class Evidence(IntEnum):
    """How far a word shows that a place is named: not, by itself, after a name, or after the end of a name."""

    NONE = 0
    SURE = 1
    AFTER_NAME = 2
    AFTER_END = 3


_TEXT = itemgetter(0)


class _Sort(NamedTuple):
    """What a word shows, and whether it may be part of a name."""

    evidence: Evidence
    is_name: bool


class _Words(NamedTuple):
    """The words of a clause with their tags, what each shows, and where each begins; the clause's end comes last."""

    said: Sequence[tuple[str, str]]
    sorts: Sequence[_Sort]
    edges: Sequence[int]


def sites(text: str) -> Iterator[Span]:
    """Find the places that folded text names.

    Examples
    --------
    >>> said = "我住在和平路幸福小区3号楼，对面的建设大道没有路灯"
    >>> [said[one.start:one.end] for one in sites(said)]
    ['和平路幸福小区3号楼', '建设大道']
    """
    for start, said in _clauses(text):
        for place in _in_clause(text, start, said):
            yield Span(Kind.PLACE, *place)


def fullest(text: str) -> tuple[int, int]:
    """Find where the longest place stands that folded text names, of equals the first; (0, 0) if it names none.

    Examples
    --------
    >>> fullest("我住在和平路幸福小区3号楼，对面的建设大道没有路灯")
    (3, 13)
    """
    best, length = (0, 0), 0
    for start, said in _clauses(text):
        # No place reaches beyond its clause: a shorter clause need not be read.
        for begin, end in _in_clause(text, start, said) if len(said) > length else ():
            if end - begin > length:
                best, length = (begin, end), end - begin
    return best


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for said in SIGN.split(text):
        if said:
            yield start, said
        start += len(said) + 1


def _in_clause(text: str, start: int, said: str) -> list[tuple[int, int]]:
    fixed = list(FIXED.finditer(said)) if CAN_BE_FIXED.search(said) else []
    if not fixed and not MENTION.search(said):
        return []
    words = _words(said, start, fixed)
    runs: list[tuple[int, int]] = []
    free = start
    for at in [n for n, sort in enumerate(words.sorts) if sort[0]]:
        if words.edges[at] >= free and (run := _run(words, at)) and run[0] >= free:
            begin, end = run
            beside = BESIDE.match(text, end, start + len(said))
            free = beside.end() if beside else end
            runs.append((begin, free))
    return [run for run in _linked(text, runs) if not _owned(text, *run, start + len(said))]


def _words(said: str, start: int, fixed: Sequence[re.Match[str]]) -> _Words:
    """Cut a clause into words; names of the administration and numbers of houses are cut out first."""
    found: list[tuple[str, str]] = []
    place = 0
    for hit in fixed:
        if place < hit.start():
            found += rjieba.tag(said[place : hit.start()])
        found.append((hit.group(), hit.lastgroup or ""))
        place = hit.end()
    if place < len(said):
        found += rjieba.tag(said[place:])
    edges = accumulate(map(len, map(_TEXT, found)), initial=start)
    return _Words(found, list(starmap(_sort, found)), list(edges))


def _run(words: _Words, at: int) -> tuple[int, int] | None:
    """Return the place whose first evidence is the word at `at`: the names before it, and what goes on after it."""
    if not _is_evidence(words, at):
        return None
    text, tag = words.said[at]
    first = _reach_back(words, at) if tag not in SET_APART else at
    if text in GENERIC and first == at:
        return None
    last, edges = at, words.edges
    for n in range(at + 1, len(words.said)):
        if _is_evidence(words, n):
            last = n
        elif not words.sorts[n].is_name or edges[n + 1] - edges[last + 1] > LONGEST:
            break
    # A verb of going that was cut together with the name after it.
    name = words.said[first][0]
    return edges[first] + (len(name) > 1 and name[0] in "去到在往"), edges[last + 1]


def _is_evidence(words: _Words, at: int) -> bool:
    evidence = words.sorts[at].evidence
    if evidence <= Evidence.SURE or not at:
        return evidence == Evidence.SURE
    text, tag = words.said[at - 1]
    if evidence == Evidence.AFTER_NAME:
        return words.sorts[at - 1].is_name or tag in SET_APART
    return bool(NAMED_END.search(text)) or tag in SET_APART


@lru_cache(maxsize=1 << 16)
def _sort(text: str, tag: str) -> _Sort:
    """Tell what a word shows by itself; a city's texts repeat their words."""
    return _Sort(_evidence(text, tag), tag.startswith(NAMES) and text not in NEVER and len(text) <= 6)


def _evidence(text: str, tag: str) -> Evidence:
    if tag == "admin":
        return Evidence.SURE
    if tag == "number":
        return _of_number(text)
    if text in NEVER or not tag.startswith(EVIDENT):
        return Evidence.NONE
    if text in GENERIC:
        return Evidence.AFTER_NAME
    named = len(text) > 2 and tag.startswith("n") and bool(NAMED_END.search(text))
    sure = len(text) > 1 if tag == "ns" else named
    return Evidence.SURE if sure else Evidence.NONE


def _of_number(text: str) -> Evidence:
    """Tell a numbered house from a number: "15号" and "3组" only after a name, "7栋" and "三期" by themselves."""
    if HOUSE.search(text):
        return Evidence.NONE if text == "期" else Evidence.SURE
    return Evidence.AFTER_END


def _reach_back(words: _Words, at: int) -> int:
    said, first = words.said, at
    if said[at][0] not in GENERIC and said[at][1] in ("ns", "nt", "nz"):
        # The first character of a name is often cut off by itself.
        alone = at > 0 and len(said[at - 1][0]) == 1 and said[at - 1][1] in CUT_OFF
        return at - alone
    while first > 0 and at - first < MOST and words.sorts[first - 1].is_name:
        if words.edges[at] - words.edges[first - 1] > LONGEST:
            break
        first -= 1
        if said[first][1].startswith(NAMELY):
            break
    return first


def _linked(text: str, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join two places that one address is made of: "甲路上的乙酒店", "甲路与乙路交叉口", "甲路（乙路至丙路段）"."""
    joined: list[tuple[int, int]] = []
    for begin, end in runs:
        if joined and _is_one(text, joined[-1][1], begin, end):
            crossing = CROSSING.match(text, end)
            last = crossing.end() if crossing else end
            joined[-1] = (joined[-1][0], last + text.startswith(("）", ")"), last))
        else:
            joined.append((begin, end))
    return joined


def _is_one(text: str, before: int, begin: int, end: int) -> bool:
    between = text[before:begin]
    if between in ("", "的", "上的", "里的", "内的", "（", "("):
        return True
    crossing = CROSSING.match(text, end) or CROSSING.search(text[begin:end])
    return between in ("与", "和", "及", "至", "到", "-", "、") and bool(crossing)


def _owned(text: str, start: int, end: int, until: int) -> bool:
    """Tell a place that is only part of an office's or a firm's name."""
    return bool(OWNED.match(text, end, until)) and not GOES_TO.search(text[max(0, start - 2) : start])
