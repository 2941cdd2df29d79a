"""What a message asks: its questions and wishes, each with the kind of answer that it wants."""

import re
from dataclasses import dataclass

from minben.needs.hotline.core.phrases import fold_batch

SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
CLAUSE = re.compile(r"[^,:]+[,:]?")
WANTS = (
    (
        "when",
        r"什么时候|何时|啥时候|多久|哪天|几号|几点|多长时间|几时|几月|哪一天|(?<![这那好])几(?:天|周|个(?:月|星期|工作日|小时))"
        r"|什么时间|哪年|几年|when|how long",
    ),
    (
        "how_much",
        r"几(?:次|岁|家|台|人|成|个)|多少|多大|多高|多远|多宽|几块|几元|怎么收费|收费标准|价格是|怎么算|几折|how much",
    ),
    ("where", r"哪里|哪儿|在哪|去哪|到哪|哪个(?:部门|单位|窗口|医院|学校|地方)|哪家|谁|什么部门|where|who"),
    (
        "why",
        r"为什么|为何|为啥|凭什么|怎么回事|什么原因|啥原因|怎么(?:会|还|又|老|总是|一直|没|不|就|突然|这么)|咋回事|什么依据|依据是|why",
    ),
    (
        "whether",
        r"(?:[吗嘛]|(?<![什怎多])么)$|(?<!一)(?!动不动|时不时|三不)([一-鿿])[不没]\1|是否|能不能|可不可以|能否|可否|有没有|是不是|合不合|要不要|会不会|行不行|算不算|该不该|用不用|还是.{1,12}$|难道",
    ),
    ("how", r"怎么|如何|怎样|什么|哪些|哪种|哪几|咋|how|what|which"),
    (
        "act",
        r"(?<!申)请(?!求)|希望|要求|建议|盼|恳请|恳求|麻烦|尽快|赶紧|赶快|应该|应当|最好|(?<![诉需要追寻请恳])求|给个|帮|管管|please|hope",
    ),
)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in WANTS)
_DO = re.compile(
    r"(?:能不能|能否|可否|可不可以|是否可以|能|可以)[^,]{0,12}"
    r"(?:让|叫|管|派|装|修|改|加|增|清|处理|解决|安排|换|拆|调|停|搬|移|关|补|退|开|设|划|种|剪|查|帮|来人|出面|协调)"
)
_POLITE = re.compile(r"^(?:请问|请教|您好|你好|谢谢|感谢|麻烦问)+[,:]?")

_GOES_ON = re.compile(r"^(?:再|并|并且|还|同时|顺便|另外|也|然后|最好|不要|别|把|让)")
_COURTESY = re.compile(
    r"问|告诉|告知|答|回复|说明|解释|谢|帮忙看|给个|^(?:希望|麻烦|请)?(?:尽快|领导|政府|你们|您)*$"
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
    """Cut a text at full stops, question marks, semicolons and line breaks; folded, without blanks at the ends."""
    folded = fold_batch([text]).text
    return [found for one in SENTENCE.findall(folded) if (found := one.strip())]


def asks_of(message: str) -> list[Ask]:
    """List what a message asks, in its order; a message that asks nothing in words wants to be acted on.

    Examples
    --------
    >>> [(ask.text, ask.wants) for ask in asks_of("路灯坏了三天。什么时候修好，归谁管？")]
    [('什么时候修好', 'when'), ('归谁管', 'where')]
    """
    found: list[Ask] = []
    for sentence in sentences(message):
        clauses = [one.strip(" ,:。!?;\n") for one in CLAUSE.findall(sentence)]
        asked = [(clause, _wants(clause)) for clause in clauses if clause]
        asked = _going_on(asked)
        if any(wants not in ("", "act") for _, wants in asked):
            # "请告诉我" inside a sentence that asks is only polite.
            asked = [
                (clause, "" if wants == "act" and _COURTESY.search(clause) else wants)
                for clause, wants in asked
            ]
        found += [Ask(clause, wants) for clause, wants in asked if wants]
    return _distinct(found) or [Ask(message.strip()[:60], "act", meant=True)]


def _going_on(asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Let a wish go on in the clause after it: “请清走，并想办法不让再停” asks two things."""
    found: list[tuple[str, str]] = []
    for clause, wants in asked:
        before = found[-1][1] if found else ""
        found.append((clause, "act" if not wants and before == "act" and _GOES_ON.search(clause) else wants))
    return found


def _wants(clause: str) -> str:
    clause = _POLITE.sub("", clause)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(clause)), "")
    return "act" if kind == "whether" and _DO.search(clause) else kind


def _distinct(asks: list[Ask]) -> list[Ask]:
    return list({(ask.text, ask.wants): ask for ask in asks}.values())
