"""Places, times and counts in what a person said, as fields: "三栋楼停水三天"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from minben.needs.hotline.core.extraction.counting import counts, is_number_of_house
from minben.needs.hotline.core.extraction.moments import events, moments
from minben.needs.hotline.core.extraction.sites import fullest, sites
from minben.needs.hotline.core.extraction.spans import Kind, Span, Value
from minben.needs.hotline.core.phrases import fold_batch

__all__ = ["Kind", "Span", "Value", "counted", "extract", "first_sinces", "fullest_places"]

EARLY = 300
"""Where and since when are told early, or not at all: so many characters are read for them."""


def extract(texts: Sequence[str]) -> list[list[Span]]:
    """Find places, beginnings, times and counts in each text.

    Parameters
    ----------
    texts
        As they were said; letter case, width and traditional characters do not matter.

    Returns
    -------
    list
        One per text: spans in the order of the text, none overlapping.

    Examples
    --------
    >>> said = "幸福小区三栋楼停水三天了"
    >>> [(one.kind.value, said[one.start:one.end]) for one in extract([said])[0]]
    [('place', '幸福小区'), ('count', '三栋楼'), ('since', '三天了')]
    """
    batch = fold_batch(texts)
    return [_found(batch.text[start : end - 1]) for start, end in pairwise(batch.offsets.tolist())]


def counted(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return only what each text counts, in its own words: cheap enough for every request that comes in.

    Examples
    --------
    >>> counted(["三栋楼200多户居民停水", "路灯坏了"])
    [('三栋楼', '200多户居民'), ()]
    """
    batch = fold_batch(texts)
    found: list[list[str]] = [[] for _ in texts]
    row, end = -1, 0
    for span in counts(batch.text):
        while span.start >= end:
            row += 1
            end = batch.begins(row + 1)
        words = texts[row][span.start - batch.begins(row) : span.end - batch.begins(row)]
        if words not in found[row]:
            found[row].append(words)
    return [tuple(words) for words in found]


def fullest_places(texts: Sequence[str]) -> list[str]:
    """Return the longest place that each text names early on, in its words; "" where it names none.

    Examples
    --------
    >>> fullest_places(["临江市翠湖湾三期7栋停水，临江市没人管", "幸福小区三栋楼停水", "没有热水"])
    ['临江市翠湖湾三期7栋', '幸福小区', '']
    """
    found = []
    for text, folded in _early(texts):
        things = [span for span in counts(folded) if not is_number_of_house(folded, span)]
        start, end = fullest(_without(folded, things))
        found.append(text[start:end])
    return found


def first_sinces(texts: Sequence[str]) -> list[str]:
    """Return the first words of each text that tell since when; "" where none do.

    Examples
    --------
    >>> first_sinces(["从2019年3月起停水", "没有热水"])
    ['从2019年3月起', '']
    """
    found = []
    for text, folded in _early(texts):
        one = next((one for one in moments(folded) if one.kind == Kind.SINCE), None)
        found.append(text[one.start : one.end] if one else "")
    return found


def _early(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the beginning of each text as it was said and folded; all are folded at once."""
    said = [text[:EARLY] for text in texts]
    batch = fold_batch(said)
    for text, start in zip(said, batch.offsets.tolist(), strict=False):
        yield text, batch.text[start : start + len(text)]


def _found(text: str) -> list[Span]:
    taken: list[Span] = []
    told = bytearray(len(text))
    for spans in (moments(text), events(text), counts(text)):
        for span in spans:
            if not any(told[span.start : span.end]):
                taken.append(span)
                told[span.start : span.end] = b"\x01" * (span.end - span.start)
    taken += sites(_without(text, taken))
    return sorted(taken, key=lambda span: span.start)


def _without(text: str, spans: Sequence[Span]) -> str:
    """Return a text without some spans, in place: "幸福小区三栋楼": what was counted is no part of the address."""
    left = list(text)
    for span in spans:
        left[span.start : span.end] = "，" * (span.end - span.start)
    return "".join(left)
