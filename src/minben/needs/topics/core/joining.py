"""Messages brought together as events, all at once."""

import numpy as np

from minben.needs.topics.core.blocks import entries, within
from minben.needs.topics.core.forms import forms
from minben.needs.topics.core.likeness import JOINED, Compared, compare
from minben.needs.topics.core.linking import events, numbered
from minben.needs.topics.core.lookups import Sides
from minben.needs.topics.core.profiles import Lore, Profiles, learn, profile
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import Ints, Messages
from minben.needs.topics.core.strands import strands


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
    return as_given(in_time(messages), brought_together(profiled(messages)[1], joined))


def profiled(messages: Messages) -> tuple[Lore, Profiles]:
    """Read messages, in the order of time, and learn from them what is rare."""
    inside = messages.take(in_time(messages))
    raw = read(inside.text)
    lore = learn(raw, inside.place)
    return lore, profile(raw, inside, lore)


def brought_together(profiles: Profiles, joined: float) -> Ints:
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


def as_given(order: Ints, group: Ints) -> Ints:
    """Number events from 0 in the order of time, and lay each where its message was given."""
    found = np.empty(len(order), dtype=np.int64)
    found[order] = numbered(group)
    return found
