"""How far two messages are about one thing at one place: place, matter and time must all agree."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.geo import distance_m
from minben.needs.topics.core.pairs import BITS
from minben.needs.topics.core.profiles import UNASKED, Profiles
from minben.needs.topics.core.raw import Said
from minben.needs.topics.core.shapes import Bools, Floats, Ints

JOINED = 0.095
"""How alike two of one thing must be [1]; how it was chosen is told in docs/explanation/topics.md."""
CHUNK = 5_000
"""How many pairs are compared at a time."""
MATTER = 0.3
"""Pairs whose listed matters agree less are not compared further: one form filled in twice is no one matter."""
PLACED = 0.2
"""Only where places agree so far are the whole texts compared."""
ENOUGH = 1.3
"""The most telling name that both know must weigh so much (two rare pairs) before it counts in full as a place."""
CHANCE = 0.2
"""So much of a name's pairs is found in any long text."""
FADES_S, LASTING = 60 * 86_400.0, 0.5
"""Half of how alike two messages are fades over so long: later it may be another occasion; half lasts [s, 1]."""
AGAIN = 0.5
"""Who writes twice mostly writes of one thing: by so much more alike are two messages of one person."""
OTHER_S = 330 * 86_400.0
"""What comes almost a year later is another occasion, whatever its words [s]."""
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
POWER = 2
"""How steeply half an agreement in matter counts for less."""
AGREED = 0.6
"""Listed matters that agree less than this make alike words count for less: a form is filled in for this and that."""
LISTED, WORDS, TITLES = 0.2, 0.53, 0.27
"""What the list of matters, the words of the whole texts and those of the titles say of the matter."""
SCANT = 0.5
"""Titles with fewer words beside their names than this weighs say little of the matter."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sets of profiles, and pairs of positions in them, shape (k,)."""

    one: Profiles
    other: Profiles
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Pairs of messages and how far they agree, shape (k,).

    Attributes
    ----------
    left, right
        Their positions.
    place, matter, words
        How far they agree in place, in the listed matters, and in the rest of their words [1].
    gap
        Between them in time [s].
    person
        1 where one person wrote both, 2 where both of them name the same, 0 otherwise or where nobody knows.
    """

    left: Ints
    right: Ints
    place: Floats
    matter: Floats
    words: Floats
    gap: Floats
    person: Floats


def agreement(place: Floats, matter: Floats, words: Floats, gap: Floats, person: Floats) -> Floats:
    """Bring place, matter, time and person together: the first three must agree, and the matter most of all.

    What a text is about is told by the listed matters, which know that two words mean one thing, and by its words,
    which know what no list does. Where one person names the same place twice, the list need not know what it is.
    """
    listed = np.maximum(matter, AGREED * (person - 1)).clip(0)
    about = (LISTED * listed + (1 - LISTED) * words) * np.minimum(listed / AGREED, 1.0)
    soon = np.where(gap < OTHER_S, LASTING + (1 - LASTING) * np.exp(-gap / FADES_S), 0.0)
    agreed: Floats = place * about**POWER * soon * (1 + AGAIN * np.minimum(person, 1))
    return agreed


def likeness(pairs: Compared) -> Floats:
    """Return how far each pair is about one thing at one place [1]."""
    return agreement(pairs.place, pairs.matter, pairs.words, pairs.gap, pairs.person)


def compare(sides: Sides) -> Compared:
    """Compare pairs of messages; those with hardly a common matter are left out."""
    parts = [_compared(sides, some) for some in _chunks(sides, np.ones(len(sides.right), dtype=np.bool_))]
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0)])
        for name in ("place", "matter", "words", "gap", "person")
    }
    left, right = (
        np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0, dtype=np.int64)])
        for name in ("left", "right")
    )
    return Compared(left, right, **columns)


def _compared(sides: Sides, chosen: Ints) -> Compared:
    left, right = sides.left[chosen], sides.right[chosen]
    matter = _matter(Sides(sides.one, sides.other, left, right))
    person = _one_person(sides, left, right)
    related = np.flatnonzero((matter >= MATTER) | (person > 0))
    part = Sides(sides.one, sides.other, left[related], right[related])
    matter, (place, mutual) = matter[related], _place(part)
    person = person[related] * np.where(mutual >= SAME_NAME, 2.0, 1.0)
    place = np.where(_contradict(part) | ((matter < MATTER) & (person < 2)), 0.0, place)
    near = np.flatnonzero(place >= PLACED)
    words = np.zeros(len(place))
    words[near] = _in_words(Sides(sides.one, sides.other, part.left[near], part.right[near]))
    gap = np.abs(sides.one.at[part.left] - sides.other.at[part.right])
    return Compared(part.left, part.right, place, matter, words, gap, person)


def _matter(sides: Sides) -> Floats:
    """Find how far the listed matters agree [1]."""
    one, other = sides.one.matters[sides.left], sides.other.matters[sides.right]
    agreed: Floats = np.einsum("ij,ij->i", one.astype(np.float32), other.astype(np.float32)).astype(
        np.float64
    )
    return agreed


def _one_person(sides: Sides, left: Ints, right: Ints) -> Floats:
    """Tell which pairs one person wrote: 1, else 0."""
    who = sides.one.person[left]
    same: Floats = ((who == sides.other.person[right]) & (who >= 0)).astype(np.float64)
    return same


def _place(sides: Sides) -> tuple[Floats, Floats]:
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
    same, elsewhere = _neighbours(sides)
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
    """Tell which pairs have anything in common: a name, a place of the register or of the map, or what they tell.

    Those who tell the same may call one place by two names, its firm and its estate; nobody knows that they do not.
    """
    known = _neighbours(sides)[0]
    for way in (sides, Sides(sides.other, sides.one, sides.right, sides.left)):
        # Most know one another one way; only the others are asked the other way round, and then what they tell.
        for some in _chunks(way, ~known):
            known[some] = _named(way.one, way.left[some], way.other.said, way.right[some]).found >= ACQUAINTED
    for some in _chunks(sides, ~known):
        part = Sides(sides.one, sides.other, sides.left[some], sides.right[some])
        none = np.zeros(len(some))
        known[some] = agreement(none + 1, _matter(part), _in_words(part), none, none) >= JOINED
    return known


def _chunks(sides: Sides, asked: Bools) -> Iterator[Ints]:
    """Go through pairs some at a time; those that share their right side lie together: its text is looked up once."""
    order = np.argsort(sides.right, kind="stable")
    order = order[asked[order]]
    for start in range(0, len(order), CHUNK):
        yield order[start : start + CHUNK]


def _neighbours(sides: Sides) -> tuple[Bools, Bools]:
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
    there, _ = _held(sides.other.said, sides.right[pair], alone, one[pair].astype(np.int32))
    back, _ = _held(sides.one.said, sides.left[pair], alone, other[pair].astype(np.int32))
    found[pair[there | back]] = False
    return found


def _contradict(sides: Sides) -> Bools:
    """Tell which titles name different lines or years."""
    one, other = sides.one.numbers[sides.left], sides.other.numbers[sides.right]
    against: Bools = ((one != other) & (one >= 0) & (other >= 0)).any(axis=1)
    return against


def _in_words(sides: Sides) -> Floats:
    """Find how alike the texts are apart from their names, and how much of each title stands in the other text [1]."""
    there = _titled(sides.one, sides.left, sides.other, sides.right)
    back = _titled(sides.other, sides.right, sides.one, sides.left)
    words: Floats = (WORDS * np.sqrt(_shared(sides)) + TITLES * np.minimum(there, back)) / (WORDS + TITLES)
    return words


def _titled(mine: Profiles, rows: Ints, theirs: Profiles, texts: Ints) -> Floats:
    """Find how much of some titles, apart from names, stands in what others say, weighed by rarity [1]."""
    found, whole = _weighed(mine, mine.titles, rows, theirs, texts)
    covered: Floats = found / np.maximum(whole, SCANT)
    return covered


def _shared(sides: Sides) -> Floats:
    """Find how alike texts are: what both say, weighed by rarity, beside the mean of what each says [1]."""
    found, own = _weighed(sides.one, sides.one.said, sides.left, sides.other, sides.right)
    shared: Floats = found / np.maximum(np.sqrt(own * _whole(sides.other, sides.right)), 1e-9)
    return shared


def _weighed(mine: Profiles, words: Said, rows: Ints, theirs: Profiles, texts: Ints) -> tuple[Floats, Floats]:
    """Weigh those words, apart from the names of either, that stand in other texts, and all there are."""
    sizes = words.ends[rows + 1] - words.ends[rows]
    cell = _ranges(words.ends[rows], sizes)
    pair = np.repeat(np.arange(len(rows)), sizes)
    # Names speak of the place: here they would make everything at one place alike.
    worth = np.where(words.name[cell], 0.0, mine.rarity[words.columns[cell]].astype(np.float64))
    there, at = _held(theirs.said, texts, pair, words.columns[cell])
    found = (
        np.where(there & ~theirs.said.name[at], worth, 0.0) if len(theirs.said.name) else np.zeros(len(worth))
    )
    return _by(pair, found, len(rows)), _by(pair, worth, len(rows))


def _whole(profiles: Profiles, texts: Ints) -> Floats:
    said = profiles.said
    sizes = said.ends[texts + 1] - said.ends[texts]
    cell = _ranges(said.ends[texts], sizes)
    worth = np.where(said.name[cell], 0.0, profiles.rarity[said.columns[cell]])
    return _by(np.repeat(np.arange(len(texts)), sizes), worth, len(texts))


def _by(pair: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(pair, weights=values, minlength=size).astype(np.float64)


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
    name = _ranges(profiles.begins[rows], lengths)
    kept = profiles.share[name] > 0
    pair, name = pair[kept], name[kept]
    ends = profiles.spans.ends
    sizes = ends[name + 1] - ends[name]
    cell = _ranges(ends[name], sizes)
    owner = np.repeat(np.arange(len(name)), sizes)
    worth = profiles.worth[cell].astype(np.float64)
    there, _ = _held(said, texts, pair[owner], profiles.spans.columns[cell])
    whole, shared = _by(owner, worth, len(name)), _by(owner, worth * there, len(name))
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
    return _Named(_by(pair, share * part, len(rows)), known, weight, telling, strange)


def _where(rows: Ints, size: int) -> Bools:
    found = np.zeros(size, dtype=np.bool_)
    found[rows] = True
    return found


def _held(said: Said, texts: Ints, row: Ints, columns: NDArray[np.int32]) -> tuple[Bools, Ints]:
    """Tell whether text ``texts[row]`` says each of the pairs of characters, and where it would stand."""
    distinct, number = np.unique(texts, return_inverse=True)
    sizes = said.ends[distinct + 1] - said.ends[distinct]
    cells = _ranges(said.ends[distinct], sizes)
    held = (np.repeat(np.arange(len(distinct)), sizes) << BITS) | said.columns[cells]
    wanted = (number[row].astype(np.int64) << BITS) | columns
    if not len(held):
        return np.zeros(len(wanted), dtype=np.bool_), np.zeros(len(wanted), dtype=np.int64)
    place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    found: Bools = held[place] == wanted
    return found, cells[place]


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """Put the numbers from each start on, as many as each size says, one after the other."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return numbers
