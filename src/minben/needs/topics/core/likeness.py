"""How far two messages are about one thing at one place: place, matter and time must all agree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.geo import distance_m
from minben.needs.topics.core.profiles import Profiles, Said
from minben.needs.topics.core.reading import BITS
from minben.needs.topics.core.shapes import Bools, Floats, Ints

CHUNK = 20_000
"""How many pairs are compared at a time."""
MATTER = 0.1
"""Pairs whose matters agree less than this are not compared further."""
PLACED = 0.6
"""Only where places agree so far are the whole texts compared."""
COPIED = 0.35
"""Texts of one place of which so much is the same are about one matter, whatever words the list of matters lacks."""
CHANCE = 0.3
"""So much of a name's pairs is found in any long text."""
SURE = 0.5
"""A name is sure once its shared pairs weigh as much as half a unique pair; less falls off exponentially."""
FADES_S = 150 * 86_400.0
"""Over how long the same matter at the same place becomes another occasion [s]."""
METRES = 250.0
"""How near two points are one place [m]."""
NEIGHBOURS = 0.7
"""What one place of the register is worth, where the texts give no better names."""
POWER = 3


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sets of profiles, and pairs of positions in them, shape (k,)."""

    one: Profiles
    other: Profiles
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Pairs of messages and how far they agree, shape (k,): in place [1], in matter [1]; and their gap in time [s]."""

    left: Ints
    right: Ints
    place: Floats
    matter: Floats
    gap: Floats


def agreement(place: Floats, matter: Floats, gap: Floats) -> Floats:
    """Bring place, matter and time together: all three must agree, and the matter most of all."""
    agreed: Floats = place * matter.clip(0) ** POWER * np.exp(-gap / FADES_S)
    return agreed


def likeness(pairs: Compared) -> Floats:
    """Return how far each pair is about one thing at one place [1]."""
    return agreement(pairs.place, pairs.matter, pairs.gap)


def compare(sides: Sides) -> Compared:
    """Compare pairs of messages; those with hardly a common matter are left out."""
    order = np.argsort(sides.right, kind="stable")
    # Pairs that share their right side lie together: what that text says is looked up once.
    parts = [_compared(sides, order[start : start + CHUNK]) for start in range(0, len(order), CHUNK)]
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0)])
        for name in ("place", "matter", "gap")
    }
    left, right = (
        np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0, dtype=np.int64)])
        for name in ("left", "right")
    )
    return Compared(left, right, **columns)


def _compared(sides: Sides, chosen: Ints) -> Compared:
    left, right = sides.left[chosen], sides.right[chosen]
    one, other = sides.one.matters[left], sides.other.matters[right]
    matter = np.einsum("ij,ij->i", one.astype(np.float32), other.astype(np.float32)).astype(np.float64)
    related = np.flatnonzero(matter >= MATTER)
    part = Sides(sides.one, sides.other, left[related], right[related])
    matter = matter[related]
    place = np.where(_contradict(part), 0.0, _place(part))
    near = np.flatnonzero(place >= PLACED)
    told = _overlap(Sides(sides.one, sides.other, part.left[near], part.right[near]))
    matter[near] = np.maximum(matter[near], np.minimum(told / COPIED, 1.0))
    gap = np.abs(sides.one.at[part.left] - sides.other.at[part.right])
    return Compared(part.left, part.right, place, matter, gap)


def _place(sides: Sides) -> Floats:
    """Tell how far the names of each are found in the other, and whether the register agrees."""
    there, sure_there = _named(sides.one, sides.left, sides.other.said, sides.right)
    back, sure_back = _named(sides.other, sides.right, sides.one.said, sides.left)
    named = (there + back) / 2 * np.maximum(sure_there, sure_back)
    one, other = sides.one.place[sides.left], sides.other.place[sides.right]
    metres = distance_m(
        sides.one.lat[sides.left], sides.one.lon[sides.left], sides.other.lat[sides.right], sides.other.lon[sides.right]
    )  # fmt: skip
    known = (one >= 0) & (other >= 0)
    same = (known & (one == other)) | (metres <= METRES)
    elsewhere = ~same & (known | (metres > METRES)) & (np.minimum(there, back) < 0.5)
    strangers = (sure_there + sure_back == 0) & (sides.one.named[sides.left] & sides.other.named[sides.right])
    return np.where(elsewhere, 0.0, np.where(same & ~strangers, np.maximum(named, NEIGHBOURS), named))


