"""What a clerk still has to ask, and since when something is so, in the person's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """A fact that a unit needs before it can act."""

    WHERE = "where"
    SINCE_WHEN = "since_when"
    HOW_MANY = "how_many"
    WHO = "who"
    CONTACT = "contact"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a request beside its text."""

    text: str
    kind: str = ""
    has_place: bool = False
    has_contact: bool = False
    wants_reply: bool = True


def missing(known: Sequence[Known]) -> list[tuple[Fact, ...]]:
    """Name the facts that each request still lacks, the most needed first."""
    return [tuple(_missing(one)) for one in known]


def since_when(texts: Sequence[str]) -> list[str]:
    """Find since when, in the words of each text; "" where it is not said."""
    return [hit.group() if (hit := _SINCE.search(text)) else "" for text in texts]


_SINCE = re.compile(r"(?:昨天|前天|上周[一二三四五六日天]?|\d{1,2}月\d{1,2}[日号])(?:起|以来|开始)?")


def _missing(known: Known) -> list[Fact]:
    facts = []
    if not known.has_place:
        facts.append(Fact.WHERE)
    if known.wants_reply and not known.has_contact:
        facts.append(Fact.CONTACT)
    return facts
