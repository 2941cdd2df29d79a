"""How much of a reply says anything: learned from sentences that do and sentences that only sound well."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from minben.needs.hotline.core.replying.asks import sentences

Floats = NDArray[np.float64]
LONGEST, SEEN = 3, 2
"""The longest run of characters that is looked at, and in how many sentences a run must stand to count."""
RIDGE, STEEP = 1.0, 2.5
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """What runs of characters tell: how rare each is and which way it leans, above 0 towards saying something."""

    rare: Mapping[str, float]
    leans: Mapping[str, float]

    def of(self, text: str) -> float:
        """Return how likely a sentence or clause says something [1]; one half where no run of it is known."""
        known = [run for run in _runs(text) if run in self.rare]
        size = math.sqrt(sum(self.rare[run] ** 2 for run in known))
        lean = sum(self.rare[run] * self.leans[run] for run in known) / size if size else 0.0
        return 1.0 / (1.0 + math.exp(-STEEP * lean))

    def share(self, reply: str) -> float:
        """Return the share of a reply's characters that says something [1]; 0 where there is no sentence."""
        parts = sentences(reply)
        return sum(len(one) * self.of(one) for one in parts) / max(1, sum(map(len, parts)))


def learn_saying(told: Sequence[str], empty: Sequence[str]) -> Saying:
    """Learn from replies that say something and replies that say nothing (ridge regression, both sides alike heavy).

    Examples
    --------
    >>> saying = learn_saying(["水泵坏了，3日换好。", "管子断了，5日接好。"], ["我们高度重视。", "我们十分重视。"])
    >>> saying.of("阀门坏了，8日换好。") > 0.5 > saying.of("领导高度重视。")
    True
    """
    texts = [
        (one, side) for side, replies in ((1.0, told), (-1.0, empty)) for r in replies for one in sentences(r)
    ]
    runs = [_runs(text) for text, _ in texts]
    seen = Counter(run for found in runs for run in found)
    rare = {run: math.log((1 + len(texts)) / (1 + n)) + 1 for run, n in sorted(seen.items()) if n >= SEEN}
    matrix = _matrix(runs, rare)
    sides = np.array([side for _, side in texts])
    heavy = np.where(sides > 0, 0.5 / max(1, (sides > 0).sum()), 0.5 / max(1, (sides < 0).sum())) * len(sides)
    root = np.sqrt(heavy)
    alike = root[:, None] * (matrix @ matrix.T).toarray() * root + RIDGE * np.eye(len(sides))
    leans = matrix.T @ (root * np.linalg.solve(alike, root * sides))
    return Saying(rare, dict(zip(rare, leans.tolist(), strict=True)))


def _runs(text: str) -> set[str]:
    plain = f"^{_NUMBER.sub('0', text)}$"
    return {plain[n : n + size] for size in range(1, LONGEST + 1) for n in range(len(plain) - size + 1)}


def _matrix(runs: Sequence[set[str]], rare: Mapping[str, float]) -> sparse.csr_matrix:
    """Weigh each sentence's runs, rows of length one."""
    places = {run: n for n, run in enumerate(rare)}
    found = [[places[run] for run in sorted(one) if run in places] for one in runs]
    columns = np.array([place for one in found for place in one], dtype=np.int64)
    rows = np.repeat(np.arange(len(found)), [len(one) for one in found])
    data = np.array(list(rare.values()))[columns]
    size = np.sqrt(np.bincount(rows, weights=data**2, minlength=len(found)))
    shape = (len(found), len(places))
    return sparse.csr_matrix((data / size[rows], (rows, columns)), shape=shape)
