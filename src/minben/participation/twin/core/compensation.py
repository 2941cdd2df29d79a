"""A sum shared among those who lose in two ways, by light and by floor, which stand side by side. People decide."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from minben.participation.twin.core.cards import Home

__all__ = ["by_floor", "by_light", "split"]


def split(cents: int, weights: Sequence[Fraction]) -> list[int]:
    """Share a sum by weights, to the cent and exactly; the cents that remain go to the largest remainders.

    Examples
    --------
    >>> split(100, [Fraction(1), Fraction(1), Fraction(1)])
    [34, 33, 33]
    >>> split(100, [Fraction(0)])
    [0]
    """
    total = sum(weights, Fraction(0))
    if total == 0:
        return [0] * len(weights)
    exact = [cents * weight / total for weight in weights]
    shares = [int(one) for one in exact]
    order = sorted(range(len(shares)), key=lambda n: (shares[n] - exact[n], n))
    for n in order[: cents - sum(shares)]:
        shares[n] += 1
    return shares


def by_light(rows: Sequence[Home], cents: int) -> dict[str, int]:
    """Share a sum by the hours of sun that each dwelling loses in a year [cent]."""
    weights = [Fraction(max(round(one.hours_lost * 10), 0)) for one in rows]
    return dict(zip((one.dwelling for one in rows), split(cents, weights), strict=True))


def by_floor(rows: Sequence[Home], cents: int, floors: Mapping[int, Fraction]) -> dict[str, int]:
    """Share a sum by a table of floors [cent]; a floor that it does not name gets nothing."""
    weights = [floors.get(one.floor, Fraction(0)) for one in rows]
    return dict(zip((one.dwelling for one in rows), split(cents, weights), strict=True))
