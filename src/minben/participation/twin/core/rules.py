"""Rules on sunlight: which day counts, between which hours of which clock, how long, and how it is counted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minben.commons.parameters import Entry, Parameters
from minben.participation.twin.core.terms import Term

__all__ = [
    "Clock",
    "Counting",
    "Errors",
    "Rule",
    "Verdict",
    "counted_span",
    "rule_at",
    "rule_names",
    "verdict",
]


class Counting(StrEnum):
    """Whether all sunlit spans are added up, or the longest one counts."""

    TOTAL = "total"
    LONGEST = "longest"


class Clock(StrEnum):
    """By which clock the hours of a rule are told: the sun's own, or the one on the wall."""

    TRUE_SOLAR = "true_solar"
    LOCAL = "local"


class Verdict(StrEnum):
    """What the rule says; ``CANNOT_TELL`` when the input is not known well enough to say."""

    PASS = "pass"  # noqa: S105  # a verdict
    FAIL = "fail"
    CANNOT_TELL = "cannot_tell"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Errors:
    """How well the input is known, each as a half width: heights and sills [m], north [°]."""

    height_m: float = 0.3
    sill_m: float = 0.05
    north_deg: float = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in force.

    Attributes
    ----------
    name, version : str
        The version is the name with the day from which it has been in force.
    day : Term
        The one day that decides.
    hours : dict of Term to (float, float)
        Of each day the span that counts, in hours of ``clock`` [h].
    clock : Clock
    minutes : int
        Least sunlight on the deciding day [min].
    sill_m : float
        At which height above the floor sunlight counts where nothing else is told of a window [m].
    counting : Counting
    least_span_min : float
        A shorter sunlit span does not count [min].
    altitude_deg, sweep_deg : float
        Lowest altitude of the sun, and least angle between its bearing and the wall, that count [°].
    whole_window : bool
        Both lower corners must be sunlit at once; else the middle of the sill.
    source : str
    unverified : tuple of str
        Clauses whose figures nobody could check in their source.
    """

    name: str
    version: str
    day: Term
    hours: dict[Term, tuple[float, float]]
    clock: Clock
    minutes: int
    sill_m: float
    counting: Counting
    least_span_min: float
    altitude_deg: float
    sweep_deg: float
    whole_window: bool
    source: str
    unverified: tuple[str, ...]


def rule_names(parameters: Parameters) -> list[str]:
    """Return the names of all rules."""
    return list(parameters.series)


def rule_at(parameters: Parameters, name: str, day: date) -> Rule:
    """Return a rule as it is in force on a day.

    Raises
    ------
    TeachingError
        ``parameter_unknown``, ``parameter_not_in_force`` or ``parameter_incomplete``.
    """
    return parameters.made(name, day, _rule)


def _rule(name: str, entry: Entry) -> Rule:
    told = entry.value
    return Rule(
        name=name,
        version=f"{name}@{entry.since.isoformat()}",
        day=Term(told["day"]),
        hours={Term(key): (float(span[0]), float(span[1])) for key, span in told["hours"].items()},
        clock=Clock(told["clock"]),
        minutes=int(told["minutes"]),
        sill_m=float(told["sill_m"]),
        counting=Counting(told["counting"]),
        least_span_min=float(told["least_span_min"]),
        altitude_deg=float(told["altitude_deg"]),
        sweep_deg=float(told["sweep_deg"]),
        whole_window=bool(told["whole_window"]),
        source=entry.source,
        unverified=() if entry.verified else tuple(told["unverified"]),
    )


def counted_span(rule: Rule, term: Term, *, noon: float, midnight: float) -> tuple[float, float]:
    """Return from when to when the sun of a day counts, in seconds after true noon [s].

    Parameters
    ----------
    rule : Rule
    term : Term
        Whose hours.
    noon, midnight : float
        True noon, and the beginning of the day by the local clock: seconds since 1970-01-01 UTC [s].
    """
    begin, end = rule.hours[term]
    zero = noon - 43200.0 if rule.clock is Clock.TRUE_SOLAR else midnight
    return zero + begin * 3600 - noon, zero + end * 3600 - noon


def verdict(rule: Rule, band: tuple[float, float]) -> Verdict:
    """Say whether a dwelling's minutes keep the rule wherever in the band the truth lies.

    Parameters
    ----------
    rule : Rule
    band : (float, float)
        Fewest and most minutes on the deciding day that the input's errors allow [min].
    """
    if band[0] >= rule.minutes:
        return Verdict.PASS
    return Verdict.FAIL if band[1] < rule.minutes else Verdict.CANNOT_TELL
