"""Places, times and counts in what a person said, as fields: "三栋楼停水三天"."""

from collections.abc import Sequence
from itertools import pairwise

from minben.needs.hotline.core.extraction.counting import counts
from minben.needs.hotline.core.extraction.moments import events, moments
from minben.needs.hotline.core.extraction.sites import sites
from minben.needs.hotline.core.extraction.spans import Kind, Span, Value
from minben.needs.hotline.core.phrases import fold_batch

__all__ = ["Kind", "Span", "Value", "counted", "extract", "first_since", "fullest_place"]

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


def fullest_place(text: str) -> str:
    """Return the longest place that a text names early on, in its words; "" if it names none.

    Examples
    --------
    >>> fullest_place("临江市翠湖湾三期7栋停水，临江市没人管")
    '临江市翠湖湾三期7栋'
    """
    early = text[:EARLY]
    found = max(sites(_folded(early)), key=lambda span: span.end - span.start, default=None)
    return early[found.start : found.end] if found else ""


def first_since(text: str) -> str:
    """Return the first words of a text that tell since when; "" if none do."""
    early = text[:EARLY]
    found = next((one for one in moments(_folded(early)) if one.kind == Kind.SINCE), None)
    return early[found.start : found.end] if found else ""


def _folded(text: str) -> str:
    return fold_batch([text]).text[:-1]


def _found(text: str) -> list[Span]:
    taken: list[Span] = []
    for spans in (moments(text), events(text), counts(text)):
        taken += [span for span in spans if not any(_overlap(span, other) for other in taken)]
    # "幸福小区三栋楼": what was counted is no part of the address.
    rest = text
    for span in taken:
        rest = rest[: span.start] + "，" * (span.end - span.start) + rest[span.end :]
    taken += sites(rest)
    return sorted(taken, key=lambda span: span.start)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
