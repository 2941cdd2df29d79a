"""Earlier replies laid out so that a new request is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.answering.fields import Fields, fields_of, head_of
from minben.needs.hotline.core.answering.meaning import Bridge, Looks, Space
from minben.needs.hotline.core.answering.sources import Asked, Context, context_of, of_one_source
from minben.needs.hotline.core.answering.translating import Translation, spoken_for
from minben.needs.hotline.core.answering.weighing import bm25, rarity, totals, unit, weighed

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
COMPARED = ("singles", "pairs", "fours", "words", "names")
NEIGHBOURS = 1_500
"""How many earlier messages tell which replies seem to answer everybody."""
SHRINK = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How a measure lies over the messages a reply does not answer: its mean and deviation, shape (replies,)."""

    mean: Floats
    deviation: Floats

    def standard(self, values: Floats, replies: Ints | slice = slice(None)) -> Floats:
        """Return how far values lie above what the reply gives anybody [standard deviations]."""
        return np.asarray((values - self.mean[replies]) / self.deviation[replies], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Sources:
    """What replies name as their source, "" for none; ``asked``: whether what was asked of a source counts as well."""

    names: Sequence[str] = ()
    asked: bool = True


NONE = Sources()


@dataclass(frozen=True, slots=True, eq=False)
class Queries:
    """New requests by field, whole and head; where they lie by meaning, and where their replies should.

    ``tells``: which words they make likely in a reply.
    """

    whole: Fields
    head: Fields
    place: Floats
    expected: Floats
    looks: Floats
    tells: sparse.csr_matrix


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What pairs of a message and its reply taught, apart from the order."""

    space: Space
    bridge: Bridge
    looks: Looks
    translation: Translation

    def ask(self, whole: Fields, head: Fields, place: Floats) -> Queries:
        """Turn messages that are placed already towards their replies."""
        expected, looks = self.bridge.messages(place), self.looks.messages(place)
        return Queries(whole, head, place, expected, looks, self.translation.tells(whole.words))


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One field of the replies, row after row.

    Attributes
    ----------
    rows
        Where each reply begins, shape (replies + 1,).
    columns
        What it holds, shape (n,).
    cosine, best
        The weight of each in a row of length one, and by BM25, shape (n,).
    rare
        Rarity of each column among the replies, shape (columns,).
    told
        How much each reply tells in all, shape (replies,).
    """

    rows: Ints
    columns: Ints
    cosine: Floats
    best: Floats
    rare: Floats
    told: Floats

    def matrix(self) -> sparse.csr_matrix:
        """Return the cosine weights as a matrix."""
        shape = (len(self.rows) - 1, len(self.rare))
        return sparse.csr_matrix((self.cosine, self.columns, self.rows), shape=shape)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Replies, ready to be compared.

    Attributes
    ----------
    sides
        By field.
    postings
        The cosine rows of pairs, turned round: which replies hold a column.
    heard
        Which words that messages can make likely each reply holds, shape (replies, words).
    context
        What else is known from their sources.
    place, expected
        The replies by meaning, and turned towards the messages that expect them, shape (replies, dimensions).
    looks
        What each reply has more than usual, shape (replies, shapes).
    learned
        What places a new message beside them.
    spreads
        By measure: "pairs", "head", "words", "fours", "latent", "meaning", "covered", "likely_root", "likely_each",
        "context".
    length
        Of each reply [characters].
    """

    sides: dict[str, Side]
    postings: sparse.csr_matrix
    heard: sparse.csr_matrix
    context: Context
    place: Floats
    expected: Floats
    looks: Floats
    learned: Learned
    spreads: dict[str, Spread]
    length: Floats

    def ask(self, messages: Sequence[str]) -> Queries:
        """Weigh new requests as this index weighs."""
        whole = fields_of(messages)
        heads = fields_of([head_of(message) for message in messages])
        return self.learned.ask(whole, heads, self.learned.space.place(whole))


def lay_out(
    replies: Fields, *, learned: Learned, places: Floats, others: Queries, own: Ints, sources: Sources = NONE
) -> Index:
    """Lay out replies.

    Parameters
    ----------
    replies
        The replies' fields.
    learned
        What was learned of messages and their replies.
    places
        The replies in its space, shape (replies, dimensions).
    others
        Earlier messages, by which the hubs among the replies are known.
    own
        For each of them its reply's row, or −1: it does not count for that reply.
    sources
        What the replies name as their source.
    """
    sides = {name: _side(getattr(replies, name)) for name in COMPARED}
    names = sources.names or [""] * len(replies.length)
    asked = Asked(others.whole, own) if sources.asked else None
    index = Index(
        sides=sides,
        postings=sides["pairs"].matrix().T.tocsr(),
        heard=learned.translation.heard(replies.words),
        context=context_of(replies, names, asked, rare={name: side.rare for name, side in sides.items()}),
        place=places,
        expected=learned.bridge.replies(places),
        looks=learned.looks.replies(replies),
        learned=learned,
        spreads={},
        length=replies.length,
    )
    index.spreads.update(_spreads(index, others, own))
    # A message says nothing of the other replies of its source either: it may stand in their contexts.
    index.spreads["context"] = _spread_of_context(index, others, of_one_source(own, names))
    return index


def _side(counted: sparse.csr_matrix) -> Side:
    rare = rarity(counted)
    told = totals(weighed(counted, rare, once=True))
    return Side(
        rows=counted.indptr.astype(np.int64),
        columns=counted.indices.astype(np.int64),
        cosine=unit(weighed(counted, rare)).data,
        best=bm25(counted, rare).data,
        rare=rare,
        told=told,
    )


def query_cosine(index: Index, name: str, counted: sparse.csr_matrix) -> sparse.csr_matrix:
    """Weigh one field of queries to rows of length one."""
    return unit(weighed(counted, index.sides[name].rare))


def _spreads(index: Index, others: Queries, own: Ints) -> dict[str, Spread]:
    """Measure each reply against messages that it does not answer."""
    rows = np.flatnonzero(own >= 0)
    theirs, found = (rows, own[rows]), {}
    for name in ("words", "fours"):
        asked = query_cosine(index, name, getattr(others.whole, name))
        found[name] = _spread((asked @ index.sides[name].matrix().T).toarray(), theirs)
    for name, fields in (("pairs", others.whole), ("head", others.head)):
        found[name] = _spread((query_cosine(index, "pairs", fields.pairs) @ index.postings).toarray(), theirs)
    found["latent"] = _spread(others.place @ index.place.T, theirs)
    found["looks"] = _spread(others.looks @ index.looks.T, theirs)
    found["meaning"] = _spread(others.expected @ index.expected.T, theirs)
    pairs = index.sides["pairs"]
    asked = weighed(others.whole.pairs, pairs.rare, once=True)
    held = (index.postings > 0).astype(np.float32)
    found["covered"] = _spread((asked @ held).toarray() / (pairs.told + 5.0), theirs)
    likely, words = spoken_for(index.heard, others.tells), np.diff(index.heard.indptr)
    found |= {name: _spread(value, theirs) for name, value in by_size(likely, words).items()}
    return found


def _spread_of_context(index: Index, others: Queries, left_out: tuple[Ints, Ints]) -> Spread:
    if not index.context.postings:
        return Spread(index.context.known, np.ones_like(index.context.known))
    return _spread(index.context.near("pairs", query_cosine(index, "pairs", others.whole.pairs)), left_out)


def by_size(likely: Floats, words: Ints) -> dict[str, Floats]:
    """Weigh what speaks for replies by how many known words they have: long ones gather more."""
    return {"likely_root": likely / np.sqrt(np.maximum(words, 1)), "likely_each": likely / (words + 3)}


def _spread(values: Floats, left_out: tuple[Ints, Ints]) -> Spread:
    """Return mean and deviation by column, some rows of some columns left out.

    Examples
    --------
    Of three messages the first is the first reply's own: it does not count there.

    >>> values = np.array([[9.0, 1.0], [1.0, 2.0], [3.0, 3.0]])
    >>> found = _spread(values, (np.array([0]), np.array([0])))
    >>> found.mean.tolist(), found.standard(values)[1:, 0].round(2).tolist()
    ([2.0, 2.0], [-1.0, 1.0])
    """
    counts = np.full(values.shape[1], float(values.shape[0]))
    np.subtract.at(counts, left_out[1], 1.0)
    kept = values.astype(np.float64)
    kept[left_out] = 0.0
    mean = kept.sum(axis=0) / np.maximum(counts, 1.0)
    square = (kept**2).sum(axis=0) / np.maximum(counts, 1.0)
    variance = np.maximum(square - mean**2, 0.0)
    deviation = np.sqrt(variance + SHRINK * max(float(variance.mean()), 1e-9))
    return Spread(mean.astype(np.float32), deviation.astype(np.float32))


__all__ = [
    "COMPARED",
    "NEIGHBOURS",
    "NONE",
    "Index",
    "Learned",
    "Queries",
    "Side",
    "Sources",
    "Spread",
    "by_size",
    "lay_out",
    "query_cosine",
]
