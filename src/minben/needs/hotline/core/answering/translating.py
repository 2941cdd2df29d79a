"""Which words a message makes likely in its reply, though both may share none: translation learned from pairs.

References
----------
Brown, P. et al. (1993). The mathematics of statistical machine translation. Computational Linguistics 19 (model 1).
Berger, A. and Lafferty, J. (1999). Information retrieval as statistical translation. SIGIR.
Xue, X., Jeon, J. and Croft, W. B. (2008). Retrieval models for question and answer archives. SIGIR (itself included).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minben.commons import sparse
from minben.needs.hotline.core.answering.weighing import picked

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
STEPS = 5
ITSELF = 0.5
"""How likely a word of a message is to stand in the reply as it is, instead of another one [1]."""
LEAST = 1e-3
"""Rarer translations are not kept [1]."""
SEEN = 2
"""Words that fewer texts have say nothing about others."""
MOST_ASKED, MOST_ANSWERED = 40, 80
"""How many words of a text are learned from, its rarest; the time grows with the product."""


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """What each word of a message makes likelier in its reply.

    Attributes
    ----------
    asked, answered
        The hashed words of messages and of replies, ascending, shape (m,) and (r,).
    lift
        How much likelier than usual the first make the second, shape (m, r).
    """

    asked: Ints
    answered: Ints
    lift: sparse.csr_matrix

    def tells(self, words: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return for each message log(1 + P(word | message) / P(word)), shape (messages, r)."""
        known = _once(picked(words, self.asked))
        sizes = np.repeat(1.0 / np.maximum(np.diff(known.indptr), 1), np.diff(known.indptr))
        shares = sparse.csr_matrix((sizes.astype(np.float32), known.indices, known.indptr), shape=known.shape)
        found = (shares @ self.lift).tocsr()
        found.data = np.log1p(found.data)
        return found

    def heard(self, words: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return 1 for each known word of each reply, shape (replies, r)."""
        return _once(picked(words, self.answered))


def spoken_for(heard: sparse.csr_matrix, tells: sparse.csr_matrix) -> Floats:
    """Sum what messages tell of the words of each reply, shape (messages, replies)."""
    # Dense on one side: twenty times faster than two sparse ones, and no larger than its result.
    return np.asarray((heard @ tells.T.toarray()).T, dtype=np.float32)


class _Links(NamedTuple):
    """Each word of a message beside each word of its reply: which two, the reply's word, and the pair of words."""

    asked: Ints
    word: Ints
    pair: Ints


def learn_translation(messages: sparse.csr_matrix, replies: sparse.csr_matrix) -> Translation:
    """Learn from the words of messages and of their replies, row by row (model 1, with a word that stands for none)."""
    asked, answered = _known(messages), _known(replies)
    usual = np.bincount(picked(replies, answered).indices, minlength=len(answered)).astype(np.float64)
    usual /= max(usual.sum(), 1.0)
    rows = _rarest(picked(messages, asked), MOST_ASKED), _rarest(picked(replies, answered), MOST_ANSWERED)
    size = len(answered)
    pairs, chance = _chances(_links(*rows), size, len(asked) + 1)
    first, second = pairs // max(size, 1), pairs % max(size, 1)
    kept = (chance >= LEAST) & (first < len(asked))
    _, itself, as_is = np.intersect1d(asked, answered, assume_unique=True, return_indices=True)
    values = np.concatenate([(1.0 - ITSELF) * chance[kept], np.full(len(itself), ITSELF)])
    columns = np.concatenate([second[kept], as_is])
    places = (np.concatenate([first[kept], itself]), columns)
    shape = (len(asked), size)
    lift = sparse.csr_matrix(((values / usual[columns]).astype(np.float32), places), shape=shape)
    return Translation(asked, answered, lift)


def _chances(links: _Links, size: int, words: int) -> tuple[Ints, Floats]:
    """Return the pairs of words and how likely the first is to be said by the second (expectation, maximisation)."""
    pairs, of_link = np.unique(links.pair, return_inverse=True)
    first = pairs // max(size, 1)
    chance = np.ones(len(pairs))
    for _ in range(STEPS):
        weight = chance[of_link]
        weight /= np.bincount(links.word, weight)[links.word]
        counted = np.bincount(of_link, weight, len(pairs))
        chance = counted / np.bincount(first, counted, words)[first]
    return pairs, chance


def _links(messages: sparse.csr_matrix, replies: sparse.csr_matrix) -> _Links:
    """Set each word of a message, and the one that stands for none, beside each word of its reply."""
    size = replies.shape[1]
    asked, answered = np.diff(messages.indptr) + 1, np.diff(replies.indptr)
    nobody = np.insert(messages.indices.astype(np.int64), messages.indptr[1:], messages.shape[1])
    # Every word of a reply stands for as many links as its message has words.
    times = np.repeat(asked, answered)
    word = np.repeat(np.arange(len(times)), times)
    begins = np.repeat(np.cumsum(asked) - asked, answered)
    inside = np.arange(len(word)) - np.repeat(np.cumsum(times) - times, times)
    first = nobody[np.repeat(begins, times) + inside]
    return _Links(first, word, first * size + replies.indices[word])


def _known(words: sparse.csr_matrix) -> Ints:
    return np.flatnonzero(np.bincount(words.indices, minlength=words.shape[1]) >= SEEN)


def _rarest(words: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """Keep the rarest words of each row."""
    seen = np.bincount(words.indices, minlength=words.shape[1])
    rows = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr))
    ordered = np.lexsort((words.indices, seen[words.indices], rows))
    within = np.arange(len(rows)) - np.repeat(words.indptr[:-1], np.diff(words.indptr))
    kept = np.sort(ordered[within < most])
    ends = np.searchsorted(kept, words.indptr)
    return sparse.csr_matrix((words.data[kept], words.indices[kept], ends), shape=words.shape)


def _once(words: sparse.csr_matrix) -> sparse.csr_matrix:
    data = np.ones(len(words.indices), dtype=np.float32)
    return sparse.csr_matrix((data, words.indices, words.indptr), shape=words.shape)
