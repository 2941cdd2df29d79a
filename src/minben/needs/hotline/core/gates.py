"""A pattern tried only where it may begin: looking at two characters everywhere at once costs less than trying."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

LARGEST = 0x10000
# Digits of other scripts and whatever else a pattern may mean by a class: there the gate leaves it to the pattern.
_UNSURE = ((0x80, 0x3000), (0xA000, LARGEST))


class Gate:
    """A pattern with the pairs of characters it may begin with.

    Parameters
    ----------
    pattern
        What to find; no match begins with the last character of a text, as a batch ends with a line break.
    begins
        For each way it may begin, the first characters and those that may follow ("": any). They are the pattern's
        own, or more.

    Examples
    --------
    >>> gate = Gate(re.compile("路灯|[0-9]+号"), (("路", "灯"), ("0123456789", "0123456789号")))
    >>> text = "12号路灯"
    >>> codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    >>> [hit.group() for hit in gate.finditer(text, codes)]
    ['12号', '路灯']
    """

    def __init__(self, pattern: re.Pattern[str], begins: Sequence[tuple[str, str]]) -> None:
        self._pattern = pattern
        self._first, self._second = (np.zeros(LARGEST, dtype=np.uint8) for _ in range(2))
        for number, (first, second) in enumerate(begins):
            bit = np.uint8(1 << number)
            self._first[list(map(ord, first))] |= bit
            self._second[list(map(ord, second))] |= bit
            for start, end in _UNSURE if second else ((0, LARGEST),):
                self._second[start:end] |= bit

    def finditer(self, text: str, codes: NDArray[np.uint32]) -> Iterator[re.Match[str]]:
        """Find what the pattern finds in a text whose code points are given, shape (len(text),)."""
        first, second = self._first.take(codes[:-1], mode="clip"), self._second.take(codes[1:], mode="clip")
        free = 0
        for start in np.flatnonzero(first & second).tolist():
            if start >= free and (hit := self._pattern.match(text, start)):
                free = hit.end()
                yield hit
