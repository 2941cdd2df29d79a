"""A month's rows with noise, and whether the year's privacy budget can bear them."""

from dataclasses import dataclass
from fractions import Fraction

from minben.commons.errors import TeachingError
from minben.commons.privacy import Below, discrete_laplace
from minben.needs.opendata.core.classes import Class, Facts, classes, within_cap

__all__ = ["FEWEST", "Rule", "bearable", "noisy_rows"]

FEWEST = 10
"""No city may set k lower."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a release keeps to.

    Attributes
    ----------
    k : int
        The fewest people behind a row.
    cap : int
        The most requests of one person that count in a month.
    epsilon_milli : int
        What a release spends, in thousandths.
    budget_milli : int
        What the releases about one year may spend together, in thousandths.
    verified : bool
        Whether the city has confirmed these figures.
    """

    k: int
    cap: int
    epsilon_milli: int
    budget_milli: int
    verified: bool = False

    def __post_init__(self) -> None:
        if self.k < FEWEST:
            raise TeachingError("opendata_k_too_small", k=self.k, fewest=FEWEST)

    @property
    def epsilon(self) -> Fraction:
        """What a release spends."""
        return Fraction(self.epsilon_milli, 1000)


def noisy_rows(facts: Facts, rule: Rule, below: Below) -> list[Class]:
    """Return a month's rows with noise in their counts; none is told as less than ``k``.

    A row is only there because at least k people stand behind it, so raising a noisy count to k tells nothing new.

    Examples
    --------
    >>> import numpy as np
    >>> from random import Random
    >>> names = ("week", "category", "heading", "community", "street", "district", "channel", "kind")
    >>> facts = Facts({name: np.zeros(40, dtype=np.int64) for name in names}, np.arange(40))
    >>> rows = noisy_rows(facts, Rule(k=10, cap=2, epsilon_milli=1000, budget_milli=12_000), Random(1).randrange)
    >>> [row.requests for row in rows]
    [38]
    """
    kept = within_cap(facts.who, rule.cap)
    bounded = Facts({name: column[kept] for name, column in facts.columns.items()}, facts.who[kept])
    return [
        row._replace(requests=max(rule.k, row.requests + _noise(rule, below)), people=0)
        for row in classes(bounded, k=rule.k)
    ]


def bearable(spent_milli: int, rule: Rule) -> bool:
    """Tell whether one more release fits into the budget.

    Examples
    --------
    >>> bearable(11_000, Rule(k=10, cap=2, epsilon_milli=1000, budget_milli=12_000))
    True
    >>> bearable(11_001, Rule(k=10, cap=2, epsilon_milli=1000, budget_milli=12_000))
    False
    """
    return spent_milli + rule.epsilon_milli <= rule.budget_milli


def _noise(rule: Rule, below: Below) -> int:
    return discrete_laplace(epsilon=rule.epsilon, sensitivity=rule.cap, below=below)
