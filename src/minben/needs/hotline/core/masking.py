"""Personal data in a text, found and covered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """One covered stretch: what kind it is and where it stood in the text as it was said [characters]."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose personal data is covered, and what was covered."""

    text: str
    spans: tuple[Span, ...] = ()


_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def mask(texts: Sequence[str]) -> list[Masked]:
    """Cover the personal data in each text."""
    return [
        Masked(_PHONE.sub("[电话]", text), tuple(Span("phone", *hit.span()) for hit in _PHONE.finditer(text)))
        for text in texts
    ]
