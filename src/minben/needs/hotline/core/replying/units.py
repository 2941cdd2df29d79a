"""What an answer must hold by what is asked for: who asks “几层” is told of 层, who asks what it costs of 元."""

import re

_NUMBER = r"[\d一二三四五六七八九十百千万两半零几.]"
_MONEY = rf"{_NUMBER}(?:万?元|块|毛|角|分钱)|免费|不收|不要钱|不另收|减半|免交|%|折"
_DAY = rf"{_NUMBER}(?:月|日|号|天|周)|今天|明天|今早|今晚|昨|下周|本周|月底|年底|当天|已经?|刚"
_SPAN = rf"{_NUMBER}个?(?:工作日|天|日|月|周|星期|小时|分钟|年)|当天|当场|次日|立即|随到随办"
_PLACE = (
    r"窗口|大厅|中心|派出所|大队|[局所站馆院厅委办处队]|居委会|社区|街道|[路街巷]\d|号|楼|网|小程序|手机|app"
)
_HELD = (
    (r"第几|排到几", rf"第{_NUMBER}"),
    (
        r"多少钱|几块|几元|费|价|租金|收不收|要不要钱|补多少|赔多少|退多少|给多少|发多少|额度|金额|标准",
        _MONEY,
    ),
    (r"多久|多长时间|几天|几个(?:月|工作日|星期|小时)|几年|几小时|期限|时限", _SPAN),
    (r"什么时候|何时|啥时候|哪天|几号|几月|几时|哪年|什么时间|时间|日期", _DAY),
    (r"几点", rf"{_NUMBER}(?:点|时)|:\d\d"),
    (r"几成|比例|几折", rf"{_NUMBER}成|%|折|倍|一半"),
    (r"多大|面积", rf"{_NUMBER}(?:平方|平米|米|亩|岁|升|分贝|吨)"),
    (r"电话|怎么联系|联系方式", r"\d{4}|\d{5}"),
    (
        r"哪个(?:部门|单位)|什么部门|归谁|谁(?:来)?(?:管|负责)|找谁|该找",
        r"[局所委站处队办]|公司|街道|社区|物业|学校|法院|负责|管",
    ),
    (r"谁", r"由|公司|物业|单位|业主|[局所委站处队办]|政府|承担|负责"),
    (r"哪里|哪儿|去哪|到哪|地址|地点|哪个窗口|哪家", _PLACE),
    (r"材料|带什么|手续|准备什么|交哪些|哪些东西|要什么", r"[证本表书单]|复印件|照片|合同|票|材料|截图"),
    (
        r"为什么|为何|为啥|原因|怎么回事|凭什么|怎么(?:会|还|又|老|总|没|不)|理由|依据",
        r"因|由于|造成|导致|所以|规定|为了|没有|坏|破|漏|堵|错|不[足够]",
    ),
    (r"怎么办|补救", r"先|可以|请|临时|派|安排|改|每天|期间|打"),
)
_PAIRS = tuple((re.compile(asked), re.compile(told)) for asked, told in _HELD)
_COUNTED = re.compile(r"几(?=([次岁家台人成个层间倍名位条张样项辆盏户套]))")


def holds(asked: str, clause: str) -> float | None:
    """Tell whether a clause holds what is asked for [1]; None where no such thing is told by the words of the ask.

    Examples
    --------
    >>> holds("能建几层", "最多三层"), holds("能建几层", "占地120平方米"), holds("路灯坏了", "修好了")
    (1.0, 0.0, None)
    """
    counted = _COUNTED.search(asked)
    if counted and "第几" not in asked:
        return float(bool(re.search(f"{_NUMBER}{counted[1]}", clause)))
    return next((float(bool(told.search(clause))) for one, told in _PAIRS if one.search(asked)), None)
