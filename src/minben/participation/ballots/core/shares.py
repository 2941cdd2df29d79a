"""Who pays how much: by floor and area, after the subsidy, to the cent, with a sum that is exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from minben.commons.errors import TeachingError
from minben.commons.parameters import Parameters

__all__ = ["Household", "Part", "Scheme", "instalments", "scheme_at", "shared"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A table of coefficients.

    Attributes
    ----------
    name, version, source : str
    verified : bool
    floors : mapping of int to Fraction
        Coefficient of each floor that the table names; 1 is the floor of reference.
    more : Fraction
        What each floor above the last named one adds.
    by_area : bool
        Whether the area weighs too, or each household of a floor pays alike.
    """

    name: str
    version: str
    source: str
    verified: bool
    floors: Mapping[int, Fraction]
    more: Fraction
    by_area: bool

    def coefficient(self, floor: int) -> Fraction:
        """Return the coefficient of a floor; 0 below the first named one."""
        if floor in self.floors:
            return self.floors[floor]
        last = max(self.floors)
        return self.floors[last] + (floor - last) * self.more if floor > last else Fraction(0)


@dataclass(frozen=True, slots=True)
class Household:
    """Who may pay: the floor on which they live, their area [m²], and whether they are exempt."""

    dwelling: str
    floor: int
    area_m2: Fraction
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What a household pays [cent], and the weight it was computed from."""

    dwelling: str
    weight: Fraction
    cents: int


def scheme_at(parameters: Parameters, name: str, day: date) -> Scheme:
    """Return a table as it is in force on a day.

    Raises
    ------
    TeachingError
        ``parameter_unknown``, ``parameter_not_in_force`` or ``parameter_incomplete``.
    """
    entry = parameters.at(name, day)
    try:
        told = entry.value
        return Scheme(
            name=name,
            version=f"{name}@{entry.since.isoformat()}",
            source=entry.source,
            verified=entry.verified,
            floors={int(floor): Fraction(str(one)) for floor, one in told["floors"].items()},
            more=Fraction(str(told["more"])),
            by_area=bool(told["by_area"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        field = str(error.args[0]) if error.args else name
        raise TeachingError("parameter_incomplete", file=parameters.file, key=name, field=field) from error


def shared(
    households: Sequence[Household], scheme: Scheme, *, cost_cents: int, subsidy_cents: int = 0
) -> list[Part]:
    """Share a cost.

    Parameters
    ----------
    households : sequence of Household
    scheme : Scheme
    cost_cents, subsidy_cents : int
        What it costs, and what others pay of it [cent].

    Returns
    -------
    list of Part
        In the order given. The parts add up to the cost less the subsidy exactly: each is the floor of its exact share,
        and the cents that remain go to the largest remainders, in a tie to the earlier household.

    Raises
    ------
    TeachingError
        ``nobody_to_pay`` when no household has a weight; ``subsidy_too_large``.

    Examples
    --------
    >>> floors = {1: Fraction(0), 2: Fraction(1, 2), 3: Fraction(1)}
    >>> scheme = Scheme("x", "x@1", "", True, floors, Fraction(1, 4), False)
    >>> homes = [Household(str(floor), floor, Fraction(60)) for floor in (1, 2, 3)]
    >>> [part.cents for part in shared(homes, scheme, cost_cents=100)]
    [0, 33, 67]
    """
    left = cost_cents - subsidy_cents
    if left < 0:
        raise TeachingError("subsidy_too_large", cost=cost_cents, subsidy=subsidy_cents)
    weights = [_weight(one, scheme) for one in households]
    total = sum(weights, Fraction(0))
    if total == 0:
        raise TeachingError("nobody_to_pay", scheme=scheme.name)
    exact = [left * weight / total for weight in weights]
    cents = [int(one) for one in exact]
    order = sorted(range(len(cents)), key=lambda n: (cents[n] - exact[n], n))
    for n in order[: left - sum(cents)]:
        cents[n] += 1
    return [
        Part(one.dwelling, weight, paid) for one, weight, paid in zip(households, weights, cents, strict=True)
    ]


def _weight(one: Household, scheme: Scheme) -> Fraction:
    if one.exempt:
        return Fraction(0)
    return scheme.coefficient(one.floor) * (one.area_m2 if scheme.by_area else 1)


def instalments(cents: int, *, times: int) -> list[int]:
    """Split a part into payments that differ by a cent at most and add up exactly; the larger ones come first.

    Examples
    --------
    >>> instalments(1000, times=3)
    [334, 333, 333]
    """
    each, over = divmod(cents, times)
    return [each + (n < over) for n in range(times)]
