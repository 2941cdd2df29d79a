"""Personal data in a text, found and covered, so that those who do not need it never see it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.numbers import kind_of
from minben.needs.hotline.core.phrases import fold_batch
from minben.needs.hotline.core.traces import DATE, DOOR, EMAIL, GROUP, NAME, NUMBER, PHONE, PLATE

COVER = "***"


@dataclass(frozen=True, slots=True)
class Span:
    """One covered stretch of the text as it was said.

    Attributes
    ----------
    kind
        "id_card", "phone", "bank_card", "plate", "email", "address" or "name".
    start, end
        Where it stood [characters].
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose personal data is covered, and what was covered."""

    text: str
    spans: tuple[Span, ...] = ()


def mask(texts: Sequence[str]) -> list[Masked]:
    """Cover the personal data in each text.

    Covered are identity cards (check digit of GB 11643, or a plausible number after 身份证), mobile and
    landline phones, bank cards (Luhn), vehicle plates, e-mail addresses, door numbers and names that people
    give as their own. Order numbers, dates, amounts and public numbers such as 12345 stay.

    Examples
    --------
    >>> mask(["我叫张三，电话13800138000，打12345没用"])[0].text
    '我叫***，电话***，打12345没用'
    """
    batch = fold_batch(texts)
    found = sorted(_found(batch.text), key=lambda span: (span.start, -span.end))
    rows = np.searchsorted(batch.offsets, [span.start for span in found], side="right") - 1
    of_row: dict[int, list[Span]] = {}
    for row, span in zip(rows.tolist(), found, strict=True):
        begin, kept = batch.begins(row), of_row.setdefault(row, [])
        start = max(span.start - begin, kept[-1].end if kept else 0)
        if start < span.end - begin:
            kept.append(Span(span.kind, start, span.end - begin))
    return [_covered(text, of_row[row]) if row in of_row else Masked(text) for row, text in enumerate(texts)]


def _covered(text: str, spans: Sequence[Span]) -> Masked:
    parts: list[str] = []
    place = 0
    for span in spans:
        if span.start > place or not parts:
            parts += [text[place : span.start], COVER]
        place = span.end
    return Masked("".join([*parts, text[place:]]), tuple(spans))


def _found(text: str) -> Iterator[Span]:
    for run in NUMBER.finditer(text):
        yield from _numbers(text, run)
    for kind, pattern in (("phone", PHONE), ("email", EMAIL), ("plate", PLATE), ("address", DOOR)):
        for hit in pattern.finditer(text):
            yield Span(kind, *hit.span())
    for hit in NAME.finditer(text):
        yield Span("name", *hit.span(hit.lastindex or 0))


def _numbers(text: str, run: re.Match[str]) -> Iterator[Span]:
    before = text[max(0, run.start() - 12) : run.start()].rpartition("\n")[2]
    if DATE.match(run.group()):
        before = ""
    groups = list(GROUP.finditer(run.group()))
    first = 0
    while first < len(groups):
        for last in range(len(groups), first, -1):
            digits = "".join(group.group() for group in groups[first:last])
            if kind := kind_of(digits, before if first == 0 else ""):
                yield Span(kind, run.start() + groups[first].start(), run.start() + groups[last - 1].end())
                first = last - 1
                break
        first += 1
