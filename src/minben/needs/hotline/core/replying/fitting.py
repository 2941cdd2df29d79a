"""How well a clause of a reply answers one of the things asked: it does what is wanted, and it is about it."""

import re
from collections.abc import Mapping, Sequence

from minben.needs.hotline.core.replying.asks import Ask, own_words
from minben.needs.hotline.core.replying.cues import Sentence
from minben.needs.hotline.core.replying.matter import Background, covered, likeness, weights

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "when": ("time",),
    "how_much": ("amount",),
    "where": ("contact", "answer", "deed"),
    "why": ("reason", "finding"),
    "whether": ("answer", "refusal", "finding", "deed"),
    "how": ("answer", "deed", "contact", "finding"),
    "act": ("deed", "refusal", "finding"),
}
"""Which cues answer which kind of ask."""
HALF = 0.06
"""The likeness at which a reply counts as half about the matter [1]; unrelated replies lie near 0.02."""
NEAR, NEXT = 0.12, 0.25
"""The share of an ask that a clause, or it with its neighbours, must take up to count as about it in half [1]."""
TELLING = 4.0
"""What an ask must tell by its own words before it is held against a reply that none of them is taken up."""
BASE, OTHER, CONTEXT, OWN_CONTEXT, BESIDE = 0.25, 0.25, 0.8, 0.3, 0.9
DIRECT, OPENING, DIRECT_ABOUT, ELSEWHEN = 1.0, 0.7, 0.7, 0.6

_OPENING = re.compile(
    r"^(?:经[^,]{1,8},?|您|你|这[^,]{0,6}|该[^,]{0,4}|目前|现在|今年|也|都|还|就|暂时|答复:|回复:)*"
    r"(?:不|没|可以|可|能|是|有|会|行|符合|合规|属实|对|同意|批|需要|要|算|免|退|收|属于|享受|已|还有)"
)
_TURNED = re.compile(r"([一-鿿])[不没]\1([一-鿿]?)")
_MODAL = re.compile(
    r"(?:能不能|能否|可不可以|可否|是否可以|能|可以|会|要|该|需要|用)([一-鿿]{1,2})[^,]{0,8}[吗么嘛]?$"
)
_WHO = re.compile(r"谁(?:来|去|能|给|帮|该)?([一-鿿])")
_EVERY_VERB = frozenset("能可是有会要行该用")
_LATER = re.compile(
    r"将|预计|计划|定于|定在|之前|以前|前|内|底|起|恢复|完|好|到账|开|装|换|修|办结|来|到|上门"
)


def half(value: float, middle: float) -> float:
    """Map 0 to 0, `middle` to a half, and much more to one."""
    return value * value / (value * value + middle * middle)


def fits(
    ask: Ask,
    whole: Mapping[str, float],
    parts: Sequence[Sentence],
    solid: Sequence[float],
    background: Background,
) -> list[float]:
    """Say of each clause of a reply how well it answers one ask [1].

    Parameters
    ----------
    whole
        The weighted words of the whole message.
    solid
        How much each clause says [1], shape (clauses,).
    """
    asked = weights(own_words(ask.text), background)
    context = OWN_CONTEXT if sum(asked.values()) >= TELLING else CONTEXT
    found = []
    for place, one in enumerate(parts):
        close = "".join(part.text for part in parts[max(0, place - 1) : place + 2])
        near = weights("".join(part.text for part in parts[max(0, place - 2) : place + 3]), background)
        about = max(
            half(covered(asked, weights(one.text, background)), NEAR),
            BESIDE * half(covered(asked, weights(close, background)), NEXT),
            context * half(likeness(whole, near), HALF),
        )
        done = does(ask, one, close)
        if ask.wants == "whether":
            said = says_so(ask.text, one.text)
            done, about = max(done, said), max(about, DIRECT_ABOUT * said)
        found.append(done * solid[place] * (BASE + (1 - BASE) * about))
    return found


def does(ask: Ask, clause: Sentence, around: str) -> float:
    """Tell whether a clause does what is wanted [1]; a day beside which nothing ends or begins answers “when” less."""
    if clause.cues.isdisjoint(ANSWERS[ask.wants]):
        return OTHER
    return ELSEWHEN if ask.wants == "when" and not _LATER.search(around) else 1.0


def says_so(ask: str, clause: str) -> float:
    """Tell whether a clause takes up the verb of a yes-or-no question, or opens like an answer to one [1].

    Examples
    --------
    >>> says_so("多交的退不退", "4月底退到原卡"), says_so("能砍吗", "能砍"), says_so("能砍吗", "注意安全")
    (1.0, 1.0, 0.0)
    """
    verb = _verb(ask)
    if verb and verb in clause:
        return DIRECT
    return OPENING if _OPENING.search(clause) else 0.0


def _verb(ask: str) -> str:
    turned = _TURNED.search(ask)
    verb = turned[1] + turned[2].strip("了吗呢的") if turned else ""
    if verb[:1] in _EVERY_VERB:
        verb = ""
    who = _WHO.search(ask)
    if who:
        return who[1]
    modal = _MODAL.search(ask)
    return verb or (modal[1].rstrip("吗么嘛的了") if modal else "")
