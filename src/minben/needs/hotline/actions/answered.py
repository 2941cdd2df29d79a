"""Learning from what was answered before, and laying it out each night for whoever answers next."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from django.utils.timezone import localdate

from minben.commons.digests import canonical_json, digest
from minben.commons.errors import TeachingError
from minben.needs.hotline import ranker
from minben.needs.hotline.core.answering.index import NEIGHBOURS, Sources
from minben.needs.hotline.core.answering.judging import judge, shares
from minben.needs.hotline.queries.answered import (
    Answered,
    answered,
    answers_in_force,
    usable_by_all,
    usable_by_staff,
)

# Fewer pairs teach nothing that holds; more take long and add little.
LEAST, MOST, SEED = 300, 4_000, 7
_Value = TypeVar("_Value")
_FOLDS = 5
_GROUP = 10


def learn_replies(*, at: datetime, most: int = MOST) -> str:
    """Learn from the city's own replies, judge it on those of other people, and take it up; return its version.

    It runs only once a person has cleared that version.

    Parameters
    ----------
    most
        How many replies are read, the newest first.

    Raises
    ------
    TeachingError
        ``replies_too_few``.
    """
    # Learning brings in scipy's optimiser, which no page should wait for.
    from minben.needs.hotline.core.answering.learning import folds, learn

    pairs = answered(found=usable_by_staff(), day=localdate(at), limit=most)
    if len(pairs) < LEAST:
        raise TeachingError("replies_too_few", found=len(pairs), least=LEAST)
    replies, own = _distinct(pairs)
    people = [one.person for one in pairs]
    learnt, unseen = next(folds(people, _FOLDS, seed=SEED))
    messages = [one.message for one in pairs]
    sources = Sources(_of_reply([one.source for one in pairs], own))
    made = learn(
        [messages[row] for row in learnt],
        replies,
        own[learnt],
        [people[row] for row in learnt],
        seed=SEED,
        sources=sources,
    )
    around = learnt[:: max(1, -(-len(learnt) // NEIGHBOURS))]
    index = made.index(replies, messages=[messages[row] for row in around], own=own[around], sources=sources)
    asked = [pairs[row] for row in unseen]
    headings = np.array(_of_reply([one.category for one in pairs], own), dtype=np.int64)
    among = [np.flatnonzero(headings == one.category) if one.category else None for one in asked]
    found = judge(made, index, [one.message for one in asked], own[unseen], among=among)
    told = {
        "made_on": localdate(at).isoformat(),
        "rows": len(unseen),
        "learnt": len(learnt),
        "data_digest": digest(canonical_json([[one.message, one.reply] for one in asked]).encode()),
        "among": len(replies),
        "ece": round(found.error, 6),
        "shares": [asdict(one) for one in shares(found, _groups(asked))],
    }
    return ranker.take_up(made, told)


def _of_reply(values: Sequence[_Value], own: Any) -> list[_Value]:
    """Return the value of each distinct reply, as its first pair has it."""
    found = dict[int, _Value]()
    for value, row in zip(values, own.tolist(), strict=True):
        found.setdefault(row, value)
    return [found[row] for row in range(len(found))]


def _groups(asked: Sequence[Answered]) -> dict[str, Any]:
    """Tell people apart by how they asked and whether they are vulnerable; groups of ten and more."""
    found = {
        f"channel:{name}": np.array([one.channel == name for one in asked])
        for name in sorted({one.channel for one in asked})
    }
    for word, yes in (("no", False), ("yes", True)):
        found[f"vulnerable:{word}"] = np.array([one.vulnerable is yes for one in asked])
    return {name: within for name, within in found.items() if within.sum() >= _GROUP}


def _distinct(pairs: Sequence[Answered]) -> tuple[list[str], Any]:
    """Return replies, of the same words once, and which of them each pair has."""
    numbers: dict[str, int] = {}
    own = [numbers.setdefault(one.reply, len(numbers)) for one in pairs]
    return list(numbers), np.array(own, dtype=np.int64)


def lay_out_replies(*, at: datetime) -> int:
    """Lay out today's replies and standard answers for the ranker in use; return how many there are in what is new.

    Nothing is done where they are the same as last time, so that calling it again costs one reading of the rows.
    """
    loaded = ranker.current()
    if loaded is None:
        return 0
    day = localdate(at)
    pairs, answers = answered(found=usable_by_staff(), day=day), answers_in_force(on=day)
    texts, own = _distinct(pairs)
    newest = _of_reply([one.entry for one in pairs], own)
    # No more than it was judged among: of more, its sureness would say too much.
    texts = texts[: int(ranker.told_of_ranker()["among"])]
    keys = [*newest[: len(texts)], *(-key for key, *_ in answers)]
    headings = _of_reply([one.category for one in pairs], own)[: len(texts)]
    headings += [heading for _, heading, *_ in answers]
    sources = _of_reply([one.source for one in pairs], own)[: len(texts)]
    sources += [source for *_, source, _ in answers]
    open_to_all = set(usable_by_all().values_list("pk", flat=True))
    around = [n for n in range(len(pairs)) if own[n] < len(texts)][:NEIGHBOURS]
    texts += [words for *_, words in answers]
    told = {
        "keys": keys,
        "categories": headings,
        "public": [key < 0 or key in open_to_all for key in keys],
        "ranker": loaded.version,
        "texts": digest(canonical_json([texts, sources]).encode()),
    }
    if not texts or ranker.told_of_index() == told:
        return 0
    messages = [pairs[n].message for n in around]
    index = loaded.ranker.index(texts, messages=messages, own=own[around], sources=Sources(sources))
    ranker.put(index, told)
    return len(texts)
