"""How what people ask about goes with the year: which heading has its season, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["Seasonal", "seasonal"]

FEWEST_MONTHS = 6
"""Of fewer months nobody can say what an ordinary one is."""
MARKED = 1.5
"""A heading has its season where one month brings so many times the mean of all [1]."""
CHANCE = 3.0
"""And exceeds it by more than so many times what chance makes of such a mean [1]."""


@dataclass(frozen=True, slots=True)
class Seasonal:
    """One heading with its season.

    Attributes
    ----------
    heading
        Its name, as given.
    counts
        Requests of each month; None where too few are told.
    peak
        The place of the month that brings most.
    times
        How many times an ordinary month that is [1].
    """

    heading: str
    counts: tuple[int | None, ...]
    peak: int
    times: float

    @property
    def most(self) -> int:
        """The requests of its fullest month."""
        return self.counts[self.peak] or 0


def seasonal(months: Sequence[Mapping[str, int | None]]) -> list[Seasonal]:
    """Find the headings that have a season, the most marked first.

    Parameters
    ----------
    months
        Requests of each month, one after the other, by heading; a heading that is absent or None has too few to tell.

    Examples
    --------
    >>> year = [{"heating": 90, "noise": 40}] * 3 + [{"heating": None, "noise": 44}] * 6
    >>> [(one.heading, one.peak, round(one.times, 1)) for one in seasonal(year)]
    [('heating', 0, 3.0)]
    """
    if len(months) < FEWEST_MONTHS:
        return []
    found = []
    for heading in sorted({heading for month in months for heading in month}):
        counts = tuple(month.get(heading) for month in months)
        peak = max(range(len(counts)), key=lambda place: counts[place] or 0)
        # What is too few to tell counts as none, which makes little of a heading that is heard all the year.
        most, mean = counts[peak] or 0, sum(count or 0 for count in counts) / len(counts)
        times = most / max(mean, 1 / len(counts))
        if times >= MARKED and most - mean > CHANCE * sqrt(mean):
            found.append(Seasonal(heading, counts, peak, times))
    return sorted(found, key=lambda one: (-one.times, -one.most, one.heading))
