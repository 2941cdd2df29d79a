"""How many people speak in each event: one resident, one voice; copies and bursts count for less, and why is told."""

from dataclasses import dataclass

import numpy as np

from minben.needs.hotline.core.alike import unweighed
from minben.needs.topics.core.copies import copies
from minben.needs.topics.core.districts import spared
from minben.needs.topics.core.shapes import Discount, Floats, Ints, Messages

BURST_S = 3_600.0
"""Within which time copies in other words count as a burst [s]."""
PARAPHRASED = 0.4
"""How alike texts of a burst are, by grams that are not weighed by rarity: a crowd makes its own words common [1]."""
SHORT = 15
"""Of texts with fewer letters nobody can say whether they were made up together: neighbours say the same few words."""
FREE = 3
"""So many alike messages in a burst count in full: neighbours do write at once; the k-th of them counts FREE / k."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What each message counts in its event, shape (n,), and why it counts less where it does."""

    weight: Floats
    reason: list[str]

    def discounts(self, members: Ints) -> tuple[Discount, ...]:
        """Return those of some messages that count for less."""
        return tuple(
            Discount(row, float(self.weight[row]), self.reason[row])
            for row in members.tolist()
            if self.reason[row]
        )


def hear(messages: Messages, event: Ints, shown: Ints) -> Voices:
    """Weigh the voice of each message in its event.

    Parameters
    ----------
    messages
        In any order.
    event
        The event of each.
    shown
        The events that matter; messages of others keep their full voice.
    """
    weight, reason = np.ones(len(messages)), [""] * len(messages)
    order = np.lexsort((messages.key, messages.at, event))
    _once_each(messages, event, order, weight, reason)
    wanted = np.isin(event, shown)
    rows = order[wanted[order] & (weight[order] > 0)]
    _copies(messages, event, rows, weight, reason)
    _bursts(messages, event, rows[weight[rows] == 1], weight, reason)
    _districts(messages, event, shown, weight, reason)
    return Voices(weight, reason)


def _once_each(messages: Messages, event: Ints, order: Ints, weight: Floats, reason: list[str]) -> None:
    """Let only the first message of a person in an event count."""
    known = order[messages.person[order] >= 0]
    pairs = event[known] * (int(messages.person.max(initial=0)) + 1) + messages.person[known]
    again = np.setdiff1d(np.arange(len(known)), np.unique(pairs, return_index=True)[1])
    for row in known[again].tolist():
        weight[row], reason[row] = 0.0, "same_person"


def _copies(messages: Messages, event: Ints, rows: Ints, weight: Floats, reason: list[str]) -> None:
    """Let the k-th copy of a text count 1/k: passing a text on is a voice, but a smaller one each time."""
    first = copies([messages.text[row] for row in rows.tolist()], event[rows])
    times: dict[tuple[int, str], int] = {}
    for row, source in zip(rows.tolist(), rows[first].tolist(), strict=True):
        said = (int(event[row]), "".join(filter(str.isalnum, messages.text[source])))
        times[said] = times.get(said, 0) + 1
        if times[said] > 1:
            weight[row], reason[row] = 1 / times[said], "copied"


def _bursts(messages: Messages, event: Ints, rows: Ints, weight: Floats, reason: list[str]) -> None:
    """Find messages that come with others in much the same words within the hour."""
    if len(rows) <= FREE:
        return
    # Only who has three others of the event in the hour before can be the fourth of a burst.
    late = (
        np.flatnonzero(
            (event[rows[FREE:]] == event[rows[:-FREE]])
            & (messages.at[rows[FREE:]] - messages.at[rows[:-FREE]] <= BURST_S)
        )
        + FREE
    )
    if not len(late):
        return
    needed = np.unique(np.concatenate([late - back for back in range(FREE + 1)]))
    words = unweighed([messages.text[row] for row in rows[needed].tolist()])
    times: dict[int, int] = {}
    for place in late.tolist():
        here, before = np.searchsorted(needed, place), np.searchsorted(needed, np.arange(place - FREE, place))
        alike = (words[before] @ words[here].T).toarray().ravel()
        letters = sum(map(str.isalpha, messages.text[rows[place]]))
        if letters >= SHORT and alike.min() >= PARAPHRASED:
            number = int(event[rows[place]])
            times[number] = times.get(number, FREE) + 1
            weight[rows[place]], reason[rows[place]] = FREE / times[number], "burst"


def _districts(messages: Messages, event: Ints, shown: Ints, weight: Floats, reason: list[str]) -> None:
    """Let a district that is far louder than the others about one thing count as the others do."""
    places = messages.area >= 0
    if not places.any() or not len(shown):
        return
    # An event that is not shown falls beside one that is, or behind all of them: both are looked at below.
    numbers = np.searchsorted(np.sort(shown), event)
    inside = (
        places
        & (numbers < len(shown))
        & (np.sort(shown)[np.minimum(numbers, len(shown) - 1)] == event)
        & (weight > 0)
    )
    areas, area = np.unique(messages.area[places], return_inverse=True)
    base = np.bincount(area, weights=weight[places], minlength=len(areas)).astype(np.float64)
    rows = np.flatnonzero(inside)
    column = np.searchsorted(areas, messages.area[rows])
    counts = np.zeros((len(shown), len(areas)))
    np.add.at(counts, (numbers[rows], column), weight[rows])
    keeps = spared(counts, base)[numbers[rows], column]
    for row, kept in zip(rows[keeps < 1].tolist(), keeps[keeps < 1].tolist(), strict=True):
        weight[row] *= kept
        reason[row] = reason[row] or "one_district"
