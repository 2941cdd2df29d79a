"""Requests about one thing at one place, brought together as events.

Wrongly merged complaints are lost complaints, so everything here leans to "apart": two requests meet only
if they have one category, are near in place and time, name no two different buildings or spots, and are said in much
the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from minben.commons.geo import distance_m
from minben.needs.hotline.core.address import spots
from minben.needs.hotline.core.alike import Words, cosines, weigh
from minben.needs.hotline.core.nearby import UNNAMED, Where, pairs_to_compare

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAY_S = 86_400.0
_NOBODY = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)


@dataclass(frozen=True, slots=True)
class Item:
    """A request as the finder sees it.

    Attributes
    ----------
    key
        Whatever the caller knows it by, unique among the items given together.
    category
        Its category; items of different categories are never brought together.
    place
        The key of its community, or None.
    lat, lon
        Where it is [°], or None.
    at
        When it came [s since 1970-01-01T00:00Z].
    text
        What was said.
    """

    key: int
    category: str
    place: int | None
    lat: float | None
    lon: float | None
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Where one item of a batch belongs.

    Attributes
    ----------
    key
        The item.
    to
        The key of the open item, or of the earlier item of the batch, that it belongs with; None if it
        stands alone.
    similarity
        Of the two texts [1]; 0 if it stands alone.
    """

    key: int
    to: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Finder:
    """Brings items together: one category, near, within days, in similar words.

    Parameters
    ----------
    metres
        How near two points must be, unless both are in the same community [m].
    days
        How far apart in time [d].
    similarity
        How alike two texts must be: the cosine of their weighted grams [1].
    unplaced
        The same for items of which one has no place, where words alone must do [1]; None: they never meet.

    Examples
    --------
    >>> def lamp(key, text):
    ...     return Item(key, "路灯", place=7, lat=None, lon=None, at=0.0, text=text)
    >>> finder = Finder()
    >>> finder.group([lamp(1, "楼下路灯坏了"), lamp(2, "楼下的路灯坏了"), lamp(3, "公园门口太黑")])
    [0, 0, 1]
    """

    metres: float = 250.0
    days: float = 14.0
    similarity: float = 0.4
    unplaced: float | None = None

    def group(self, items: Sequence[Item]) -> list[int]:
        """Number the event of each item, from 0 in the order of the items.

        Items of one event share its number; an item alone has a number of its own.
        """
        leader = {one.key: one.key if one.to is None else one.to for one in self.join(items, ())}
        for one in sorted(items, key=lambda item: item.at):
            leader[one.key] = leader[leader[one.key]]
        numbers: dict[int, int] = {}
        return [numbers.setdefault(leader[item.key], len(numbers)) for item in items]

    def join(self, batch: Sequence[Item], open_items: Sequence[Item]) -> list[Joined]:
        """Say to which open item, or earlier item of the batch, each item belongs.

        Parameters
        ----------
        batch
            New items.
        open_items
            Items that may be joined; they are not compared with one another.

        Returns
        -------
        list of Joined
            One per item of the batch, in its order.
        """
        # The newest stand last: an item meets only the last ones of its block.
        pool = [*sorted(open_items, key=lambda item: item.at), *sorted(batch, key=lambda item: item.at)]
        if len(pool) == 1:
            return [Joined(item.key, None, 0.0) for item in batch]
        later, earlier, likeness = self._alike(pool, len(open_items))
        best = _follow(later, earlier, likeness, len(pool))
        found = {
            item.key: Joined(item.key, pool[other].key if other >= 0 else None, how)
            for item, other, how in islice(zip(pool, *best, strict=True), len(open_items), None)
        }
        return [found[item.key] for item in batch]

    def compare(self, item: Item, others: Sequence[Item]) -> list[Joined]:
        """Say which of some items are about the same thing as one, the most alike first.

        Returns
        -------
        list of Joined
            With the key of the other item, `to` the key of the one.
        """
        pool = [*others, item]
        last, size = len(others), len(others)
        later, earlier = np.full(size, last, dtype=np.int64), np.arange(size, dtype=np.int64)
        _, earlier, likeness = self._kept(_where(pool), weigh([one.text for one in pool]), later, earlier)
        return [
            Joined(others[number].key, item.key, how)
            for number, how in zip(earlier.tolist(), likeness.tolist(), strict=True)
        ]

    def _alike(self, pool: Sequence[Item], settled: int) -> tuple[Ints, Ints, Floats]:
        """Compare each item with those before it; return the pairs that are alike enough, the best first."""
        where = _where(pool)
        if len(pool) == settled + 1 and not self._anybody_near(where):
            return _NOBODY
        words = weigh([item.text for item in pool])
        later, earlier = pairs_to_compare(where, words.sketch, self.metres, settled)
        return self._kept(where, words, later, earlier)

    def _anybody_near(self, where: Where) -> bool:
        """Tell whether the last item may meet any other: if not, nobody's words need to be weighed."""
        others = np.arange(len(where.at) - 1)
        return bool(self._near(where, np.full_like(others, len(others)), others)[1].any())

    def _kept(self, where: Where, words: Words, later: Ints, earlier: Ints) -> tuple[Ints, Ints, Floats]:
        placed, fits = self._near(where, later, earlier)
        later, earlier, placed = later[fits], earlier[fits], placed[fits]
        likeness, kept = cosines(
            words, later, earlier, np.where(placed, self.similarity, self.unplaced or 0.0)
        )
        later, earlier = later[kept], earlier[kept]
        order = np.lexsort((earlier, -likeness, later))
        return later[order], earlier[order], likeness[order]

    def _near(self, where: Where, later: Ints, earlier: Ints) -> tuple[Bools, Bools]:
        """Tell of each pair whether both have a place, and whether it may meet at all."""
        metres = distance_m(where.lat[later], where.lon[later], where.lat[earlier], where.lon[earlier])
        measured = np.isfinite(metres)
        both_named = (where.place[later] >= 0) & (where.place[earlier] >= 0)
        same_named = both_named & (where.place[later] == where.place[earlier])
        in_time = np.abs(where.at[later] - where.at[earlier]) <= self.days * DAY_S
        placed = both_named | measured
        one_house = (
            (where.building[later] == where.building[earlier])
            | (where.building[later] == UNNAMED)
            | (where.building[earlier] == UNNAMED)
        )
        near = same_named | (measured & (metres <= self.metres)) | (~placed & (self.unplaced is not None))
        return placed, near & in_time & one_house & (where.category[later] == where.category[earlier])


def _where(pool: Sequence[Item]) -> Where:
    _, category = np.unique(
        np.array([item.category for item in pool], dtype=object).astype(str), return_inverse=True
    )
    return Where(
        category=category.astype(np.int64),
        place=np.array([-1 if item.place is None else item.place for item in pool], dtype=np.int64),
        lat=np.array([np.nan if item.lat is None else item.lat for item in pool], dtype=np.float64),
        lon=np.array([np.nan if item.lon is None else item.lon for item in pool], dtype=np.float64),
        at=np.array([item.at for item in pool], dtype=np.float64),
        building=spots([item.text for item in pool]),
    )


def _follow(later: Ints, earlier: Ints, likeness: Floats, size: int) -> tuple[list[int], list[float]]:
    """Join each item to its likest predecessor."""
    to, how = [-1] * size, [0.0] * size
    firsts = (
        np.flatnonzero(np.r_[True, later[1:] != later[:-1]]) if len(later) else np.zeros(0, dtype=np.int64)
    )
    for place in firsts.tolist():
        to[int(later[place])], how[int(later[place])] = int(earlier[place]), float(likeness[place])
    return to, how
