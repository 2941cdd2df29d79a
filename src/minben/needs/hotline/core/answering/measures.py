"""What speaks for a reply to a request: measures of each pair, for the ranking to weigh."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.answering.index import (
    COMPARED,
    Index,
    Queries,
    Side,
    by_size,
    query_cosine,
)
from minben.needs.hotline.core.answering.translating import spoken_for

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
POOL = 150
"""How many replies are looked at closely."""
MEASURES = (
    "singles", "pairs", "fours", "words", "names", "head_pairs", "head_words",
    "best", "covers_pairs", "covers_words", "covered_pairs", "covered_words", "head_covered", "foreign",
    "latent", "meaning", "looks",
    "z_looks", "z_latent", "z_pairs", "z_words", "z_fours", "z_head", "z_meaning", "z_covered",
    "likely", "likely_root", "likely_each", "z_likely_root", "z_likely_each",
    "context", "context_words", "z_context", "has_context", "context_both",
    "length", "length_both", "length_squared", "hub",
)  # fmt: skip
STANDARDISED = (
    ("pairs", "pairs"), ("words", "words"), ("fours", "fours"), ("head", "head_pairs"),
    ("latent", "latent"), ("looks", "looks"),
    ("meaning", "meaning"), ("covered", "covers_pairs"),
    ("likely_root", "likely_root"), ("likely_each", "likely_each"), ("context", "context"),
)  # fmt: skip


class Pool(NamedTuple):
    """The replies looked at closely for each request, shape (requests, k), and their measures, (requests, k, m)."""

    replies: Ints
    measures: Floats


def pool(index: Index, queries: Queries, *, size: int = POOL, among: Ints | None = None) -> Pool:
    """Choose the replies that most speaks for, and measure each of them.

    The first choice sums five standardised measures: pairs, pairs of the head, what the message makes expect, the words
    that it makes likely, and pairs of what else is known from the reply's source.

    Parameters
    ----------
    among
        Choose among these rows alone; otherwise among all.
    """
    rows = np.arange(len(index.length)) if among is None else among
    asked = query_cosine(index, "pairs", queries.whole.pairs)
    pairs, context = (asked @ index.postings).toarray(), index.context.near("pairs", asked)
    head = (query_cosine(index, "pairs", queries.head.pairs) @ index.postings).toarray()
    meaning = queries.expected @ index.expected.T
    likely = spoken_for(index.heard, queries.tells)
    spreads = index.spreads
    expected = spreads["meaning"].standard(meaning)[:, rows]
    words = by_size(likely, np.diff(index.heard.indptr))["likely_root"]
    first = (
        spreads["pairs"].standard(pairs)[:, rows]
        + 0.5 * spreads["head"].standard(head)[:, rows]
        + 0.7 * expected
        + 0.5 * spreads["likely_root"].standard(words)[:, rows]
        + 0.5 * spreads["context"].standard(context)[:, rows]
    )
    chosen = rows[_foremost(first, expected, min(size, first.shape[1]))]
    known = {name: np.take_along_axis(value, chosen, axis=1) for name, value in
             (("pairs", pairs), ("head_pairs", head), ("meaning", meaning), ("likely", likely), ("context", context),
              ("context_words", _context_words(index, queries)))}  # fmt: skip
    measured = [
        _measured(index, queries, row, chosen[row], {k: v[row] for k, v in known.items()})
        for row in range(len(chosen))
    ]
    return Pool(chosen, np.stack(measured) if measured else np.zeros((0, size, len(MEASURES)), np.float32))


def _context_words(index: Index, queries: Queries) -> Floats:
    return index.context.near("words", query_cosine(index, "words", queries.whole.words))


def _measured(index: Index, queries: Queries, row: int, replies: Ints, known: dict[str, Floats]) -> Floats:
    """Measure the replies chosen for one request."""
    found = known | {"latent": index.place[replies] @ queries.place[row]}
    found["looks"] = index.looks[replies] @ queries.looks[row]
    found |= {"has_context": index.context.known[replies], "context_both": known["context"] * known["pairs"]}
    found |= by_size(known["likely"], np.diff(index.heard.indptr)[replies])
    for name in COMPARED:
        found |= _of_field(index, name, _row(getattr(queries.whole, name), row), replies)
    found |= _of_head(index, queries, row, replies)
    for name, measure in STANDARDISED:
        found[f"z_{name}"] = index.spreads[name].standard(found[measure], replies)
    length, asked_length = np.log1p(index.length[replies]), np.log1p(queries.whole.length[row])
    found |= {"length": length, "length_both": length * asked_length, "length_squared": length**2}
    found["hub"] = index.spreads["pairs"].mean[replies]
    return np.stack([found[name] for name in MEASURES], axis=-1).astype(np.float32)


def _foremost(first: Floats, second: Floats, size: int) -> Ints:
    """Choose two of three by one measure and the rest by another, shape (requests, size)."""
    part = size - size // 3
    chosen = np.argpartition(-first, part - 1, axis=1)[:, :part]
    if part == first.shape[1]:
        return chosen.astype(np.int64)
    rest = second.copy()
    np.put_along_axis(rest, chosen, -np.inf, axis=1)
    more = np.argpartition(-rest, size - part - 1, axis=1)[:, : size - part]
    return np.concatenate([chosen, more], axis=1).astype(np.int64)


class _Row(NamedTuple):
    """One row of counts: its columns and how often each stands."""

    columns: Ints
    counts: Floats


def _row(counted: sparse.csr_matrix, row: int) -> _Row:
    start, end = counted.indptr[row : row + 2]
    return _Row(counted.indices[start:end], counted.data[start:end])


def _of_field(index: Index, name: str, asked: _Row, replies: Ints) -> dict[str, Floats]:
    """Compare one field: the cosine, what is covered either way, and for pairs BM25."""
    side = index.sides[name]
    place, owner, present = _meet(side, asked, replies)
    columns = side.columns[place]
    repeated = 2.0 * asked.counts / (asked.counts + 1.0)
    weights = repeated * side.rare[asked.columns]
    norm = max(float(np.sqrt((weights.astype(np.float64) ** 2).sum())), 1e-9)
    size = len(replies)
    found: dict[str, Floats] = {
        name: _sums(owner, side.cosine[place] * repeated[present] * side.rare[columns], size) / norm
    }
    shared = _sums(owner, side.rare[columns], size)
    if name == "names":
        return {name: shared, "foreign": np.log1p(np.maximum(side.told[replies] - shared, 0.0))}
    if name in ("pairs", "words"):
        found[f"covers_{name}"] = shared / (side.told[replies] + 5.0)
        found[f"covered_{name}"] = shared / (float(side.rare[asked.columns].sum()) + 5.0)
    if name == "pairs":
        found["best"] = _sums(owner, side.best[place] * repeated[present], size)
    return found


def _of_head(index: Index, queries: Queries, row: int, replies: Ints) -> dict[str, Floats]:
    """Compare the head of a request: its words, and how much of it a reply takes up."""
    pairs, words = _row(queries.head.pairs, row), _row(queries.head.words, row)
    side = index.sides["pairs"]
    place, owner, _ = _meet(side, pairs, replies)
    shared = _sums(owner, side.rare[side.columns[place]], len(replies))
    covered = shared / (float(side.rare[pairs.columns].sum()) + 5.0)
    return {"head_covered": covered, "head_words": _of_field(index, "words", words, replies)["words"]}


def _sums(owner: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(owner, values, size), dtype=np.float64)


def _meet(side: Side, asked: _Row, replies: Ints) -> tuple[Ints, Ints, Ints]:
    """Find where a request and replies share a column: the place in the field, the reply, the asked column."""
    starts, ends = side.rows[replies], side.rows[replies + 1]
    lengths = ends - starts
    owner = np.repeat(np.arange(len(replies)), lengths)
    begins = np.cumsum(lengths) - lengths
    place = np.arange(len(owner)) + np.repeat(starts - begins, lengths)
    # A table of all columns costs little, for only the pages that are touched are ever made.
    table = np.zeros(len(side.rare), dtype=np.int32)
    table[asked.columns] = np.arange(1, len(asked.columns) + 1)
    at = table[side.columns[place]]
    hit = np.flatnonzero(at)
    return place[hit], owner[hit], at[hit].astype(np.int64) - 1
