"""How well a ranker finds the known reply of requests it did not learn from, and how honest its sureness is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.answering.index import Index
from minben.needs.hotline.core.answering.learning import Ranker, place_of
from minben.needs.hotline.core.answering.measures import Pool

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SURE = 0.5
"""The sureness from which a reply is shown unless a clearance says otherwise [1]."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """How many replies stand before each request's own, and how sure the first place is [1], shape (requests,).

    ``sure_without``: the same once its own reply is taken away; then nothing is right.
    """

    before: Ints
    sure: Floats
    sure_without: Floats

    @property
    def error(self) -> float:
        """How far sureness and truth lie apart where half the requests have a reply and half have none [1]."""
        right = np.concatenate([self.before == 0, np.zeros(len(self.before), dtype=bool)])
        return calibration_error(np.concatenate([self.sure, self.sure_without]), right)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many requests, in one group ("all": everybody)."""

    metric: str
    group: str
    hits: int
    of: int


def judge(
    ranker: Ranker, index: Index, messages: Sequence[str], own: Ints, *, among: Sequence[Ints | None]
) -> Judged:
    """Let a ranker look for the replies of requests it does not know.

    Parameters
    ----------
    own
        The row of each message's reply in the index, shape (messages,).
    among
        The rows that each message is compared with; None: all.
    """
    before, sure, without = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], [np.zeros(0)]
    for message, reply, rows in zip(messages, own, among, strict=True):
        found = ranker.find(index, [message], among=rows)
        scores, place = ranker.order.scores(found), place_of(found, np.array([reply]))
        value = np.where(place >= 0, scores[[0], np.maximum(place, 0)], -np.inf)
        before.append((scores > value[:, None]).sum(axis=1))
        sure.append(ranker.order.sure(found))
        without.append(ranker.order.sure(_bereft(found, place)))
    return Judged(np.concatenate(before), np.concatenate(sure), np.concatenate(without))


def _bereft(found: Pool, place: Ints) -> Pool:
    """Take each request's own reply out of its pool; where it is not in it, the last goes."""
    gone = np.where(place >= 0, place, found.replies.shape[1] - 1)
    kept = np.arange(found.replies.shape[1]) != gone[:, None]
    size = (len(gone), found.replies.shape[1] - 1)
    return Pool(found.replies[kept].reshape(size), found.measures[kept].reshape(*size, -1))


def shares(judged: Judged, groups: Mapping[str, Bools], *, sure: float = SURE) -> list[Share]:
    """Count, for all and by group, what was found first, among those shown, kept back, and shown wrongly."""
    right, shown = judged.before == 0, judged.sure >= sure
    counted = {
        "found_first": (right, np.ones(len(right), dtype=bool)),
        "found_among_three": (judged.before < SHOWN, np.ones(len(right), dtype=bool)),
        "abstained": (~shown, np.ones(len(right), dtype=bool)),
        "wrong_when_shown": (~right, shown),
    }
    counted["shown_without_one"] = (judged.sure_without >= sure, np.ones(len(right), dtype=bool))
    everybody = {"all": np.ones(len(right), dtype=bool), **groups}
    return [
        Share(metric, group, int((hits & of & within).sum()), int((of & within).sum()))
        for metric, (hits, of) in counted.items()
        for group, within in everybody.items()
    ]
