"""How far two messages are about one thing at one place: place, matter and time must all agree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.topics.core.lookups import Sides, chunks, held, ranges, summed
from minben.needs.topics.core.placing import SAME_NAME, acquainted, placed
from minben.needs.topics.core.profiles import Profiles
from minben.needs.topics.core.raw import Said
from minben.needs.topics.core.shapes import Bools, Floats, Ints

Singles = NDArray[np.float32]
JOINED = 0.095
"""How alike two of one thing must be [1]; how it was chosen is told in docs/explanation/topics.md."""
MATTER = 0.3
"""Pairs whose listed matters agree less are not compared further: one form filled in twice is no one matter."""
PLACED = 0.2
"""Only where places agree so far are the whole texts compared."""
FADES_S, LASTING = 60 * 86_400.0, 0.5
"""Half of how alike two messages are fades over so long: later it may be another occasion; half lasts [s, 1]."""
AGAIN = 0.5
"""Who writes twice mostly writes of one thing: by so much more alike are two messages of one person."""
OTHER_S = 330 * 86_400.0
"""What comes almost a year later is another occasion, whatever its words [s]."""
POWER = 2
"""How steeply half an agreement in matter counts for less."""
AGREED = 0.6
"""Listed matters that agree less than this make alike words count for less: a form is filled in for this and that."""
LISTED, WORDS, TITLES = 0.2, 0.53, 0.27
"""What the list of matters, the words of the whole texts and those of the titles say of the matter."""
SCANT = 0.5
"""Titles with fewer words beside their names than this weighs say little of the matter."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Pairs of messages and how far they agree, shape (k,).

    A million messages make millions of pairs: what is measured lies in single precision.

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
    place: Singles
    matter: Singles
    words: Singles
    gap: Singles
    person: Singles


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


def compare(sides: Sides) -> Compared:
    """Compare pairs of messages; those with hardly a common matter are left out."""
    parts = [_compared(sides, some) for some in chunks(sides, np.ones(len(sides.right), dtype=np.bool_))]
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0, dtype=np.float32)])
        for name in ("place", "matter", "words", "gap", "person")
    }
    left, right = (
        np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0, dtype=np.int64)])
        for name in ("left", "right")
    )
    return Compared(left, right, **columns)


def _compared(sides: Sides, chosen: Ints) -> Compared:
    part = sides.take(chosen)
    matter, person = _matter(part), _one_person(part)
    related = np.flatnonzero((matter >= MATTER) | (person > 0))
    part, matter, person = part.take(related), matter[related], person[related]
    place, mutual = placed(part)
    person = person * np.where(mutual >= SAME_NAME, 2.0, 1.0)
    place = np.where(_contradict(part) | ((matter < MATTER) & (person < 2)), 0.0, place)
    near = np.flatnonzero(place >= PLACED)
    words = np.zeros(len(place))
    words[near] = _in_words(part.take(near))
    gap = np.abs(sides.one.at[part.left] - sides.other.at[part.right])
    measured = (some.astype(np.float32) for some in (place, matter, words, gap, person))
    return Compared(part.left, part.right, *measured)


def _matter(sides: Sides) -> Floats:
    """Find how far the listed matters agree [1]."""
    one, other = sides.one.matters[sides.left], sides.other.matters[sides.right]
    agreed: Floats = np.einsum("ij,ij->i", one.astype(np.float32), other.astype(np.float32)).astype(
        np.float64
    )
    return agreed


def _one_person(sides: Sides) -> Floats:
    """Tell which pairs one person wrote: 1, else 0."""
    who = sides.one.person[sides.left]
    same: Floats = ((who == sides.other.person[sides.right]) & (who >= 0)).astype(np.float64)
    return same


def share_anything(sides: Sides) -> Bools:
    """Tell which pairs are acquainted, or tell the same.

    Those who tell the same may call one place by two names, its firm and its estate; nobody knows that they do not.
    """
    known = acquainted(sides)
    for some in chunks(sides, ~known):
        part, none = sides.take(some), np.zeros(len(some))
        known[some] = agreement(none + 1, _matter(part), _in_words(part), none, none) >= JOINED
    return known


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
    cell = ranges(words.ends[rows], sizes)
    pair = np.repeat(np.arange(len(rows)), sizes)
    # Names speak of the place: here they would make everything at one place alike.
    worth = np.where(words.name[cell], 0.0, mine.rarity[words.columns[cell]].astype(np.float64))
    there, at = held(theirs.said, texts, pair, words.columns[cell])
    found = (
        np.where(there & ~theirs.said.name[at], worth, 0.0) if len(theirs.said.name) else np.zeros(len(worth))
    )
    return summed(pair, found, len(rows)), summed(pair, worth, len(rows))


def _whole(profiles: Profiles, texts: Ints) -> Floats:
    said = profiles.said
    sizes = said.ends[texts + 1] - said.ends[texts]
    cell = ranges(said.ends[texts], sizes)
    worth = np.where(said.name[cell], 0.0, profiles.rarity[said.columns[cell]])
    return summed(np.repeat(np.arange(len(texts)), sizes), worth, len(texts))
