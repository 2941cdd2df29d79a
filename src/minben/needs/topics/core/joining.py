"""Messages brought together as events, all at once or day by day."""

import numpy as np

from minben.needs.topics.core.blocks import entries, within
from minben.needs.topics.core.likeness import Sides, compare
from minben.needs.topics.core.linking import JOINED, events
from minben.needs.topics.core.profiles import Profiles, learn, profile, read
from minben.needs.topics.core.shapes import Ints, Messages


def in_time(messages: Messages) -> Ints:
    """Order messages by time, then by key, so that the order of the rows does not matter."""
    return np.lexsort((messages.key, messages.at))


def join(messages: Messages, *, joined: float = JOINED) -> Ints:
    """Number the event of each message, from 0 in the order of each event's first message.

    Examples
    --------
    >>> from minben.needs.topics.core.shapes import said
    >>> join(said(["丽景花园旁搅拌站噪音扰民", "丽景花园的搅拌站夜间噪音大", "江畔社区公交太少"])).tolist()
    [0, 0, 1]
    """
    order = in_time(messages)
    sorted_ = messages.take(order)
    raw = read(sorted_.text)
    profiles = profile(raw, sorted_, learn(raw))
    numbers = np.empty(len(messages), dtype=np.int64)
    numbers[order] = _joined(profiles, joined)
    return numbers


def _joined(profiles: Profiles, joined: float) -> Ints:
    later, earlier = within(profiles, entries(profiles))
    pairs = compare(Sides(profiles, profiles, later, earlier))
    return events(profiles.matters, pairs, joined=joined)
