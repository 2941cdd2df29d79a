"""Whether two texts speak of the same matter: the rare words and pairs of characters that they share."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minben.commons import rjieba
from minben.needs.hotline.core.phrases import fold_batch

SINGLE, PAIR, WORD = 0.7, 1.0, 1.0
"""What a shared character, a shared pair and a shared word count beside one another."""
_RUN = re.compile(r"[一-鿿]+|[a-z]+|\d+(?:\.\d+)?")
_STOP = frozenset(
    "的了是我在和就都也与及或等这那有不人们你您他她它一个上下来去到说要会能可以着把被给让从向对为因所于"
    "而且但请问吗呢吧啊么什怎样哪里多少几已经还很太又再没好大小中天时候年月日点号次将由其之"
)
PLACE = re.compile(
    r"[一-鿿]{2,4}(?:街道|小区|社区|花园|家园|新村|公寓|[苑里园村镇乡县区市路街巷弄坊])|\d+(?:栋|号楼|单元|幢|楼|号|组)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """How rare words are: in how many of some texts of a city each unit stands."""

    texts: int
    seen: Mapping[str, int]

    def rarity(self, unit: str) -> float:
        """Return how much a unit tells, as the logarithm of its inverse share of texts; 0 in every text."""
        return math.log((self.texts + 1.0) / (self.seen.get(unit, 0) + 1.0))


def background_of(texts: Iterable[str]) -> Background:
    """Count in how many texts each unit stands.

    Examples
    --------
    >>> known = background_of(["电梯坏了", "路灯坏了", "坏了"])
    >>> known.texts, known.seen["坏"], known.seen["电梯"], known.rarity("坏"), round(known.rarity("电梯"), 2)
    (3, 3, 1, 0.0, 0.69)
    """
    seen: Counter[str] = Counter()
    count = 0
    for text in texts:
        # The names alone: a counter would add up the weights.
        seen.update(units(text).keys())
        count += 1
    return Background(count, seen)


def units(text: str) -> dict[str, float]:
    """Return the characters, pairs and words of a text that may carry meaning, each with its weight.

    Examples
    --------
    >>> sorted(units("电梯的门"))
    ['w:电梯', '梯', '梯的', '电', '电梯', '的门', '门']
    """
    found: dict[str, float] = {}
    for run in _RUN.findall(fold_batch([text]).text):
        if not "一" <= run[0] <= "鿿":
            found[run] = PAIR
            continue
        found |= {one: SINGLE for one in run if one not in _STOP}
        pairs = (run[n : n + 2] for n in range(len(run) - 1))
        found |= {pair: PAIR for pair in pairs if not _STOP.issuperset(pair)}
        found |= {
            f"w:{word}": WORD for word in rjieba.cut(run) if len(word) > 1 and not _STOP.issuperset(word)
        }
    return found


def weights(text: str, background: Background) -> dict[str, float]:
    """Return what each unit of a text tells; places that it names are left out, for many matters share one place."""
    return {unit: weight * background.rarity(unit) for unit, weight in units(PLACE.sub(" ", text)).items()}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of two weighted texts [1]."""
    shared = sum(weight * other[unit] for unit, weight in one.items() if unit in other)
    sizes = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / sizes if sizes else 0.0


def covered(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the share of what the first text tells that stands in the second too [1]."""
    whole = sum(one.values())
    return sum(weight for unit, weight in one.items() if unit in other) / whole if whole else 0.0
