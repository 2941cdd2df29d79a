"""Places, times and counts beside 200 sentences that a person marked, and beside the readers that came before."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from classifying import per_second
from messages import HERE, table

from minben.needs.hotline.core.address import addresses
from minben.needs.hotline.core.extraction import Kind, Span, extract
from minben.needs.hotline.core.extraction.scoring import span_of, span_scores
from minben.needs.hotline.core.phrases import fold_batch
from minben.needs.hotline.core.times import since_when

GOLD = HERE.parent / "tests" / "needs" / "hotline" / "gold" / "extraction.jsonl"
PARTS = {
    "ordinary": slice(0, 50),
    "with_a_label": slice(50, 164),
    "hard": slice(164, 200),
    "never_looked_at": slice(1, 200, 2),
}
"""As the sample was drawn: only the first shows how often things are said. The misses of the other half of the rows
were looked at once, after the first reading; the last part shows what that proves."""
Spans = list[list[Span]]


def gold() -> tuple[list[str], Spans]:
    """Return the sentences and what a person marked in each."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    keys = {"mailbox_1179": "mail_id"}
    texts = {
        name: {row[keys.get(name, "id")]: row for row in table(name)} for name in {row["set"] for row in rows}
    }
    said = [texts[row["set"]][row["id"]][row["field"]][row["start"] : row["end"]] for row in rows]
    return said, [[span_of(label) for label in row["labels"]] for row in rows]


def earlier(texts: Sequence[str]) -> Spans:
    """What the readers found that a clerk's page had before: one address, one since-when."""
    found = addresses(fold_batch(texts), texts)
    both = [(Kind.PLACE, [found.get(row, "") for row in range(len(texts))]), (Kind.SINCE, since_when(texts))]
    return [
        [
            Span(kind, text.index(words[row]), text.index(words[row]) + len(words[row]))
            for kind, words in both
            if words[row]
        ]
        for row, text in enumerate(texts)
    ]


def told(rounds: int) -> dict[str, Any]:
    """Scores by part and kind, of both; and sentences per second."""
    texts, marked = gold()
    readers: dict[str, Callable[[Sequence[str]], Spans]] = {"ours": extract, "earlier": earlier}
    found = {name: reader(texts) for name, reader in readers.items()}
    return {
        **{
            part: _compared(marked[rows], {n: f[rows] for n, f in found.items()})
            for part, rows in PARTS.items()
        },
        "all": _compared(marked, found),
        "sentences_per_s": statistics.median(
            per_second(lambda: extract(texts * 5), 5 * len(texts)) for _ in range(rounds)
        ),
    }


def _compared(marked: Spans, found: dict[str, Spans]) -> dict[str, Any]:
    scores = {name: span_scores(marked, spans) for name, spans in found.items()}
    return {
        kind.value: asdict(scores["ours"][kind])
        | ({"earlier_f1": scores["earlier"][kind].f1} if scores["earlier"][kind].found else {})
        for kind in Kind
    }
