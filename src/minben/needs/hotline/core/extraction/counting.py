"""Counts of people, households, houses and things: "三栋楼", "200多户居民"."""

import re
from collections.abc import Iterator

from minben.needs.hotline.core.extraction.amounts import AMOUNT, amount
from minben.needs.hotline.core.extraction.spans import Kind, Span, Value

PEOPLE = (
    "业主|居民(?!楼)|村民|住户|商户|农户|人家|家庭|群众|学生|学员|师生|老师|教师|员工|职工|工人|农民工?|司机|乘客|老人|孩子|小孩|儿童|"
    "幼儿|患者|病人|医生|护士|家长|干部|党员|退休人员|工作人员|施工人员|人员|租户|客户|消费者|受害者|投资者|购房者|市民|百姓|老百姓|"
    "残疾人|贫困户|毕业生|女性|男子|女子|男人|女人|警察|民警|城管|保安|司乘人员|摊贩|商贩|游客|旅客|会员|股东|代表"
)
THINGS = (
    "楼(?![道下上顶长梯])房?|房子|房屋|住宅楼?|居民楼|高层|别墅|单元楼?|小区|社区|村|组|乡镇|镇|街道|门面|商铺|店铺|店面?|摊位|企业|公司|厂|工厂|学校|小学|中学|"
    "幼儿园|班级?|医院|车位|停车位|停车场|车库|车道|车|汽车|公交车|电动车|摩托车|货车|大巴|渣土车|电梯|扶梯|路灯|灯|井盖|井|泵|水泵|空调|"
    "机器|设备|摄像头|监控|垃圾桶|垃圾站|厕所|卫生间|房间|教室|床位?|卧室|窗户?|门|大门|出入?口|入口|路口|红绿灯|斑马线|路|道路|马路|公路|"
    "河|沟|管道|水管|线路?|桥|树|大树|站台?|站点|地铁|公交线路|台阶|楼梯|通道|变压器|基站|铁塔|烟囱|锅炉|油烟机|塔吊|挖机|狗|猪|鸡|牛|羊|"
    "人|男孩|女孩|宝宝|儿子|女儿|小孩|儿女|子女|楼盘|项目|工地|地块|户型|窗口|柜台|充电桩|充电站|加油站|商场|超市|市场|餐馆|饭店|网吧|棋牌室"
)
NOUNS = rf"(?:[大小老新男女旧高]?(?:{PEOPLE}|{THINGS}))"
OF_PEOPLE = "户|名|位|口"
OF_THINGS = "栋|幢|辆|台|部|条|间|套|家|所|座|棵|株|盏|根|扇|只|头|口|座|处|块|排|组|门|种|张"
# What has a meaning of its own without a noun; of the others, a bare classifier says too little.
ALONE = frozenset("户人名位口栋幢辆台套家")
COUNT = re.compile(
    rf"(?=[\d一二两三四五六七八九十百千万几数好上近俩仨])(?<![第0-9./一二三四五六七八九十百千万a-z])"
    rf"(?:(?P<two>[俩仨])(?P<pair>{NOUNS})|(?P<amount>{AMOUNT})(?:[多余来]|左右)?"
    rf"(?:(?P<people>{OF_PEOPLE})(?P<who>{NOUNS})?|号?(?P<heads>人)(?P<soul>口)?(?![民行工员大为均体们事身格])"
    rf"|(?P<things>{OF_THINGS})(?P<what>{NOUNS})?|个(?P<pieces>{NOUNS})|(?<=[百千万几])多?(?P<crowd>{PEOPLE}))"
    rf")"
)
# Where a number with its classifier names a thing instead of counting it: "7栋", "3组", "一条".
NUMBERED = frozenset("栋幢座组门部")
OF_PEOPLE_NOUN = re.compile(PEOPLE)
ONLY = re.compile(r"(?:只有|仅有|仅仅?|只|唯一|共|总共|一共)$")
ALL = re.compile(r"(?:[有共这那的整全达约近过余]|总计|涉及|大概|影响|其中|一共|新建|拆除|建了)$")
HOUSES = re.compile("楼|房|住宅|高层|别墅")
# 千家万户 counts nobody, and 万家 begins many a name.
EVERYBODY = re.compile("(?<![上成近])[百千万]{1,4}家|(?<=千家)万户")
# Behind an estate, or before an entrance or a door, a house is named by its number: "幸福小区十二栋".
OF_ESTATE = re.compile(r"(?:小区|社区|花园|花苑|家园|公寓|新村|宿舍|[苑城庭府湾期区村里院园号])$")
OF_DOOR = re.compile(r"\d|[a-z一二三四五六七八九十]{1,3}(?:单元|号|零)")
ADDRESS = re.compile(r"(?:号楼?|栋|幢|单元)$")


def counts(text: str) -> Iterator[Span]:
    """Find what is counted in folded text.

    Examples
    --------
    >>> [dict(one.value) for one in counts("三栋楼200多户居民停水，7栋没有停")]
    [{'number': 3, 'unit': '栋'}, {'number': 200, 'unit': '户'}]
    """
    for hit in COUNT.finditer(text):
        unit = _unit(hit)
        noun = bool(hit["who"] or hit["what"] or hit["pieces"] or hit["pair"] or hit["crowd"])
        if unit and not EVERYBODY.match(text, hit.start()) and _is_count(text, hit, unit, noun):
            number = amount(hit["amount"]) if hit["amount"] else 2 + ("仨" in hit["two"])
            whole = int(number) if number is not None and number == int(number) else number
            value: dict[str, Value] = {"number": whole, "unit": unit}
            yield Span(Kind.COUNT, hit.start(), hit.end(), value)


def is_number_of_house(text: str, span: Span) -> bool:
    """Tell whether what was counted may as well be the number of a house: "十二栋停水", not "共有三栋", "三栋楼"."""
    return text[span.end - 1] in NUMBERED and not ALL.search(text[max(0, span.start - 4) : span.start])


def _unit(hit: re.Match[str]) -> str:
    if hit["two"]:
        return hit["pair"]
    if hit["heads"]:
        return "人"
    return hit["people"] or hit["things"] or hit["crowd"] or "个"


def _is_house(text: str, hit: re.Match[str], before: str) -> bool:
    """Tell the number of a house of an estate, or before an entrance or a door."""
    counted = hit["amount"][:1] in "两几数好" or ALL.search(before)
    return not counted and bool(OF_ESTATE.search(before) or OF_DOOR.match(text, hit.end()))


def _is_count(text: str, hit: re.Match[str], unit: str, noun: bool) -> bool:
    before, said = text[max(0, hit.start() - 4) : hit.start()], hit["amount"] or ""
    if said == "一" or (said in ("1", "半") and not noun):
        return bool(ONLY.search(before))
    if unit == "户" and ADDRESS.search(before):
        return False
    if unit in NUMBERED and OF_PEOPLE_NOUN.fullmatch(hit["what"] or ""):
        return False
    if unit in "栋幢" and not HOUSES.search(hit["what"] or ""):
        noun = False  # "2栋电梯": the lift of house 2
        if _is_house(text, hit, before):
            return False
    if unit in NUMBERED and not noun:
        in_words = said[:1] not in "0123456789" and unit in ALONE
        return in_words or bool(ALL.search(before))
    return noun or unit in ALONE
