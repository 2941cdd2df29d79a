"""Plain counts: how many people ask under one heading in one community. What is shown while no algorithm may rank."""

import numpy as np

from minben.needs.topics.core.shapes import Bools, Floats, Ints, Messages, Topic

__all__ = ["apart", "by_voices", "counted", "newly_heard", "people_of"]


def counted(messages: Messages, *, fewest: int = 2) -> list[Topic]:
    """Put together what is under one heading in one community, the most people first; one person counts once.

    Parameters
    ----------
    messages : Messages
        Those without a heading or a community are left out: nobody could say what they have in common.
    fewest : int
        With fewer people than this there is no topic.

    Returns
    -------
    list of Topic
        Without title and keywords, for nothing was read; hotness is the number of people.

    Examples
    --------
    >>> from minben.needs.topics.core.shapes import said
    >>> heading, community = np.array([0, 0, 0, 1, 1, 2]), np.array([5, 5, 6, 5, 5, -1])
    >>> asked = said([""] * 6, person=np.array([1, 2, 3, 4, 4, 5]), category=heading, place=community)
    >>> [(topic.members.tolist(), topic.hotness) for topic in counted(asked)]
    [([0, 1], 2.0)]
    """
    known = np.flatnonzero((messages.category >= 0) & (messages.place >= 0))
    kinds = np.column_stack([messages.category[known], messages.place[known]])
    _pairs, which = np.unique(kinds, axis=0, return_inverse=True)
    order = np.argsort(which, kind="stable")
    cuts = np.flatnonzero(np.diff(which[order])) + 1
    found = [known[rows] for rows in np.split(order, cuts)] if len(known) else []
    return by_voices([_topic(messages, rows) for rows in found], messages, fewest=fewest)


def by_voices(topics: list[Topic], messages: Messages, *, fewest: int = 2) -> list[Topic]:
    """Order topics by nothing but how many people speak, then by what came first."""
    people = [people_of(messages, topic.members) for topic in topics]
    order = sorted(
        (n for n, count in enumerate(people) if count >= fewest), key=lambda n: (-people[n], topics[n].first)
    )
    return [_counted(topics[n], rank, float(people[n])) for rank, n in enumerate(order, 1)]


def people_of(messages: Messages, members: Ints) -> int:
    """How many people stand behind messages: one person once, whoever nobody knows each for themselves.

    Examples
    --------
    >>> import numpy as np
    >>> from types import SimpleNamespace
    >>> people_of(SimpleNamespace(person=np.array([4, 4, -1, -1, 7])), np.arange(5))
    4
    """
    return len(np.unique(apart(messages.person[members])))


def apart(who: Ints) -> Ints:
    """Give whoever nobody knows (−1) a number of their own, so that everybody is one number.

    Examples
    --------
    >>> apart(np.array([4, 4, -1, -1, 7])).tolist()
    [4, 4, -3, -4, 7]
    """
    found: Ints = np.where(who < 0, -1 - np.arange(len(who)), who)
    return found


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
    alone = apart(voices)
    fresh = np.zeros(len(voices), dtype=np.bool_)
    fresh[np.unique(alone, return_index=True)[1]] = True
    heard: Bools = fresh & is_new
    return heard


def _counted(topic: Topic, rank: int, voices: float) -> Topic:
    return Topic(
        rank=rank, hotness=voices, parts={"voices": voices}, first=topic.first, last=topic.last, places=topic.places,
        title=topic.title, keywords=topic.keywords, voices=voices, members=topic.members,
    )  # fmt: skip


def _topic(messages: Messages, rows: Ints) -> Topic:
    when: Floats = messages.at[rows]
    return Topic(
        rank=0, hotness=0.0, parts={}, first=float(when.min()), last=float(when.max()), places=(), title="",
        keywords=(), voices=0.0, members=rows,
    )  # fmt: skip
