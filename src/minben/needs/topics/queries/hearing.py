"""How readily each district reports, beside what it reported in a month."""

from dataclasses import dataclass
from datetime import date

from minben.needs.topics.models import Hearing
from minben.needs.topics.queries.listed import in_language, mining


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One district.

    Attributes
    ----------
    people : int
        Who asked for something in the month: as it is.
    rate, low, high : float
        How fast its people report an incident that is there, beside all together (1), with its likely range.
    factor : float
        What one of its voices stands for in the ranking.
    """

    name: str
    people: int
    rate: float
    low: float
    high: float
    factor: float

    @property
    def corrected(self) -> int:
        """How many would have asked if all reported alike."""
        return round(self.people * self.factor)

    @property
    def is_quiet(self) -> bool:
        """True where chance alone does not explain how little is reported."""
        return self.high < 1


def hearings(*, month: date | None = None) -> list[HeardRow]:
    """The districts of a month's newest list, the one that reports least first; none when nothing ranked it."""
    row = mining(month=month)
    if row is None:
        return []
    fields = ("place__name", "place__name_en", "people", "rate", "low", "high", "factor")
    found = Hearing.objects.filter(mining=row.key).order_by("rate", "place").values_list(*fields)
    return [HeardRow(in_language(name, name_en), *told) for name, name_en, *told in found]
