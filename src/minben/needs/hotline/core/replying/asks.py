"""What a message asks: its questions and wishes, each with the kind of answer that it wants."""

import re
from dataclasses import dataclass

from minben.needs.hotline.core.phrases import fold_batch

SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
CLAUSE = re.compile(r"[^,:]+[,:]?")
WANTS = (
    (
        "when",
        r"什么时候|何时|啥时候|多久|哪天|(?<!第)几号|几点|多长时间|几时|几月|哪一天|(?<![这那好])几(?:天|周|个(?:月|星期|工作日|小时))"
        r"|什么时间|哪年|哪个?月|几年|when|how long",
    ),
    (
        "how_much",
        r"第几|(?<![加放装派设添多再了这好十])几(?:次|岁|家|台|人|成|个|层|间|倍|名|位|条|张|样|项)|多少|多大|多高|多远|多宽"
        r"|几块|几元|怎么收费|收费标准|价格是|怎么算|什么标准|几折|how much",
    ),
    (
        "where",
        r"哪里|哪儿|在哪(?!一|个环节)|去哪|到哪(?!一)|哪个(?:部门|单位|窗口|医院|学校|地方|电话|号码)|哪家|谁|什么部门|where|who",
    ),
    (
        "why",
        r"为什么|为何|为啥|凭什么|怎么回事|什么原因|啥原因|怎么(?:会|还|又|老|总是|一直|没|不|就|突然|这么)|咋回事|什么依据|依据是|why",
    ),
    (
        "whether",
        r"(?:[吗嘛]|(?<![什怎多])么)$|了没有?$|(?<!一)(?!动不动|时不时|三不)([一-鿿])[不没]\1|是否|能不能|可不可以|能否|可否|有没有|是不是|合不合|要不要|会不会|行不行|算不算|该不该|用不用|还是.{1,12}$|难道",
    ),
    ("how", r"怎么|如何|怎样|什么|哪些|哪种|哪几|哪一|哪个|咋|how|what|which"),
    (
        "act",
        r"(?<!申)请(?!求)|希望|要求|建议|盼|恳请|恳求|麻烦|尽快|赶紧|赶快|应该|应当|最好|(?<![诉需要追寻请恳])求|给个|帮|管管|please|hope",
    ),
)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in WANTS)
_DO = re.compile(
    r"(?:能不能|能否|可否|可不可以|是否可以|能|可以)[^,]{0,12}"
    r"(?:让|叫|管|派|装|修|改|加|增|清|处理|解决|安排|换|拆|调|停|搬|移|关|补(?![办缴交考])|退|开|设|划|种|剪|查|帮|来人|出面|协调)"
)
_CAN = re.compile("能不能|能否|可不可以|可否")
_POLITE = re.compile(r"^(?:请问|请教|您好|你好|谢谢|感谢|麻烦问)+[,:]?")