def _contradict(sides: Sides) -> Bools:
    """Tell which titles name different lines or years."""
    one, other = sides.one.numbers[sides.left], sides.other.numbers[sides.right]
    against: Bools = ((one != other) & (one >= 0) & (other >= 0)).any(axis=1)
    return against


def _overlap(sides: Sides) -> Floats:
    """Find how much of the shorter text stands in the other, weighed by rarity [1]."""
    said, rarity = sides.one.said, sides.one.rarity
    sizes = said.ends[sides.left + 1] - said.ends[sides.left]
    cell = _ranges(said.ends[sides.left], sizes)
    pair = np.repeat(np.arange(len(sides.left)), sizes)
    worth = rarity[said.columns[cell]].astype(np.float64)
    there = _holds(sides.other.said, sides.right, pair, said.columns[cell])
    shared = np.bincount(pair, weights=worth * there, minlength=len(sides.left))
    own = np.bincount(pair, weights=worth, minlength=len(sides.left))
    others = _whole(sides.other.said, rarity, sides.right)
    told: Floats = shared / np.maximum(np.minimum(own, others), 1e-9)
    return told


def _whole(said: Said, rarity: NDArray[np.float32], texts: Ints) -> Floats:
    sizes = said.ends[texts + 1] - said.ends[texts]
    pair = np.repeat(np.arange(len(texts)), sizes)
    worth = rarity[said.columns[_ranges(said.ends[texts], sizes)]]
    return np.bincount(pair, weights=worth, minlength=len(texts)).astype(np.float64)


def _named(profiles: Profiles, rows: Ints, said: Said, texts: Ints) -> tuple[Floats, Floats]:
    """Find the names of some texts in what others say.

    Returns
    -------
    share, sure : float arrays, shape (k,) [1]
        Which share of the names of each is found, and how sure the best of them is.
    """
    lengths = profiles.begins[rows + 1] - profiles.begins[rows]
    pair = np.repeat(np.arange(len(rows)), lengths)
    name = _ranges(profiles.begins[rows], lengths)
    kept = profiles.share[name] > 0
    pair, name = pair[kept], name[kept]
    ends = profiles.spans.ends
    sizes = ends[name + 1] - ends[name]
    cell = _ranges(ends[name], sizes)
    owner = np.repeat(np.arange(len(name)), sizes)
    worth = profiles.worth[cell].astype(np.float64)
    there = _holds(said, texts, pair[owner], profiles.spans.columns[cell])
    shared = np.bincount(owner, weights=worth * there, minlength=len(name))
    whole = np.bincount(owner, weights=worth, minlength=len(name))
    part = ((shared / np.maximum(whole, 1e-9) - CHANCE) / (1 - CHANCE)).clip(0)
    share = np.bincount(pair, weights=profiles.share[name] * part, minlength=len(rows)).astype(np.float64)
    sure = np.zeros(len(rows))
    np.maximum.at(sure, pair, part * (1 - np.exp(-shared / SURE)))
    return share, sure


def _holds(said: Said, texts: Ints, row: Ints, columns: NDArray[np.int32]) -> Bools:
    """Tell whether text ``texts[row]`` says each of the pairs of characters."""
    distinct, number = np.unique(texts, return_inverse=True)
    sizes = said.ends[distinct + 1] - said.ends[distinct]
    held = (np.repeat(np.arange(len(distinct)), sizes) << BITS) | said.columns[
        _ranges(said.ends[distinct], sizes)
    ]
    wanted = (number[row].astype(np.int64) << BITS) | columns
    if not len(held):
        return np.zeros(len(wanted), dtype=np.bool_)
    place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    found: Bools = held[place] == wanted
    return found


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """Put the numbers from each start on, as many as each size says, one after the other."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return numbers
