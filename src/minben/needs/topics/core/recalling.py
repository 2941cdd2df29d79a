"""What was found before, called to mind so that a new day's messages can join it."""

import numpy as np

from minben.needs.topics.core.blocks import entries
from minben.needs.topics.core.joining import Known, Store, in_time
from minben.needs.topics.core.profiles import learn, profile
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import Bools, Ints, Messages

__all__ = ["newly_heard", "recall"]


def recall(messages: Messages, event: Ints) -> Known:
    """Know messages whose events were found before, without looking for them again.

    Parameters
    ----------
    messages
        In any order; a few of each event are enough.
    event
        The event of each, from 0.

    Examples
    --------
    >>> from minben.needs.topics.core.joining import join_new
    >>> from minben.needs.topics.core.shapes import said
    >>> known = recall(said(["江畔社区公交太少", "丽景花园旁搅拌站噪音扰民"]), np.array([1, 0]))
    >>> join_new(known, said(["丽景花园的搅拌站夜间噪音大"]))[0].tolist()
    [0]
    """
    order = in_time(messages)
    inside = messages.take(order)
    raw = read(inside.text)
    lore = learn(raw, inside.place)
    profiles = profile(raw, inside, lore)
    store = Store(profiles, entries(profiles), event[order])
    return Known(lore, (store,), int(event.max(initial=-1)) + 1)


def newly_heard(voices: Ints, is_new: Bools) -> Bools:
    """Tell which new messages are of people not heard before; who nobody knows (−1) is somebody new.

    Parameters
    ----------
    voices, is_new : shape (n,)
        Who speaks, in the order of arrival, and whether the message is new.

    Examples
    --------
    >>> newly_heard(np.array([4, 4, 7, 7, -1]), np.array([False, True, True, True, True])).tolist()
    [False, False, True, False, True]
    """
    alone = np.where(voices < 0, -1 - np.arange(len(voices)), voices)
    fresh = np.zeros(len(voices), dtype=np.bool_)
    fresh[np.unique(alone, return_index=True)[1]] = True
    heard: Bools = fresh & is_new
    return heard
