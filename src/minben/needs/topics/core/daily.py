"""Messages brought together day by day: new ones join known events, or found new ones."""

from dataclasses import dataclass, replace

import numpy as np

from minben.needs.topics.core.blocks import Entries, across, entries, within
from minben.needs.topics.core.joining import as_given, brought_together, in_time, profiled
from minben.needs.topics.core.likeness import JOINED, Compared, compare
from minben.needs.topics.core.linking import events, numbered
from minben.needs.topics.core.lookups import Sides
from minben.needs.topics.core.profiles import Lore, Profiles, profile, together
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import Ints, Messages

GROWN = 100_000
"""Stores of messages larger than this are left as they are, so that no day pays for putting years together."""


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """Messages that have their events, in the order of time, with their index."""

    profiles: Profiles
    index: Entries
    event: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """All messages that have their events, and what is rare among them.

    Attributes
    ----------
    lore
        Learnt when `know` was called; call it again now and then, for cities change.
    stores
        The messages, the oldest first.
    events
        How many events there are; the next new one gets this number.
    """

    lore: Lore
    stores: tuple[Store, ...]
    events: int


def know(messages: Messages, *, joined: float = JOINED) -> tuple[Ints, Known]:
    """Bring messages together and keep what is needed for new ones to join them.

    Returns
    -------
    event : int array, shape (n,)
        From 0 in the order of each event's first message.
    known : Known
        For `join_new`.
    """
    lore, profiles = profiled(messages)
    event = numbered(brought_together(profiles, joined))
    known = Known(lore, (Store(profiles, entries(profiles), event),), int(event.max(initial=-1)) + 1)
    return as_given(in_time(messages), event), known


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
    >>> from minben.needs.topics.core.shapes import said
    >>> known = recall(said(["江畔社区公交太少", "丽景花园旁搅拌站噪音扰民"]), np.array([1, 0]))
    >>> join_new(known, said(["丽景花园的搅拌站夜间噪音大"]))[0].tolist()
    [0]
    """
    lore, profiles = profiled(messages)
    store = Store(profiles, entries(profiles), event[in_time(messages)])
    return Known(lore, (store,), int(event.max(initial=-1)) + 1)


def join_new(known: Known, new: Messages, *, joined: float = JOINED) -> tuple[Ints, Known]:
    """Let new messages join known events, or found new ones; known events never change.

    Each is compared with the latest messages of its blocks only, so a day takes the same time whatever is known.

    Returns
    -------
    event : int array, shape (n,)
        Of each new message.
    known : Known
        With the new messages in it; the one given stays as it was.

    Examples
    --------
    >>> from minben.needs.topics.core.shapes import said
    >>> first, known = know(said(["丽景花园旁搅拌站噪音扰民", "江畔社区公交太少"]))
    >>> join_new(known, said(["丽景花园的搅拌站夜间噪音大", "柳荫街道路灯不亮"]))[0].tolist()
    [0, 2]
    """
    order = in_time(new)
    inside = new.take(order)
    profiles = profile(read(inside.text), inside, known.lore)
    index = entries(profiles)
    group = _grouped(known, profiles, index, joined)
    fresh = np.unique(group[group < 0])
    event = np.where(group >= 0, group, known.events + len(fresh) - 1 - np.searchsorted(fresh, group))
    found = np.empty(len(new), dtype=np.int64)
    found[order] = event
    stores = (*known.stores, Store(profiles, index, event))
    return found, Known(known.lore, _put_together(stores), known.events + len(fresh))


def _grouped(known: Known, profiles: Profiles, index: Entries, joined: float) -> Ints:
    """Find the known event of each new message, or a negative number that those of one new event share."""
    size = len(profiles)
    parts = [compare(Sides(profiles, profiles, *within(index, size)))]
    matters, settled, spots = [profiles.matters], [np.full(size, -1, dtype=np.int64)], [profiles.spots()]
    for store in known.stores:
        mine, theirs = across(index, store.index)
        told = compare(Sides(profiles, store.profiles, mine, theirs))
        distinct, place = np.unique(told.right, return_inverse=True)
        parts.append(replace(told, right=sum(map(len, settled)) + place))
        matters.append(store.profiles.matters[distinct])
        settled.append(store.event[distinct])
        spots.append(store.profiles.spots()[distinct])
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Compared.__dataclass_fields__
    }
    fixed = np.concatenate(settled)
    group = events(
        np.concatenate(matters),
        Compared(**columns),
        joined=joined,
        settled=fixed,
        spots=np.concatenate(spots),
    )
    # The event of a group is that of any settled member; a new one goes by its first message, counted backwards.
    event = -1 - np.arange(len(fixed))
    event[group[fixed >= 0]] = fixed[fixed >= 0]
    found: Ints = event[group][:size]
    return found


def _put_together(stores: tuple[Store, ...]) -> tuple[Store, ...]:
    """Put the newest stores together while they are of like size, so that there are few of them."""
    while len(stores) > 1 and len(stores[-2].event) <= min(2 * len(stores[-1].event), GROWN):
        one, other = stores[-2:]
        profiles = together(one.profiles, other.profiles)
        event = np.concatenate([one.event, other.event])
        stores = (*stores[:-2], Store(profiles, entries(profiles), event))
    return stores
