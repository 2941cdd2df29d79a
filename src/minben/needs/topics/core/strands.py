"""Events that hang together only by messages that tell of several things: their strands are found, to be kept apart."""

from collections.abc import Callable
from dataclasses import dataclass

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
LOOKED_AT = 64
"""Strands are looked for among so many members that are as good as drawn, and as many that the asked know least."""
WITNESSES = 8
"""So many members of a strand speak for it."""
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
    some = _looked_at(known)
    event = _Event(profiles, rows, rows[some], dict(enumerate(known[: len(rows), some])))
    best: list[Ints] = []
    settled = np.zeros(len(some), dtype=np.bool_)
    most = 0
    for place in np.flatnonzero(~known[:, some] @ sizes[some] >= STRAND).tolist():
        if settled[place]:
            # Who stands in a strand already would find the same ones.
            continue
        witnesses = _witnesses(event, sizes[some], place)
        found = _clear(event.know, witnesses, sizes[some])
        # The largest would be the event if there were no other: what counts is how many stand outside it.
        outside = sum(sorted(int(sizes[some[strand]].sum()) for strand in found)[:-1])
        if outside > most:
            best, most = witnesses, outside
            settled[np.concatenate(found)] = True
    return _clear(event.known_by_all, best, sizes)


def _looked_at(known: Bools) -> Ints:
    """Choose the members among whom strands are looked for: the first, which are as good as drawn, and the strangest.

    Strands that are few beside a large event would hardly be drawn, but those who were asked do not know them.
    """
    strangest = np.argsort(known[:, LOOKED_AT:].sum(axis=0), kind="stable")[:LOOKED_AT] + LOOKED_AT
    return np.concatenate([np.arange(min(LOOKED_AT, known.shape[1])), np.sort(strangest)])


@dataclass(frozen=True, slots=True)
class _Event:
    """The members of one event, those looked at, and whom each of them that was asked so far knows of the others."""

    profiles: Profiles
    members: Ints
    looked_at: Ints
    told: dict[int, Bools]

    def know(self, places: Ints) -> Bools:
        """Tell which of those looked at some of them know, shape (places, looked at); nobody is asked twice."""
        new = [place for place in places.tolist() if place not in self.told]
        self.told.update(zip(new, self._ask(self.looked_at[new], self.looked_at), strict=True))
        return np.stack([self.told[place] for place in places.tolist()])

    def known_by_all(self, places: Ints) -> Bools:
        """Tell which of all members some of those looked at know, shape (places, members)."""
        if len(self.members) == len(self.looked_at):
            return self.know(places)
        return self._ask(self.looked_at[places], self.members)

    def _ask(self, asked: Ints, rows: Ints) -> Bools:
        one, other = np.repeat(asked, len(rows)), np.tile(rows, len(asked))
        return share_anything(Sides(self.profiles, self.profiles, one, other)).reshape(len(asked), len(rows))


def _witnesses(event: _Event, sizes: Ints, place: int) -> list[Ints]:
    """Part those looked at by strangers, and name who speaks for each part: two parts or more, or none.

    One is asked, the first whom that one does not know, whom neither knows; who is known by one alone, speaks for it.
    """
    asked = event.know(np.array([place]))
    while len(asked) < MOST_STRANDS and (unknown := ~asked.any(axis=0)) @ sizes >= STRAND:
        asked = np.concatenate([asked, event.know(np.flatnonzero(unknown)[:1])])
    alone = [some & (asked.sum(axis=0) == 1) for some in asked]
    witnesses = [np.flatnonzero(some)[:WITNESSES] for some in alone if some @ sizes >= STRAND]
    return witnesses if len(witnesses) > 1 else []


def _clear(ask: Callable[[Ints], Bools], witnesses: list[Ints], sizes: Ints) -> list[Ints]:
    """Name those whom the witnesses of one strand know and hardly any of another's, strand by strand."""
    if not witnesses:
        return []
    edges = np.cumsum([0, *map(len, witnesses)])
    # All in one question: a question has its price, however few it asks.
    told = np.add.reduceat(ask(np.concatenate(witnesses)), edges[:-1], axis=0, dtype=np.float64)
    told /= np.diff(edges)[:, None]
    clear = (told >= MOST) & ((told > FEW).sum(axis=0) == 1)
    return [np.flatnonzero(some) for some in clear if some @ sizes >= STRAND]
