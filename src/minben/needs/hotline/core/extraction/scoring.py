"""How well spans are found, beside those that a person marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minben.needs.hotline.core.extraction.spans import Kind, Span


@dataclass(frozen=True, slots=True)
class SpanScore:
    """What one kind of span came to.

    Attributes
    ----------
    marked, found
        How many a person marked, and how many were found.
    precision, recall, f1
        A span counts that overlaps one of its kind [1].
    exact
        F1 of spans with both edges alike [1].
    value
        Of spans that overlap, the share with the same value [1]; None where nothing overlaps or has a value.
    """

    marked: int
    found: int
    precision: float
    recall: float
    f1: float
    exact: float
    value: float | None


def span_scores(
    marked: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]
) -> Mapping[Kind, SpanScore]:
    """Score each kind over all texts.

    Examples
    --------
    >>> span_scores([[Span(Kind.PLACE, 0, 4)]], [[Span(Kind.PLACE, 1, 4), Span(Kind.PLACE, 6, 8)]])[Kind.PLACE].f1
    0.6666666666666666
    """
    return {kind: _score(kind, marked, found) for kind in Kind}


def _score(kind: Kind, marked: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> SpanScore:
    pairs = [(_of(kind, one), _of(kind, other)) for one, other in zip(marked, found, strict=True)]
    given, said = sum(len(one) for one, _ in pairs), sum(len(other) for _, other in pairs)
    met = [(a, b) for one, other in pairs for a in one for b in other if a.start < b.end and b.start < a.end]
    exact = sum((a.start, a.end) == (b.start, b.end) for a, b in met)
    valued = [(a, b) for a, b in met if a.value]
    right, recalled = len({id(b) for _, b in met}), len({id(a) for a, _ in met})
    precision, recall = right / max(1, said), recalled / max(1, given)
    return SpanScore(
        marked=given,
        found=said,
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(1e-9, precision + recall),
        exact=2 * exact / max(1, given + said),
        value=sum(dict(a.value) == dict(b.value) for a, b in valued) / len(valued) if valued else None,
    )


def _of(kind: Kind, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if span.kind == kind]


def span_of(label: Mapping[str, Any]) -> Span:
    """Read a span from a line of a gold set."""
    return Span(Kind(label["kind"]), label["start"], label["end"], label.get("value") or {})
