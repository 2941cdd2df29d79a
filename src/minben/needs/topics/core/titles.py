"""What an event is called: the words of its own people, never new ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from unicodedata import category

from minben.commons import rjieba
from minben.needs.topics.core.matters import matter_words
from minben.needs.topics.core.reading import (
    DISTRICT,
    found_names,
    is_line,
    is_measure,
    is_proper,
    parted,
    plain,
)

SAMPLE = 3_000
"""From how many messages it is learnt which words are common."""
SPOKEN = 24
"""How many members are asked for words and titles; more say the same."""
KEYWORDS = 6
PLACES = 3
LONG = 30
"""Titles longer than this tell a story [characters]."""


@dataclass(frozen=True, slots=True)
class Called:
    """The title, keywords and places of one event, and the position of its most representative member."""

    title: str
    keywords: tuple[str, ...]
    places: tuple[str, ...]
    spokesman: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many of the sampled messages each word stands."""

    seen: Mapping[str, int]
    size: int

    def rarity(self, word: str) -> float:
        """Weigh a word by its rarity."""
        return log((self.size + 50) / (1 + self.seen.get(word, 0)))


def vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Learn from texts which words are common; every so many are read."""
    step = max(1, len(texts) // SAMPLE)
    sample = texts[::step]
    return Vocabulary(Counter(word for text in sample for word in _words(text[:200])), len(sample))


def call(texts: Sequence[str], vocabulary: Vocabulary) -> Called:
    """Find the title, the keywords and the places of an event.

    Parameters
    ----------
    texts
        Of its members, in the order of time.

    Examples
    --------
    >>> texts = ["丽景花园旁的搅拌站太吵\\n睡不着", "投诉丽景花园的搅拌站\\n灰尘大，噪音大"]
    >>> called = call(texts, vocabulary(texts))
    >>> called.title, called.places
    ('投诉丽景花园的搅拌站', ('丽景花园',))
    """
    asked = list(texts[:SPOKEN])
    words = Counter(word for text in asked for word in _words(text[:300]))
    titles = [parted(text)[0] for text in asked]
    named = [_names(title) for title in titles]
    if not _chosen(Counter(name for names in named for name in names), len(asked)):
        named = [_names(text[:200]) for text in asked]
    half = max(2, len(asked) / 3) if len(asked) > 1 else 1
    weight = {
        word: times * vocabulary.rarity(word)
        for word, times in words.items()
        if times >= min(half, len(asked)) and len(word) > 1
    }
    spokesman = max(range(len(asked)), key=lambda row: (_says(titles[row], weight), -len(titles[row]), -row))
    shown = {name for names in named for name, place in names.items() if place}
    places = Counter(name for names in named for name in names if name in shown)
    best = sorted(weight, key=lambda word: (-weight[word], word))
    return Called(_visible(titles[spokesman]), tuple(best[:KEYWORDS]), _chosen(places, len(asked)), spokesman)


def _visible(title: str) -> str:
    """Leave out signs that no one sees: they would steer a terminal, turn the line, or part what is one word."""
    return "".join(sign for sign in title if sign == " " or category(sign)[0] != "C").strip()


def _says(title: str, weight: Mapping[str, float]) -> float:
    # A set has another order in each process, and so would a plain sum have other last digits, and ties other titles.
    said = fsum(weight.get(word, 0.0) for word in _words(title))
    return said / (1 + max(0, len(title) - LONG) / 10)


def _words(text: str) -> set[str]:
    return {word for word in rjieba.cut(DISTRICT.sub(" ", text)) if len(word) > 1 and word.isalnum()}


def _names(text: str) -> dict[str, bool]:
    """Find the names of a text, and whether each may be shown as a place: a site, a line, or with a proper word.

    Texts are compared by whatever may be a name, for who writes of the sidewalk means the sidewalk there; to be read as
    a place, ordinary words will not do.
    """
    found = {
        name: bool(site) or is_line(name) or is_proper(name)
        for name, _, site in found_names(plain(text))
        if not name[0].isdigit() and name not in matter_words() and not is_measure(name)
    }
    return found | dict.fromkeys(DISTRICT.findall(text), True)


def _chosen(names: Counter[str], size: int) -> tuple[str, ...]:
    """Take the names that many members use; of one within another, the one more use."""
    chosen: list[str] = []
    for name, times in sorted(names.items(), key=lambda item: (-item[1], -len(item[0]), item[0])):
        if times < min(2, size) or times < size / 4 or len(chosen) == PLACES:
            break
        if not any(name in other or other in name for other in chosen):
            chosen.append(name)
    return tuple(chosen)
