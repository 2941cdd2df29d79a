"""How well each question of a message fares in a reply, by measures whose weights were learned from examples."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from minben.needs.hotline.core.replying.alike import groups_of
from minben.needs.hotline.core.replying.asks import Ask, own_words
from minben.needs.hotline.core.replying.cues import CLAUSE, Sentence
from minben.needs.hotline.core.replying.fitting import (
    BESIDE,
    CONTEXT,
    HALF,
    NEAR,
    NEXT,
    OTHER,
    OWN_CONTEXT,
    TELLING,
    does,
    half,
    says_so,
)  # fmt: skip
from minben.needs.hotline.core.replying.matter import Background, covered, likeness, weights
from minben.needs.hotline.core.replying.saying import Saying
from minben.needs.hotline.core.replying.units import holds

KINDS = {"when": "typed", "how_much": "typed", "where": "typed", "why": "typed"}
"""Kinds of ask that share their weights; the others have their own."""
MEASURES = (
    "does", "echoes", "own", "beside", "context", "about", "says", "much_about",
    "does_about", "does_says", "does_about_says", "all_four",
    "typed_does", "typed_about", "whether_does", "whether_about", "act_does", "act_about", "how_does", "how_about",
    "opens", "solid", "does_related", "rival", "alike", "alike_does", "closest", "holds", "lacks",
)  # fmt: skip
"""What is measured of an ask and a clause."""
GENERAL = ("always", "says_much", "related", "onward", "said", "plain")
"""What is measured of a reply as a whole."""
MUCH = 8.0
"""What an ask's own words tell from which it is held wholly against a reply."""
SAYS = 0.5
"""From where a clause says something [1]: the first that does opens the answer."""
FULL, SHARP = 0.6, 0.03
"""The share of a reply that must say something, half way between whole and empty examples, and how sharply [1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What examples of whole and lacking replies taught: which sentences say something, and what measures weigh."""

    saying: Saying
    pair: Sequence[float]
    general: Sequence[float]


class Seen(NamedTuple):
    """A clause beside its neighbours: itself, what it and they tell, how much it says [1], where it stands."""

    clause: Sentence
    close: str
    own: Mapping[str, float]
    beside: Mapping[str, float]
    around: Mapping[str, float]
    solid: float
    says: float
    first: bool
    groups: frozenset[int]


class Asked(NamedTuple):
    """An ask with what it tells: its own words weighed, their sum, and the groups they stand in."""

    ask: Ask
    own: Mapping[str, float]
    tells: float
    groups: frozenset[int]


class Near(NamedTuple):
    """How near a clause is to an ask [1].

    Attributes
    ----------
    share, rival
        What share of the ask's own words it takes up, and of the other ask's of which it takes up most.
    context, related
        How much it and its neighbours, and the whole reply, are about the whole message.
    """

    share: float
    rival: float
    context: float
    related: float


def asked(asks: Sequence[Ask], background: Background) -> list[Asked]:
    """Look at each ask of a message."""
    found = []
    for ask in asks:
        own = weights(own_words(ask.text), background)
        found.append(Asked(ask, own, sum(own.values()), groups_of(ask.text)))
    return found


def seen(
    parts: Sequence[Sentence], wholes: Sequence[Sentence], solid: Sequence[float], saying: Saying,
    background: Background,
) -> list[Seen]:  # fmt: skip
    """Look at each clause of a reply with its neighbours; `wholes` are the sentences they stand in."""
    sentence = [saying.of(one.text) for one in wholes for _ in CLAUSE.findall(one.text)]
    found: list[Seen] = []
    for place, one in enumerate(parts):
        close = "".join(part.text for part in parts[max(0, place - 1) : place + 2])
        around = "".join(part.text for part in parts[max(0, place - 2) : place + 3])
        own, beside, wide = (weights(text, background) for text in (one.text, close, around))
        says = 0.5 * (saying.of(one.text) + sentence[min(place, len(sentence) - 1)])
        first = all(before.says < SAYS for before in found)
        found.append(Seen(one, close, own, beside, wide, solid[place], says, first, groups_of(one.text)))
    return found


