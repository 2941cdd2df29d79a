"""The check of a reply before it is sent: which of the things a resident needs are still missing in it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from minben.needs.hotline.core.replying.asks import Ask, asks_of
from minben.needs.hotline.core.replying.cues import CLAUSE, Patterns, Sentence, clauses, read
from minben.needs.hotline.core.replying.fitting import HALF, fits, half, has_own_words
from minben.needs.hotline.core.replying.matter import Background, likeness, weights

GAPS = (
    "same_matter", "answer_to_question", "finding", "action", "deadline", "reason", "next_step", "contact",
    "plain_words",
)  # fmt: skip
"""What can be missing, the gravest first."""

EMPTY = 0.35
"""The substance below which a sentence is left out of what a reply is about [1]."""
FIRM = ("time", "amount", "finding", "contact", "refusal", "deed", "reason", "answer")
"""What one can hold on to in a sentence."""
ANSWERED, RELATED, READABLE = 0.4, 0.35, 0.5
FORMAL = 0.9
"""Regulation words in ten characters from which a text reads as formula."""
LONG_CLAUSE = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: a code of `GAPS`, and for an unanswered ask its words."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of one reply.

    Attributes
    ----------
    gaps
        What is missing, the gravest first; empty when nothing was found missing.
    ready
        How sure the check is that nothing is missing [1]: for trials alone. It is never shown or kept.
    verified
        False while no authority has set the lists it reads by.
    """

    gaps: tuple[Gap, ...]
    ready: float
    verified: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A reply taken apart: its clauses, how much each says, how each ask fares, what the whole is about."""

    clauses: Sequence[Sentence]
    solid: Sequence[float]
    asks: Sequence[Ask]
    answered: Sequence[float]
    related: float
    plain: float

    def has(self, *cues: str) -> float:
        """Return how much the best clause with one of these cues says [1]."""
        pairs = zip(self.clauses, self.solid, strict=True)
        return max((solid for one, solid in pairs if not one.cues.isdisjoint(cues)), default=0.0)


def check(message: str, reply: str, *, patterns: Patterns, background: Background) -> Checked:
    """Say what a reply to a message leaves out.

    Parameters
    ----------
    message, reply
        As they were written.
    patterns
        What words do, on the day of the reply.
    background
        How rare words are among the texts of the city.
    """
    seen = _read(message, reply, patterns, background)
    return Checked(tuple(_gaps(seen)), _ready(seen), patterns.verified)


def _read(message: str, reply: str, patterns: Patterns, background: Background) -> _Read:
    parts, asks = clauses(reply, patterns), asks_of(message)
    wholes = [one for one in read(reply, patterns) if one.substance > EMPTY]
    whole, said = weights(message, background), weights(" ".join(one.text for one in wholes), background)
    solid = _solid(parts, reply, patterns)
    values = [fits(ask, whole, parts, solid, background) for ask in asks]
    return _Read(parts, solid, asks, _share_out(values), half(likeness(whole, said), HALF), _plain(parts))


def _share_out(values: Sequence[Sequence[float]]) -> list[float]:
    """Give each ask its best clause, no clause to two asks: one fact does not answer two questions."""
    ranked = sorted(((v, a, c) for a, row in enumerate(values) for c, v in enumerate(row)), reverse=True)
    answered, taken = [0.0] * len(values), set[int]()
    open_asks = set(range(len(values)))
    for value, ask, clause in ranked:
        if ask in open_asks and clause not in taken:
            answered[ask] = value
            open_asks.discard(ask)
            taken.add(clause)
    return answered


def _solid(parts: Sequence[Sentence], reply: str, patterns: Patterns) -> list[float]:
    """Say how much each clause says [1]: its substance and its sentence's, less where it only hands on."""
    around = [(one.substance, one.cues) for one in read(reply, patterns) for _ in CLAUSE.findall(one.text)]
    return [
        _firm(part, cues) * min(1.0, 0.5 * (part.substance + substance)) ** 2
        for part, (substance, cues) in zip(parts, around, strict=True)
    ]


def _firm(part: Sentence, around: frozenset[str]) -> float:
    handed = 0.3 if "passed_on" in part.cues and around.isdisjoint(("finding", "refusal")) else 1.0
    return handed * (1.0 if not around.isdisjoint(FIRM) else 0.5)


def _plain(parts: Sequence[Sentence]) -> float:
    """Say how easily a reply reads [1]: regulation words and long clauses make it hard."""
    size = sum(len(one.text) for one in parts) or 1
    formal = sum(one.jargon * len(one.text) for one in parts) / size
    drawn = sum(len(one.text) for one in parts if len(one.text) > LONG_CLAUSE) / size
    return 1.0 / (1.0 + math.exp(6.0 * (formal + 0.5 * drawn - FORMAL)))


def _ready(seen: _Read) -> float:
    answered = sum(seen.answered) / len(seen.answered)
    weakest = min(seen.answered)
    onward = max(seen.has("time"), 0.8 * seen.has("next_step"), 0.7 * seen.has("contact"))
    said = max(seen.has("finding"), seen.has("deed"), seen.has("answer"), seen.has("refusal"))
    parts = (
        0.3 * answered + 0.7 * weakest,
        0.3 + 0.7 * seen.related,
        0.4 + 0.6 * onward,
        0.3 + 0.7 * said,
        seen.plain,
    )
    return math.prod(parts)


def _gaps(seen: _Read) -> list[Gap]:
    found: list[Gap] = []
    if seen.related < RELATED:
        found.append(Gap("same_matter"))
    found += [
        Gap("answer_to_question", ask.text)
        for ask, answered in zip(seen.asks, seen.answered, strict=True)
        if answered < ANSWERED and has_own_words(ask)
    ]
    acts = any(ask.wants in ("act", "why") for ask in seen.asks)
    missing = {
        "finding": acts and not seen.has("finding", "reason", "answer", "refusal") > 0.3,
        "action": acts and not seen.has("deed", "refusal") > 0.3,
        "deadline": not seen.has("time") > 0.3 and acts,
        "reason": seen.has("refusal") > 0.3 and not seen.has("reason", "finding") > 0.3,
        "next_step": not acts and not seen.has("next_step", "time", "answer") > 0.3,
        "contact": seen.has("passed_on") > 0.0 and not seen.has("contact") > 0.0,
        "plain_words": seen.plain < READABLE,
    }
    found += [Gap(code) for code, is_missing in missing.items() if is_missing]
    return sorted(found, key=lambda gap: GAPS.index(gap.code))
