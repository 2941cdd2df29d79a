"""Messages brought together as events, all at once or day by day."""

from dataclasses import dataclass, replace

import numpy as np

from minben.needs.topics.core.blocks import Entries, across, entries, within
from minben.needs.topics.core.forms import forms
from minben.needs.topics.core.likeness import JOINED, Compared, Sides, compare
from minben.needs.topics.core.linking import events, numbered
from minben.needs.topics.core.profiles import Lore, Profiles, learn, profile, together
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import Ints, Messages
from minben.needs.topics.core.strands import strands

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
    return _placed(in_time(messages), _together(_profiled(messages)[1], joined))


def know(messages: Messages, *, joined: float = JOINED) -> tuple[Ints, Known]:
    """Bring messages together and keep what is needed for new ones to join them.

    Returns
    -------
    event : int array, shape (n,)
        From 0 in the order of each event's first message.
    known : Known
        For `join_new`.
    """
    order, (lore, profiles) = in_time(messages), _profiled(messages)
    event = numbered(_together(profiles, joined))
    known = Known(lore, (Store(profiles, entries(profiles), event),), int(event.max(initial=-1)) + 1)
    return _placed(order, event), known


def _profiled(messages: Messages) -> tuple[Lore, Profiles]:
    inside = messages.take(in_time(messages))
    raw = read(inside.text)
    lore = learn(raw, inside.place)
    return lore, profile(raw, inside, lore)


def _together(profiles: Profiles, joined: float) -> Ints:
    """Bring profiles together as events; what hangs together only by messages that tell of two things stays apart."""
    form = forms(profiles)
    pairs, spots = _compared(profiles, form), profiles.spots()
    group = events(profiles.matters, pairs, joined=joined, begun=form, spots=spots)
    strand = strands(profiles, form, group)
    torn = np.flatnonzero(np.isin(group, group[strand >= 0]))
    # Strands are settled, so they never become one; who tells of several joins the one that is most like it.
    begun = np.where(strand >= 0, strand, int(strand.max(initial=0)) + 1 + form)
    found = events(
        profiles.matters[torn], _inside(pairs, torn, group), joined=joined, begun=begun[torn], settled=strand[torn],
        spots=spots[torn],
    )  # fmt: skip
    group[torn] = int(group.max(initial=0)) + 1 + found
    return group


def _inside(pairs: Compared, rows: Ints, group: Ints) -> Compared:
    """Take the pairs within the groups of some rows, counted among those rows."""
    place = np.full(len(group), -1)
    place[rows] = np.arange(len(rows))
    kept = np.flatnonzero((place[pairs.left] >= 0) & (group[pairs.left] == group[pairs.right]))
    columns = {name: getattr(pairs, name)[kept] for name in Compared.__dataclass_fields__}
    return Compared(**columns | {"left": place[columns["left"]], "right": place[columns["right"]]})


def _compared(profiles: Profiles, form: Ints) -> Compared:
    asked = np.unique(form, return_index=True)[1]
    return compare(Sides(profiles, profiles, *within(entries(profiles, asked), len(profiles))))


def _placed(order: Ints, group: Ints) -> Ints:
    """Number events from 0 in the order of time, and lay each where its message stands."""
    found = np.empty(len(order), dtype=np.int64)
    found[order] = numbered(group)
    return found


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
