"""From earlier requests and their replies to a ranker: spaces, bridge, order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.answering.fields import Fields, fields_of, head_of
from minben.needs.hotline.core.answering.index import NEIGHBOURS, NONE, Index, Learned, Sources, lay_out
from minben.needs.hotline.core.answering.meaning import Space
from minben.needs.hotline.core.answering.measures import Pool, pool
from minben.needs.hotline.core.answering.ordering import learn_order
from minben.needs.hotline.core.answering.ranking import Order
from minben.needs.hotline.core.answering.teaching import learn_bridge, learn_looks, learn_space
from minben.needs.hotline.core.answering.translating import learn_translation

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
FOLDS = 4
BLOCK = 200


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """What was learned from pairs of a request and its reply; it holds none of them."""

    learned: Learned
    order: Order

    def index(
        self,
        replies: Sequence[str],
        *,
        messages: Sequence[str] = (),
        own: Ints | None = None,
        sources: Sources = NONE,
    ) -> Index:
        """Lay out replies, with some earlier messages by which hubs are known; `own`: each one's reply or −1.

        What was asked of a source is known from the same messages; the one that is looked for must not be among them.
        """
        fields = fields_of(replies)
        whole, heads = fields_of(messages), fields_of([head_of(one) for one in messages])
        others = self.learned.ask(whole, heads, self.learned.space.place(whole))
        known = np.full(len(messages), -1, dtype=np.int64) if own is None else own
        return lay_out(
            fields,
            learned=self.learned,
            places=self.learned.space.place(fields),
            others=others,
            own=known,
            sources=sources,
        )

    def find(self, index: Index, messages: Sequence[str], *, among: Ints | None = None) -> Pool:
        """Return the pool of each message, measured; `among`: the rows that may be in it, otherwise all."""
        return pool(index, index.ask(messages), among=among)


def learn(
    messages: Sequence[str],
    replies: Sequence[str],
    own: Ints,
    groups: Sequence[str],
    *,
    seed: int,
    reply_fields: Fields | None = None,
    sources: Sources = NONE,
) -> Ranker:
    """Learn from messages whose reply is known.

    Parameters
    ----------
    messages
        Earlier messages.
    replies
        All replies to choose from, each once; more of them than have a message is well.
    own
        The reply of each message, shape (messages,).
    groups
        Messages of one group (one person, one document) are never parted into learnt and unseen.
    seed
        Decides the folds.
    sources
        What the replies name as their source.
    """
    whole, head = fields_of(messages), fields_of([head_of(one) for one in messages])
    answers = reply_fields if reply_fields is not None else fields_of(replies)
    space = learn_space([whole, answers], seed=seed)
    asked, answered = space.place(whole), space.place(answers)
    pools, right = [], []
    for learnt, unseen in folds(groups, FOLDS, seed=seed):
        learned = _learned(
            space, rows_of(whole, learnt), asked[learnt], rows_of(answers, own[learnt]), answered[own[learnt]]
        )
        for new, known in halves(unseen, sources, seed=seed):
            around = np.concatenate([_some(learnt, NEIGHBOURS, seed), known])
            others = learned.ask(rows_of(whole, around), rows_of(head, around), asked[around])
            index = lay_out(
                answers, learned=learned, places=answered, others=others, own=own[around], sources=sources
            )
            for block in np.array_split(new, max(1, len(new) // BLOCK)):
                queries = learned.ask(rows_of(whole, block), rows_of(head, block), asked[block])
                pools.append(pool(index, queries))
                right.append(place_of(pools[-1], own[block]))
    size = min(found.replies.shape[1] for found in pools)
    together = Pool(
        *(np.concatenate([part[:, :size] for part in parts]) for parts in zip(*pools, strict=True))
    )
    learned = _learned(space, whole, asked, rows_of(answers, own), answered[own])
    return Ranker(learned, learn_order(together, np.concatenate(right)))


def _learned(space: Space, messages: Fields, asked: Floats, replies: Fields, answered: Floats) -> Learned:
    """Learn all but the order from pairs, row by row: their fields, and where each lies."""
    return Learned(
        space,
        learn_bridge(asked, answered),
        learn_looks(asked, replies),
        learn_translation(messages.words, replies.words),
    )


def place_of(found: Pool, own: Ints) -> Ints:
    """Return where the right reply lies in each pool, −1 where it does not."""
    hit = found.replies == own[:, None]
    return np.where(hit.any(axis=1), hit.argmax(axis=1), -1)


def folds(groups: Sequence[str], count: int, *, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """Part rows into learnt and unseen, whole groups at a time."""
    names = sorted(set(groups))
    Random(seed).shuffle(names)
    fold = {name: number % count for number, name in enumerate(names)}
    of_row = np.array([fold[name] for name in groups])
    for number in range(count):
        yield np.flatnonzero(of_row != number), np.flatnonzero(of_row == number)


def halves(unseen: Ints, sources: Sources, *, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """Part unseen messages into new ones and ones known of their source, so that no new one is known; each is new once.

    Where nothing that was asked is read, all are new at once.
    """
    if not (sources.asked and any(sources.names)):
        yield unseen, unseen[:0]
        return
    mixed = np.random.default_rng(seed).permutation(unseen)
    one, two = np.sort(mixed[: len(mixed) // 2]), np.sort(mixed[len(mixed) // 2 :])
    yield one, two
    yield two, one


def rows_of(fields: Fields, rows: Ints) -> Fields:
    """Return some texts' fields."""
    return Fields(*(part[rows] for part in fields))


def _some(rows: Ints, count: int, seed: int) -> Ints:
    if len(rows) <= count:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, count, replace=False))
