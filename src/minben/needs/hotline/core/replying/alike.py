"""Words that answer one another though they share no character: who asks says “拿到”, who answers says “领取”."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from minben.commons.parameters import load

LONGEST = 4
"""Words are not longer [characters]."""


def groups_of(text: str) -> frozenset[int]:
    """Return in which groups the words of a text stand: every run of up to four characters is looked up.

    Examples
    --------
    >>> groups_of("几天能拿到证") & groups_of("当天领取") != frozenset()
    True
    """
    known = _known()
    runs = (text[n : n + size] for size in range(1, LONGEST + 1) for n in range(len(text) - size + 1))
    return frozenset(number for run in runs for number in known.get(run, ()))


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[int, ...]]:
    groups = load("minben.needs.hotline", "reply-words").at("groups", date.max).value
    found: dict[str, tuple[int, ...]] = {}
    for number, words in enumerate(groups):
        for word in map(str, words):
            found[word] = (*found.get(word, ()), number)
    return found
