"""Who acts: category × area → unit, by the dated catalogue, for a whole batch at once.

The nearest rule wins: the very place, then each area it lies in, then the category everywhere. The centre's
general rulings stand beside the catalogue and, being decided later by people about the same things, win on
equal nearness.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from minben.dispatch.orders.core.reasons import WhyUnit

EVERYWHERE = -1
NOWHERE: Mapping[int, tuple[int, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line in force: ``place`` is :data:`EVERYWHERE` for the rest of the city.

    Attributes
    ----------
    key : int
        Of the rule's row; negative for a ruling, so that the two never meet.
    ruled : bool
        The centre's written decision, not the catalogue.
    own : bool
        No rule was there and the category was given a unit of its own.
    """

    key: int
    category: int
    place: int
    unit: int
    ruled: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules in force, by category and place, with the areas each place lies in (itself first)."""

    rules: Mapping[tuple[int, int], Rule]
    areas: Mapping[int, tuple[int, ...]] = field(default_factory=lambda: NOWHERE)


@dataclass(frozen=True, slots=True)
class Routes:
    """Where each item goes.

    Attributes
    ----------
    units : int array, shape (n,)
        Keys of units; −1 where no rule applies.
    rules : list, length n
        The rule applied, or None.
    why : list of str, length n
        A :class:`WhyUnit`, or an empty string where no rule applies.
    """

    units: NDArray[np.int64]
    rules: list[Rule | None]
    why: list[str]


def catalogue(rules: Iterable[Rule], areas: Mapping[int, tuple[int, ...]] = NOWHERE) -> Catalogue:
    """Put rules in order; where two meet on one category and place, a ruling wins, then the later one.

    Examples
    --------
    >>> found = catalogue([Rule(1, 10, EVERYWHERE, 5), Rule(2, 10, 7, 6)], {8: (8, 7)})
    >>> route([10, 10], [8, None], found).units.tolist()
    [6, 5]
    """
    ordered = sorted(rules, key=lambda rule: (rule.ruled, rule.key if not rule.ruled else -rule.key))
    return Catalogue({(rule.category, rule.place): rule for rule in ordered}, areas)


def route(categories: Sequence[int], places: Sequence[int | None], by: Catalogue) -> Routes:
    """Route a batch; each distinct pair of category and place is looked up once.

    Parameters
    ----------
    categories : sequence of int, length n
    places : sequence of int or None, length n
        None where nobody knows the place.

    Returns
    -------
    Routes
    """
    known: dict[tuple[int, int | None], tuple[int, Rule | None, str]] = {}
    pairs = list(zip(categories, places, strict=True))
    for pair in dict.fromkeys(pairs):
        rule = _nearest(*pair, by)
        known[pair] = (rule.unit if rule else -1, rule, _why(rule, pair[1]) if rule else "")
    found = [known[pair] for pair in pairs]
    units = np.array([unit for unit, _, _ in found], dtype=np.int64)
    return Routes(units, [rule for _, rule, _ in found], [why for _, _, why in found])


def _nearest(category: int, place: int | None, by: Catalogue) -> Rule | None:
    chain = by.areas.get(place, (place,)) if place is not None else ()
    for area in (*chain, EVERYWHERE):
        if rule := by.rules.get((category, area)):
            return rule
    return None


def _why(rule: Rule, place: int | None) -> str:
    if rule.ruled:
        return WhyUnit.RULING.value
    if rule.own:
        return WhyUnit.OWN_UNIT.value
    if rule.place == EVERYWHERE:
        return WhyUnit.CATEGORY_DEFAULT.value
    return (WhyUnit.EXACT_AREA if rule.place == place else WhyUnit.PARENT_AREA).value


def line_of(unit: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return the unit with all above and below it: those who may not learn who complained of it.

    >>> sorted(line_of(2, {1: None, 2: 1, 3: 2, 4: 1}))
    [1, 2, 3]
    """
    higher = set(above(unit, parents))
    lower = {other for other in parents if unit in above(other, parents)}
    return frozenset(higher | lower | {unit})


def instead_of(accused: int, parents: Mapping[int, int | None], centre: int | None) -> int | None:
    """Return who acts when a unit is complained about: the unit above it, else the centre, else nobody.

    >>> instead_of(2, {1: None, 2: 1}, centre=9), instead_of(1, {1: None}, centre=9)
    (1, 9)
    """
    higher = parents.get(accused)
    if higher is not None:
        return higher
    return centre if centre != accused else None


def above(unit: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """Return the unit and all units above it, nearest first.

    >>> above(3, {1: None, 2: 1, 3: 2})
    (3, 2, 1)
    """
    chain: list[int] = []
    at: int | None = unit
    while at is not None and at not in chain:
        chain.append(at)
        at = parents.get(at)
    return tuple(chain)
