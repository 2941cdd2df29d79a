"""The check of a reply before it is sent: which of the things a resident needs are still missing in it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minben.needs.hotline.core.replying.asks import Ask, asks_of, has_own_words
from minben.needs.hotline.core.replying.cues import CLAUSE, Patterns, Sentence, clauses, read
from minben.needs.hotline.core.replying.fitting import HALF, fits, half
from minben.needs.hotline.core.replying.matter import Background, likeness, weights
from minben.needs.hotline.core.replying.quoting import without_quoted
from minben.needs.hotline.core.replying.saying import Saying
from minben.needs.hotline.core.replying.weighing import (
    Taught,
    asked,
    chance,
    measured,
    says_enough,
    share_out,
    weakest,
    weighed,
)  # fmt: skip
from minben.needs.hotline.core.replying.weighing import seen as seen_beside

GAPS = (
    "same_matter", "answer_to_question", "finding", "action", "deadline", "reason", "next_step", "contact",
    "plain_words",
)  # fmt: skip
"""What can be missing, the gravest first."""

OF_THANKS = ("same_matter", "plain_words")
"""What can be missing where nothing was asked."""

EMPTY = 0.35
"""The substance below which a sentence is left out of what a reply is about [1]."""
FIRM = ("time", "amount", "finding", "contact", "refusal", "deed", "reason", "answer")
"""What one can hold on to in a sentence."""
ANSWERED, RELATED, READABLE = 0.4, 0.35, 0.5
SURE = 0.45
"""Judged by examples: the readiness from which nothing is looked for; fewer whole answers are then troubled."""
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
class Read:
    """A reply taken apart: its sentences and clauses, how much each says, how each ask fares, what it is about."""

    message: str
    reply: str
    sentences: Sequence[Sentence]
    clauses: Sequence[Sentence]
    solid: Sequence[float]
    asks: Sequence[Ask]
    answered: Sequence[float]
    related: float
    plain: float
    ready: float = 0.0
    sure: bool = False

    def has(self, *cues: str) -> float:
        """Return how much the best clause with one of these cues says [1]."""
        pairs = zip(self.clauses, self.solid, strict=True)
        return max((solid for one, solid in pairs if not one.cues.isdisjoint(cues)), default=0.0)


def check(
    message: str,
    reply: str,
    *,
    patterns: Patterns,
    background: Background,
    taught: Taught | None = None,
    asks: bool = True,
) -> Checked:
    """Say what a reply to a message leaves out.

    Parameters
    ----------
    message, reply
        As they were written.
    patterns
        What words do, on the day of the reply.
    background
        How rare words are among the texts of the city.
    taught
        What examples of whole and lacking replies taught; without it the written rules alone are read by.
    asks
        False for thanks and praise: they ask nothing, so only another matter and hard words are told.
    """
    own = without_quoted(message, reply)
    seen = read_by_rule(message, own, patterns, background)
    if taught is not None:
        seen = _by_example(seen, background, taught)
    # Who quotes speaks of the same matter, though what is left may name it no more.
    gaps = [gap for gap in _gaps(seen) if own == reply or gap.code != "same_matter"]
    told = tuple(gap for gap in gaps if asks or gap.code in OF_THANKS)
    return Checked(told, seen.ready, patterns.verified)


def read_by_rule(message: str, reply: str, patterns: Patterns, background: Background) -> Read:
    """Take a reply apart by the written rules."""
    parts, sentences, asks = clauses(reply, patterns), read(reply, patterns), asks_of(message)
    telling = " ".join(one.text for one in sentences if one.substance > EMPTY)
    whole, said = weights(message, background), weights(telling, background)
    solid = _solid(parts, reply, patterns)
    values = [fits(ask, whole, parts, solid, background) for ask in asks]
    answered = [value for value, _ in share_out(values)]
    related = half(likeness(whole, said), HALF)
    found = Read(message, reply, sentences, parts, solid, asks, answered, related, _plain(parts))
    return replace(found, ready=_ready(found))


def pairs(seen: Read, background: Background, saying: Saying) -> list[list[list[float]]]:
    """Measure each ask against each clause: lists by ask, by clause, by `MEASURES`."""
    beside = seen_beside(seen.clauses, seen.sentences, seen.solid, saying, background)
    whole = weights(seen.message, background)
    return measured(asked(seen.asks, background), whole, beside, seen.related)


def general(seen: Read, full: float) -> list[float]:
    """Measure a reply as a whole: `GENERAL` in its order."""
    return [1.0, full, seen.related, _onward(seen), _said(seen), seen.plain]


def _by_example(seen: Read, background: Background, taught: Taught) -> Read:
    """Judge anew how each ask fares, and how much of the whole says anything at all."""
    full = says_enough(taught.saying.share(seen.reply))
    measures = pairs(seen, background, taught.saying)
    values = [[weighed(one, taught.pair) for one in row] for row in measures]
    given = [value for value, _ in share_out(values)]
    base = weighed(general(seen, full), taught.general)
    ready = full * seen.plain * chance(weakest(given) + base)
    return replace(
        seen,
        solid=[full * solid for solid in seen.solid],
        answered=[full * chance(value + base) for value in given],
        ready=ready,
        sure=ready >= SURE,
    )


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


def _onward(seen: Read) -> float:
    return max(seen.has("time"), 0.8 * seen.has("next_step"), 0.7 * seen.has("contact"))


def _said(seen: Read) -> float:
    return max(seen.has("finding"), seen.has("deed"), seen.has("answer"), seen.has("refusal"))


def _ready(seen: Read) -> float:
    mean = sum(seen.answered) / len(seen.answered)
    parts = (
        0.3 * mean + 0.7 * min(seen.answered),
        0.3 + 0.7 * seen.related,
        0.4 + 0.6 * _onward(seen),
        0.3 + 0.7 * _said(seen),
        seen.plain,
    )
    return math.prod(parts)


def _gaps(seen: Read) -> list[Gap]:
    found: list[Gap] = []
    if seen.sure:
        return found
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
        "deadline": acts and not seen.has("time", "refusal") > 0.3,
        "reason": seen.has("refusal") > 0.3 and not seen.has("reason", "finding") > 0.3,
        "next_step": not acts and not seen.has("next_step", "time", "answer") > 0.3,
        "contact": seen.has("passed_on") > 0.0 and not seen.has("contact") > 0.0,
        "plain_words": seen.plain < READABLE,
    }
    found += [Gap(code) for code, is_missing in missing.items() if is_missing]
    return sorted(found, key=lambda gap: GAPS.index(gap.code))