def measured(
    asks: Sequence[Asked], whole: Mapping[str, float], clauses: Sequence[Seen], related: float
) -> list[list[list[float]]]:
    """Measure each ask against each clause: lists by ask, by clause, by `MEASURES` in their order."""
    shares = [[covered(ask.own, one.own) for one in clauses] for ask in asks]
    context = [half(likeness(whole, one.around), HALF) for one in clauses]
    found = []
    for number, ask in enumerate(asks):
        rows = []
        for place, one in enumerate(clauses):
            rival = max((row[place] for n, row in enumerate(shares) if n != number), default=0.0)
            rows.append(_measured(ask, one, Near(shares[number][place], rival, context[place], related)))
        found.append(rows)
    return found


def _measured(asked: Asked, one: Seen, near: Near) -> list[float]:
    ask = asked.ask
    own = half(near.share, NEAR)
    beside = half(covered(asked.own, one.beside), NEXT)
    about = max(own, BESIDE * beside, (OWN_CONTEXT if asked.tells >= TELLING else CONTEXT) * near.context)
    wanted = (does(ask, one.clause, one.close) - OTHER) / (1.0 - OTHER)
    echoes = says_so(ask.text, one.clause.text) if ask.wants in ("whether", "act") else 0.0
    done = max(wanted, echoes)
    kind = KINDS.get(ask.wants, ask.wants)
    of_kind = [
        value * (kind == name) for name in ("typed", "whether", "act", "how") for value in (done, about)
    ]
    alike = len(asked.groups & one.groups) / max(1, len(asked.groups))
    against = half(near.rival, NEAR)
    held = holds(ask.text, one.clause.text)
    return [
        wanted, echoes, own, beside, near.context, about, one.says, min(1.0, asked.tells / MUCH) * about,
        done * about, done * one.says, done * about * one.says, done * about * one.says * one.solid,
        *of_kind,
        done * (one.first and ask.wants == "whether"), one.solid, done * near.related,
        against * (1.0 - own), alike, alike * done, float(near.share > near.rival),
        held or 0.0, float(held == 0.0),
    ]  # fmt: skip


def share_out(values: Sequence[Sequence[float]]) -> list[tuple[float, int]]:
    """Give each ask its best clause and say which (−1: none was left), no clause to two asks.

    One fact does not answer two questions.

    Examples
    --------
    >>> share_out([[0.9, 0.2], [0.8, 0.1], [0.3, 0.0]])
    [(0.9, 0), (0.1, 1), (0.0, -1)]
    """
    ranked = sorted(((v, a, c) for a, row in enumerate(values) for c, v in enumerate(row)), reverse=True)
    answered, taken = [(0.0, -1)] * len(values), set[int]()
    open_asks = set(range(len(values)))
    for value, ask, clause in ranked:
        if ask in open_asks and clause not in taken:
            answered[ask] = (value, clause)
            open_asks.discard(ask)
            taken.add(clause)
    return answered


def weakest(values: Sequence[float]) -> float:
    """Return a soft minimum: near the least of them, one value is itself.

    Examples
    --------
    >>> weakest([2.0]), round(weakest([2.0, -3.0]), 2)
    (2.0, -2.31)
    """
    least = min(values)
    return least - math.log(sum(math.exp(least - value) for value in values) / len(values))


def weighed(values: Sequence[float], by: Sequence[float]) -> float:
    """Return the weighted sum."""
    return sum(value * weight for value, weight in zip(values, by, strict=True))


def chance(value: float) -> float:
    """Turn odds on the scale of logarithms into a chance [1]."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, value))))


def says_enough(share: float) -> float:
    """Tell whether so much of a reply says something that it may answer at all [1]."""
    return chance((share - FULL) / SHARP)
