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
MATTER = 0.3
"""Pairs whose matters agree less than this are not compared further."""
CHANCE = 0.3
"""So much of a name's pairs is found in any long text."""
SURE = 0.5
"""A name is sure once its shared pairs weigh as much as half a unique pair; less falls off exponentially."""
FADES_S = 120 * 86_400.0
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
    """Compare pairs of messages; the places of those with hardly a common matter are not looked at."""
    place, matter = np.zeros(len(sides.left)), np.zeros(len(sides.left))
    # Pairs that share their right side lie together: what that text says is looked up once.
    order = np.argsort(sides.right, kind="stable")
    for start in range(0, len(order), CHUNK):
        chosen = order[start : start + CHUNK]
        left, right = sides.left[chosen], sides.right[chosen]
        one = sides.one.matters[left].astype(np.float32)
        matter[chosen] = np.einsum("ij,ij->i", one, sides.other.matters[right].astype(np.float32))
        near = chosen[matter[chosen] >= MATTER]
        place[near] = _place(Sides(sides.one, sides.other, sides.left[near], sides.right[near]))
    gap = np.abs(sides.one.at[sides.left] - sides.other.at[sides.right])
    return Compared(sides.left, sides.right, place, matter, gap)


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