_DOING = (
    "(?:停止|停工|停业|退还|退回|退款|退费|返还|赔偿|补偿|补发|发放|支付|公布|公开|公示|处罚|罚款|查处|处理|惩处|严惩|追究|追责|"
    "处分|取缔|关停|恢复|增设|增加|增派|加装|加设|加固|安装|设置|设立|施划|修复|修缮|修补|修好|维修|更换|拆除|拆掉|清理|清除|清运|"
    "清走|疏通|整改|整治|规范|禁止|限制|延长|缩短|降低|提高|调整|移走|搬走|修剪|检查|检测|监测|安排|派人|协调|督促|责令|兑现|道歉|"
    "改造|新建|补种|消毒|开通|开放|取消|减免|核实|调查|鉴定|告知|告诉|答复|说明|解释)"
)
_GOES_ON = re.compile(
    r"^(?:再|并|并且|还|同时|顺便|另外|也|然后|最好|不要|别|把|让)"
    rf"|^(?:依法|尽快|及时|全部|马上|立即)?{_DOING}|(?:的话|就|应|要|须)(?:请|该|当)?{_DOING}"
)
_AND = re.compile(rf"(?:、|以及|(?<![合一兼])并且?|[和及])(?=(?:依法|尽快|及时)?{_DOING})")
"""Where inside a clause one wish ends and the next begins."""
_COURTESY = re.compile(
    r"问|告诉|告知|答|回复|说明|解释|谢|帮忙看|给个|^(?:希望|麻烦|请)?(?:尽快|领导|政府|你们|您)*$"
)
_TO_KNOW = re.compile("想知道|想问|想了解|了解一下|咨询|请问|请教|问一下|问问|告知|告诉|说明|解释|明确")
_NAMED = tuple(
    (kind, re.compile(f"(?:{nouns})是?$"))
    for kind, nouns in (
        ("why", "原因|理由|缘由|依据"),
        ("when", "时间|日期|期限|时限|进度|进展"),
        ("how_much", "标准|金额|数额|比例|额度|价格|费用|收费|年限"),
        ("where", "地点|地址|位置|电话|部门|联系方式"),
        ("how", "材料|手续|流程|条件|办法|政策|步骤|程序"),
    )
)
"""What is asked by its name: “想知道原因”."""
_MARK = (
    r"(?:[一二三四五六]是|其[一二三四五](?=[,:、])|第[一二三四五](?=点|[,:、是])|[一二三四五六]、|[(]?[1-9一二三四五六][)]"
    r"|[1-9][、.](?!\d)|[①-⑨])"
)
_MARKED = re.compile(f"^{_MARK}[点,:、是]*")
_BEFORE_MARK = re.compile(f"(?<=[,:])(?={_MARK})")
_BESIDES = re.compile("^(?:另外|此外|还有|同时|再就是|再有)")
_ENDS = " ,:。!?;、\n"
_LONGEST = 60
"""How much of a text stands for a wish that no words ask [characters]."""
_BLANK = re.compile(r"(?<=[^a-z\n]) +| +(?=[^a-z])")
_HAN = re.compile(r"[一-鿿]")
_GENERAL = re.compile(
    "什么时候|何时|啥时候|多久|哪天|几号|几点|多长时间|几时|几月|哪一天|几天|什么时间|多少|几块|怎么收费|怎么算|哪里|哪儿|在哪|去哪|"
    "到哪|哪个部门|哪个|哪家|谁|什么部门|为什么|为何|为啥|凭什么|怎么回事|什么原因|是什么|怎么会|是否|能不能|可不可以|能否|可否|"
    "有没有|是不是|会不会|行不行|算不算|该不该|用不用|要不要|还是|难道|怎么|如何|怎样|什么|哪些|请问|请|希望|要求|建议|麻烦|尽快|赶紧|"
    "告诉我?|告知|答复|回复|来[访电信]人|诉求人|反映人|处理结果|应该|应当|给个|帮我|到底|究竟|一下|解决|处理|问题|情况|结果|你们|我们|我家|政府|部门|有关|相关|核实|能|可以|吗|呢|会|这样|这个|那个"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked.

    Attributes
    ----------
    text
        The clause as it stands in the message.
    wants
        "when", "how_much", "where", "why", "whether", "how" or "act": what would answer it.
    meant
        True where nothing is asked in words, and the whole message stands for the wish.
    """

    text: str
    wants: str
    meant: bool = False


def sentences(text: str) -> list[str]:
    """Cut a text at full stops, question marks, semicolons and line breaks; folded, without blanks."""
    folded = _BLANK.sub("", fold_batch([text]).text)
    return [found for one in SENTENCE.findall(folded) if (found := one.strip())]


def asks_of(message: str) -> list[Ask]:
    """List what a message asks, in its order; a message that asks nothing in words wants to be acted on.

    The points of a list are all asked once one of them is, or when nothing else is.

    Examples
    --------
    >>> [(ask.text, ask.wants) for ask in asks_of("路灯坏了三天。什么时候修好，归谁管？")]
    [('什么时候修好', 'when'), ('归谁管', 'where')]
    >>> [ask.text for ask in asks_of("一是路灯不亮；二是地砖松动；三是希望装一个摄像头。")]
    ['路灯不亮', '地砖松动', '希望装一个摄像头']
    """
    parts = [part for one in sentences(message) for part in _BEFORE_MARK.split(one)]
    found = [(part, _asked(part)) for part in parts]
    points = [asks for part, asks in found if _MARKED.search(part)]
    told = [ask for part, asks in found if not _MARKED.search(part) for ask in asks]
    if len(points) > 1 and (any(points) or not any(map(has_own_words, told))):
        found = [(part, asks or _point(part)) for part, asks in found]
    asked = _distinct([ask for _, asks in found for ask in asks])
    # A bare “请核实处理” beside something asked in words asks nothing of its own.
    return [ask for ask in asked if has_own_words(ask)] or asked or _meant(parts)


def own_words(asked: str) -> str:
    """Return an ask without the words that any question or wish has."""
    return _GENERAL.sub(" ", asked)


def has_own_words(ask: Ask) -> bool:
    """Tell whether an ask says more than that something be done: “请核实解决” alone names nothing that could be quoted.

    Examples
    --------
    >>> [has_own_words(Ask(text, "act")) for text in ("请核实解决", "请清走")]
    [False, True]
    """
    return not ask.meant and (ask.wants != "act" or bool(_HAN.search(_GENERAL.sub("", ask.text))))


def _asked(sentence: str) -> list[Ask]:
    """List what one sentence, or one point of a list, asks in words."""
    plain = _MARKED.sub("", sentence)
    clauses = [part.strip(_ENDS) for one in CLAUSE.findall(plain) for part in _AND.split(one)]
    asked = _going_on([(clause, _wants(clause, plain != sentence)) for clause in clauses if clause])
    if any(wants not in ("", "act") for _, wants in asked):
        # "请告诉我" inside a sentence that asks is only polite.
        asked = [
            (clause, "" if wants == "act" and _COURTESY.search(clause) else wants) for clause, wants in asked
        ]
    return [Ask(clause, wants) for clause, wants in asked if wants]


def _point(part: str) -> list[Ask]:
    return [Ask(_MARKED.sub("", part).strip(_ENDS)[:_LONGEST], "act")] if _MARKED.search(part) else []


def _meant(parts: list[str]) -> list[Ask]:
    """Let a message that asks nothing in words wish that something be done: once for each trouble that it tells."""
    told = [""]
    for part in parts:
        told += [""] if told[-1] and _BESIDES.search(part) else []
        told[-1] += part
    return [Ask(one.strip()[:_LONGEST], "act", meant=True) for one in told]


def _going_on(asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Let a wish go on in the clause after it: “请清走，并想办法不让再停” asks two things."""
    found: list[tuple[str, str]] = []
    for clause, wants in asked:
        before = found[-1][1] if found else ""
        found.append((clause, "act" if not wants and before == "act" and _GOES_ON.search(clause) else wants))
    return found


def _wants(clause: str, point: bool) -> str:
    if point or _TO_KNOW.search(clause):
        for kind, nouns in _NAMED:
            if nouns.search(clause):
                return kind
    clause = _POLITE.sub("", clause)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(clause)), "")
    if kind in ("when", "how_much") and _CAN.search(clause) and not _TO_KNOW.search(clause):
        kind = "whether"  # “能不能放几张长椅”
    return "act" if kind == "whether" and _DO.search(clause) else kind


def _distinct(asks: list[Ask]) -> list[Ask]:
    return list({(ask.text, ask.wants): ask for ask in asks}.values())
