"""The telephone's figures of the standard and of the city, in force at a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from minben.commons import parameters
from minben.commons.parameters import Entry
from minben.needs.telephone.core.figures import Rule

PACKAGE = "minben.needs.telephone"


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure as pages show it: its number, where it comes from, whether anybody checked it there."""

    value: float
    source: str
    verified: bool


def entry(key: str, at: datetime) -> Entry:
    """Return a figure in force at a moment, by the city's own clock."""
    return parameters.load(PACKAGE, "telephone").at(key, timezone.localtime(at).date())


def value(key: str, at: datetime) -> Any:
    """Return the value of a figure in force."""
    return entry(key, at).value


def limit(key: str, at: datetime) -> Limit:
    """Return a figure with its source."""
    found = entry(key, at)
    return Limit(float(found.value), found.source, found.verified)


def rule(at: datetime) -> Rule:
    """Return what calls are measured by."""
    return Rule(
        answered_within_s=float(value("answered_within_s", at)),
        connected_least=float(value("connected_least", at)) / 100,
        hung_up_within_s=float(value("hung_up_within_s", at)),
    )


def late_after(at: datetime) -> timedelta:
    """Return how long after it happened an event may come without being called late."""
    return timedelta(seconds=int(value("late_after_s", at)))


def number_kept(at: datetime) -> timedelta:
    """Return how long a caller's number is kept."""
    return timedelta(days=int(value("number_kept_days", at)))
