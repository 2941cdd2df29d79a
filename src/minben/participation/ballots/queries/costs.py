"""Who pays how much, as everybody may see it: by dwelling, from a published table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from minben.participation.ballots.core.shares import Household, Part, Scheme, instalments, shared
from minben.participation.ballots.law import scheme_of
from minben.participation.ballots.models import Decision, Dwelling


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a dwelling pays [cent], at once and in parts."""

    dwelling: str
    floor: int
    area_m2: str
    exempt: bool
    weight: Fraction
    cents: int
    instalments: Sequence[int]


@dataclass(frozen=True, slots=True)
class Costs:
    """A cost and how it is shared; the parts add up to the cost less the subsidy."""

    cost_cents: int
    subsidy_cents: int
    times: int
    scheme: Scheme
    rows: Sequence[CostRow]

    @property
    def shared_cents(self) -> int:
        """What the owners pay together."""
        return sum(row.cents for row in self.rows)


def costs(key: int) -> Costs | None:
    """Return the shares of a decision's cost; None when it costs nothing or no table was chosen.

    Raises
    ------
    TeachingError
        ``nobody_to_pay``.
    """
    one = Decision.objects.filter(pk=key).first()
    if one is None or not one.scheme or one.cost_cents is None:
        return None
    scheme = scheme_of(one)
    homes = list(Dwelling.objects.filter(decision=one).order_by("pk"))
    parts = shared(
        [Household(home.label, home.floor, Fraction(home.area_m2), home.exempt) for home in homes],
        scheme, cost_cents=one.cost_cents, subsidy_cents=one.subsidy_cents,
    )  # fmt: skip
    rows = [_row(home, part, one.instalments) for home, part in zip(homes, parts, strict=True)]
    return Costs(one.cost_cents, one.subsidy_cents, one.instalments, scheme, rows)


def _row(home: Dwelling, part: Part, times: int) -> CostRow:
    return CostRow(
        home.label, home.floor, str(home.area_m2), home.exempt, part.weight, part.cents,
        instalments(part.cents, times=times),
    )  # fmt: skip
