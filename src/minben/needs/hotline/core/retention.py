"""How long what is kept: per part of a request and per category, and whom the rule reaches today.

>>> rule = Rule(part="photos", days=1095, categories={"health": 365})
>>> rule.days_for(["flu", "health"]), rule.days_for(["heating"])
(365, 1095)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minben.commons.errors import TeachingError
from minben.commons.parameters import Entry, Parameters

__all__ = ["PARTS", "Rule", "rules_on"]

# What of a request can be removed apart from the rest, in the order in which pages tell it.
PARTS = ("contact", "words", "photos", "calls")


@dataclass(frozen=True, slots=True)
class Rule:
    """One part and how long it is kept.

    Attributes
    ----------
    part : str
        ``contact``, ``words``, ``photos`` or ``calls``; also ``set_aside`` and ``messages``, which are no request's.
    days : int
        After the end of a request [days].
    categories : mapping
        Another number of days for the requests under a category and those below it.
    """

    part: str
    days: int
    categories: Mapping[str, int] = field(default_factory=dict)
    since: date = date.min
    source: str = ""
    verified: bool = False

    def days_for(self, lineage: Sequence[str]) -> int:
        """Return the days for a category, given its code and those above it, the nearest first."""
        return next((self.categories[code] for code in lineage if code in self.categories), self.days)


def rules_on(parameters: Parameters, day: date) -> dict[str, Rule]:
    """Return the rule of each part in force on a day.

    Raises
    ------
    TeachingError
        ``parameter_incomplete``: an entry holds no whole number of days above nought.
    """
    found = {}
    for part in parameters.series:
        current = next((entry for entry in reversed(parameters.entries(part)) if entry.covers(day)), None)
        if current is not None:
            found[part] = _rule(part, current, parameters.file)
    return found


def _rule(part: str, entry: Entry, file: str) -> Rule:
    value: Mapping[str, Any] = entry.value if isinstance(entry.value, dict) else {}
    days, categories = value.get("days"), value.get("categories") or {}
    for number in (days, *categories.values()):
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise TeachingError("parameter_incomplete", file=file, key=part, field="days")
    return Rule(
        part=part,
        days=int(value["days"]),
        categories=dict(categories),
        since=entry.since,
        source=entry.source,
        verified=entry.verified,
    )
