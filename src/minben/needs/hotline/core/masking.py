"""Personal data in a text, found and covered, so that those who do not need it never see it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.gates import Gate
from minben.needs.hotline.core.identifiers import ACCOUNT, OF_THING, PASSPORT, account, document
from minben.needs.hotline.core.introducing import introduced
from minben.needs.hotline.core.numbers import kind_of
from minben.needs.hotline.core.phrases import Batch, fold_batch
from minben.needs.hotline.core.traces import DATE, DOOR, EMAIL, GROUP, NAME, NUMBER, PHONE, PLATE, SELF

COVER = "***"
_DIGITS, _LETTERS, _TENS = "0123456789", "abcdefghijklmnopqrstuvwxyz", "一二三四五六七八九十"
NUMBERS = Gate(NUMBER, (("+" + _DIGITS, " -" + _DIGITS),))
PHONES = Gate(PHONE, (("(+" + _DIGITS, _DIGITS), ("一幺", _TENS)))
DOORS = Gate(
    DOOR,
    (
        (_LETTERS + _DIGITS, "-单" + _DIGITS),
        ("afru", "plon"),
        ("-", _LETTERS + _DIGITS),
        (_TENS, "单" + _TENS),
    ),
)
NAMES = Gate(
    NAME,
    (
        ("我", "叫的名姓是"), ("mn", "ya"), ("本姓", "人名"), ("联投反来", "系诉映电"), ("申举署当", "请报名事"),
    ),
)  # fmt: skip
PASSPORTS = Gate(PASSPORT, (("护通回台p", "照行乡胞a"), ("e", _LETTERS + _DIGITS), ("g", _DIGITS)))
ACCOUNTS = Gate(ACCOUNT, (("微薇威vw", "信xe"), ("q加", "qv")))
SELVES = Gate(SELF, (("i", " '’m"), ("mtfnrs", "yhuaei"), ("我本姓联", "叫的名人系")))
BEFORE_AT = 64
"""So much of an e-mail address stands before its sign at most [characters]."""


@dataclass(frozen=True, slots=True)
class Span:
    """One covered stretch of the text as it was said.

    Attributes
    ----------
    kind
        "id_card", "passport", "phone", "bank_card", "account", "plate", "email", "address" or "name".
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

    Covered are identity cards (check digit of GB 11643, or a plausible number after 身份证), passports, mobile and
    landline phones, bank cards (Luhn), accounts at WeChat and QQ, vehicle plates, e-mail addresses, door numbers
    and names that people give as their own, in Chinese or in Latin letters. Order numbers, dates, amounts and
    public numbers such as 12345 stay.

    Examples
    --------
    >>> mask(["我叫张三，电话13800138000，打12345没用"])[0].text
    '我叫***，电话***，打12345没用'
    """
    batch = fold_batch(texts)
    found = sorted([*_found(batch), *_of_latin(batch, texts)], key=lambda span: (span.start, -span.end))
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


def _found(batch: Batch) -> Iterator[Span]:
    text, codes = batch.text, batch.codes
    for run in NUMBERS.finditer(text, codes):
        yield from _numbers(text, run)
    for kind, hits in (
        ("phone", PHONES.finditer(text, codes)),
        ("email", _emails(text)),
        ("plate", PLATE.finditer(text)),
        ("address", DOORS.finditer(text, codes)),
    ):
        for hit in hits:
            yield Span(kind, *hit.span())
    for hit in NAMES.finditer(text, codes):
        yield Span("name", *hit.span(hit.lastindex or 0))


def _of_latin(batch: Batch, texts: Sequence[str]) -> Iterator[Span]:
    """Find names in Latin letters, accounts and passports."""
    text, codes = batch.text, batch.codes
    for hit in PASSPORTS.finditer(text, codes):
        if hit[1] or not OF_THING.search(text[max(0, hit.start() - 12) : hit.start()]):
            yield Span("passport", *document(hit))
    for hit in ACCOUNTS.finditer(text, codes):
        if place := account(hit):
            yield Span("account", *place)
    if hits := list(SELVES.finditer(text, codes)):
        said = "\n".join([*texts, ""])
        yield from (Span("name", *place) for hit in hits if (place := introduced(hit, text, said)))


def _emails(text: str) -> Iterator[re.Match[str]]:
    """Find the addresses around each sign of them: most texts have none, and need not be read for it."""
    free, sign = 0, text.find("@")
    while sign >= 0:
        starts = range(
            max(free, sign - BEFORE_AT), sign if text[sign - 1 : sign] not in ("@", " ", "\n") else free
        )
        if hit := next((hit for start in starts if (hit := EMAIL.match(text, start))), None):
            free = hit.end()
            yield hit
        sign = text.find("@", sign + 1)


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
