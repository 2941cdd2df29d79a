"""How far two messages are about one place: by the names that one finds in the other, the register and the map."""

from dataclasses import dataclass

import numpy as np

from minben.commons.geo import distance_m
from minben.needs.topics.core.lookups import Sides, chunks, held, ranges, summed
from minben.needs.topics.core.profiles import UNASKED, Profiles
from minben.needs.topics.core.raw import Said
from minben.needs.topics.core.shapes import Bools, Floats, Ints

ENOUGH = 1.3
"""The most telling name that both know must weigh so much (two rare pairs) before it counts in full as a place."""
CHANCE = 0.2
"""So much of a name's pairs is found in any long text."""
SAME_NAME = 0.8
"""So much of the names must be found both ways before two places of the register are taken for one."""
CHIEF, NEARLY = 0.5, 0.99
"""How much of the chief name of either must be known to the other; of equal ones any will do."""
TELLING, KNOWN, TOLD = 1.2, 0.7, 0.85
"""A first name that weighs so much (two rare pairs), so much of it known to the other, is worth so much as a place."""
ACQUAINTED = 0.2
"""Who finds so much of its names in another text is no stranger to it [1]."""
UNKNOWN, STRANGE = 0.8, 0.2
"""The first names of two titles that weigh so much, and of which no more is known to the other, are two places."""
METRES = 250.0
"""How near two points are one place [m]."""
NEIGHBOURS = 0.9
"""What one place of the register is worth, where the texts give no better names."""


def placed(sides: Sides) -> tuple[Floats, Floats]:
    """Tell how far the names of each are found in the other and the register agrees; and how far they are both ways.

    Who names the street beside the estate says no less of the estate: the side that finds more of its names decides.
    """
    there = _named(sides.one, sides.left, sides.other.said, sides.right)
    back = _named(sides.other, sides.right, sides.one.said, sides.left)
    # Where neither knows the other's chief name, what they share is a form that both filled in.
    told = np.maximum(there.found, back.found)
    named = np.where(np.maximum(there.chief, back.chief) < CHIEF, 0.0, told)
    telling = there.telling | back.telling
    # Unless it is a name rare enough to tell a place by itself, whatever else they name.
    named = np.maximum(named, TOLD * telling)
    # What two titles call by two names is two, whatever else they share; where one is a stranger, the other's first
    # name must tell.
    strange = (there.strange & back.strange) | ((there.strange | back.strange) & ~telling)
    named = np.where(strange | _apart(sides), 0.0, named)
    # That both name a court, a bus or a fund is little: everybody does.
    named = named * np.sqrt(np.minimum(np.maximum(there.weight, back.weight) / ENOUGH, 1.0))
    same, elsewhere = neighbours(sides)
    # In Chinese a name that both give in full is one thing wherever they stand; elsewhere a heading passes for a name.
    one_name = (np.minimum(there.found, back.found) >= SAME_NAME) & (
        sides.one.read[sides.left] | sides.other.read[sides.right]
    )
    strangers = (told == 0) & (sides.one.named[sides.left] & sides.other.named[sides.right])
    place = np.where(
        elsewhere & ~one_name, 0.0, np.where(same & ~strangers, np.maximum(named, NEIGHBOURS), named)
    )
    return place, np.minimum(there.found, back.found)


def acquainted(sides: Sides) -> Bools:
    """Tell which pairs know anything of one another's names, or stand at one place of the register or of the map."""
    known = neighbours(sides)[0]
    for way in (sides, sides.turned()):
        # Most know one another one way; only the others are asked the other way round.
        for some in chunks(way, ~known):
            known[some] = _named(way.one, way.left[some], way.other.said, way.right[some]).found >= ACQUAINTED
    return known


def neighbours(sides: Sides) -> tuple[Bools, Bools]:
    """Tell which pairs the register or the map knows to be at one place, and which at two."""
    one, other = sides.one.place[sides.left], sides.other.place[sides.right]
    metres = distance_m(
        sides.one.lat[sides.left], sides.one.lon[sides.left], sides.other.lat[sides.right], sides.other.lon[sides.right]
    )  # fmt: skip
    known = (one >= 0) & (other >= 0)
    same: Bools = (known & (one == other)) | (metres <= METRES)
    return same, ~same & (known | (metres > METRES))


def _apart(sides: Sides) -> Bools:
    """Tell which texts name a site of which the other says nothing: where forms are filled in, only sites tell."""
    one, other = sides.one.site[sides.left], sides.other.site[sides.right]
    found: Bools = (one != other) & (one != UNASKED) & (other != UNASKED)
    pair = np.flatnonzero(found)
    alone = np.arange(len(pair))
    there, _ = held(sides.other.said, sides.right[pair], alone, one[pair].astype(np.int32))
    back, _ = held(sides.one.said, sides.left[pair], alone, other[pair].astype(np.int32))
    found[pair[there | back]] = False
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """How far the names of some texts stand in what others say, shape (k,).

    `found` is the share of all names, `chief` that of the chief one [1]; `weight` is what is found of the name of which
    most is; `telling` is true where the first name of all is known and tells a place by itself, `strange` where the
    title begins with one that is not.
    """

    found: Floats
    chief: Floats
    weight: Floats
    telling: Bools
    strange: Bools


def _named(profiles: Profiles, rows: Ints, said: Said, texts: Ints) -> _Named:
    """Find how far the names of some texts stand in what others say."""
    lengths = profiles.begins[rows + 1] - profiles.begins[rows]
    pair = np.repeat(np.arange(len(rows)), lengths)
    name = ranges(profiles.begins[rows], lengths)
    kept = profiles.share[name] > 0
    pair, name = pair[kept], name[kept]
    ends = profiles.spans.ends
    sizes = ends[name + 1] - ends[name]
    cell = ranges(ends[name], sizes)
    owner = np.repeat(np.arange(len(name)), sizes)
    worth = profiles.worth[cell].astype(np.float64)
    there, _ = held(said, texts, pair[owner], profiles.spans.columns[cell])
    whole, shared = summed(owner, worth, len(name)), summed(owner, worth * there, len(name))
    part = ((shared / np.maximum(whole, 1e-9) - CHANCE) / (1 - CHANCE)).clip(0)
    share = profiles.share[name]
    chief, known, weight = (np.zeros(len(rows)) for _ in range(3))
    np.maximum.at(chief, pair, share)
    leads = share >= NEARLY * chief[pair]
    np.maximum.at(known, pair[leads], part[leads])
    np.maximum.at(weight, pair, shared)
    # The very first: where it says nothing, since half of a city names it, the next is no better.
    first = name == profiles.first[rows][pair]
    telling = _where(pair[first & (whole >= TELLING) & (part >= KNOWN)], len(rows))
    titled = first & profiles.spans.titled[name]
    strange = _where(pair[titled & (whole >= UNKNOWN) & (part <= STRANGE)], len(rows))
    return _Named(summed(pair, share * part, len(rows)), known, weight, telling, strange)


def _where(rows: Ints, size: int) -> Bools:
    found = np.zeros(size, dtype=np.bool_)
    found[rows] = True
    return found
