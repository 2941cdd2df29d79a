"""What the city has set for its questions: when people have confirmed, how before and after are measured."""

from dataclasses import dataclass
from datetime import date

from minben.commons.parameters import Entry, load
from minben.evaluation.agenda.core.confirming import Rule

PACKAGE = "minben.evaluation.agenda"


@dataclass(frozen=True, slots=True)
class Measure:
    """Whole months before the start, and how many before it are left out."""

    months_before: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """Which days [d] are looked at, and from which share on a group counts as silent."""

    days: int
    silent_below: float


def confirmation(day: date) -> Rule:
    """Return when people have confirmed a question, as of a day.

    Raises
    ------
    TeachingError
        ``parameter_not_in_force`` before the first entry.
    """
    return Rule(**entry(day).value)


def entry(day: date, key: str = "confirmation") -> Entry:
    """Return a setting with its source, for pages that must name it."""
    return load(PACKAGE, "agenda").at(key, day)


def measure(day: date) -> Measure:
    """Return how before and after are laid out, as of a day."""
    return Measure(**entry(day, "measure").value)


def hearing(day: date) -> Hearing:
    """Return how silence is told, as of a day."""
    return Hearing(**entry(day, "hearing").value)
