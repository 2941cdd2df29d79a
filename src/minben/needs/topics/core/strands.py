"""Events that hang together only by messages that tell of several things: their strands are found, to be kept apart."""

import numpy as np

from minben.needs.topics.core.likeness import share_anything
from minben.needs.topics.core.lookups import Sides
from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.shapes import Bools, Ints

FEWEST = 11
"""Events of fewer messages are not looked at: five and five, and what holds them together."""
STRAND, MOST_STRANDS = 5, 5
"""So many messages at least are a strand, for fewer are strangers by chance; so many strands are looked for at most."""
ASKED = 16
"""So many members of an event are asked whom they do not know; so the work grows as the messages do."""
MOST, FEW = 0.5, 0.25
"""Who is of a strand knows so many of its witnesses, and of another's no more than so few [1]."""


def strands(profiles: Profiles, form: Ints, group: Ints) -> Ints:
    """Find the strands of events: members who know nothing of one another's names, though some messages know both.

    Some members of each event are asked whom they do not know. Where they are enough, a stranger is asked the same, and
    whom neither knows. Those whom only one of them knows are strands, if they bear one another out.

    Parameters
    ----------
    profiles
        Of all messages, n of them, in the order of time.
    form
        The form of each, from `forms.forms`: those of one form go by the same names, and the first speaks for all.
    group
        The event of each.

    Returns
    -------
    int array, shape (n,)
        A number of the strand of each; -1 for those who know several or none, and in events that are of one piece.
    """
    _, first, number, sizes = np.unique(form, return_index=True, return_inverse=True, return_counts=True)
    strand = np.full(len(first), -1, dtype=np.int64)
    members, starts = _members(profiles, first, sizes, group)
    if len(starts):
        known = _known(profiles, first[members], starts)
        strange = np.add.reduceat(~known * sizes[members], starts, axis=1).max(axis=0)
        for event in np.flatnonzero(strange >= STRAND).tolist():
            here = slice(starts[event], np.append(starts, len(members))[event + 1])
            rows = members[here]
            for place, some in enumerate(_parted(profiles, first[rows], sizes[rows], known[:, here])):
                strand[rows[some]] = MOST_STRANDS * event + place
    return strand[number]


def _members(profiles: Profiles, first: Ints, sizes: Ints, group: Ints) -> tuple[Ints, Ints]:
    """List the forms of the events that are looked at, event by event, and where each event begins."""
    event = group[first]
    large = np.bincount(event, weights=sizes, minlength=int(event.max(initial=0)) + 1) >= FEWEST
    asked = np.flatnonzero(large[event] & profiles.named[first])
    # Who is asked must not hang on when people wrote: an order as good as drawn, and the same in every run.
    drawn = np.random.default_rng(0).permutation(len(first))
    members = asked[np.lexsort((drawn[asked], event[asked]))]
    return members, np.flatnonzero(np.diff(event[members], prepend=-1))


def _known(profiles: Profiles, rows: Ints, starts: Ints) -> Bools:
    """Tell whom of their event its first members know, shape (ASKED, members); who is not asked knows all."""
    lengths = np.diff(np.append(starts, len(rows)))
    begin, length = np.repeat(starts, lengths), np.repeat(lengths, lengths)
    known = np.ones((ASKED, len(rows)), dtype=np.bool_)
    for place in range(ASKED):
        some = np.flatnonzero(length > place)
        known[place, some] = share_anything(Sides(profiles, profiles, rows[begin[some] + place], rows[some]))
    return known


def _parted(profiles: Profiles, rows: Ints, sizes: Ints, known: Bools) -> list[Ints]:
    """Find the strands of one event, as positions among its members: two or more, or none where it is of one piece."""
    best: list[Ints] = []
    most = 0
    for place in np.flatnonzero(~known @ sizes >= STRAND).tolist():
        found = _strands(profiles, rows, sizes, known[place])
        # The largest would be the event if there were no other: what counts is how many stand outside it.
        outside = sum(sorted(int(sizes[some].sum()) for some in found)[:-1])
        if outside > most:
            best, most = found, outside
    return best


def _strands(profiles: Profiles, rows: Ints, sizes: Ints, known: Bools) -> list[Ints]:
    """Part the members of an event by strangers: one, the first whom that one does not know, whom neither knows."""
    asked = known[None]
    while len(asked) < MOST_STRANDS and (unknown := ~asked.any(axis=0)) @ sizes >= STRAND:
        asked = np.concatenate([asked, _know(profiles, rows, np.flatnonzero(unknown)[:1])])
    alone = [some & (asked.sum(axis=0) == 1) for some in asked]
    witnesses = [np.flatnonzero(some)[:ASKED] for some in alone if some @ sizes >= STRAND]
    if len(witnesses) < 2:
        return []
    told = np.stack([_know(profiles, rows, some).mean(axis=0) for some in witnesses])
    clear = (told >= MOST) & ((told > FEW).sum(axis=0) == 1)
    return [np.flatnonzero(some) for some in clear if some @ sizes >= STRAND]


def _know(profiles: Profiles, rows: Ints, witnesses: Ints) -> Bools:
    """Tell which members each of some witnesses knows, shape (witnesses, members)."""
    one, other = np.repeat(rows[witnesses], len(rows)), np.tile(rows, len(witnesses))
    return share_anything(Sides(profiles, profiles, one, other)).reshape(len(witnesses), len(rows))
