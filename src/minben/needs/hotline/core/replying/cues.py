"""What the words of a reply do: dated patterns that tell a finding, a deed, a time, or nothing at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from minben.commons.parameters import load
from minben.needs.hotline.core.replying.asks import sentences

CUES = (
    "finding", "deed", "answer", "refusal", "reason", "time", "amount", "contact", "next_step", "passed_on",
    "empty", "vague", "jargon",
)  # fmt: skip
CLAUSE = re.compile(r"[^,:]+[,:]?")
PLAIN, SHORT = 0.8, 6
"""The substance [1] above which, and the length [characters] above which, a clause with a day in it tells of a deed."""
_SIGN = re.compile(r"[\s,.;:!?。，；：！？、（）()《》“”\"'…—-]+")


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The patterns in force on one day, by cue."""

    of: Mapping[str, re.Pattern[str]]
    verified: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply.

    Attributes
    ----------
    text
        Folded.
    cues
        Which of `CUES` it holds.
    substance
        The share of its characters outside stock phrases and words that name nothing [1].
    jargon
        How many regulation words it has for ten characters.
    """

    text: str
    cues: frozenset[str]
    substance: float
    jargon: float


@lru_cache(maxsize=8)
def patterns_on(day: date) -> Patterns:
    """Read the patterns that come with the hotline and were in force on a day."""
    entries = {cue: load("minben.needs.hotline", "replies").at(cue, day) for cue in CUES}
    return Patterns(
        {cue: re.compile("|".join(f"(?:{one})" for one in entry.value)) for cue, entry in entries.items()},
        all(entry.verified for entry in entries.values()),
    )


def read(reply: str, patterns: Patterns) -> list[Sentence]:
    """Read what each sentence of a reply does.

    Examples
    --------
    >>> from datetime import date
    >>> one, two = read("高度重视，感谢支持。经查水泵坏了，5月3日换好。", patterns_on(date(2026, 1, 5)))
    >>> sorted(one.cues), sorted(two.cues & {"finding", "deed", "time"})
    (['empty', 'vague'], ['deed', 'finding', 'time'])
    """
    return [_sentence(text, patterns) for text in sentences(reply)]


def clauses(reply: str, patterns: Patterns) -> list[Sentence]:
    """Read what each clause of a reply does, between its commas."""
    parts = (clause for sentence in sentences(reply) for clause in CLAUSE.findall(sentence))
    return [_sentence(clause, patterns) for part in parts if (clause := part.strip())]


def _sentence(text: str, patterns: Patterns) -> Sentence:
    cues = {cue for cue, pattern in patterns.of.items() if pattern.search(text)}
    size = max(1, len(_SIGN.sub("", text)))
    blank = bytearray(len(text))
    for cue in ("empty", "vague"):
        for hit in patterns.of[cue].finditer(text):
            blank[hit.start() : hit.end()] = b"\x01" * (hit.end() - hit.start())
    for hit in _SIGN.finditer(text):
        blank[hit.start() : hit.end()] = bytes(hit.end() - hit.start())
    jargon = sum(1 for _ in patterns.of["jargon"].finditer(text))
    substance = 1.0 - min(1.0, sum(blank) / size)
    if "time" in cues and substance > PLAIN and size > SHORT:
        # Who names a day and beside it nothing but plain things tells what was done then, or will be.
        cues.add("deed")
    return Sentence(text, frozenset(cues), substance, 10.0 * jargon / size)
