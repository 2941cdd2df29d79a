"""What else is known from a reply's source: the other replies that name it, and what was asked of those.

A reply never stands beside its own question there: whoever asks anew has not asked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.answering.fields import Fields
from minben.needs.hotline.core.answering.weighing import unit, weighed

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
MOST = 40
"""A source that more replies share says nothing about one of them [replies]."""
READ = ("pairs", "words")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What is known from each reply's source besides it; replies that name none have none.

    Attributes
    ----------
    postings
        By field, cosine rows turned round: whose context holds a column; empty where no reply has a context.
    known
        Whether a reply has one [0 or 1], shape (replies,).
    """

    postings: dict[str, sparse.csr_matrix]
    known: Floats

    def near(self, name: str, asked: sparse.csr_matrix) -> Floats:
        """Return how near weighed requests lie to each reply's context [cosine], shape (requests, replies)."""
        if name not in self.postings:
            return np.zeros((asked.shape[0], len(self.known)), dtype=np.float32)
        return np.asarray((asked @ self.postings[name]).toarray(), dtype=np.float32)


class Asked(NamedTuple):
    """Earlier messages, and for each its reply's row or −1."""

    messages: Fields
    own: Ints


def siblings(sources: Sequence[str]) -> tuple[Ints, Ints]:
    """Return which replies have which others of their source beside them, themselves included.

    Examples
    --------
    >>> [rows.tolist() for rows in siblings(["a", "", "a", "b"])]
    [[0, 0, 2, 2], [0, 2, 0, 2]]
    """
    of: dict[str, list[int]] = {}
    for row, source in enumerate(sources):
        if source:
            of.setdefault(source, []).append(row)
    groups = [np.array(rows, dtype=np.int64) for rows in of.values() if 1 < len(rows) <= MOST]
    nobody = [np.zeros(0, dtype=np.int64)]
    first = np.concatenate([*nobody, *(np.repeat(rows, len(rows)) for rows in groups)])
    return first, np.concatenate([*nobody, *(np.tile(rows, len(rows)) for rows in groups)])


def context_of(
    replies: Fields, sources: Sequence[str], asked: Asked | None, *, rare: dict[str, Floats]
) -> Context:
    """Gather what else is known from the source of each reply.

    Parameters
    ----------
    sources
        Of each reply, empty where it names none.
    asked
        Earlier messages: those of the other replies are read too; None: the replies alone.
    rare
        Rarity of each column, by field.
    """
    reply, other = siblings(sources)
    apart = reply != other
    reply, other = reply[apart], other[apart]
    size = len(replies.length)
    if not len(reply):
        return Context({}, np.zeros(size, dtype=np.float32))
    beside = _ones(reply, other, (size, size))
    postings = {}
    for name in READ:
        counted = getattr(replies, name)
        if asked is not None:
            there = np.flatnonzero(asked.own >= 0)
            questions = _ones(asked.own[there], there, (size, len(asked.own)))
            counted = (counted + questions @ getattr(asked.messages, name)).tocsr()
        postings[name] = unit(weighed((beside @ counted).tocsr(), rare[name])).T.tocsr()
    known = np.bincount(postings["pairs"].indices, minlength=size) > 0
    return Context(postings, known.astype(np.float32))


def of_one_source(own: Ints, sources: Sequence[str]) -> tuple[Ints, Ints]:
    """Return which messages belong to which replies: their own, and every other of its source.

    Examples
    --------
    >>> message, reply = of_one_source(np.array([0, 1, 2, -1]), ["a", "b", "a"])
    >>> sorted(zip(message.tolist(), reply.tolist()))
    [(0, 0), (0, 2), (1, 1), (2, 0), (2, 2)]
    """
    rows = np.flatnonzero(own >= 0)
    reply, other = siblings(sources)
    order = np.argsort(reply, kind="stable")
    reply, other = reply[order], other[order]
    begins, ends = (np.searchsorted(reply, own[rows], side=side) for side in ("left", "right"))
    counts = ends - begins
    inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    all_of = other[np.repeat(begins, counts) + inside]
    alone = rows[counts == 0]
    return np.concatenate([np.repeat(rows, counts), alone]), np.concatenate([all_of, own[alone]])


def _ones(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
